import ipaddr from "ipaddr.js";
import { findSqlServerImage, windowsServerImages, type Image } from "../azure/images.ts";
import { nameFault, windowsComputerName } from "../azure/naming.ts";
import { timeZones, windowsTimeZone } from "../azure/timeZones.ts";
import { longestComputerName } from "../specification/limits.ts";
import { approvedSqlServer, approvedWindowsServer } from "../specification/platform.ts";
import { floorFor, serverTypes } from "../specification/serverTypes.ts";
import { documentedChoices } from "../specification/flows.ts";
import { availabilityZoneProblems, servicePortProblems, unknownRoles, wordProblems } from "./argumentChecks.ts";
import { diskProblems } from "./diskChecks.ts";
import { inVocabularyOrder, roleProblems } from "./placement.ts";
import { ProblemError, type Problem } from "./problem.ts";
import { DatabaseEdition, DatabaseLicence, EnvironmentKind, type DatabaseRequest, type ServerRequest } from "./requests.ts";
import type { DatabaseRegistration, ServerDesign } from "./serverResources.ts";
import { planSize, type Sizing } from "./sizing.ts";
import { suggestion } from "./suggestion.ts";
import { commonTags } from "./tags.ts";

/** Local administrator where nobody names one. */
const defaultAdministrator = "lifecareadmin";

/**
 * Decides what a request for a machine leaves open: size, disks, image.
 *
 * @throws ProblemError with every argument that breaks a clause or cannot be used; paths begin with `args`
 */
export function designServer(request: ServerRequest): ServerDesign {
  const misspelt = [...wordProblems("args.environment", request.environment, Object.values(EnvironmentKind)), ...unknownRoles("args.roles", request.roles)];
  // Nothing can be sized of roles that nobody knows.
  if (misspelt.length > 0) throw refusal(request, misspelt);

  const sizing = planSize({
    roles: request.roles,
    environment: request.environment,
    ...(request.size === undefined ? {} : { size: request.size }),
    ...(request.database === undefined ? {} : { database: { ...request.database, largestTableGiB: request.database.largestTableGiB ?? 0 } }),
    path: "args",
  });
  const image = imageFor(request);
  const timeZone = windowsTimeZone(request.timeZone);
  const problems = [
    ...roleProblems({ roles: request.roles, path: "args" }),
    ...computerNameProblems(request.computerName),
    ...sizing.problems,
    ...diskProblems(request, sizing.disks, sizing.size),
    ...platformProblems(request, image),
    ...databaseProblems(request),
    ...availabilityProblems(request),
    ...addressProblems(request.address),
    ...administratorProblems(request.administratorName),
    ...(timeZone === undefined ? [timeZoneProblem(request.timeZone)] : []),
  ];
  if (problems.length > 0) throw refusal(request, problems);

  const size = sizing.size!;
  return {
    resourceGroupName: request.resourceGroupName,
    location: request.location,
    tags: commonTags(request.customer, request.environment),
    computerName: request.computerName,
    roles: inVocabularyOrder(request.roles),
    size: size.name,
    operatingSystemDisk: { sizeGiB: request.operatingSystemDiskGiB ?? sizing.operatingSystemDiskGiB, storageAccountType: request.environment === "prod" ? "Premium_LRS" : "StandardSSD_LRS" },
    disks: request.disks ?? sizing.disks,
    image: { publisher: image!.publisher, offer: image!.offer, sku: image!.sku, version: image!.version },
    subnetId: request.subnetId,
    ...(request.address === undefined ? {} : { address: request.address }),
    availability: availabilityOf(request),
    administrator: { name: request.administratorName ?? defaultAdministrator, password: request.administratorPassword },
    timeZone: timeZone!,
    ownWindowsLicence: request.ownWindowsLicence ?? false,
    ...(request.database === undefined ? {} : { database: registrationOf(request.database, sizing, request) }),
    protect: protectionOf(request),
    ...(request.rebuild === undefined ? {} : { rebuild: { token: request.rebuild.token, done: request.rebuild.done === request.rebuild.token } }),
  };
}

function refusal({ computerName }: ServerRequest, problems: readonly Problem[]): ProblemError {
  return new ProblemError(`The arguments of ${computerName} cannot be used:`, problems);
}

function imageFor(request: ServerRequest): Image | undefined {
  if (request.database !== undefined) return findSqlServerImage({ windowsServer: request.windowsServer, sqlServer: request.database.version, edition: request.database.edition });
  return Object.hasOwn(windowsServerImages, request.windowsServer) ? windowsServerImages[request.windowsServer as keyof typeof windowsServerImages] : undefined;
}

function computerNameProblems(name: string): readonly Problem[] {
  const fault = nameFault(name, windowsComputerName);
  return fault === undefined ? [] : [{ path: "args.computerName", value: name, limit: fault, clause: longestComputerName.clause, fix: "choose a name of at most 15 letters, digits and hyphens that begins with a letter" }];
}

function platformProblems({ windowsServer, database }: ServerRequest, image: Image | undefined): readonly Problem[] {
  const problems: Problem[] = [];
  if (!Object.hasOwn(approvedWindowsServer, windowsServer)) problems.push(notApproved("args.windowsServer", windowsServer, Object.keys(approvedWindowsServer)));
  if (database !== undefined && !Object.hasOwn(approvedSqlServer, database.version)) problems.push(notApproved("args.database.version", database.version, Object.keys(approvedSqlServer)));
  if (problems.length > 0 || image !== undefined) return problems;
  return [{ path: "args.database.version", value: database?.version, limit: `an image with Windows Server ${windowsServer}: none is known for this version and edition of SQL Server`, clause: "T8.2-2", fix: "choose Windows Server 2022" }];
}

