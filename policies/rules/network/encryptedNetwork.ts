import { fault, type ResourceRule } from "../../rule.ts";
import { network } from "./samples.ts";

const limit = "true: traffic between machines is encrypted where their sizes can";

/** T12.3-3, where the product's own protocols are plain. */
export const encryptedNetwork: ResourceRule = {
  id: "LC120",
  name: "network-is-encrypted",
  group: "hardening",
  clauses: ["T12.3-3"],
  proposals: ["P-10b"],
  synopsis: "The virtual network encrypts what its machines send each other.",
  why: "All communication is to be encrypted, and several of the product's protocols are not. Encryption of the network covers them between machines whose sizes take part; what passes a firewall or a gateway is left out.",
  fix: "set encryption.enabled, with AllowUnencrypted for the sizes and services that cannot",
  sources: ["MicrosoftDocs/azure-docs articles/virtual-network/virtual-network-encryption-overview.md"],
  scope: "resource",
  types: ["network:VirtualNetwork"],
  *check(stated) {
    if (stated.inputs.boolean("encryption.enabled") !== true) yield fault(stated, "encryption.enabled", limit);
  },
  good: [{ title: "encrypted", resources: [network([], { encryption: { enabled: true, enforcement: "AllowUnencrypted" } })], findings: [] }],
  bad: [
    { title: "nothing said", resources: [network([])], findings: [{ resource: "network", path: "encryption.enabled", limit }] },
    { title: "switched off", resources: [network([], { encryption: { enabled: false, enforcement: "AllowUnencrypted" } })], findings: [{ resource: "network", path: "encryption.enabled", limit }] },
  ],
};
