import { describeVerdict } from "../../../proof/describeVerdict.ts";
import type { Expectation } from "../../../proof/expectation.ts";
import { readRoles } from "../../../proof/machineRoles.ts";
import { findDifferences } from "../../../proof/prove.ts";
import type { Verdict } from "../../../proof/verdict.ts";
import { readAddresses } from "../../../reachability/addresses.ts";
import type { NetworkModel } from "../../../reachability/model.ts";
import { TooManyEdgesError } from "../../../reachability/packetSetNodes.ts";
import { wholeStack, type Fault } from "../../finding.ts";
import { modelWithRoles } from "../../machineRoles.ts";
import type { StackRule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";
import { differenceFault, proofFault } from "./proofFaults.ts";
import { computeRules, databaseMachine, databaseRules, environment, expectation, inbound, machine, outbound } from "./samples.ts";

/** The whole network: what gets through equals what the specification opens. */
export const networkProof: StackRule = {
  id: "LC001",
  name: "network-is-proved",
  group: "specification",
  clauses: ["T4.3-M", "T4.3-C", "T4.3-X", "T4.4-3", "T4.5-1", "T3.1.5-3", "T4.1-1", "T12.3-1", "T12.4-1", "T13.1-1", "T13.2-1", "T6.9-4"],
  proposals: ["P-10"],
  synopsis: "What gets through the network is what the specification opens: nothing missing, nothing extra, nothing unknown, and the firewall in between where it has to be.",
  why: "Security groups, routes and the firewall decide together. Each may look right by itself while a packet finds a way, or a specified flow finds none; so every packet is judged by all of them.",
  fix: "change the rule or route that the evidence names; `lifecare verify` and `lifecare trace` show the whole way",
  scope: "stack",
  *check(stack) {
    if (stack.of("compute:VirtualMachine").length === 0) return yield* unreadParts(stack);
    if (!stack.resources.some(({ provider, type }) => provider === "azure-native" && /^network:(?:VirtualNetwork|Subnet)$/.test(type))) {
      return yield unknownStack("a network beside its machines: theirs is not in this stack", "judge the stack that holds the network together with this one");
    }
    const { expectation: expected, missingExpectation } = stack.facts;
    if (expected === undefined) {
      return yield unknownStack(`an expectation to be proved against: ${missingExpectation.join(", ")} is missing`, "write the pack's configuration with `lifecare policy-config`");
    }
    const strange = expected.clientNetworks.filter(({ value }) => !value.includes("/") || readAddresses(value).kind === "invalid");
    if (strange.length > 0) return yield* strange.map(({ name, value }) => unknownStack(`a prefix as client network ${name}: ${value} is none`, "write the pack's configuration with `lifecare policy-config`"));
    yield* provedAgainst(stack, expected);
  },
  good: [
    { title: "two zones and a firewall, wholly specified", resources: environment(), facts: { expectation }, findings: [] },
    {
      title: "roles said by the pack's configuration",
      resources: environment({ machines: [...machine("cmp01", undefined, "compute", "10.9.1.4"), ...databaseMachine] }),
      facts: { expectation, roles: { CMP01: ["compute"] } },
      findings: [],
    },
    { title: "no machine, so nothing of the product", resources: [], findings: [] },
  ],
  bad: [
    {
      title: "a port too many in the database's rules",
      resources: environment({
        compute: [...computeRules, outbound("monitor", 210, "10.9.1.0/24", "10.9.2.0/24", "1434")],
        database: [...databaseRules, inbound("monitor", 210, "10.9.1.0/24", "10.9.2.0/24", "1434")],
      }),
      facts: { expectation },
      findings: [{ resource: "compute", path: "securityRules[7]", limit: "closed from compute to database for TCP 1434: it gets through, and nothing specifies it" }],
    },
    {
      title: "the database does not let its clients in",
      resources: environment({ database: databaseRules.slice(1) }),
      facts: { expectation },
      findings: [{ resource: "database", path: "securityRules[3]", limit: "open from compute to database for TCP 1433, row R8: it does not get through" }],
    },
    {
      title: "no route leads to the firewall",
      resources: environment({ routes: [] }),
      facts: { expectation },
      findings: [
        ...["internet for TCP 1688, for the platform's kms", "WindowsUpdate for TCP 80, 443, for the platform's windows-update", "MicrosoftActiveProtectionService for TCP 443, for the platform's defender", "packages.example.com for TCP 22, 443, row out"].map((end) => ({
          resource: "network",
          path: "subnets[1]",
          limit: `open from compute to ${end}: it does not get through`,
        })),
      ],
    },
  ],
};

function unknownStack(limit: string, fix: string): Fault {
  return { kind: "unknown", resource: wholeStack, path: "", limit, fix };
}

/** Where no machine is seen, one may still stand in what cannot be read. */
function* unreadParts(stack: Stack): Iterable<Fault> {
  const everywhere = stack.model().gaps.filter(({ concerns, origin }) => concerns.length === 0 && origin.resource !== "resources");
  for (const { origin, reason } of [...stack.gaps, ...everywhere]) {
    yield { kind: "unknown", resource: origin.resource, path: origin.path ?? "", limit: `readable, so that machines can be told from what is none: it ${reason}`, fix: "write it with azure-native's own types, or judge a state in which it is known" };
  }
}

function* provedAgainst(stack: Stack, expected: Expectation): Iterable<Fault> {
  const model = modelWithRoles(stack);
  // A machine without a role is another rule's; what no machine with a role is left to prove is unknown.
  const { machines, faults: roleFaults } = readRoles(model);
  if (machines.length === 0) return yield unknownStack("machines that say their roles: none does, so nothing can be proved", "tag them with `lifecare-roles`, or name them in the pack's configuration");
  const others = new Set(roleFaults.filter(({ kind }) => kind === "broken").map(({ machine: name, reason }) => `${name} ${reason}`));
  const verdict = verdictOn(model, expected);
  if (verdict === undefined) return yield unknownStack("rules that can be judged: these are too entangled for it", "write fewer and simpler rules: one for each row, with whole prefixes");
  yield* verdict.faults.filter(({ subject, reason }) => !others.has(`${subject} ${reason}`)).map((fault) => proofFault(fault, model));
  yield* verdict.differences.map((difference) => differenceFault(difference, stack.resources, verdict));
}

/** None where the answer would take more memory than it may. */
function verdictOn(model: NetworkModel, expected: Expectation): Verdict | undefined {
  try {
    return describeVerdict(findDifferences(model, expected));
  } catch (error) {
    if (error instanceof TooManyEdgesError) return undefined;
    throw error;
  }
}
