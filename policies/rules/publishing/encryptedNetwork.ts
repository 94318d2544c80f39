import { fault, type ResourceRule } from "../../rule.ts";

const limit = "true: the ports of the matrix whose protocol is plain are encrypted between machines that way, or by IPsec in Windows (T12.3-3)";

const network = (inputs: object) => ({ type: "azure-native:network:VirtualNetwork", name: "network", inputs });

/** T12.3-3: traffic between machines is encrypted, also where the product's protocol is not. */
export const encryptedNetwork: ResourceRule = {
  id: "LC313",
  name: "networks-encrypt-between-machines",
  group: "hardening",
  clauses: ["T12.3-3"],
  proposals: ["P-10b"],
  synopsis: "A virtual network encrypts what its machines send each other.",
  why: "Several ports of the vendor's matrix carry the product's own protocols in plain. Azure encrypts between machines of the D and E families with accelerated networking, for free; not what passes a firewall, a gateway or a load balancer.",
  fix: "set encryption to { enabled: true, enforcement: AllowUnencrypted }, or use IPsec in the guests",
  sources: ["MicrosoftDocs/azure-docs articles/virtual-network/virtual-network-encryption-overview.md"],
  scope: "resource",
  types: ["network:VirtualNetwork"],
  *check(resource) {
    if (resource.inputs.boolean("encryption.enabled") !== true) yield fault(resource, "encryption.enabled", limit);
  },
  good: [{ title: "encrypted", resources: [network({ encryption: { enabled: true, enforcement: "AllowUnencrypted" } })], findings: [] }],
  bad: [
    { title: "nothing said", resources: [network({})], findings: [{ resource: "network", path: "encryption.enabled", limit }] },
    { title: "turned off", resources: [network({ encryption: { enabled: false } })], findings: [{ resource: "network", path: "encryption.enabled", limit }] },
  ],
};
