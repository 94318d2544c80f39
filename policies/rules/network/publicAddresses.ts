import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { idOf, machine, resource, subnetId } from "./samples.ts";
import { unknownText } from "../../../reachability/readValues.ts";

const limit = "none: the way in and out is the firewall";
const publicAddress = { id: idOf("Microsoft.Network/publicIPAddresses", "address") };
const card = (more: object): SampleResource => machine("app01", "application", "servers", "10.9.1.4", { ipConfigurations: [{ name: "primary", subnet: { id: subnetId("network", "servers") }, ...more }] })[0]!;

/** T3.1.5-3: no machine stands on the internet by itself. */
export const publicAddresses: ResourceRule = {
  id: "LC107",
  name: "machines-have-no-public-address",
  group: "specification",
  clauses: ["T3.1.5-3", "T12.3-1"],
  proposals: ["P-29"],
  synopsis: "No network interface has a public address.",
  why: "A public address on a machine is a way past the firewall, in both directions, with a security group as the only guard.",
  fix: "take the public address away; publish through the firewall or a gateway, and administer through Bastion",
  scope: "resource",
  types: ["network:NetworkInterface", "compute:VirtualMachine"],
  *check(stated) {
    if (stated.type === "network:NetworkInterface") return yield* each(stated.inputs.records("ipConfigurations"), (configuration) => without(stated, configuration, "publicIPAddress"));
    // Interfaces that are made with the machine.
    yield* each(stated.inputs.records("networkProfile.networkInterfaceConfigurations"), (made) => each(made.records("ipConfigurations"), (configuration) => without(stated, configuration, "publicIPAddressConfiguration")));
  },
  good: [
    { title: "a private address alone", resources: machine("app01", "application", "servers", "10.9.1.4"), findings: [] },
    { title: "an interface made with its machine", resources: [resource("compute:VirtualMachine", "app01", "app01", { networkProfile: { networkInterfaceConfigurations: [{ name: "card", ipConfigurations: [{ name: "primary" }] }] } })], findings: [] },
  ],
  bad: [
    { title: "a public address", resources: [card({ publicIPAddress: publicAddress })], findings: [{ resource: "app01-card", path: "ipConfigurations[0].publicIPAddress", limit }] },
    { title: "one whose id is not known yet", resources: [card({ publicIPAddress: { id: unknownText } })], findings: [{ resource: "app01-card", path: "ipConfigurations[0].publicIPAddress", limit }] },
    {
      title: "on the second configuration of an interface made with its machine",
      resources: [resource("compute:VirtualMachine", "app01", "app01", { networkProfile: { networkInterfaceConfigurations: [{ name: "card", ipConfigurations: [{ name: "primary" }, { name: "other", publicIPAddressConfiguration: { name: "address" } }] }] } })],
      findings: [{ resource: "app01", path: "networkProfile.networkInterfaceConfigurations[0].ipConfigurations[1].publicIPAddressConfiguration", limit }],
    },
  ],
};

function* without(stated: Resource, configuration: View, key: string): Iterable<Fault> {
  // An address of which only the id is not known is one all the same; an entry that is not known throws.
  if (stated.inputs.keys(configuration.path).includes(key)) yield fault(stated, configuration.at(key), limit);
}
