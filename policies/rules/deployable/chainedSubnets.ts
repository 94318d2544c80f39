import type { StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { subnet } from "./samples.ts";

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
    const subnets = stack.of("network:Subnet");
    for (const [index, one] of subnets.entries()) if (index > 0 && !isChained(stack, one, subnets.slice(0, index))) yield { resource: one.label, path: "", limit: chained };
  },
  good: [{ title: "a chain", resources: [subnet("one", {}), { ...subnet("two", {}), dependencies: ["one"] }], findings: [] }, { title: "two networks", resources: [subnet("one", {}), subnet("two", { virtualNetworkName: "other" })], findings: [] }],
  bad: [{ title: "at once", resources: [subnet("one", {}), subnet("two", {})], findings: [{ resource: "two", path: "", limit: chained }] }],
};

function isChained({ resources }: Stack, one: Resource, earlier: readonly Resource[]): boolean {
  const network = one.inputs.shown("virtualNetworkName");
  const same = earlier.filter(({ inputs }) => inputs.shown("virtualNetworkName") === network);
  const others = new Set(resources.filter(({ type, name }) => type === "network:Subnet" && name !== one.name).flatMap(({ label, name }) => [label, name]));
  return same.length === 0 || one.stated.dependencies.some((reference) => others.has(reference));
}
