import { fault, type ResourceRule } from "../../rule.ts";
import { machine } from "./samples.ts";

const region = "a region, said outright: the provider asks the resource group for it otherwise, which a preview may not be able to";

/** Types that lie in a region by themselves. */
const located = ["network:VirtualNetwork", "network:NetworkSecurityGroup", "network:RouteTable", "network:NetworkInterface", "network:PublicIPAddress", "network:AzureFirewall", "network:FirewallPolicy", "network:ApplicationGateway", "network:LoadBalancer", "network:BastionHost", "compute:VirtualMachine", "compute:Disk", "compute:AvailabilitySet", "keyvault:Vault", "storage:StorageAccount", "resources:ResourceGroup", "sqlvirtualmachine:SqlVirtualMachine", "recoveryservices:Vault"];

/** Every resource says its region. */
export const statedLocations: ResourceRule = {
  id: "LC518",
  name: "locations-are-said",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "Every resource that lies in a region says which.",
  why: "Where location is left out, the provider looks the resource group up in Azure; where the group is only planned, it cannot.",
  fix: "set location",
  scope: "resource",
  types: located,
  *check(resource) {
    if (resource.inputs.text("location") === undefined) yield fault(resource, "location", region);
  },
  good: [{ title: "said", resources: [machine({ location: "swedencentral" })], findings: [] }],
  bad: [{ title: "left out", resources: [machine({})], findings: [{ resource: "machine", path: "location", limit: region }] }],
};
