import { sizingRates } from "../specification/sizing.ts";
import { planAddresses } from "./addressing.ts";
import { whole, type Check } from "./configurationFindings.ts";
import type { PartialStack } from "./configurationProblems.ts";
import { expectedSizes, planDatabases } from "./databases.ts";
import { planNames } from "./naming.ts";
import { inConfigurationOrder, planPlacement, type MachineGroup, type PlacedZone } from "./placement.ts";
import type { Problem } from "./problem.ts";
import { planSize, type SizedDatabase } from "./sizing.ts";

/*
 * What the planners refuse, found while the configuration is parsed, so that it is told together with everything else.
 * Their advice is left to the plan.
 */

const machinesPath = "lifecare:machines";

/** A machine that could not be parsed is left out; what the whole list lacks is then not judged. */
const machines: Check = (stack, { problems }) => {
  const written = stack[machinesPath];
  const groups = (written ?? []).flatMap((machine, index) => groupOf(machine, index));
  const complete = groups.length === written?.length;
  const planning = stack["lifecare:product"]?.features?.includes("planning") ?? false;
  const placement = planPlacement({ groups, path: machinesPath, planning });
  problems.push(...placement.problems.filter((problem) => complete || problem.path !== machinesPath));
  problems.push(...addressProblems(stack, inConfigurationOrder(placement.zones, groups), complete), ...nameProblems(stack, groups, placement.zones));
};

function groupOf(machine: NonNullable<PartialStack["lifecare:machines"]>[number], index: number): readonly MachineGroup[] {
  const roles = whole(machine?.roles);
  if (machine?.name === undefined || machine.count === undefined || roles === undefined) return [];
  return [{ name: machine.name, roles, count: machine.count, path: `${machinesPath}[${index}]` }];
}

function addressProblems(stack: PartialStack, zones: readonly PlacedZone[], complete: boolean): readonly Problem[] {
  const network = stack["lifecare:network"];
  if (network?.addressSpace === undefined) return [];
  const known = (zone: string) => complete || zones.some(({ id }) => id === zone);
  const subnets = Object.entries(network.subnets ?? {}).flatMap(([zone, prefix]) => prefix === undefined || !known(zone) ? [] : [[zone, { prefix, path: `lifecare:network.subnets.${zone}` }] as const]);
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

const sizes: Check = (stack, { problems }) => {
  const environment = stack["lifecare:environment"] ?? "prod";
  const database = sizedDatabase(stack);
  for (const [index, machine] of (stack[machinesPath] ?? []).entries()) {
    // Whether a size can be used at all is known without the roles; floors and disks then demand nothing.
    const roles = whole(machine?.roles) ?? [];
    const holdsDatabase = roles.includes("database") && database !== undefined;
    problems.push(...planSize({ roles, environment, ...(machine?.size === undefined ? {} : { size: machine.size }), ...(holdsDatabase ? { database } : {}), path: `${machinesPath}[${index}]` }).problems);
  }
};

function sizedDatabase(stack: PartialStack): SizedDatabase | undefined {
  const subsystems = whole(stack["lifecare:product"]?.subsystems);
  const edition = stack["lifecare:platform"]?.sqlServerEdition;
  const { yearlyGrowthPercent, yearsPlanned, logGibibytes, attachmentGibibytes, largestTableGibibytes, ...database } = stack["lifecare:database"] ?? {};
  if (subsystems === undefined || edition === undefined || yearlyGrowthPercent === undefined || yearsPlanned === undefined) return undefined;
  if (logGibibytes === undefined || attachmentGibibytes === undefined || largestTableGibibytes === undefined) return undefined;
  const counts = Object.fromEntries(Object.keys(sizingRates).map((figure) => [figure, database[figure as keyof typeof sizingRates]]));
  const { expectedGiB } = expectedSizes({ counts, yearlyGrowthPercent, yearsPlanned, logGiB: logGibibytes, attachmentGiB: attachmentGibibytes }, subsystems);
  return { expectedGiB, largestTableGiB: largestTableGibibytes, edition };
}

const databases: Check = (stack, { problems }) => {
  const customer = stack["lifecare:customer"]?.databaseSuffix;
  const { subsystems, features, domains } = stack["lifecare:product"] ?? {};
  const names = whole(domains?.map((domain) => domain?.name));
  const installed = whole(subsystems);
  const activated = whole(features);
  if (customer === undefined || names === undefined || installed === undefined || activated === undefined) return;
  const written = names.map((name, index) => ({ name, path: `lifecare:product.domains[${index}].name` }));
  problems.push(...planDatabases({ customer: { name: customer, path: "lifecare:customer.databaseSuffix" }, domains: written, subsystems: installed, features: activated }).problems);
};

/** Placement, addresses, names, sizes and databases. */
export const planChecks: readonly Check[] = [machines, sizes, databases];
