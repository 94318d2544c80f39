import { parseConfiguration } from "../environment/configuration.ts";
import { readStackFile } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { analyse, type Analysis } from "../reachability/analysis.ts";
import { readResources } from "../reachability/azureReader.ts";
import type { PacketSet } from "../reachability/packetSet.ts";
import { allowedBy, noMembers } from "../reachability/securityGroups.ts";
import { and, listFormulas, not, type ListFormulas } from "./oracles/packetFormulas.ts";
import { groupRules, type Direction } from "./oracles/securityGroupFormulas.ts";
import type { Z3 } from "./oracles/z3.ts";
import type { SecurityRuleInputs } from "./packets.ts";
import { checkClaims, type Claim } from "./z3Laws.ts";

/** What one security group of a stack does in one direction: read by the package, and read by the oracle. */
export interface GroupReading {
  readonly name: string;
  readonly allowed: PacketSet;
  readonly formulas: ListFormulas;
}

/** The security groups of a stack file, as its plan writes them. */
export function groupsOf(stackFile: string): readonly GroupReading[] {
  const { resources } = planEnvironment(parseConfiguration(readStackFile(stackFile).config).configuration);
  const analysis = analyse(readResources(resources));
  const rulesOf = new Map(resources.map(({ name, inputs }) => [name, (inputs as { readonly securityRules?: readonly SecurityRuleInputs[] }).securityRules]));
  const readings: GroupReading[] = [];
  for (const { subnet, network } of analysis.subnets.values()) {
    for (const group of subnet.securityGroups.options) {
      if (group === "none") continue;
      const rules = rulesOf.get(group.origin.resource);
      if (rules === undefined) throw new RangeError(`${group.origin.resource} is no security group of ${stackFile}`);
      for (const direction of ["Inbound", "Outbound"] as const) {
        const formulas = listFormulas(`group${readings.length}`, groupRules(rules, direction, network.prefixes));
        readings.push({ name: `${group.origin.resource} ${direction}`, allowed: certainlyAllowed(analysis, group, direction, subnet.id), formulas });
      }
    }
  }
  return readings;
}

function certainlyAllowed(analysis: Analysis, group: Parameters<typeof allowedBy>[1], direction: Direction, subnet: string): PacketSet {
  const { must, may } = allowedBy(analysis, group, direction, subnet, noMembers);
  if (!analysis.space.equals(must, may)) throw new RangeError(`What ${group === "none" ? group : group.id} allows is not wholly known`);
  return must;
}

/** Each group by itself, and what it allows besides the next one of the same direction. */
export async function checkGroups(z3: Z3, groups: readonly GroupReading[]): Promise<readonly string[]> {
  const claims = groups.flatMap(({ name, allowed, formulas }, index): readonly Claim[] => {
    const next = groups[(index + 2) % groups.length]!;
    return [
      { what: name, formula: formulas.allowed, set: allowed },
      { what: `${name}, not ${next.name}`, formula: and(formulas.allowed, not(next.formulas.allowed)), set: allowed.space.subtract(allowed, next.allowed) },
    ];
  });
  return checkClaims(z3, groups.map(({ formulas }) => formulas.definitions).join("\n"), claims);
}
