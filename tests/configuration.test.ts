import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConfiguration } from "../environment/configuration.ts";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { classesOf, validConfigurations, type ConfigurationInput } from "./configurationArbitrary.ts";

const seed = 777;

describe("valid configurations", () => {
  test("parse, whatever is drawn from the specification", () => {
    fc.assert(fc.property(validConfigurations(), (input) => {
      const { configuration } = parseConfiguration(input);
      expect(configuration.machines.map((machine) => machine.name)).toEqual(input["lifecare:machines"].map((machine) => machine.name));
      expect(configuration.machines.map((machine) => machine.count)).toEqual(input["lifecare:machines"].map((machine) => machine.count ?? 1));
    }), { seed, numRuns: 500 });
  });

  test("parse to the same configuration again when written out with their defaults", () => {
    fc.assert(fc.property(validConfigurations(), (input) => {
      const { configuration } = parseConfiguration(input);
      const { azure, ...sections } = configuration;
      const written = Object.fromEntries([
        ...Object.entries(azure).map(([key, value]) => [`azure-native:${key}`, value] as const),
        ...Object.entries(sections).map(([key, value]) => [`lifecare:${key}`, value] as const),
      ].filter(([, value]) => value !== undefined));
      expect(parseConfiguration(written).configuration).toEqual(configuration);
    }), { seed, numRuns: 100 });
  });

  /** Percent of the configurations that belong to a class at the least; classes that are not named have no minimum. */
  const minimumShares: Readonly<Record<string, number>> = {
    "environment prod": 30,
    "environment utb": 30,
    "roles together: one": 40,
    "roles together: two": 20,
    "roles together: three or more": 15,
    "every role on its own machine": 15,
    "some roles share a machine": 20,
    "intranet web on the application server": 12,
    "without compute": 10,
    "without web": 15,
    "without intranetWeb": 15,
    "two entries with the same roles": 10,
    "some count above one": 40,
    "every count one": 12,
    "size given": 40,
    "size left out": 40,
    "rebuild asked for": 15,
    "subsystems KIR": 5,
    "subsystems IFO": 5,
    "subsystems VoO": 5,
    "subsystems KIR+IFO": 5,
    "subsystems KIR+VoO": 5,
    "subsystems IFO+VoO": 5,
    "subsystems KIR+IFO+VoO": 5,
    "several domains": 25,
    "one domain": 10,
    "client ports listed": 15,
    "client ports spans": 15,
    "client ports left out": 10,
    "database port 1433": 25,
    "database port of its own": 20,
    "a subnet decided": 8,
    "subnets computed": 30,
    "availability redundant": 15,
    "availability single": 40,
    "redundancy zones": 20,
    "redundancy set": 20,
    "redundancy none": 20,
  };

  test("cover every kind of installation", () => {
    const drawn = fc.sample(validConfigurations(), { seed, numRuns: 400 });
    const counts = new Map<string, number>();
    for (const name of drawn.flatMap(classesOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
    const shares = new Map([...counts].sort().map(([name, count]) => [name, (100 * count) / drawn.length]));
    console.log([...shares].map(([name, share]) => `${share.toFixed(0).padStart(4)} % ${name}`).join("\n"));
    const rare = Object.entries(minimumShares).filter(([name, minimum]) => (shares.get(name) ?? 0) < minimum);
    expect(rare).toEqual([]);
  });
});

describe("broken configurations", () => {
  test("give errors that name each broken field", () => {
    fc.assert(fc.property(validConfigurations().chain((input) => fc.record({
      input: fc.constant(input),
      breaks: fc.uniqueArray(fc.constantFrom(...breaksOf(input)), { minLength: 1, maxLength: 4, selector: (broken) => broken.field }),
    })), ({ input, breaks }) => {
      const broken = structuredClone(input) as MutableMap;
      for (const { steps, value } of breaks) put(broken, steps, value);
      const named = problemsOf(broken).map((problem) => problem.path);
      expect(named).toEqual(expect.arrayContaining(breaks.map(({ path }) => path)));
    }), { seed, numRuns: 500 });
  });

  test("of whatever kind are refused with problems, never with another error", () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true, withSet: true, withSparseArray: true, withTypedArray: true });
    fc.assert(fc.property(anything, (input) => {
      expect(problemsOf(input).length).toBeGreaterThan(0);
    }), { seed, numRuns: 500 });
  });

  test("in one value of whatever kind are refused with problems or hold, never with another error", () => {
    const places = validConfigurations().chain((input) => fc.record({ input: fc.constant(input), steps: fc.constantFrom(...leavesOf(input)), value: fc.anything({ withBigInt: true, withNullPrototype: true, withObjectString: true }), above: fc.nat(3) }));
    fc.assert(fc.property(places, ({ input, steps, value, above }) => {
      const changed = structuredClone(input) as MutableMap;
      put(changed, steps.slice(0, Math.max(1, steps.length - above)), value);
      problemsOf(changed);
    }), { seed, numRuns: 500 });
  });
});

type MutableMap = { [key: string]: unknown };
type Steps = readonly (string | number)[];

