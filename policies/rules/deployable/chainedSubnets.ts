import { each } from "../../judge.ts";
import type { StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { azure, notKnown, subnet } from "./samples.ts";
import { dependsOn } from "./subnets.ts";

const chained = "a dependency on one of the network's other subnets: Azure writes them one at a time, and refuses a second with AnotherOperationInProgress";

/** azure.md §7, 8. */
export const chainedSubnets: StackRule = {
  id: "LC521",
  name: "standalone-subnets-are-written-one-by-one",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "Subnets that are resources of their own depend on each other, so that they are written one at a time.",
  why: "Azure takes one change of a network at a time, and the engine makes several at once.",
  fix: "write the subnets inside the network, or chain them by dependsOn",
  sources: ["pulumi/pulumi-azure-native issues 699, 903 and 1024"],
  scope: "stack",
  *check(stack) {
    const all = stack.of("network:Subnet");
    yield* each(all.entries(), function* ([index, one]) {
      const isBeside = (other: Resource) => networkOf(stack, other) === networkOf(stack, one);
      if (!all.slice(0, index).some(isBeside)) return;
      const isChained = all.some((other) => dependsOn(one.stated, other) && isBeside(other));
      if (!isChained) yield { resource: one.label, path: "", limit: chained };
    });
  },
  unknown: [
    { title: "a second one whose network is not known", resources: [subnet("one", {}), azure("network:Subnet", "two", { virtualNetworkName: notKnown, subnetName: "two" })], findings: [{ resource: "two", path: "virtualNetworkName", limit: "is not known: which network the subnet belongs to cannot be told" }] },
  ],
  good: [
    { title: "a chain", resources: [subnet("one", {}), { ...subnet("two", {}), dependencies: ["one"] }], findings: [] }, { title: "two networks", resources: [subnet("one", {}), subnet("two", {}, "other")], findings: [] },
    { title: "two networks, and a chain in one of them", resources: [subnet("one", {}, "other"), subnet("two", {}), { ...subnet("three", {}), dependencies: ["two"] }], findings: [] },
  ],
  bad: [
    { title: "at once", resources: [subnet("one", {}), subnet("two", {})], findings: [{ resource: "two", path: "", limit: chained }] },
    { title: "after a subnet of another network", resources: [subnet("one", {}), subnet("two", {}, "other"), { ...subnet("three", {}), dependencies: ["two"] }], findings: [{ resource: "three", path: "", limit: chained }] },
  ],
};

/** Id of the network that a subnet belongs to. @throws NotKnown */
function networkOf(stack: Stack, { inputs, label }: Resource): string {
  const found = stack.model().networks.find(({ subnets }) => subnets.some(({ origin }) => origin.resource === label));
  if (found === undefined) throw inputs.notKnown("virtualNetworkName", "is not known: which network the subnet belongs to cannot be told");
  return found.id;
}
