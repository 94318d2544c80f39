import { planAddresses } from "./addressing.ts";
import type { Check } from "./configurationFindings.ts";
import type { PartialStack } from "./configurationProblems.ts";
import { planNames } from "./naming.ts";
import { planPlacement, type MachineGroup, type PlacedZone } from "./placement.ts";
import type { Problem } from "./problem.ts";

const machinesPath = "lifecare:machines";

/**
 * What the planners of placement, addresses and names refuse, found while the configuration is parsed, so that it is told
 * together with everything else. Their advice is left to the plan.
 */
const placement: Check = (stack, findings) => {
  const machines = stack[machinesPath];
  if (machines === undefined) return;
  const groups = machines.flatMap((machine, index) => groupOf(machine, index));
  const complete = groups.length === machines.length;
  const features = stack["lifecare:product"]?.features;
  const planned = planPlacement({ groups, path: machinesPath, planning: features?.includes("planning") ?? false });
  findings.problems.push(...planned.problems.filter((problem) => complete || problem.path !== machinesPath));
  if (!complete) return;
  findings.problems.push(...addressProblems(stack, planned.zones), ...nameProblems(stack, groups, planned.zones));
};

function groupOf(machine: NonNullable<PartialStack["lifecare:machines"]>[number], index: number): readonly MachineGroup[] {
  const roles = machine?.roles;
  if (machine?.name === undefined || machine.count === undefined || roles === undefined || roles.includes(undefined)) return [];
  return [{ name: machine.name, roles: roles.filter((role) => role !== undefined), count: machine.count, path: `${machinesPath}[${index}]` }];
}

function addressProblems(stack: PartialStack, zones: readonly PlacedZone[]): readonly Problem[] {
  const network = stack["lifecare:network"];
  if (network?.addressSpace === undefined) return [];
  const subnets = Object.entries(network.subnets ?? {}).flatMap(([zone, prefix]) => prefix === undefined ? [] : [[zone, { prefix, path: `lifecare:network.subnets.${zone}` }] as const]);
  const clientNetworks = (network.clientNetworks ?? []).flatMap((client, index) => client?.prefix === undefined ? [] : [{ name: client.name ?? "", prefix: client.prefix, path: `lifecare:network.clientNetworks[${index}].prefix` }]);
  return planAddresses({ addressSpace: { prefix: network.addressSpace, path: "lifecare:network.addressSpace" }, zones, subnets: Object.fromEntries(subnets), clientNetworks }).problems;
}

function nameProblems(stack: PartialStack, groups: readonly MachineGroup[], zones: readonly PlacedZone[]): readonly Problem[] {
  const environment = stack["lifecare:environment"];
  const code = stack["lifecare:customer"]?.code;
  if (environment === undefined || code === undefined) return [];
  const subscriptionId = stack["azure-native:subscriptionId"] ?? "";
  const named = zones.map((zone) => ({ id: zone.id, path: machinesPath }));
  return planNames({ customer: { code, path: "lifecare:customer.code" }, environment, subscriptionId, groups, zones: named }).problems;
}

/** Placement, addresses and names. */
export const placementChecks: readonly Check[] = [placement];
