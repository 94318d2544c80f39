import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { machine, network, resource, subnet } from "./samples.ts";
import { placedTexts } from "./securityRuleWords.ts";

const limit = "IPv4 alone";

/** T4.6-1: IPv6 is an opt-in of its own, with variables at every client. */
export const ipv4Alone: ResourceRule = {
  id: "LC116",
  name: "network-is-ipv4",
  group: "specification",
  clauses: ["T4.6-1"],
  proposals: ["P-13"],
  synopsis: "Networks, subnets and interfaces have IPv4 addresses alone.",
  why: "The product speaks IPv4 unless two variables at every client say otherwise; and rules, routes and the firewall of this network are written for IPv4, so that IPv6 would go past them.",
  fix: "leave IPv6 out; whoever needs it has the client variables set first, and an exemption",
  scope: "resource",
  types: ["network:VirtualNetwork", "network:Subnet", "network:NetworkInterface"],
  *check(stated) {
    const { inputs, type } = stated;
    if (type === "network:NetworkInterface") {
      yield* each(inputs.records("ipConfigurations"), function* (configuration) {
        if (configuration.text("privateIPAddressVersion")?.toLowerCase() === "ipv6") yield fault(stated, configuration.at("privateIPAddressVersion"), limit);
        if (configuration.text("privateIPAddress")?.includes(":")) yield fault(stated, configuration.at("privateIPAddress"), limit);
      });
    } else if (type === "network:Subnet") yield* prefixesAreIPv4(stated, inputs);
    else {
      const space = inputs.record("addressSpace");
      if (space !== undefined) yield* listIsIPv4(stated, space, "addressPrefixes");
      yield* each(inputs.records("subnets"), (inner) => prefixesAreIPv4(stated, inner));
    }
  },
  good: [
    { title: "IPv4", resources: [network([subnet("servers", "10.9.1.0/24")]), ...machine("app01", "application", "servers", "10.9.1.4")], findings: [] },
    { title: "a network whose addresses are given by another", resources: [resource("network:VirtualNetwork", "network", "network", { subnets: [subnet("servers", "10.9.1.0/24")] })], findings: [] },
    { title: "a subnet of its own", resources: [resource("network:Subnet", "servers", "servers", { addressPrefixes: ["10.9.1.0/24"] })], findings: [] },
  ],
  bad: [
    {
      title: "both families",
      resources: [network([{ name: "servers", addressPrefixes: ["10.9.1.0/24", "fd00:9:1::/64"] }], { addressSpace: { addressPrefixes: ["10.9.0.0/16", "fd00:9::/48"] } })],
      findings: [
        { resource: "network", path: "addressSpace.addressPrefixes[1]", limit },
        { resource: "network", path: "subnets[0].addressPrefixes[1]", limit },
      ],
    },
    {
      title: "a subnet of its own, and an interface in it",
      resources: [
        resource("network:Subnet", "servers", "servers", { addressPrefix: "2001:db8::/64" }),
        ...machine("app01", "application", "servers", "10.9.1.4", { ipConfigurations: [{ privateIPAddressVersion: "ipv6" }, { privateIPAddress: "2001:db8::4" }] }),
      ],
      findings: [
        { resource: "servers", path: "addressPrefix", limit },
        { resource: "app01-card", path: "ipConfigurations[0].privateIPAddressVersion", limit },
        { resource: "app01-card", path: "ipConfigurations[1].privateIPAddress", limit },
      ],
    },
  ],
};

function* prefixesAreIPv4(stated: Resource, holder: View): Iterable<Fault> {
  if (holder.text("addressPrefix")?.includes(":")) yield fault(stated, holder.at("addressPrefix"), limit);
  yield* listIsIPv4(stated, holder, "addressPrefixes");
}

function* listIsIPv4(stated: Resource, holder: View, key: string): Iterable<Fault> {
  yield* placedTexts(holder, key).filter(({ word }) => word.includes(":")).map(({ path }) => fault(stated, path, limit));
}
