import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { ProblemError } from "../environment/problem.ts";
import { roles as allRoles, type Role } from "../specification/vocabulary.ts";
import { validConfigurations, type ConfigurationInput, type MachineInput } from "./configurationArbitrary.ts";
import { inputsOf, machinesOf, planOf, type Planned } from "./planLaws.ts";

/*
 * What is added to a stack moves nothing that stands (decision 5): Azure can change neither a subnet that is in use nor the place
 * of a machine.
 */

const seed = 20250121;
const runs = 80;

// Each law plans twice for each run: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** What stands, by name: whatever a later plan says of the same names must be the same. */
function standing({ plan }: Planned): ReadonlyMap<string, unknown> {
  const facts = new Map<string, unknown>();
  for (const machine of machinesOf(plan)) {
    facts.set(`machine ${machine.name}`, { address: machine.address, subnet: machine.subnetId, zones: machine.inputs.zones, set: machine.inputs.availabilitySet, size: machine.inputs.hardwareProfile, disks: machine.disks });
  }
  for (const { inputs } of inputsOf<{ subnets: { name: string; addressPrefix: string }[] }>(plan, "azure-native:network:VirtualNetwork")) {
    for (const { name, addressPrefix } of inputs.subnets) facts.set(`subnet ${name}`, addressPrefix);
  }
  for (const { name, inputs } of inputsOf<{ securityRules: { name: string; priority: number }[] }>(plan, "azure-native:network:NetworkSecurityGroup")) {
    for (const rule of inputs.securityRules) facts.set(`rule ${name} ${rule.name}`, rule.priority);
  }
  for (const { name, id } of plan.resources) facts.set(`resource ${name}`, id ?? "outside Azure");
  return facts;
}

function expectNothingMoved(before: Planned, after: Planned): void {
  const later = standing(after);
  for (const [name, fact] of standing(before)) expect(later.get(name), name).toEqual(fact);
}

/** The plan, or nothing where the larger configuration is refused (a full subnet, a second database server). */
function planIfPossible(input: ConfigurationInput): Planned | undefined {
  try {
    return planOf(input);
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** Holds the law on configurations and what was added to them; most additions must be possible. */
function expectStable<Addition>(additions: fc.Arbitrary<Addition>, add: (input: ConfigurationInput, addition: Addition) => ConfigurationInput): void {
  let possible = 0;
  fc.assert(fc.property(validConfigurations(), additions, (input, addition) => {
    const after = planIfPossible(add(input, addition));
    if (after === undefined) return;
    possible += 1;
    expectNothingMoved(planOf(input), after);
  }), { seed, numRuns: runs });
  expect(possible).toBeGreaterThan(runs / 2);
}

function withMachines(input: ConfigurationInput, machines: readonly MachineInput[]): ConfigurationInput {
  return { ...input, "lifecare:machines": machines };
}

function roleSet(): fc.Arbitrary<readonly Role[]> {
  const others = allRoles.filter((role) => role !== "web" && role !== "database");
  return fc.oneof({ weight: 1, arbitrary: fc.constant<readonly Role[]>(["web"]) }, { weight: 4, arbitrary: fc.subarray(others, { minLength: 1, maxLength: 3 }) });
}

describe("adding", () => {
  test("an entry of machines at the end of the list moves nothing that stands, whatever roles it has", () => {
    expectStable(fc.record({ roles: roleSet(), count: fc.integer({ min: 1, max: 3 }) }), (input, { roles, count }) =>
      withMachines(input, [...input["lifecare:machines"], { name: "z", roles, count }]));
  });

  test("an entry with other roles anywhere in the list moves nothing that stands", () => {
    expectStable(fc.record({ roles: roleSet(), place: fc.nat(6) }), (input, { roles, place }) => {
      const machines = input["lifecare:machines"];
      const primary = (set: readonly Role[]) => allRoles.find((role) => set.includes(role));
      if (machines.some((machine) => primary(machine.roles) === primary(roles))) return withMachines(input, [...machines, { name: "z", roles }]);
      return withMachines(input, machines.toSpliced(place, 0, { name: "z", roles }));
    });
  });

  test("a machine to an entry moves none of its others", () => {
    expectStable(fc.nat(6), (input, place) => {
      const machines = input["lifecare:machines"];
      const candidates = machines.filter((machine) => !machine.roles.includes("database"));
      const grown = candidates[place % candidates.length]!;
      return withMachines(input, machines.map((machine) => (machine === grown ? { ...machine, count: (machine.count ?? 1) + 1 } : machine)));
    });
  });

  test("a client network moves nothing that stands", () => {
    expectStable(fc.integer({ min: 61, max: 79 }), (input, octet) => {
      const network = input["lifecare:network"] as { clientNetworks: readonly object[] };
      return { ...input, "lifecare:network": { ...network, clientNetworks: [{ name: "added", prefix: `10.${octet}.0.0/16` }, ...network.clientNetworks] } };
    });
  });
});

describe("the order", () => {
  test("of lists that have none changes no resource", () => {
    fc.assert(fc.property(validConfigurations(), fc.infiniteStream(fc.nat(1000)), (input, numbers) => {
      const shuffled = <Item>(list: readonly Item[]) => list.map((item) => ({ item, rank: numbers.next().value! })).sort((one, other) => one.rank - other.rank).map(({ item }) => item);
      const section = (name: string) => input[`lifecare:${name}`] as Record<string, unknown>;
      const lists = (name: string, keys: readonly string[]) => ({ [`lifecare:${name}`]: { ...section(name), ...Object.fromEntries(keys.filter((key) => section(name)[key] !== undefined).map((key) => [key, shuffled(section(name)[key] as unknown[])])) } });
      const reordered = {
        ...input,
        ...lists("network", ["clientNetworks"]),
        ...lists("vendor", ["packageHosts", "licenceHosts", "socialInsuranceHosts"]),
        ...lists("product", ["subsystems", "features"]),
        "lifecare:machines": input["lifecare:machines"].map((machine) => ({ ...machine, roles: shuffled(machine.roles) })),
      } as ConfigurationInput;
      expect(planOf(reordered).plan.resources).toEqual(planOf(input).plan.resources);
    }), { seed, numRuns: runs });
  });
});
