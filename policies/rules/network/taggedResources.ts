import { specificationDate } from "../../../specification/vocabulary.ts";
import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";
import { customerTag, environmentTag, specificationTag } from "../../../specification/stackTags.ts";

const network = (tags?: Readonly<Record<string, string>>): SampleResource => ({ type: "azure-native:network:VirtualNetwork", name: "network", inputs: tags === undefined ? {} : { tags } });
const whole = { [customerTag]: "ank", [environmentTag]: "prod", [specificationTag]: specificationDate };
const finding = (tag: string, limit = "said, so that it can be told whose the resource is") => ({ resource: "network", path: `tags.${tag}`, limit });

/** Decision 9: every resource says whose it is, and which specification it was made for. */
export const taggedResources: ResourceRule = {
  id: "LC004",
  name: "resources-say-whose-they-are",
  group: "hardening",
  clauses: ["S4-1"],
  proposals: [],
  synopsis: "Resources carry the tags of their customer, their environment and the specification that they were made for.",
  why: "Costs, alarms, access and reviews are sorted by tags, and a resource that was made for an older specification has to be looked at again.",
  fix: `add the tags ${[customerTag, environmentTag, specificationTag].join(", ")}`,
  scope: "resource",
  types: [
    "compute:VirtualMachine", "compute:Disk", "network:VirtualNetwork", "network:NetworkSecurityGroup", "network:RouteTable", "network:NetworkInterface",
    "network:PublicIPAddress", "network:AzureFirewall", "network:FirewallPolicy", "keyvault:Vault",
  ],
  *check(resource) {
    for (const tag of [customerTag, environmentTag]) {
      if (resource.inputs.text(`tags.${tag}`) === undefined) yield fault(resource, `tags.${tag}`, "said, so that it can be told whose the resource is");
    }
    if (resource.inputs.text(`tags.${specificationTag}`) !== specificationDate) yield fault(resource, `tags.${specificationTag}`, `${specificationDate}, the specification that these rules hold`);
  },
  good: [{ title: "all three", resources: [network(whole)], findings: [] }],
  bad: [
    { title: "none", resources: [network()], findings: [finding(customerTag), finding(environmentTag), finding(specificationTag, `${specificationDate}, the specification that these rules hold`)] },
    { title: "an older specification", resources: [network({ ...whole, [specificationTag]: "2019-06-01" })], findings: [finding(specificationTag, `${specificationDate}, the specification that these rules hold`)] },
  ],
};
