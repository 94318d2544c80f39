import { describe, expect, test } from "vitest";
import { findSize, family } from "../azure/virtualMachineSizes.ts";
import { readClaims } from "../commands/coverageClaims.ts";
import { coverage } from "../coverage/coverage.ts";
import { readStackFile } from "../environment/configurationFile.ts";
import { databaseCatalogue } from "../specification/databases.ts";
import { growthSteps, indexRebuildFactor, longestComputerName, longestDatabasePassword } from "../specification/limits.ts";
import { approvedSqlServer, approvedWindowsServer } from "../specification/platform.ts";
import { feedbackHost, portMatrix } from "../specification/portMatrix.ts";
import { serverTypes } from "../specification/serverTypes.ts";
import type { Role } from "../specification/vocabulary.ts";
import type { ConfigurationInput } from "./configurationArbitrary.ts";
import * as laws from "./planLaws.ts";
import { refusals } from "./sampleRequests.ts";

/*
 * Every requirement that is due when PROD and UTB come up, judged by what it means: of all resources of the two stacks that come with
 * the package (B), or of what their configuration asks for, checks and refuses (I). Which they are, and where each is seen first,
 * coverage/fulfilments.ts says.
 */

const stacks = ["Pulumi.prod.yaml", "Pulumi.utb.yaml"].map((file) => laws.planOf(readStackFile(file).config as ConfigurationInput));
const [prod, utb] = stacks as [laws.Planned, laws.Planned];

type Seen = (planned: laws.Planned) => void;

/** The stack's configuration with one value changed, `undefined` to leave it out. */
function changed({ input }: laws.Planned, section: string, change: object): ConfigurationInput {
  const name = `lifecare:${section}`;
  return { ...input, [name]: { ...(input[name] as object), ...change } } as ConfigurationInput;
}

function without({ input }: laws.Planned, section: string, field: string): ConfigurationInput {
  return changed({ input } as laws.Planned, section, { [field]: undefined });
}

function pathsRefused(input: ConfigurationInput): readonly string[] {
  return refusals(() => laws.planOf(input)).map(({ path }) => path);
}

function withRole({ plan }: laws.Planned, role: Role): readonly laws.ReadMachine[] {
  return laws.machinesOf(plan).filter((machine) => machine.roles.includes(role));
}

/** Each machine with the role has at least the figures of the vendor's server type. */
function standsOnItsFloor(...roles: readonly Role[]): Seen {
  return (planned) => {
    for (const role of roles) {
      for (const machine of withRole(planned, role)) {
        const size = findSize(machine.inputs.hardwareProfile.vmSize)!;
        const { vCpu, memoryGiB, dataDiskGiB } = serverTypes[role];
        expect([machine.name, size.vCpu >= vCpu, size.memoryGiB >= memoryGiB, machine.disks.some((disk) => disk.diskSizeGB >= dataDiskGiB)]).toEqual([machine.name, true, true, true]);
      }
    }
  };
}

/** Flows of the plan that a row and its clause have opened. */
function flowsOf({ plan }: laws.Planned, clause: string) {
  return plan.flows.filter((flow) => flow.table === "vendor" && flow.clause === clause);
}

const everywhere = (seen: Seen) => () => stacks.forEach(seen);

