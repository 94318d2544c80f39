import fc from "fast-check";
import { findSqlServerImage } from "../azure/images.ts";
import { regions } from "../azure/regions.ts";
import { timeZones } from "../azure/timeZones.ts";
import { virtualMachineSizes } from "../azure/virtualMachineSizes.ts";
import { databaseCatalogue, features as allFeatures, type Feature } from "../specification/databases.ts";
import { approvedSqlServer, approvedWindowsServer, feedbackFunction } from "../specification/platform.ts";
import { formatRelease, parseRelease } from "../specification/releases.ts";
import { floorFor } from "../specification/serverTypes.ts";
import { roles as allRoles, subsystems as allSubsystems, type Environment, type Role, type Subsystem } from "../specification/vocabulary.ts";

export interface MachineInput {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly count?: number;
  readonly size?: string;
  readonly rebuild?: { readonly token: string; readonly done?: string };
}

/** A stack's configuration before it is parsed: keys as in the stack file, defaults given or left out. */
export type ConfigurationInput = Readonly<Record<string, unknown>> & {
  readonly "lifecare:environment": Environment;
  readonly "lifecare:machines": readonly MachineInput[];
};

/**
 * Configurations that must parse and must give a plan: made from the specification (floors, subsystems, releases) and from
 * Azure's facts (sizes, regions), never from the schema. Shrinks towards one machine for each role.
 */
export function validConfigurations(): fc.Arbitrary<ConfigurationInput> {
  return outline().chain((chosen) => {
    const longestName = 15 - 2 - chosen.environment.length - chosen.code.length;
    return fc.record({
      location: fc.constantFrom(...regions.filter((region) => chosen.redundancy !== "zones" || region.hasZones).map((region) => region.name)),
      subscriptionId: fc.uuid(),
      tenantId: fc.uuid(),
      customer: customer(chosen.code),
      product: product(chosen),
      usage: usage(chosen),
      connection: fc.record({ latencyMilliseconds: fc.integer({ min: 0, max: 10 }), bandwidthMegabitsPerSecond: fc.constantFrom(2, 10, 100, 1000) }),
      network: network(chosen),
      vendor: vendor(chosen.subsystems),
      platform: platform(chosen),
      database: database(chosen.subsystems),
      machines: machines(chosen, longestName),
      rest: rest(chosen.environment),
    }).map(({ location, subscriptionId, tenantId, rest: others, ...sections }) => ({
      "azure-native:location": location,
      "azure-native:subscriptionId": subscriptionId,
      "azure-native:tenantId": tenantId,
      "lifecare:environment": chosen.environment,
      ...Object.fromEntries(Object.entries(sections).map(([key, value]) => [`lifecare:${key}`, value])),
      ...others,
    }) as unknown as ConfigurationInput);
  });
}

/** What several sections depend on. */
interface Outline {
  readonly environment: Environment;
  readonly code: string;
  readonly subsystems: readonly Subsystem[];
  readonly features: readonly Feature[];
  readonly roleSets: readonly (readonly Role[])[];
  readonly redundancy: "zones" | "set" | "none";
  readonly wantsRedundancy: boolean;
  readonly windowsServer: keyof typeof approvedWindowsServer;
  readonly sqlServer: keyof typeof approvedSqlServer;
  readonly edition: "Standard" | "Enterprise";
}

function outline(): fc.Arbitrary<Outline> {
  return fc.record({
    environment: fc.constantFrom<Environment>("prod", "utb"),
    code: text("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz0123456789", 2, 6),
    subsystems: fc.subarray([...allSubsystems], { minLength: 1 }),
    redundancy: fc.constantFrom("zones" as const, "set" as const, "none" as const),
    wantsRedundancy: fc.boolean(),
    windowsServer: fc.constantFrom(...keysOf(approvedWindowsServer)),
    sqlServer: fc.constantFrom(...keysOf(approvedSqlServer)),
    edition: fc.constantFrom("Standard" as const, "Enterprise" as const),
  })
    .filter(({ windowsServer, sqlServer, edition }) => findSqlServerImage({ windowsServer, sqlServer, edition }) !== undefined)
    .chain((base) => fc.subarray(featuresOf(base.subsystems)).chain((features) => roleSets(features).map((sets) => ({ ...base, features, roleSets: sets }))));
}

