/**
 * Writes `rehearsal/inputConstraints.generated.json`: what values inputs may have, for every type of `rehearsal/azureTypes.generated.json` that an input
 * can hold. Bounds, closed enumerations and what is required come from the mappers of Microsoft's own clients where their API version is azure-native's;
 * open enumerations, which those mappers leave out, and everything of other types from azure-native's declarations. Run it after `generateAzureTypes.ts`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PropertyConstraint } from "../rehearsal/inputConstraints.ts";
import { rehearsedTypes } from "../rehearsal/resourceTypes.ts";
import { clients, clientVersion, innermost, mappersOf, wireProperty, type MapperProperty, type Mappers, type MapperType } from "./clientMappers.ts";
import { readEnumerations, readTypeSlice, type TypeSlice } from "./generateAzureTypes.ts";

/** What the generated file holds. */
export interface ConstraintSlice {
  readonly types: Readonly<Record<string, { readonly source: string; readonly properties: Readonly<Record<string, PropertyConstraint>> }>>;
}

/** Modules whose client speaks azure-native's API version. */
const sameVersion = new Set(["compute", "features", "keyvault", "network", "storage"]);

/** Enumerations that say themselves that they are not whole. */
const unfinished = new Set(["hardwareProfile.vmSize", "compute.HardwareProfileArgs.vmSize"]);

interface Reading {
  readonly slice: TypeSlice;
  readonly enumerations: ReturnType<typeof readEnumerations>;
  readonly mappers: Mappers | undefined;
  readonly source: string;
  readonly found: Map<string, ConstraintSlice["types"][string]>;
}

const target = join(import.meta.dirname, "..", "rehearsal", "inputConstraints.generated.json");

/** The slice as the installed packages have it. */
export async function readConstraintSlice(): Promise<ConstraintSlice> {
  const slice = readTypeSlice();
  const enumerations = readEnumerations();
  const found: Reading["found"] = new Map();
  for (const { token } of rehearsedTypes) {
    const [, module = "", name = ""] = token.split(":");
    const client = sameVersion.has(module) ? clients[module] : undefined;
    const mappers = client === undefined ? undefined : await mappersOf(client);
    const source = client === undefined ? slice.package : `${client.package} ${clientVersion(client.package)}`;
    readOwner(token, slice.resources[token]!.inputs, mappers?.[name]?.type, { slice, enumerations, mappers, source, found });
  }
  const kept = [...found].filter(([owner, { properties }]) => owner.includes(":") || Object.keys(properties).length > 0);
  return { types: Object.fromEntries(kept.sort(([left], [right]) => (left < right ? -1 : 1))) };
}

if (import.meta.main) {
  const slice = await readConstraintSlice();
  writeFileSync(target, `${JSON.stringify(slice, undefined, 1)}\n`);
  console.log(`${Object.keys(slice.types).length} types`);
}

function readOwner(owner: string, inputs: Record<string, string>, mapper: MapperType | undefined, reading: Reading): void {
  if (reading.found.has(owner)) return;
  const properties: Record<string, PropertyConstraint> = {};
  reading.found.set(owner, { source: mapper === undefined ? reading.slice.package : reading.source, properties });
  for (const [written, shape] of Object.entries(inputs)) {
    const name = written.replace(/\?$/, "");
    const property = mapper === undefined ? undefined : wireProperty(name, mapper);
    const constraint = constraintOf(property, written.endsWith("?"), unfinished.has(`${owner}.${name}`) ? undefined : reading.enumerations[owner]?.[name]);
    if (Object.keys(constraint).length > 0) properties[name] = constraint;
    readInner(shape, property?.type, reading);
  }
}

function readInner(shape: string, type: MapperType | undefined, reading: Reading): void {
  const className = innermost(type)?.className;
  for (const alternative of shape.replace(/(?:\[\]|\{\})+$/, "").split("|")) {
    const known = reading.slice.types[alternative];
    if (known !== undefined) readOwner(alternative, known, mapperOf(alternative, className, reading.mappers), reading);
  }
}

/** Of a kind that has kinds, azure-native declares each under its own name. */
function mapperOf(alternative: string, className: string | undefined, mappers: Mappers | undefined): MapperType | undefined {
  const own = /\.(\w+?)Args$/.exec(alternative)?.[1];
  return (mappers?.[own ?? ""] ?? mappers?.[className ?? ""])?.type;
}

function constraintOf(property: MapperProperty | undefined, optional: boolean, declared: readonly string[] | undefined): PropertyConstraint {
  const values = innermost(property?.type)?.allowedValues ?? declared;
  const { InclusiveMinimum: minimum, InclusiveMaximum: maximum, MaxLength: longest, Pattern: pattern } = property?.constraints ?? {};
  return {
    ...(optional && property?.required === true ? { required: true } : {}),
    ...(values === undefined ? {} : { values }),
    ...(typeof minimum === "number" ? { minimum } : {}),
    ...(typeof maximum === "number" ? { maximum } : {}),
    ...(typeof longest === "number" ? { longest } : {}),
    ...(pattern instanceof RegExp ? { pattern: pattern.source } : {}),
  };
}
