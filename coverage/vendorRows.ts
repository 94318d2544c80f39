import { alarms } from "../specification/alarms.ts";
import { clientAddressFamilyVariables, clientComputer } from "../specification/clients.ts";
import { catalogueClause, databaseCatalogue } from "../specification/databases.ts";
import { approvedVersions, firstReleaseClause, type PlatformVersion } from "../specification/platform.ts";
import { portMatrix, type MatrixRow } from "../specification/portMatrix.ts";
import { formatSpan } from "../specification/portSpans.ts";
import { findRequirement } from "../specification/register.ts";
import { serverTypes, type ServerType } from "../specification/serverTypes.ts";
import { sizingClause, sizingRates } from "../specification/sizing.ts";
import { specificationDate, type Clause } from "../specification/vocabulary.ts";

/** Where the vendor states a requirement, and the rows of the tables there, as our data has them. */
export interface VendorSource {
  readonly clause: Clause;
  readonly document: string;
  readonly chapter: string;
  /** The requirement in our words. */
  readonly words: string;
  readonly rows: readonly string[];
}

const documents = { T: `technical specification (${specificationDate})`, S: "service description (6.4)" } as const;

/** @throws Error where the register has no such clause */
export function vendorSource(clause: Clause): VendorSource {
  const requirement = findRequirement(clause);
  if (requirement === undefined) throw new Error(`The register has no ${clause}`);
  const { source, chapter, title } = requirement;
  return { clause, document: documents[source], chapter, words: title, rows: rowsOf(clause) };
}

/** Rows that hold no figure of ours, and the table that is about all server types. */
const serverTypesClause: Clause = "T3.1-3";
const rowsInWords: Readonly<Record<Clause, readonly string[]>> = {
  "T3.1.4-6": ["floors: Databasserver, Disksystem (the database maker's recommendations hold)"],
  "T3.1.5-4": ["web servers (10.1.1): Kryptering (HTTPS, always)"],
};

function rowsOf(clause: Clause): readonly string[] {
  const types = Object.values(serverTypes);
  return [
    ...(clause === serverTypesClause ? types.map(({ vendorName, title }) => `server types: ${vendorName} (${title})`) : []),
    ...types.filter((type) => type.clause === clause).map(floorRow),
    ...portMatrix.filter((row) => row.clause === clause).map(portRow),
    ...approvedVersions.filter((version) => version.clause === clause || (clause === firstReleaseClause && version.supportedFrom !== undefined)).map(versionRow),
    ...alarms.filter((alarm) => alarm.clause === clause).map(({ watches }) => `alarms: ${watches}`),
    ...clientAddressFamilyVariables.filter((variable) => variable.clause === clause).map(({ name, value }) => `client variables: ${name} = ${value}`),
    ...(clause === clientComputer.clause ? [`floors: client, ${clientComputer.cpus} CPUs, ${clientComputer.memoryGiB} GB, ${clientComputer.diskGiB} GB besides the OS`] : []),
    ...(rowsInWords[clause] ?? []),
    ...(clause === sizingClause ? Object.entries(sizingRates).map(([name, { mebibytes, per }]) => `sizes: ${name}, ${Math.round(mebibytes * 1000) / 1000} MB for each ${per}`) : []),
    ...(clause === catalogueClause ? databaseCatalogue.map(({ template, holds }) => `databases: ${template} (${holds})`) : []),
  ];
}

function floorRow({ vendorName, vCpu, memoryGiB, dataDiskGiB }: ServerType): string {
  return `floors: ${vendorName}, ${vCpu} vCPUs, ${memoryGiB} GB, ${dataDiskGiB} GB besides the OS`;
}

function portRow({ id, name, ports }: MatrixRow): string {
  return `ports ${id}: ${name}, ${ports.map(({ span }) => formatSpan(span)).join(", ")}`;
}

function versionRow({ name, supportedFrom, note }: PlatformVersion): string {
  const remarks = [...(supportedFrom === undefined ? [] : [`from ${supportedFrom}`]), ...(note === undefined ? [] : [note])];
  return `platform: ${name}${remarks.length === 0 ? "" : ` (${remarks.join("; ")})`}`;
}