function featuresOf(installed: readonly Subsystem[]): Feature[] {
  return allFeatures.filter((feature) => databaseCatalogue.some((entry) => entry.feature === feature && (entry.subsystems === "all" || entry.subsystems.some((subsystem) => installed.includes(subsystem)))));
}

/** The web role alone or absent; the others in any partition, one set of them perhaps on a second entry. */
function roleSets(features: readonly Feature[]): fc.Arbitrary<readonly (readonly Role[])[]> {
  return fc.record({
    webRoles: fc.constantFrom<readonly Role[]>(["intranetWeb", "web"], ["intranetWeb"], ["web"]),
    compute: features.includes("planning") ? fc.constant(true) : fc.boolean(),
    places: fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
    apart: mostly(false, fc.constant(true), 0.3),
    second: mostly(null, fc.nat(3), 0.3),
  }).map(({ webRoles, compute, places, apart, second }) => {
    const shared = allRoles.filter((role) => role !== "web" && (role !== "intranetWeb" || webRoles.includes(role)) && (role !== "compute" || compute));
    const partition = apart ? shared.map((role) => [role]) : [...Map.groupBy(shared, (_, index) => places[index]!).values()];
    const sets = [...partition, ...(webRoles.includes("web") ? [["web"] as const] : [])];
    const repeated = second === null ? undefined : sets.filter((set) => !(set as readonly Role[]).includes("database"))[second];
    return repeated === undefined ? sets : [...sets, repeated];
  });
}

function customer(code: string) {
  return fc.record({
    code: fc.constant(code),
    name: fc.constantFrom("Ankeborgs kommun", "Åre kommun", "Östra Göinge kommun", "Malung-Sälens kommun", "Region Gotland (test)"),
    databaseSuffix: text(letters, wordCharacters, 1, 20),
  });
}

function product({ subsystems, features, windowsServer, sqlServer }: Outline) {
  const demanded = [approvedWindowsServer[windowsServer], approvedSqlServer[sqlServer], feedbackFunction]
    .map((version) => ("supportedFrom" in version ? parseRelease(version.supportedFrom ?? "") : undefined))
    .filter((release) => release !== undefined);
  const firstYear = Math.max(...demanded.map((release) => release.year));
  const firstWeek = Math.max(1, ...demanded.filter((release) => release.year === firstYear).map((release) => release.week));
  const release = fc.oneof(
    fc.constant({ year: firstYear, week: firstWeek }),
    fc.record({ year: fc.integer({ min: firstYear + 1, max: 2030 }), week: fc.integer({ min: 1, max: 53 }) }),
  ).chain(({ year, week }) => fc.constantFrom(formatRelease({ year, week }), `${year}v${week}`, `${year % 100}w${String(week).padStart(2, "0")}`));
  return fc.record({
    release,
    subsystems: fc.shuffledSubarray([...subsystems], { minLength: subsystems.length }),
    domains: fc.uniqueArray(fc.record({ name: text(letters, wordCharacters, 1, 12) }), { minLength: 1, maxLength: 3, selector: ({ name }) => name.toLowerCase() }),
    modules: fc.integer({ min: 1, max: 60 }),
    features: fc.constant(features),
    feedback: fc.boolean(),
  }, { requiredKeys: ["release", "subsystems", "domains", "modules", "features"] });
}

function usage(chosen: Outline) {
  return fc.record({
    access: fc.constant("intranet"),
    users: fc.integer({ min: 1, max: 20_000 }),
    recoveryTimeObjectiveHours: fc.constantFrom(0.5, 1, 4, 8, 72),
    availability: fc.constant(isRedundant(chosen) ? "redundant" : "single"),
    authentication: fc.constant("saml"),
  });
}