/** The problems of an input; none where it holds. Any other error than a ProblemError fails the test. */
function problemsOf(input: unknown): readonly Problem[] {
  try {
    parseConfiguration(input);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

interface Break {
  /** What it changes: two breaks of one field are not independent. */
  readonly field: string;
  readonly steps: Steps;
  readonly value: unknown;
  /** Path that the errors must name. */
  readonly path: string;
}

/** One value of the wrong type for each leaf, a misspelt key in each map, and values that only their meaning refuses. */
function breaksOf(input: ConfigurationInput): Break[] {
  const leaves = leavesOf(input);
  const wrongTypes = leaves.map((steps) => ({ field: written(steps), steps, value: { wrong: true }, path: written(steps) }));
  const maps = [...new Set(leaves.filter((steps) => steps.length > 1 && typeof steps.at(-1) === "string" && steps.at(-2) !== "subnets").map((steps) => JSON.stringify(steps.slice(0, -1))))].map((steps) => JSON.parse(steps) as Steps);
  const unknownKeys = maps.map((steps) => ({ field: `${written(steps)}.unknown`, steps: [...steps, "mispelt"], value: "x", path: `${written(steps)}.mispelt` }));
  return [...wrongTypes, ...unknownKeys, ...meanings.map(({ steps, value }) => ({ field: written(steps), steps, value, path: written(steps) }))];
}

const meanings: readonly { readonly steps: Steps; readonly value: unknown }[] = [
  { steps: ["azure-native:location"], value: "swedencentrall" },
  { steps: ["azure-native:tenantId"], value: "not-a-guid" },
  { steps: ["lifecare:environment"], value: "production" },
  { steps: ["lifecare:customer", "code"], value: "9ank" },
  { steps: ["lifecare:customer", "databaseSuffix"], value: "Åre" },
  { steps: ["lifecare:product", "release"], value: "2024v60" },
  { steps: ["lifecare:product", "modules"], value: 0 },
  { steps: ["lifecare:product", "domains", 0, "name"], value: "Ank-1" },
  { steps: ["lifecare:usage", "access"], value: "internet" },
  { steps: ["lifecare:usage", "authentication"], value: "tss" },
  { steps: ["lifecare:usage", "users"], value: 1.5 },
  { steps: ["lifecare:connection", "latencyMilliseconds"], value: 10.1 },
  { steps: ["lifecare:network", "topology"], value: "spoke" },
  { steps: ["lifecare:network", "legacyWeb"], value: true },
  { steps: ["lifecare:network", "addressSpace"], value: "8.8.0.0/16" },
  { steps: ["lifecare:network", "addressSpace"], value: "10.80.0.1/21" },
  { steps: ["lifecare:network", "databasePort"], value: 1434 },
  { steps: ["lifecare:network", "eventServicePort"], value: 2100 },
  { steps: ["lifecare:network", "clientNetworks", 0, "prefix"], value: "10.20.0.1/16" },
  { steps: ["lifecare:network", "clientNetworks", 0, "prefix"], value: "127.0.0.0/8" },
  { steps: ["lifecare:network", "clientNetworks", 0, "prefix"], value: "fd00::/64" },
  { steps: ["lifecare:vendor", "packageHosts", 0], value: "*.example.se" },
  { steps: ["lifecare:vendor", "licenceHosts", 0], value: "10.0.0.1" },
  { steps: ["lifecare:platform", "windowsServer"], value: "2025" },
  { steps: ["lifecare:platform", "sqlServer"], value: "2016" },
  { steps: ["lifecare:platform", "sqlServerEdition"], value: "Developer" },
  { steps: ["lifecare:platform", "timeZone"], value: "Europe/Stokholm" },
  { steps: ["lifecare:database", "collation"], value: "Swedish" },
  { steps: ["lifecare:database", "yearsPlanned"], value: -1 },
  { steps: ["lifecare:machines", 0, "count"], value: 10 },
  { steps: ["lifecare:machines", 0, "size"], value: "Standard_E4s_v55" },
  { steps: ["lifecare:machines", 0, "size"], value: "Standard_B4s_v2" },
  { steps: ["lifecare:machines", 0, "roles", 0], value: "databas" },
  { steps: ["lifecare:protectData"], value: "perhaps" },
];

/** Paths to every value that is neither map nor list, of the keys that the configuration owns. */
function leavesOf(input: ConfigurationInput): Steps[] {
  return Object.entries(input).filter(([key]) => key !== "other:key").flatMap(([key, value]) => leavesBelow(value, [key]));
}

function leavesBelow(value: unknown, steps: Steps): Steps[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesBelow(item, [...steps, index]));
  if (typeof value !== "object" || value === null) return [steps];
  return Object.entries(value).flatMap(([key, item]) => leavesBelow(item, [...steps, key]));
}

function written(steps: Steps): string {
  return steps.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

function put(map: MutableMap, steps: Steps, value: unknown): void {
  const target = steps.slice(0, -1).reduce<unknown>((below, step) => (below as MutableMap)[step], map) as MutableMap;
  target[steps.at(-1)!] = value;
}
