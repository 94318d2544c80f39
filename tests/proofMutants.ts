import { firewallCollections, groups, ofType, tables, type FirewallRuleInputs, type Inputs, type MutableResource, type RouteInputs, type RuleInputs } from "./proofSubjects.ts";

/*
 * Mechanical breaks of a plan's resources: every operator on every rule and route, whatever it says.
 */

export interface Mutant {
  readonly operator: string;
  /** Which rule, route or interface. */
  readonly target: string;
  readonly apply: (resources: MutableResource[]) => void;
}

/** Every mutant of these resources; they themselves stay as they are. */
export function mutantsOf(resources: readonly MutableResource[]): readonly Mutant[] {
  return [...securityMutants(resources), ...routeMutants(resources), ...firewallMutants(resources), ...attachmentMutants(resources), ...rowMutants(resources)];
}

type Change<Rule> = Readonly<Record<string, (rule: Rule, siblings: Rule[]) => void>>;

const drop = <Rule>(rule: Rule, siblings: Rule[]) => void siblings.splice(siblings.indexOf(rule), 1);

const securityChanges: Change<RuleInputs> = {
  "drop the rule": drop,
  "open one more port": (rule) => setList(rule, "destinationPortRange", onePortMore),
  "close one port": (rule) => setList(rule, "destinationPortRange", onePortLess),
  "widen the source": (rule) => setList(rule, "sourceAddressPrefix", (prefixes) => prefixes.map(wider)),
  "widen the destination": (rule) => setList(rule, "destinationAddressPrefix", (prefixes) => prefixes.map(wider)),
  "narrow the source": (rule) => setList(rule, "sourceAddressPrefix", (prefixes) => prefixes.map(narrower)),
  "narrow the destination": (rule) => setList(rule, "destinationAddressPrefix", (prefixes) => prefixes.map(narrower)),
  "any source": (rule) => setList(rule, "sourceAddressPrefix", () => ["*"]),
  "any destination": (rule) => setList(rule, "destinationAddressPrefix", () => ["*"]),
  "any protocol": (rule) => void (rule.protocol = "*"),
  "turn allow and deny": (rule) => void (rule.access = rule.access === "Allow" ? "Deny" : "Allow"),
  "turn the direction": (rule) => void (rule.direction = rule.direction === "Inbound" ? "Outbound" : "Inbound"),
  "swap priorities with the denial": (rule, siblings) => {
    const denial = siblings.find((other) => other.direction === rule.direction && other.access === "Deny" && other !== rule);
    if (denial !== undefined) [rule.priority, denial.priority] = [denial.priority, rule.priority];
  },
  "swap priorities with the next": (rule, siblings) => {
    const next = siblings.filter((other) => other.direction === rule.direction && other.priority > rule.priority).toSorted((one, other) => one.priority - other.priority)[0];
    if (next !== undefined) [rule.priority, next.priority] = [next.priority, rule.priority];
  },
};

const routeChanges: Change<RouteInputs> = {
  "drop the route": drop,
  "lead to nowhere": (route) => void redirect(route, "None"),
  "lead to the network": (route) => void redirect(route, "VnetLocal"),
  "lead to the internet": (route) => void redirect(route, "Internet"),
  "lead to an appliance that is not there": (route) => void (route.nextHopIpAddress = "10.255.255.4"),
  "narrow the route": (route) => void (route.addressPrefix = narrower(route.addressPrefix)),
};

const firewallChanges: Change<FirewallRuleInputs> = {
  "drop the rule": drop,
  "open one more port": (rule) => {
    if (rule.destinationPorts !== undefined) rule.destinationPorts = onePortMore(rule.destinationPorts);
    else rule.protocols = [...rule.protocols!, { protocolType: "Https", port: 8443 }];
  },
  "close one port": (rule) => {
    if (rule.destinationPorts !== undefined) rule.destinationPorts = onePortLess(rule.destinationPorts);
    else rule.protocols = rule.protocols!.slice(0, -1);
  },
  "widen the source": (rule) => void (rule.sourceAddresses = rule.sourceAddresses.map(wider)),
  "any source": (rule) => void (rule.sourceAddresses = ["*"]),
  "narrow the source": (rule) => void (rule.sourceAddresses = rule.sourceAddresses.map(narrower)),
  "widen the destination": (rule) => {
    if (rule.destinationAddresses !== undefined) rule.destinationAddresses = rule.destinationAddresses.map(wider);
    if (rule.destinationFqdns !== undefined) rule.destinationFqdns = [...rule.destinationFqdns, "anything.example.com"];
    if (rule.targetFqdns !== undefined) rule.targetFqdns = rule.targetFqdns.map((name) => `*.${name.split(".").slice(1).join(".")}`);
    if (rule.fqdnTags !== undefined) rule.fqdnTags = [...rule.fqdnTags, "AzureBackup"];
  },
};