/** Redundancy is asked for only where `machines` makes several machines of a kind. */
function isRedundant({ roleSets: sets, redundancy, wantsRedundancy }: Outline): boolean {
  return wantsRedundancy && redundancy !== "none" && sets.some((set) => repeatable(set));
}

function repeatable(set: readonly Role[]): boolean {
  return !set.includes("database") && !set.includes("core");
}

/** Clients mostly have private addresses; some have those of RFC 6598, some public ones. */
const clientRange = { private: (octet: number) => `10.${octet}`, shared: (octet: number) => `100.${64 + (octet % 64)}`, public: (octet: number) => `193.${octet}` } as const;

/** Addresses of the environment lie in 10.80–10.95 or 172.20; those of clients elsewhere, each in a second octet of its own. */
function network(chosen: Outline) {
  return fc.record({
    space: fc.record({ length: fc.integer({ min: 16, max: 22 }), octet: fc.integer({ min: 80, max: 95 }), block: fc.nat(63), large: fc.boolean() }),
    clients: fc.uniqueArray(fc.record({ octet: fc.integer({ min: 10, max: 60 }), length: fc.integer({ min: 16, max: 28 }), range: mostly("private" as const, fc.constantFrom("shared" as const, "public" as const), 0.15) }), { minLength: 1, maxLength: 8, selector: ({ octet }) => octet }),
    decidedSubnet: mostly(null, fc.record({ index: fc.nat(5), small: fc.boolean() }), 0.4),
    choices: fc.record({
      clientPorts: fc.constantFrom("listed", "spans"),
      databasePort: fc.constantFrom(1433, 5433, 14330, 49151),
      eventServicePort: fc.constantFrom(30722, 30725, 45000),
      plaintextMessaging: fc.boolean(),
      intranetRedirect: fc.boolean(),
      recyclingOverHttp: fc.boolean(),
      legacyWeb: fc.constant(false),
    }, { requiredKeys: [] }),
  }).map(({ space, clients, decidedSubnet, choices }) => {
    const size = 2 ** (32 - space.length);
    const first = (space.large ? 172 * 2 ** 24 + 20 * 2 ** 16 : 10 * 2 ** 24 + space.octet * 2 ** 16) + ((space.block * size) % 2 ** 16);
    return {
      topology: "isolated",
      addressSpace: `${dotted(first)}/${space.length}`,
      clientNetworks: clients.map(({ octet, length, range }, index) => ({ name: `office-${index + 1}`, prefix: `${clientRange[range](octet)}.0.0/${length}` })),
      ...decided(chosen, decidedSubnet, first, size, space.length),
      ...choices,
    };
  });
}

/** One zone is moved to the last sixteenth of the address space, all or little of it, where no other zone needs that. */
function decided({ roleSets: sets }: Outline, chosen: { readonly index: number; readonly small: boolean } | null, first: number, size: number, length: number) {
  const zones = [...new Set(sets.map((set) => set.join("-")))];
  const primaries = sets.filter((set, position) => sets.findIndex((other) => other.join() === set.join()) === position).map((set) => set[0]);
  const zone = chosen === null ? undefined : zones[chosen.index];
  if (chosen === null || zone === undefined || new Set(primaries).size < primaries.length) return {};
  return { subnets: { [zone]: `${dotted(first + (15 * size) / 16)}/${chosen.small ? smallestRoomy : length + 4}` } };
}

/** Prefix length of the smallest subnet that holds two entries of nine machines each. */
const smallestRoomy = 27;

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}

function vendor(installed: readonly Subsystem[]) {
  const hosts = (stem: string) => fc.uniqueArray(fc.constantFrom(1, 2, 3, 4), { minLength: 1, maxLength: 3 }).map((numbers) => numbers.map((number) => `${stem}${number}.example.se`));
  return fc.record({
    packageHosts: hosts("leverans"),
    licenceHosts: hosts("licens"),
    ...(installed.includes("VoO") ? { socialInsuranceHosts: hosts("lefi") } : {}),
    databaseServerAccess: fc.boolean(),
  }, { requiredKeys: ["packageHosts", "licenceHosts", ...(installed.includes("VoO") ? (["socialInsuranceHosts"] as const) : [])] });
}

