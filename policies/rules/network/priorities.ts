import { securityRulePriorities, securityRulesPerGroup } from "../../../azure/limits.ts";
import type { Fault } from "../../finding.ts";
import { each, unknownFault } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { NotKnown, type View } from "../../view.ts";
import { ownerOf } from "./partOwner.ts";
import { denyAll, groupId, inbound, outbound, resource, securityGroup, type SampleRule } from "./samples.ts";
import { securityRulesOf, wordOf } from "./securityRuleWords.ts";
import { unknownText } from "../../../reachability/readValues.ts";

const { lowest, highest } = securityRulePriorities.value;
const { value: most } = securityRulesPerGroup;
const rangeLimit = `a whole number from ${lowest} to ${highest}`;
const uniqueLimit = "a priority that no other rule of the group has in the same direction";
const countLimit = `at most ${most} rules in a group`;
const standalone = (name: string, group: string, rule: SampleRule) => resource("network:SecurityRule", name, `${groupId(group)}/securityRules/${name}`, { networkSecurityGroupName: group, ...rule });
const many = (count: number) => Array.from({ length: count }, (_, index) => inbound(`rule-${index}`, lowest + index, "10.9.1.4", "10.9.1.5", "443"));

/** What Azure refuses of a group halfway through an update. */
export const priorities: StackRule = {
  id: "LC105",
  name: "security-rule-priorities-are-unique",
  group: "deployable",
  clauses: ["T4.3-M"],
  proposals: ["P-09"],
  synopsis: "Within a security group each direction has every priority once, from 100 to 4096, and there are no more than 1,000 rules.",
  why: "A preview takes any number. Azure refuses the second rule with a priority, and the update stops with half of the rules in place.",
  fix: "give the rule a priority of its own",
  sources: [securityRulePriorities.source, securityRulesPerGroup.source],
  scope: "stack",
  *check(stack) {
    const ruled = rulesByGroup(stack);
    yield* ruled.unknown;
    for (const rules of ruled.groups.values()) yield* groupFaults(rules);
  },
  good: [
    { title: "the same priority in both directions, the first and the last", resources: [securityGroup("group", [inbound("in", 100, "10.9.1.4", "10.9.1.5", "443"), outbound("out", 100, "10.9.1.4", "10.9.1.5", "443"), ...denyAll])], findings: [] },
    { title: "the same priority in two groups of another stack", resources: [standalone("first", "one", denyAll[0]!), standalone("second", "two", denyAll[0]!)], findings: [] },
    { title: "the same priority in two groups whose names are left to the provider", resources: ["one", "two"].map((name) => resource("network:NetworkSecurityGroup", name, groupId(name), { securityRules: denyAll })), findings: [] },
    { title: "the same priority in two groups, as rules of their own", resources: [securityGroup("one", []), securityGroup("two", []), standalone("first", "one", denyAll[0]!), standalone("second", "two", denyAll[0]!)], findings: [] },
  ],
  bad: [
    {
      title: "too low, too high, none, a fraction",
      resources: [securityGroup("group", [...[99, 4097, 100.5].map((priority, index) => inbound(`rule-${index}`, priority, "10.9.1.4", "10.9.1.5", "443")), { ...inbound("none", 0, "10.9.1.4", "10.9.1.5", "443"), priority: null as unknown as number }])],
      findings: [0, 1, 2, 3].map((index) => ({ resource: "group", path: `securityRules[${index}].priority`, limit: rangeLimit })),
    },
    { title: "one twice, in another case", resources: [securityGroup("group", [inbound("one", 200, "10.9.1.4", "10.9.1.5", "443"), { ...inbound("two", 200, "10.9.1.4", "10.9.1.5", "80"), direction: "inbound" }])], findings: [{ resource: "group", path: "securityRules[1].priority", limit: uniqueLimit }] },
    {
      title: "a rule of its own, and one inside the group",
      resources: [securityGroup("group", [inbound("one", 200, "10.9.1.4", "10.9.1.5", "443")]), standalone("second", "GROUP", inbound("two", 200, "10.9.1.4", "10.9.1.5", "80"))],
      findings: [{ resource: "second", path: "priority", limit: uniqueLimit }],
    },
    { title: "rules of their own, of a group of another stack", resources: [standalone("first", "one", denyAll[0]!), standalone("second", "ONE", denyAll[0]!)], findings: [{ resource: "second", path: "priority", limit: uniqueLimit }] },
    {
      title: "rules of their own, of a group whose name is not known yet",
      resources: [
        resource("network:NetworkSecurityGroup", "group", groupId("group"), {}),
        ...["one", "two"].map((name) => ({ ...standalone(name, unknownText, inbound(name, 200, "10.9.1.4", "10.9.1.5", "443")), propertyDependencies: { networkSecurityGroupName: ["group"] } })),
      ],
      findings: [{ resource: "two", path: "priority", limit: uniqueLimit }],
    },
    { title: "one too many", resources: [securityGroup("group", many(most + 1))], findings: [{ resource: "group", path: "securityRules", limit: countLimit }] },
  ],
};

interface GroupRule {
  readonly stated: Resource;
  readonly rule: View;
}

interface RuledGroups {
  readonly groups: ReadonlyMap<string, readonly GroupRule[]>;
  readonly unknown: readonly Fault[];
}

function rulesByGroup(stack: Stack): RuledGroups {
  const groups = new Map<string, GroupRule[]>();
  const unknown: Fault[] = [];
  const securityGroups = stack.of("network:NetworkSecurityGroup");
  for (const stated of [...securityGroups, ...stack.of("network:SecurityRule")]) {
    try {
      const key = stated.type === "network:SecurityRule" ? groupOf(stated, securityGroups) : stated.label;
      const rules = groups.get(key) ?? [];
      groups.set(key, [...rules, ...securityRulesOf(stated).map((rule) => ({ stated, rule }))]);
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      unknown.push({ ...unknownFault(error), resource: stated.label });
    }
  }
  return { groups, unknown };
}

/** The label of the group that a rule of its own belongs to; its name, where the group is not in the stack. */
function groupOf(rule: Resource, groups: readonly Resource[]): string {
  return ownerOf(rule, "networkSecurityGroupName", groups)?.label ?? `named ${rule.inputs.text("networkSecurityGroupName")?.toLowerCase()}`;
}

function* groupFaults(rules: readonly GroupRule[]): Iterable<Fault> {
  if (rules.length > most) yield fault(rules[most]!.stated, rules[most]!.stated.type === "network:SecurityRule" ? "" : "securityRules", countLimit);
  const taken = new Set<string>();
  yield* each(
    rules,
    function* ({ stated, rule }) {
      const priority = rule.number("priority") ?? Number.NaN;
      if (!Number.isInteger(priority) || priority < lowest || priority > highest) return yield fault(stated, rule.at("priority"), rangeLimit);
      const key = `${wordOf(rule, "direction")} ${priority}`;
      if (taken.has(key)) yield fault(stated, rule.at("priority"), uniqueLimit);
      taken.add(key);
    },
  );
}
