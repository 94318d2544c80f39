import { highestLatencyMilliseconds } from "../../../specification/limits.ts";
import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";

const machine = (location?: string): SampleResource => ({ type: "azure-native:compute:VirtualMachine", name: "machine", inputs: location === undefined ? {} : { location } });
const limitOf = (regions: readonly string[]) => `${regions.join(" or ")}: near enough for ${highestLatencyMilliseconds.value} ms between client and server`;

/** T4.2-1: what can be seen of latency before anything is measured. */
export const nearRegion: ResourceRule = {
  id: "LC118",
  name: "machines-stand-near-their-clients",
  group: "hardening",
  clauses: ["T4.2-1"],
  proposals: ["P-11"],
  synopsis: "Machines and networks stand in the regions that are known to be near enough to the clients.",
  why: "The vendor takes 10 milliseconds between client and server at most. Distance alone can use that up; what the way really takes is measured after deployment.",
  fix: "choose one of the regions that the pack's configuration lists, or add the region there once its latency was measured",
  scope: "resource",
  types: ["compute:VirtualMachine", "network:VirtualNetwork", "network:NetworkInterface"],
  *check(stated, { locations }) {
    if (locations === undefined) return;
    // Left out, the provider's configuration decides, which is not among the inputs.
    const name = stated.inputs.text("location")?.toLowerCase().replaceAll(" ", "");
    if (name !== undefined && !locations.includes(name)) yield fault(stated, "location", limitOf(locations));
  },
  good: [
    { title: "a region of the list, as the portal writes it", resources: [machine("Sweden Central"), machine("swedencentral")], facts: { locations: ["swedencentral"] }, findings: [] },
    { title: "a region that is newer than these rules, as the portal writes it, and none said", resources: [machine("Sweden Far North"), machine()], facts: { locations: ["swedenfarnorth"] }, findings: [] },
    { title: "no list", resources: [machine("westus")], findings: [] },
  ],
  bad: [{ title: "another region", resources: [machine("westus2")], facts: { locations: ["swedencentral", "norwayeast"] }, findings: [{ resource: "machine", path: "location", limit: limitOf(["swedencentral", "norwayeast"]) }] }],
};
