import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import { network, subnet } from "./samples.ts";
import { isReserved, subnetsOf } from "./subnets.ts";

const limit = "true or false, said when the subnet is made: what Azure takes where nothing is said changed with the API version, and cannot be changed afterwards";

/** azure.md §7, 4. */
export const outboundAccess: ResourceRule = {
  id: "LC501",
  name: "subnets-say-their-outbound-access",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "Every subnet for machines says whether they reach the internet by themselves.",
  why: "Subnets are private by default only where they are made with an API version after March 2026, which this SDK does not use yet: a subnet that says nothing has a way out that no route and no firewall sees, and the property is fixed at birth.",
  fix: "set defaultOutboundAccess to false on the subnet",
  sources: ["MicrosoftDocs/azure-docs articles/virtual-network/ip-services/default-outbound-access.md"],
  scope: "resource",
  types: ["network:VirtualNetwork", "network:Subnet"],
  *check(resource) {
    yield* each(subnetsOf(resource), function* (written) {
      if (isReserved(written) || written.record.records("delegations").length > 0) return;
      if (written.record.boolean("defaultOutboundAccess") === undefined) yield fault(resource, written.record.at("defaultOutboundAccess"), limit);
    });
  },
  good: [
    { title: "said inline and standalone; Azure's own and delegated ones say nothing", resources: [network([{ name: "servers", defaultOutboundAccess: false }, { name: "azurefirewallsubnet" }, { name: "apps", delegations: [{ name: "web" }] }]), subnet("other", { defaultOutboundAccess: true })], findings: [] },
  ],
  bad: [
    {
      title: "nothing said",
      resources: [network([{ name: "servers" }, { name: "AzureFirewallSubnet2" }]), subnet("other", {})],
      findings: [
        { resource: "network", path: "subnets[0].defaultOutboundAccess", limit },
        { resource: "network", path: "subnets[1].defaultOutboundAccess", limit },
        { resource: "other", path: "defaultOutboundAccess", limit },
      ],
    },
  ],
};