/** Clause and part, and what has to be so. */
const table: Readonly<Record<string, () => void>> = {
  "T2.1-1 B": everywhere(laws.machinesHoldTheFloors),
  "T3.1-1 B": everywhere(({ plan }) => {
    for (const { inputs } of laws.machinesOf(plan)) {
      const size = findSize(inputs.hardwareProfile.vmSize)!;
      const reachable = family(size.family).filter((sibling) => sibling.vCpu >= size.vCpu).map((sibling) => sibling.vCpu);
      expect(reachable).toEqual(expect.arrayContaining(growthSteps.value.filter((step) => step >= size.vCpu)));
    }
  }),
  "T3.1-3 B": () => {
    stacks.forEach(laws.machinesHoldTheFloors);
    for (const role of ["core", "application", "intranetWeb", "web", "database", "compute"] as const) expect([role, withRole(prod, role).length > 0, withRole(utb, role).length > 0]).toEqual([role, true, true]);
    expect(laws.machinesOf(prod.plan).every(({ roles }) => roles.length === 1), "split in PROD").toBe(true);
    expect(laws.machinesOf(utb.plan).some(({ roles }) => roles.length > 1), "shared in UTB").toBe(true);
  },
  "T3.1-4 I": () => {
    const asked = { usage: ["access", "users", "recoveryTimeObjectiveHours", "availability", "authentication"], product: ["subsystems", "modules"] };
    for (const stack of stacks) for (const [section, fields] of Object.entries(asked)) for (const field of fields) expect(pathsRefused(without(stack, section, field))).toContain(`lifecare:${section}.${field}`);
  },
  "T3.1-4 B": () => {
    laws.machinesAreKeptApart(prod);
    const apart = withRole(prod, "application").map(({ inputs }) => inputs.zones![0]);
    expect([new Set(apart).size, apart.length], "availability asked for in PROD: two machines in two zones").toEqual([2, 2]);
    // Users and modules move no size by themselves: the vendor's floors are for one subsystem, and a larger size is asked for.
    const larger = { ...prod.input, "lifecare:machines": prod.input["lifecare:machines"].map((machine) => ({ ...machine, size: "Standard_E8s_v5" })) } as ConfigurationInput;
    expect(new Set(laws.machinesOf(laws.planOf(larger).plan).map(({ inputs }) => inputs.hardwareProfile.vmSize))).toEqual(new Set(["Standard_E8s_v5"]));
  },
  "T3.1.3-1 B": () => {
    stacks.forEach(laws.computerNamesHold);
    expect(longestComputerName.value).toBe(15);
  },
  "T3.1.3-2 B": everywhere(standsOnItsFloor("core", "application")),
  "T3.1.4-1 B": () => {
    stacks.forEach(laws.passwordsAreShortEnoughAndNeverShared);
    expect(longestDatabasePassword.value).toBe(15);
  },
  "T3.1.4-2 B": everywhere(standsOnItsFloor("database")),
  "T3.1.4-3 B": () => {
    const [server] = withRole(prod, "database");
    expect(findSize(server!.inputs.hardwareProfile.vmSize)!.memoryGiB).toBeGreaterThanOrEqual(Math.min(prod.plan.databases.expectedGiB, 128 + 16));
  },
  "T3.1.4-4 B": () => {
    // PROD's figures by hand, in MB: the vendor's rates, then five years at eight percent, log databases and documents.
    const megabytes = (6 * 38_000) / 1000 + (10 * 5_200) / 100 + (9 * 21_000) / 100 + (50 * 60) / 10 + Math.max((4.5 * 1024 * 9_000) / 1000, (30 * 210_000) / 1024) + (80 * 2_600) / 100 + (150 * 480_000) / 1024;
    const expected = (megabytes / 1024) * 1.08 ** 5 + 60 + 120;
    expect(Math.abs(prod.plan.databases.expectedGiB - expected) / expected).toBeLessThan(0.05);
  },
  "T3.1.4-5 B": everywhere(({ plan, input }) => {
    const { largestTableGibibytes } = input["lifecare:database"] as { largestTableGibibytes: number };
    const [server] = laws.machinesOf(plan).filter((machine) => machine.roles.includes("database"));
    expect(Math.max(...server!.disks.map((disk) => disk.diskSizeGB))).toBeGreaterThanOrEqual(plan.databases.expectedGiB + indexRebuildFactor.value * largestTableGibibytes);
  }),
  "T3.1.4-6 B": everywhere(laws.databasesStandOnDisksOfTheirOwn),
  "T3.1.5-1 B": everywhere(standsOnItsFloor("web", "intranetWeb")),
  "T3.1.5-2 B": () => {
    const shared = withRole(utb, "intranetWeb").filter((machine) => machine.roles.includes("application"));
    expect(shared.map(({ inputs }) => findSize(inputs.hardwareProfile.vmSize)!.memoryGiB >= 16 + 12)).toEqual([true]);
  },
  "T3.1.5-3 B": everywhere((planned) => {
    laws.webStandsAlone(planned);
    laws.theBorderOfTheDmzLeadsThroughTheFirewall(planned);
    laws.theFirewallCarriesExactlyWhatPassesIt(planned);
  }),
  "T3.1.7-1 B": everywhere((planned) => {
    standsOnItsFloor("compute")(planned);
    expect(withRole(planned, "compute").map(({ roles }) => roles)).toEqual([["compute"]]);
    expect(flowsOf(planned, "T4.3-M").filter(({ row, from }) => row === "R8" && from.kind === "zone" && from.zone === "compute")).toHaveLength(1);
  }),
  "T4.1-1 B": everywhere((planned) => {
    laws.addressesHold(planned);
    expect(laws.inputsOf(planned.plan, "azure-native:network:VirtualNetwork")).toHaveLength(1);
    expect(planned.plan.resources.filter(({ type }) => type.includes("Peering"))).toEqual([]);
  }),
  "T4.3-M B": () => {
    stacks.forEach(laws.securityGroupsOpenExactlyTheSpecification);
    // Every row of the matrix in one plan or the other, but the older web applications, which are opted in.
    const rows = new Set([...flowsOf(prod, "T4.3-M"), ...flowsOf(utb, "T4.3-M")].map(({ row }) => row));
    expect(rows).toEqual(new Set(portMatrix.filter(({ clause }) => clause === "T4.3-M").map(({ id }) => id)));
  },
  "T4.3-C B": everywhere((planned) => {
    const flows = flowsOf(planned, "T4.3-C");
    expect(flows.length).toBeGreaterThan(0);
    for (const { from, ports } of flows) expect([from.kind, ports.reduce((sum, span) => sum + span.to - span.from + 1, 0)]).toEqual(["client", 18]);
    const spans = laws.planOf(changed(planned, "network", { clientPorts: "spans" }));
    expect(flowsOf(spans, "T4.3-C").map(({ ports }) => ports.reduce((sum, span) => sum + span.to - span.from + 1, 0))).toEqual(flows.map(() => 76));
  }),
  "T4.3-X B": everywhere(laws.innermostPortsAreReachedByFewOnly),
  "T4.4-3 B": everywhere((planned) => {
    expect(flowsOf(planned, "T4.4-3").map(({ from, ports }) => [from.kind === "zone" && from.zone.includes("application"), ports])).toEqual([[true, [{ from: 7020, to: 7020 }]]]);
    laws.theFirewallKnowsExactlyTheNamedHosts(planned);
  }),
  "T4.5-1 B": everywhere((planned) => {
    const sources = new Set(flowsOf(planned, "T4.5-1").map(({ from }) => (from.kind === "zone" ? from.zone : from.kind)));
    expect(sources).toEqual(new Set(planned.plan.zones.filter(({ roles }) => roles.some((role) => role !== "database")).map(({ id }) => id)));
    for (const { ports } of flowsOf(planned, "T4.5-1")) expect(ports).toEqual([{ from: 22, to: 22 }, { from: 443, to: 443 }]);
  }),
  "T4.7-1 B": everywhere((planned) => {
    expect(flowsOf(planned, "T4.7-1").map(({ destinations, ports }) => [destinations, ports])).toEqual([[[feedbackHost.value], [{ from: 443, to: 443 }]]]);
    expect(flowsOf(laws.planOf(changed(planned, "product", { feedback: false })), "T4.7-1")).toEqual([]);
  }),
  "T8.2-1 B": () => {
    stacks.forEach(laws.imagesAreApproved);
    expect(Object.keys(approvedWindowsServer)).toEqual(["2019", "2022"]);
  },
  "T8.2-2 B": () => {
    expect(Object.keys(approvedSqlServer)).toEqual(["2019", "2022"]);
    for (const stack of stacks) expect(withRole(stack, "database").map(({ inputs }) => inputs.storageProfile.imageReference.offer)).toEqual(["sql2022-ws2022"]);
  },
  "T8.2-4 I": () => {
    expect(pathsRefused(without(prod, "product", "release"))).toContain("lifecare:product.release");
    expect(pathsRefused(changed(prod, "product", { release: "2023v06" })), "SQL Server 2022 is supported from 2023v7 on").toEqual(["lifecare:platform.sqlServer"]);
    expect(pathsRefused(changed(prod, "product", { release: "2022v03" }))).toEqual(["lifecare:platform.windowsServer", "lifecare:platform.sqlServer"]);
  },
  "T8.1-1 I": () => {
    const newer = changed(prod, "platform", { windowsServer: "2025" });
    const approval = { product: "windowsServer", version: "2025", reference: "CASE-1", approver: "the vendor", date: "2026-10-01" };
    const limits = (input: ConfigurationInput) => refusals(() => laws.planOf(input)).filter(({ path }) => path === "lifecare:platform.windowsServer").map(({ limit }) => limit);
    expect(limits(newer)).toEqual([expect.stringContaining("a version that the vendor has approved")]);
    expect(limits({ ...newer, "lifecare:approvals": [approval] })).toEqual([expect.stringContaining("approved by CASE-1")]);
  },
  "T12.3-1 B": everywhere((planned) => {
    laws.nothingIsPublic(planned);
    laws.addressesHold(planned);
  }),
  "T13.3-1 B": () => {
    // PROD has all subsystems, one domain and three features.
    const brought = databaseCatalogue.filter(({ feature }) => feature === undefined || ["citizenServicesVoO", "planning", "financialSystem"].includes(feature));
    expect(prod.plan.databases.names).toHaveLength(brought.length);
    expect(new Set(prod.plan.databases.names.map(({ name }) => name)).size).toBe(brought.length);
  },
  "S4-1 I": () => {
    expect(pathsRefused({ ...prod.input, "lifecare:trainingEnvironment": undefined } as ConfigurationInput)).toEqual(["lifecare:trainingEnvironment"]);
    expect(pathsRefused({ ...utb.input, "lifecare:productionCopy": { date: "2026-13-01", reference: "x" } } as ConfigurationInput)).toEqual(["lifecare:productionCopy.date"]);
    expect(pathsRefused({ ...prod.input, "lifecare:productionCopy": { date: "2026-10-01", reference: "x" } } as ConfigurationInput)).toEqual(["lifecare:productionCopy"]);
  },
  "S4-1 B": () => {
    expect([prod.plan.environment, utb.plan.environment]).toEqual(["prod", "utb"]);
    stacks.forEach(laws.dataIsProtected);
    // Protection is given up by an explicit word only, which is commented on alike where production's data or its copy is.
    const copy = { "lifecare:productionCopy": { date: "2026-10-01", reference: "CHG0012345" } };
    const advised = (input: object) => laws.planOf({ ...input, "lifecare:protectData": false } as unknown as ConfigurationInput).plan.advice.some(({ path, clause }) => path === "lifecare:protectData" && clause === "S4-1");
    expect([advised(prod.input), advised({ ...utb.input, ...copy }), advised(utb.input)]).toEqual([true, true, false]);
  },
};

describe("a requirement that is due when PROD and UTB come up is seen", () => {
  test.each(Object.entries(table))("%s", (_, seen) => seen());
});

test("each part that coverage finds fulfilled is judged here as well, as deep as it goes", () => {
  const due = coverage(readClaims(), "up").parts.filter(({ part, stage }) => (part === "B" || part === "I") && stage === "up");
  expect(due.filter(({ status }) => status.kind !== "fulfilled")).toEqual([]);
  expect(Object.keys(table).toSorted()).toEqual(due.map(({ clause, part }) => `${clause} ${part}`).toSorted());
});
