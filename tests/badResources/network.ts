import { groupOf, type Inputs } from "../proofSubjects.ts";
import { add, addRule, idOf, inGroup, named, prefixes, set, type Break } from "./breaking.ts";

const proof = (name: string) => `LC001 ${name}`;

/** Breaks of the rules about network, roles and environments. */
export const networkBreaks: readonly Break[] = [
  {
    rule: "LC001",
    title: "the database does not let the compute server in",
    apply: (resources) => {
      const { rules } = groupOf(resources, "-database-security-group");
      rules.splice(rules.findIndex(({ name }) => name === "R8-from-compute"), 1);
    },
    found: [proof("lifecare-database-security-group")],
  },
  { rule: "LC002", title: "a machine that does not say its role", apply: set("ankprodapp02-machine", "tags.lifecare-roles", undefined), found: ["LC002 ankprodapp02-machine", ...["application-security-group", "compute-security-group", "core-security-group", "firewall-matrix", "intranetWeb-security-group", "web-security-group"].map((rest) => proof(`lifecare-${rest}`))] },
  { rule: "LC003", title: "UTB's disk", apply: set("ankprodweb02-program-disk", "tags.lifecare-environment", "utb"), found: ["LC003 ankprodweb02-program-disk"] },
  { rule: "LC101", title: "pages for intranet and internet on one machine", apply: set("ankprodweb02-machine", "tags.lifecare-roles", "intranetWeb web"), found: ["LC101 ankprodweb02-machine", proof("lifecare-intranetWeb-security-group"), proof("lifecare-web-security-group")] },
  {
    rule: "LC102",
    title: "a subnet without a route table",
    apply: (resources) => {
      const subnets = named(resources, "lifecare-network").inputs["subnets"] as Inputs[];
      delete subnets.find(({ name }) => name === "snet-database")!["routeTable"];
    },
    found: [proof("lifecare-network"), "LC102 lifecare-network", "LC106 lifecare-network"],
  },
  {
    rule: "LC103",
    title: "a group that lets in whatever no rule has named",
    apply: (resources) => {
      const { rules } = groupOf(resources, "-core-security-group");
      rules.splice(rules.findIndex(({ name }) => name === "deny-everything-else-inbound"), 1);
    },
    found: ["LC103 lifecare-core-security-group"],
  },
  { rule: "LC104", title: "a rule for half the ports", apply: addRule("compute", { name: "all", priority: 3000, direction: "Outbound", destinationPortRange: "30000-60000", sourceAddressPrefix: prefixes.compute, destinationAddressPrefix: "10.80.7.0/25" }), found: ["LC104 lifecare-compute-security-group"] },
  {
    rule: "LC105",
    title: "a priority that Azure does not take",
    apply: (resources) => void (groupOf(resources, "-intranetWeb-security-group").rules.find(({ name }) => name === "defender-to-defender")!.priority = 99),
    found: [proof("lifecare-intranetWeb-security-group"), "LC105 lifecare-intranetWeb-security-group"],
  },
  {
    rule: "LC106",
    title: "replies past the firewall",
    apply: (resources) => {
      const routes = named(resources, "lifecare-compute-routes").inputs["routes"] as Inputs[];
      routes.splice(routes.findIndex(({ name }) => name === "to-web"), 1);
    },
    found: ["LC106 lifecare-compute-routes"],
  },
  { rule: "LC107", title: "a machine with a public address", apply: set("ankprodcmp01-network-interface", "ipConfigurations.0.publicIPAddress", { id: idOf("Microsoft.Network/publicIPAddresses", "pip-elsewhere") }), found: [proof("ankprodcmp01-machine"), "LC107 ankprodcmp01-network-interface"] },
  { rule: "LC108", title: "remote desktop from the internet", apply: addRule("database", { name: "desktop", priority: 3100, direction: "Inbound", destinationPortRange: "3389", sourceAddressPrefix: "Internet", destinationAddressPrefix: prefixes.database }), found: ["LC108 lifecare-database-security-group"] },
  { rule: "LC109", title: "a peering with UTB", apply: set("lifecare-network", "virtualNetworkPeerings", [{ name: "utb", allowVirtualNetworkAccess: true, allowForwardedTraffic: false, remoteVirtualNetwork: { id: idOf("Microsoft.Network/virtualNetworks", "vnet-ank-utb") } }]), found: [proof("lifecare-network"), "LC106 lifecare-network", "LC109 lifecare-network"] },
  { rule: "LC110", title: "broker administration for the database server", apply: addRule("core", { name: "brokers", priority: 3200, direction: "Inbound", destinationPortRange: "30700", sourceAddressPrefix: prefixes.database, destinationAddressPrefix: prefixes.core }), found: ["LC110 lifecare-core-security-group"] },
  { rule: "LC111", title: "RabbitMQ's administration", apply: addRule("application", { name: "rabbit", priority: 3300, direction: "Inbound", destinationPortRange: "15672", sourceAddressPrefix: prefixes.database, destinationAddressPrefix: prefixes.application }), found: ["LC111 lifecare-application-security-group"] },
  { rule: "LC112", title: "the database for web servers", apply: addRule("database", { name: "reports", priority: 3400, direction: "Inbound", destinationPortRange: "1433", sourceAddressPrefix: prefixes.web, destinationAddressPrefix: prefixes.database }), found: ["LC112 lifecare-database-security-group"] },
  { rule: "LC113", title: "file shares for web servers", apply: addRule("web", { name: "shares", priority: 3500, direction: "Outbound", destinationPortRange: "445", sourceAddressPrefix: prefixes.web, destinationAddressPrefix: prefixes.database }), found: ["LC113 lifecare-web-security-group"] },
  { rule: "LC114", title: "no instance metadata", apply: addRule("intranetWeb", { name: "no-metadata", priority: 100, direction: "Outbound", access: "Deny", protocol: "*", destinationPortRange: "*", sourceAddressPrefix: "*", destinationAddressPrefix: "AzurePlatformIMDS" }), found: ["LC114 lifecare-intranetWeb-security-group"] },
  {
    rule: "LC115",
    title: "remote support, always",
    apply: (resources) => {
      const [collection] = named(resources, "lifecare-firewall-outbound").inputs["ruleCollections"] as Inputs[];
      (collection!["rules"] as Inputs[]).push({ ruleType: "ApplicationRule", name: "support", sourceAddresses: ["10.80.7.0/25"], targetFqdns: ["*.teamviewer.com"], protocols: [{ protocolType: "Https", port: 443 }] });
    },
    found: ["LC115 lifecare-firewall-outbound"],
  },
  { rule: "LC116", title: "a subnet of both families", apply: set("lifecare-network", "addressSpace.addressPrefixes.1", "fd00:80::/48"), found: ["LC116 lifecare-network"] },
  { rule: "LC117", title: "Azure Virtual Desktop", apply: add("desktopvirtualization:HostPool", "pool", { ...inGroup, hostPoolName: "pool", hostPoolType: "Pooled", loadBalancerType: "BreadthFirst", preferredAppGroupType: "Desktop" }), found: ["LC117 pool"] },
];
