import type { SecurityRuleInputs } from "../packets.ts";
import { and, not, or, type Formula, type FormulaRule } from "./packetFormulas.ts";

/*
 * Security groups as formulas, straight from the text of their rules: a prefix is the leading bits of an address. Reads what the
 * stacks of this repository write, and says so where it meets anything else.
 */

export type Direction = "Inbound" | "Outbound";

/** The stated rules of one direction in the order in which Azure judges them; what none of them matches is denied here. */
export function groupRules(rules: readonly SecurityRuleInputs[], direction: Direction, addressSpace: readonly string[]): readonly FormulaRule[] {
  const stated = rules
    .filter((rule) => rule.direction === direction)
    .toSorted((one, other) => one.priority - other.priority)
    .map((rule): FormulaRule => ({ action: rule.access === "Allow" ? "allow" : "deny", matches: ruleFormula(rule, addressSpace) }));
  // Machines reach the host under them and instance metadata whatever the rules say, unless a tag of their own denies it:
  // MicrosoftDocs/azure-docs articles/virtual-network/network-security-groups-overview.md, "Azure platform considerations".
  const platform: FormulaRule = { action: "allow", matches: or(...["168.63.129.16/32", "169.254.169.254/32"].map((prefix) => prefixFormula("destination", prefix))) };
  return direction === "Outbound" ? [platform, ...stated] : stated;
}

function ruleFormula(rule: SecurityRuleInputs, addressSpace: readonly string[]): Formula {
  const ports = valuesOf(rule.destinationPortRange, rule.destinationPortRanges);
  if (rule.sourcePortRange !== "*") throw new RangeError(`${rule.name}: source ports are not what the stacks limit`);
  return and(
    protocolFormula(rule.protocol),
    or(...valuesOf(rule.sourceAddressPrefix, rule.sourceAddressPrefixes).map((word) => placeFormula("source", word, addressSpace))),
    or(...valuesOf(rule.destinationAddressPrefix, rule.destinationAddressPrefixes).map((word) => placeFormula("destination", word, addressSpace))),
    ports.includes("*") ? "true" : and("hasPorts", or(...ports.map(portFormula))),
  );
}

function valuesOf(single: string | undefined, several: readonly string[] | undefined): readonly string[] {
  return single === undefined ? (several ?? []) : [single];
}

function protocolFormula(protocol: string): Formula {
  switch (protocol) {
    case "*":
      return "true";
    case "Tcp":
      return "(= protocol #x06)";
    case "Udp":
      return "(= protocol #x11)";
  }
  throw new RangeError(`${protocol} is no protocol that the stacks use`);
}

function portFormula(text: string): Formula {
  const [first, last = first] = text.split("-").map((port) => `#x${Number(port).toString(16).padStart(4, "0")}`);
  return and(`(bvule ${first} destinationPort)`, `(bvule destinationPort ${last})`);
}

/** Not to be had from the internet: RFC 1122, 1918, 3927, 5771, 6598, and the host under every machine. */
const notPublic = ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/4"];
/** What IANA has given to the internet's IPv6 so far: 2000::/3. */
const publicIPv6 = "001";

function placeFormula(field: "source" | "destination", word: string, addressSpace: readonly string[]): Formula {
  if (word === "*") return "true";
  if (word !== "Internet") return prefixFormula(field, word);
  const isPublic = and("(not isIPv6)", not(or(...[...notPublic, ...addressSpace].map((prefix) => prefixFormula(field, prefix)))));
  return or(isPublic, and("isIPv6", `(= ((_ extract 127 125) ${field}6) #b${publicIPv6})`));
}

/** The leading bits of an IPv4 address are those of the prefix. */
function prefixFormula(field: "source" | "destination", prefix: string): Formula {
  const [address, length = "32"] = prefix.split("/");
  const bits = address!.split(".").map((part) => Number(part).toString(2).padStart(8, "0")).join("");
  if (!/^[01]{32}$/.test(bits)) throw new RangeError(`${prefix} is no IPv4 prefix`);
  if (length === "0") return "(not isIPv6)";
  return and("(not isIPv6)", `(= ((_ extract 31 ${32 - Number(length)}) ${field}4) #b${bits.slice(0, Number(length))})`);
}