function notApproved(path: string, value: string, approved: readonly string[]): Problem {
  return { path, value, limit: `a version that the vendor has approved: ${approved.join(" or ")}`, clause: "T8.1-1", fix: `state "${suggestion(value, approved) ?? approved.at(-1)}"` };
}

function databaseProblems({ roles, database }: ServerRequest): readonly Problem[] {
  if (database === undefined) return roles.includes("database") ? [{ path: "args.database", value: undefined, limit: "the settings of SQL Server on a machine with the database role", clause: "T8.2-2", fix: "state collation, edition, licence, version and expectedGiB" }] : [];
  if (!roles.includes("database")) return [{ path: "args.database", value: "(given)", limit: "settings of SQL Server on machines with the database role only", clause: "T3.1-3", fix: "leave it out, or add the database role" }];
  const problems = [
    ...servicePortProblems("args.database.port", database.port ?? documentedChoices.databasePort, "databasePort", roles),
    ...wordProblems("args.database.edition", database.edition, Object.values(DatabaseEdition), "T8.2-2"),
    ...wordProblems("args.database.licence", database.licence, Object.values(DatabaseLicence)),
  ];
  for (const key of ["expectedGiB", "largestTableGiB"] as const) {
    const value = database[key];
    if (value !== undefined && !(value >= 0 && Number.isFinite(value))) problems.push({ path: `args.database.${key}`, value, limit: "a number of GiB, 0 or more", clause: "T3.1.4-4", fix: "state the size in GiB" });
  }
  return problems;
}

function availabilityProblems({ availabilityZone, availabilitySetId }: ServerRequest): readonly Problem[] {
  if (availabilityZone === undefined) return [];
  const problems = availabilityZoneProblems([availabilityZone], "args.availabilityZone").map((problem) => ({ ...problem, path: "args.availabilityZone" }));
  if (availabilitySetId === undefined) return problems;
  return [...problems, { path: "args.availabilitySetId", value: "(given)", limit: "either a zone or a set", fix: "leave one of the two out" }];
}

function addressProblems(address: string | undefined): readonly Problem[] {
  if (address === undefined || ipaddr.IPv4.isValidFourPartDecimal(address)) return [];
  return [{ path: "args.address", value: address, limit: "an IPv4 address", fix: "state an address of the subnet, or leave it out" }];
}

/** Names that Azure refuses for the administrator of a Windows machine (compute API, `adminUsername`). */
const reservedAdministrators = [
  "administrator", "admin", "user", "user1", "test", "user2", "test1", "user3", "admin1", "1", "123", "a", "actuser", "adm", "admin2", "aspnet", "backup", "console",
  "david", "guest", "john", "owner", "root", "server", "sql", "support", "support_388945a0", "sys", "test2", "test3", "user4", "user5",
];

function administratorProblems(name: string | undefined): readonly Problem[] {
  if (name === undefined || (/^[A-Za-z0-9_-]{1,20}$/.test(name) && !reservedAdministrators.includes(name.toLowerCase()))) return [];
  return [{ path: "args.administratorName", value: name, limit: "1 to 20 letters, digits, hyphens and underscores, and none of the names that Azure refuses (administrator, admin, root, …)", fix: `leave it out for ${defaultAdministrator}` }];
}

function timeZoneProblem(value: string): Problem {
  const meant = suggestion(value, timeZones);
  return { path: "args.timeZone", value, limit: "an IANA time zone in Europe, or Etc/UTC", clause: "T6.5-1", fix: meant === undefined ? "state Europe/Stockholm, for example" : `did you mean ${meant}?` };
}

function availabilityOf({ availabilityZone, availabilitySetId }: ServerRequest): ServerDesign["availability"] {
  if (availabilityZone !== undefined) return { kind: "zone", zone: availabilityZone };
  return availabilitySetId === undefined ? { kind: "none" } : { kind: "set", id: availabilitySetId };
}

/** Least memory that SQL Server leaves to Windows, in GiB, and its least share. */
const windowsMemoryGiB = 4;
const windowsShare = 0.1;

/** SQL Server gets what Windows and the other roles on the machine leave. */
function registrationOf(database: DatabaseRequest, sizing: Sizing, { roles }: ServerRequest): DatabaseRegistration {
  const memory = sizing.size!.memoryGiB;
  const others = roles.filter((role) => role !== "database");
  const reserved = Math.max(windowsMemoryGiB, memory * windowsShare, others.length === 0 ? 0 : floorFor(others).memoryGiB);
  return {
    port: database.port ?? documentedChoices.databasePort,
    collation: database.collation,
    edition: database.edition,
    licence: database.licence,
    maximumMemoryMiB: Math.floor((memory - reserved) * 1024),
  };
}

function protectionOf({ protectData, roles }: ServerRequest): ServerDesign["protect"] {
  if (protectData === false) return "nothing";
  return roles.some((role) => serverTypes[role].holdsData) ? "disksAndMachine" : "disks";
}