function platform({ windowsServer, sqlServer, edition, redundancy }: Outline) {
  return fc.record({
    windowsServer: fc.constant(windowsServer),
    windowsLicence: fc.constantFrom("AHUB", "PAYG"),
    sqlServer: fc.constant(sqlServer),
    sqlServerEdition: fc.constant(edition),
    sqlServerLicence: fc.constantFrom("AHUB", "PAYG"),
    timeZone: fc.oneof(fc.constant("Europe/Stockholm"), fc.constantFrom(...timeZones)),
    redundancy: fc.constant(redundancy),
  });
}

/** From a village to the largest city; the figures of T 3.1.4 follow from the number of inhabitants, roughly. */
function database(installed: readonly Subsystem[]) {
  const share = (inhabitants: number, perThousand: number) => Math.round((inhabitants * perThousand) / 1000);
  return fc.record({
    inhabitants: fc.integer({ min: 2_000, max: 1_000_000 }),
    collation: fc.constantFrom("Finnish_Swedish_CI_AS", "SQL_Latin1_General_CP1_CI_AS", "Latin1_General_100_CI_AS_SC_UTF8", "Finnish_Swedish_BIN2"),
    yearlyGrowthPercent: fc.constantFrom(0, 2.5, 8, 15),
    yearsPlanned: fc.integer({ min: 0, max: 6 }),
    logGibibytes: fc.integer({ min: 0, max: 500 }),
    attachmentGibibytes: fc.integer({ min: 0, max: 2000 }),
    largestTableGibibytes: fc.constantFrom(0, 7.5, 25, 200),
  }).map(({ inhabitants, ...others }) => ({
    ...others,
    ...(installed.includes("KIR") ? { inhabitants } : {}),
    ...(installed.includes("IFO") ? {
      familyCareCases: share(inhabitants, 130),
      familyCareHistory: share(inhabitants, 550),
      familyCareCaseWorkers: share(inhabitants, 2),
      familyCareInterventions: share(inhabitants, 230),
      familyCareDocuments: share(inhabitants, 5500),
    } : {}),
    ...(installed.includes("VoO") ? { careRecipients: share(inhabitants, 70), careDocuments: share(inhabitants, 12_000) } : {}),
  }));
}

function machines(chosen: Outline, longestName: number) {
  const firstRepeatable = isRedundant(chosen) ? chosen.roleSets.findIndex(repeatable) : -1;
  return fc.tuple(...chosen.roleSets.map((set, index) => fc.record({
    prefix: text("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz", 1, longestName - 1),
    count: set.includes("database") ? fc.constant(1) : mostly(index === firstRepeatable ? 2 : 1, fc.integer({ min: 2, max: 9 }), 0.25),
    countSaid: fc.boolean(),
    size: mostly(null, size(set), 0.35),
    rebuild: mostly(null, fc.record({ token: fc.constantFrom("first", "2026-11"), done: fc.constantFrom("first", "2026-11") }, { requiredKeys: ["token"] }), 0.1),
    roles: fc.shuffledSubarray([...set], { minLength: set.length }),
  }).map(({ prefix, count, countSaid, size: chosenSize, rebuild, roles }): MachineInput => ({
    name: `${prefix}${index}`,
    roles,
    ...(count > 1 || countSaid ? { count } : {}),
    ...(chosenSize === null ? {} : { size: chosenSize }),
    ...(rebuild === null ? {} : { rebuild }),
  }))));
}

/** The disks that a database machine needs besides the vendor's floors: program, data, log, tempdb. */
const mostDisks = 4;

