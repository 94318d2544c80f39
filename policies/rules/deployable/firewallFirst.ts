import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import type { StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { azure, id, machine } from "./samples.ts";
import { unknownText } from "../../../reachability/readValues.ts";

const limit = (label: string) => `made after ${label}: a machine without its way out fails at activation, extensions and registration`;

const group = azure("network:FirewallPolicyRuleCollectionGroup", "rules", { firewallPolicyName: "policy" }, { dependencies: ["policy"] });
const policy = azure("network:FirewallPolicy", "policy", { firewallPolicyName: "policy" });
const firewall = azure("network:AzureFirewall", "firewall", { firewallPolicy: { id: id("Microsoft.Network/firewallPolicies", "policy") } }, { dependencies: ["policy"] });
const elsewhere = unknownText;

/** azure.md §7, 5. */
export const firewallFirst: StackRule = {
  id: "LC517",
  name: "machines-come-after-their-firewall",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "In a stack with a firewall, machines are made after the firewall and its rules.",
  why: "The engine makes what does not depend on each other at once. A machine whose way out is a firewall that is not there, or knows no rules yet, waits for Windows' activation and its extensions until they time out.",
  fix: "let the machine depend on the firewall, and the firewall (or the machine) on the collection groups of its policy: dependsOn",
  scope: "stack",
  *check(stack) {
    const first = [...stack.of("network:AzureFirewall"), ...stack.of("network:FirewallPolicyRuleCollectionGroup")];
    yield* each(stack.of("compute:VirtualMachine"), (one) => orderFaults(stack, one, first));
  },
  good: [
    { title: "after both, one of them by way of the other", resources: [policy, group, { ...firewall, dependencies: ["policy", "rules"] }, machine({}, { dependencies: ["firewall"] })], findings: [] },
    { title: "by a property", resources: [firewall, machine({}, { propertyDependencies: { tags: ["firewall"] } })], findings: [] },
    { title: "a firewall of another stack", resources: [machine({})], findings: [] },
    { title: "after both, and after something that is not in the stack", resources: [policy, group, { ...firewall, dependencies: ["rules", "policy"] }, machine({}, { dependencies: ["firewall", "gone"] })], findings: [] },
  ],
  bad: [
    { title: "at once", resources: [policy, group, firewall, machine({ vmName: elsewhere })], findings: [{ resource: "machine", path: "", limit: limit("firewall") }, { resource: "machine", path: "", limit: limit("rules") }] },
    { title: "after the firewall, beside its rules", resources: [policy, group, firewall, machine({}, { dependencies: ["firewall"] })], findings: [{ resource: "machine", path: "", limit: limit("rules") }] },
  ],
};

function* orderFaults(stack: Stack, one: Resource, first: readonly Resource[]): Iterable<Fault> {
  const before = everythingBefore(stack, one);
  for (const needed of first) if (!before.has(needed)) yield { resource: one.label, path: "", limit: limit(needed.label) };
}

function everythingBefore(stack: Stack, one: Resource): ReadonlySet<Resource> {
  const byReference = new Map(stack.resources.flatMap((resource) => [[resource.name, resource] as const, [resource.label, resource] as const]));
  const found = new Set<Resource>();
  const waiting = [one];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const reference of [...next.stated.dependencies, ...Object.values(next.stated.propertyDependencies).flat()]) {
      const resource = byReference.get(reference);
      if (resource === undefined || found.has(resource)) continue;
      found.add(resource);
      waiting.push(resource);
    }
  }
  return found;
}