function securityMutants(resources: readonly MutableResource[]): readonly Mutant[] {
  return groups(resources).flatMap(({ resource, rules }) => each("security rule", resource.name, rules.map(({ name }) => name), securityChanges, (copy) => groups(copy).find((group) => group.resource.name === resource.name)!.rules));
}

function routeMutants(resources: readonly MutableResource[]): readonly Mutant[] {
  return tables(resources).flatMap(({ resource, routes }) => each("route", resource.name, routes.map(({ name }) => name), routeChanges, (copy) => tables(copy).find((table) => table.resource.name === resource.name)!.routes));
}

function firewallMutants(resources: readonly MutableResource[]): readonly Mutant[] {
  return firewallCollections(resources).flatMap(({ collection, rules }, place) => [
    ...each("firewall rule", collection["name"] as string, rules.map(({ name }) => name), firewallChanges, (copy) => firewallCollections(copy)[place]!.rules),
    {
      operator: "firewall collection: turn allow into deny",
      target: collection["name"] as string,
      apply: (copy: MutableResource[]) => void ((firewallCollections(copy)[place]!.collection["action"] as Inputs)["type"] = "Deny"),
    },
  ]);
}

/**
 * A mistake in one layer is often made good by another (two groups and the firewall judge the same packet), so the mistakes that
 * open something are also made in every layer at once: in all rules of a row.
 */
function rowMutants(resources: readonly MutableResource[]): readonly Mutant[] {
  const changes = ["open one more port", "widen the source", "widen the destination", "drop the rule"] as const;
  const rows = new Set(groups(resources).flatMap(({ rules }) => rules.flatMap(({ name }) => /^(.+?)-(?:from|to)-/.exec(name)?.[1] ?? [])));
  return [...rows].flatMap((row) =>
    changes.map((change): Mutant => ({
      operator: `all rules of a row: ${change}`,
      target: row,
      apply: (copy) => {
        for (const { rules } of groups(copy)) for (const rule of rules.filter(({ name }) => name.startsWith(`${row}-`))) securityChanges[change]!(rule, rules);
        for (const { rules } of firewallCollections(copy)) for (const rule of rules.filter(({ name }) => name.startsWith(`${row}-`))) firewallChanges[change]!(rule, rules);
      },
    })),
  );
}

function each<Rule>(what: string, owner: string, names: readonly string[], changes: Change<Rule>, rulesIn: (copy: MutableResource[]) => Rule[]): readonly Mutant[] {
  return names.flatMap((name, index) =>
    Object.entries(changes).map(([change, work]) => ({
      operator: `${what}: ${change}`,
      target: `${owner} ${name}`,
      apply: (copy: MutableResource[]) => {
        const rules = rulesIn(copy);
        work(rules[index]!, rules);
      },
    })),
  );
}