/** Any size of the catalogue that the vendor's floors and the product's processor allow. */
function size(set: readonly Role[]): fc.Arbitrary<string> {
  const floor = floorFor(set);
  const usable = virtualMachineSizes.filter((candidate) => candidate.architecture === "x64" && !candidate.burstable && candidate.generations.includes(2)
    && candidate.vCpu >= floor.vCpu && candidate.memoryGiB >= floor.memoryGiB && candidate.maximumDataDisks >= mostDisks);
  return fc.constantFrom(...usable.map((candidate) => candidate.name));
}

function rest(environment: Environment) {
  const contract = fc.record({ "lifecare:trainingEnvironment": fc.constantFrom("included", "notIncluded") });
  const copy = fc.record({ date: fc.constantFrom("2026-10-01", "2024-02-29"), reference: fc.constant("CHG0012345") });
  const either = environment === "prod" ? contract : fc.record({ "lifecare:productionCopy": copy }, { requiredKeys: [] });
  const others = fc.record({
    "lifecare:protectData": fc.boolean(),
    "lifecare:approvals": fc.constant([]),
    "other:key": fc.constant("another program's business"),
  }, { requiredKeys: [] });
  return fc.tuple(either, others).map(([one, other]) => ({ ...one, ...other }));
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const wordCharacters = `${letters}0123456789_`;

function text(first: string, others: string, minimum: number, maximum: number): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...first), fc.array(fc.constantFrom(...others), { minLength: minimum - 1, maxLength: maximum - 1 })).map(([start, end]) => start + end.join(""));
}

/** The usual value, or with the given probability another one; shrinks towards the usual one. */
function mostly<Usual, Other>(usual: Usual, other: fc.Arbitrary<Other>, probability: number): fc.Arbitrary<Usual | Other> {
  const weight = Math.round(probability * 100);
  return fc.oneof({ withCrossShrink: true }, { arbitrary: fc.constant(usual), weight: 100 - weight }, { arbitrary: other, weight });
}

function keysOf<T extends object>(value: T): (keyof T)[] {
  return Object.keys(value) as (keyof T)[];
}

/** The classes that a configuration belongs to, for the generator's spread. */
export function classesOf(configuration: ConfigurationInput): readonly string[] {
  const written = configuration["lifecare:machines"];
  const sets = written.map((machine) => allRoles.filter((role) => machine.roles.includes(role)));
  const networkSection = configuration["lifecare:network"] as Readonly<Record<string, unknown>>;
  const { subsystems, domains } = configuration["lifecare:product"] as { subsystems: readonly Subsystem[]; domains: readonly unknown[] };
  const { redundancy } = configuration["lifecare:platform"] as { redundancy: string };
  const { availability } = configuration["lifecare:usage"] as { availability: string };
  return [...new Set([
    `environment ${configuration["lifecare:environment"]}`,
    ...sets.map((set) => `roles together: ${set.length === 1 ? "one" : set.length === 2 ? "two" : "three or more"}`),
    sets.every((set) => set.length === 1) ? "every role on its own machine" : "some roles share a machine",
    sets.some((set) => set.includes("application") && set.includes("intranetWeb")) ? "intranet web on the application server" : "intranet web elsewhere or absent",
    ...allRoles.filter((role) => !sets.some((set) => set.includes(role))).map((role) => `without ${role}`),
    new Set(sets.map(String)).size < sets.length ? "two entries with the same roles" : "each set of roles once",
    written.some((machine) => (machine.count ?? 1) > 1) ? "some count above one" : "every count one",
    ...written.map((machine) => (machine.size === undefined ? "size left out" : "size given")),
    ...written.flatMap((machine) => (machine.rebuild === undefined ? [] : ["rebuild asked for"])),
    `subsystems ${allSubsystems.filter((subsystem) => subsystems.includes(subsystem)).join("+")}`,
    domains.length > 1 ? "several domains" : "one domain",
    `client ports ${String(networkSection.clientPorts ?? "left out")}`,
    networkSection.databasePort === undefined || networkSection.databasePort === 1433 ? "database port 1433" : "database port of its own",
    networkSection.subnets === undefined ? "subnets computed" : "a subnet decided",
    `redundancy ${redundancy}`,
    `availability ${availability}`,
  ])].sort();
}
