import { securityRulePriorities, securityRulesPerGroup } from "../../azure/limits.ts";
import { sameId } from "../../azure/resourceIds.ts";
import { AzureError } from "../azureError.ts";
import { isArray, isObject, listAt, textAt, type Properties } from "../propertyValues.ts";
import { alignedPrefix } from "../ranges.ts";
import { resourceName } from "../resourceAddress.ts";
import type { Write } from "./change.ts";

interface Rule {
  readonly name: string;
  readonly properties: Properties;
}

/** A security group as it would be: how many rules, and no two of a direction with the same priority. */
export function requireGoodGroup({ id, inputs }: Write): void {
  const given = inputs["securityRules"];
  if (!isArray(given)) return;
  requireRules(given.filter(isObject).map((properties) => ({ name: textAt(properties, "name") ?? "", properties })), id);
}

/** A rule that is no part of its group's own request has to fit to what stands there. */
export function requireFittingRule({ id, inputs, store }: Write): void {
  const groupId = id.split("/").slice(0, -2).join("/");
  const others = store.children(groupId, "securityRules").filter((rule) => !sameId(rule.id, id));
  requireRules([...others.map((rule) => ({ name: resourceName(rule.id), properties: rule.properties })), { name: resourceName(id), properties: inputs }], groupId);
}

function requireRules(rules: readonly Rule[], groupId: string): void {
  if (rules.length > securityRulesPerGroup.value) {
    throw new AzureError("rule-limit", `A security group cannot have more than ${securityRulesPerGroup.value} security rules: ${resourceName(groupId)} has ${rules.length}.`);
  }
  const taken = new Map<string, string>();
  for (const { name, properties } of rules) {
    const key = `${String(properties["direction"])} ${String(properties["priority"])}`.toLowerCase();
    const other = taken.get(key);
    if (other !== undefined) throw new AzureError("priority-clash", `Security rule ${name} conflicts with rule ${other}. Rules cannot have the same Priority and Direction.`);
    taken.set(key, name);
  }
}

/** What a rule says by itself: priority, ports and prefixes. */
export function requireGoodRule({ inputs }: Write): void {
  const { lowest, highest } = securityRulePriorities.value;
  const priority = inputs["priority"];
  if (typeof priority === "number" && (priority < lowest || priority > highest)) {
    throw new AzureError("priority-range", `Security rule has invalid Priority. Value provided: ${priority} Allowed range ${lowest}-${highest}.`);
  }
  for (const ports of bothOf(inputs, "PortRange")) {
    if (!isPortRange(ports)) throw new AzureError("rule-ports", `Security rule has invalid Port range. Value provided: ${ports}. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.`);
  }
  for (const prefix of bothOf(inputs, "AddressPrefix")) {
    const aligned = alignedPrefix(prefix);
    if (aligned !== undefined && aligned !== prefix) throw new AzureError("rule-prefix", `Security rule has invalid Address prefix. Value provided: ${prefix}.`);
  }
}

function bothOf(rule: Properties, property: "PortRange" | "AddressPrefix"): readonly string[] {
  const plural = property === "PortRange" ? "PortRanges" : "AddressPrefixes";
  return ["source", "destination"].flatMap((end) => [textAt(rule, `${end}${property}`), ...listAt(rule, `${end}${plural}`)]).filter((value) => typeof value === "string");
}

function isPortRange(text: string): boolean {
  if (text === "*") return true;
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return false;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return first <= last && last <= 65535;
}