/** What hangs on what: groups, tables and public addresses at subnets and interfaces, and the firewall's own being there. */
function attachmentMutants(resources: readonly MutableResource[]): readonly Mutant[] {
  const interfaces = ofType(resources, "network:NetworkInterface").map(({ name }) => name);
  const network = ofType(resources, "network:VirtualNetwork")[0]!;
  const subnets = (network.inputs["subnets"] as Inputs[]).filter((subnet) => subnet["networkSecurityGroup"] !== undefined).map((subnet) => subnet["name"] as string);
  const subnet = (copy: MutableResource[], name: string) => (ofType(copy, "network:VirtualNetwork")[0]!.inputs["subnets"] as Inputs[]).find((candidate) => candidate["name"] === name)!;
  const face = (copy: MutableResource[], name: string) => ofType(copy, "network:NetworkInterface").find((candidate) => candidate.name === name)!.inputs;
  return [
    ...subnets.flatMap((name): readonly Mutant[] => [
      { operator: "subnet: take the group away", target: name, apply: (copy) => void delete subnet(copy, name)["networkSecurityGroup"] },
      { operator: "subnet: take the route table away", target: name, apply: (copy) => void delete subnet(copy, name)["routeTable"] },
      { operator: "subnet: a way out of its own", target: name, apply: (copy) => void (subnet(copy, name)["defaultOutboundAccess"] = true) },
    ]),
    ...interfaces.flatMap((name): readonly Mutant[] => [
      { operator: "interface: a public address", target: name, apply: (copy) => void (face(copy, name)["ipConfigurations"][0].publicIPAddress = { id: added(copy, "publicIPAddresses", "network:PublicIPAddress", { publicIpAddressName: "added" }) }) },
      { operator: "interface: a second group that denies", target: name, apply: (copy) => void (face(copy, name)["networkSecurityGroup"] = { id: added(copy, "networkSecurityGroups", "network:NetworkSecurityGroup", { networkSecurityGroupName: "added", securityRules: [anyRule("Inbound", "Deny")] }) }) },
      { operator: "interface: a second group that allows", target: name, apply: (copy) => void (face(copy, name)["networkSecurityGroup"] = { id: added(copy, "networkSecurityGroups", "network:NetworkSecurityGroup", { networkSecurityGroupName: "added", securityRules: [anyRule("Inbound", "Allow"), anyRule("Outbound", "Allow")] }) }) },
    ]),
    { operator: "routes: bypass the firewall", target: "between the DMZ and the inner zones", apply: (copy) => tables(copy).forEach(({ resource, routes }) => void (resource.inputs["routes"] = routes.filter(({ addressPrefix }) => addressPrefix === "0.0.0.0/0"))) },
    { operator: "firewall: take it away", target: "firewall", apply: (copy) => void copy.splice(0, copy.length, ...copy.filter(({ type }) => !type.endsWith(":AzureFirewall"))) },
  ];
}

function anyRule(direction: "Inbound" | "Outbound", access: "Allow" | "Deny"): object {
  return { name: `any-${direction}`, priority: 100, direction, access, protocol: "*", sourcePortRange: "*", destinationPortRange: "*", sourceAddressPrefix: "*", destinationAddressPrefix: "*" };
}

/** A resource more; answers its id. */
function added(copy: MutableResource[], collection: string, type: string, inputs: Inputs): string {
  const group = copy.find((resource) => resource.type === "azure-native:resources:ResourceGroup")!;
  const id = `${group.id!}/providers/Microsoft.Network/${collection}/added`;
  copy.push({ type: `azure-native:${type}`, name: "added", id, inputs: { resourceGroupName: group.inputs["resourceGroupName"], ...inputs }, dependencies: [] });
  return id;
}

function redirect(route: RouteInputs, nextHopType: string): void {
  route.nextHopType = nextHopType;
  delete route.nextHopIpAddress;
}

/** Azure takes a value or a list. */
function setList(rule: RuleInputs, field: "destinationPortRange" | "sourceAddressPrefix" | "destinationAddressPrefix", change: (values: readonly string[]) => readonly string[]): void {
  const plural = field === "destinationPortRange" ? "destinationPortRanges" : `${field}es`;
  const fields = rule as unknown as Record<string, string | readonly string[] | undefined>;
  const before = (fields[plural] as readonly string[] | undefined) ?? [fields[field] as string];
  const after = change(before);
  delete fields[field];
  delete fields[plural];
  if (after.length === 1) fields[field] = after[0]!;
  else fields[plural] = after;
}

function onePortMore(ranges: readonly string[]): string[] {
  const last = Number(ranges.at(-1)!.split("-").at(-1));
  return Number.isNaN(last) || last >= 65535 ? [...ranges] : [...ranges, String(last + 1)];
}

/** The last range loses its last port; a list of one port moves it. */
function onePortLess(ranges: readonly string[]): string[] {
  const [first, last] = ranges.at(-1)!.split("-").map(Number);
  if (Number.isNaN(first!)) return [...ranges];
  if (last !== undefined) return [...ranges.slice(0, -1), last - 1 > first! ? `${first}-${last - 1}` : String(first)];
  return ranges.length > 1 ? ranges.slice(0, -1) : [String(first! + 1)];
}

function wider(prefix: string): string {
  const [address, length] = prefix.split("/");
  return length === undefined || length === "0" || !/^[\d.]+$/.test(address!) ? prefix : `${address}/${Number(length) - 1}`;
}

function narrower(prefix: string): string {
  const [address, length] = prefix.split("/");
  return length === undefined || length === "32" || !/^[\d.]+$/.test(address!) ? prefix : `${address}/${Number(length) + 1}`;
}
