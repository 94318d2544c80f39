import { readConfiguration } from "../environment/configurationFile.ts";
import type { EnvironmentPlan } from "../environment/plan.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { findDifferences, type Findings } from "../proof/prove.ts";
import { readResources, type ReadableResource } from "../reachability/azureReader.ts";

/*
 * The repository's two stacks as resources that a test may break.
 */

export interface Subject {
  readonly plan: EnvironmentPlan;
  /** A copy, free to be changed. */
  readonly resources: () => MutableResource[];
}

export interface MutableResource extends ReadableResource {
  readonly name: string;
  readonly type: string;
  inputs: Inputs;
}

// Inputs of many kinds of resources, as JSON has them.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Inputs = Record<string, any>;

/** What a plan's JSON says where a generated password goes. */
export interface Generated {
  readonly resource: string;
  readonly property: string;
  readonly secret: true;
}

export function isGenerated(value: unknown): value is Generated {
  return typeof value === "object" && value !== null && Object.keys(value).sort().join() === "property,resource,secret";
}

export const stacks = ["utb", "prod"] as const;
export type Stack = (typeof stacks)[number];

export function subject(stack: Stack): Subject {
  const { configuration, advice } = readConfiguration(`Pulumi.${stack}.yaml`);
  const plan = planEnvironment(configuration, advice);
  const json = JSON.stringify(plan.resources);
  return { plan, resources: () => JSON.parse(json) as MutableResource[] };
}

export function proven({ plan }: Subject, resources: readonly ReadableResource[]): Findings {
  const sources = Object.fromEntries(plan.servers.map(({ computerName, source }) => [computerName, source]));
  return findDifferences(readResources(resources), plan.expectation, sources);
}

export interface RuleInputs {
  name: string;
  priority: number;
  direction: "Inbound" | "Outbound";
  access: "Allow" | "Deny";
  protocol: string;
  sourceAddressPrefix?: string;
  sourceAddressPrefixes?: string[];
  destinationAddressPrefix?: string;
  destinationAddressPrefixes?: string[];
  destinationPortRange?: string;
  destinationPortRanges?: string[];
}

export interface RouteInputs {
  name: string;
  addressPrefix: string;
  nextHopType: string;
  nextHopIpAddress?: string;
}

export interface FirewallRuleInputs {
  name: string;
  ruleType: string;
  sourceAddresses: string[];
  destinationAddresses?: string[];
  destinationFqdns?: string[];
  destinationPorts?: string[];
  targetFqdns?: string[];
  fqdnTags?: string[];
  protocols?: { protocolType: string; port: number }[];
}

export function ofType(resources: readonly MutableResource[], name: string): readonly MutableResource[] {
  return resources.filter(({ type }) => type === `azure-native:${name}`);
}

export function groups(resources: readonly MutableResource[]): readonly { readonly resource: MutableResource; readonly rules: RuleInputs[] }[] {
  return ofType(resources, "network:NetworkSecurityGroup").map((resource) => ({ resource, rules: resource.inputs["securityRules"] as RuleInputs[] }));
}

export function tables(resources: readonly MutableResource[]): readonly { readonly resource: MutableResource; readonly routes: RouteInputs[] }[] {
  return ofType(resources, "network:RouteTable").map((resource) => ({ resource, routes: resource.inputs["routes"] as RouteInputs[] }));
}

export function firewallCollections(resources: readonly MutableResource[]): readonly { readonly resource: MutableResource; readonly rules: FirewallRuleInputs[]; readonly collection: Inputs }[] {
  return ofType(resources, "network:FirewallPolicyRuleCollectionGroup").flatMap((resource) =>
    (resource.inputs["ruleCollections"] as Inputs[]).map((collection) => ({ resource, collection, rules: collection["rules"] as FirewallRuleInputs[] })),
  );
}

/** The group of a zone: its name ends with the zone's. */
export function groupOf(resources: readonly MutableResource[], zone: string): { readonly resource: MutableResource; readonly rules: RuleInputs[] } {
  const found = groups(resources).find(({ resource }) => resource.name.endsWith(zone));
  if (found === undefined) throw new Error(`no group of ${zone} among ${groups(resources).map(({ resource }) => resource.name).join()}`);
  return found;
}
