import { availabilityZones } from "../../../azure/limits.ts";
import { findRegion } from "../../../azure/regions.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack, Target } from "../../stack.ts";
import { azure, id, machine, network } from "./samples.ts";

const sameRegion = (region: string) => `${region}, the region of what it is joined with: Azure joins nothing across regions`;
const noZones = (region: string) => `no zones: ${region} has none`;
const zoneNames = `zones out of ${availabilityZones.value.join(", ")}`;
const sameZone = (zone: string) => `zone ${zone}, that of the machine: a disk of one zone is not attached in another`;

const card = (inputs: object) => azure("network:NetworkInterface", "card", inputs, { id: id("Microsoft.Network/networkInterfaces", "card") });
const disk = (inputs: object) => azure("compute:Disk", "disk", inputs, { id: id("Microsoft.Compute/disks", "disk") });
const joined = { networkProfile: { networkInterfaces: [{ id: id("Microsoft.Network/networkInterfaces", "card") }] }, storageProfile: { dataDisks: [{ managedDisk: { id: id("Microsoft.Compute/disks", "disk") } }] } };

/** azure.md §7, 19: what belongs together lies in one region and one zone. */
export const regionsAgree: StackRule = {
  id: "LC510",
  name: "machines-their-disks-and-interfaces-lie-together",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "A machine, its network interfaces and its disks lie in one region, a machine and its disks in one zone, and nobody asks for a zone that a region does not have.",
  why: "A preview compares neither regions nor zones of resources with each other. Which sizes a zone has left for a subscription, Azure alone knows.",
  fix: "give them one location and, where zones are used, one zone",
  sources: ["MicrosoftDocs/azure-docs articles/reliability/regions-list.md"],
  scope: "stack",
  *check(stack) {
    yield* each(stack.of("compute:VirtualMachine"), (one) => machineFaults(stack, one));
    yield* each([...stack.of("compute:VirtualMachine"), ...stack.of("compute:Disk"), ...stack.of("network:PublicIPAddress"), ...stack.of("network:AzureFirewall")], zoneFaults);
  },
  good: [
    { title: "together, in another spelling", resources: [machine({ location: "swedencentral", zones: ["1"], ...joined }), card({ location: "Sweden Central" }), disk({ location: "swedencentral", zones: ["1"] })], findings: [] },
    { title: "nothing said", resources: [machine(joined), card({}), disk({}), network([])], findings: [] },
    { title: "no zones where there are none, zones of a region that nobody knows, a place that only the others say, zones that only one of them says", resources: [machine({ location: "swedensouth" }), machine({ location: "moon", zones: ["1"] }, { name: "far", id: id("Microsoft.Compute/virtualMachines", "far") }), machine({ zones: ["2"], ...joined }, { name: "third", id: id("Microsoft.Compute/virtualMachines", "third") }), card({ location: "westeurope" }), disk({ location: "westeurope" })], findings: [] },
    { title: "a disk with a zone at a machine with none", resources: [machine({ ...joined }), card({}), disk({ zones: ["1"] })], findings: [] },
  ],
  bad: [
    {
      title: "interface and disk elsewhere",
      resources: [machine({ location: "swedencentral", ...joined }), card({ location: "westeurope" }), disk({ location: "northeurope" })],
      findings: [
        { resource: "card", path: "location", limit: sameRegion("swedencentral") },
        { resource: "disk", path: "location", limit: sameRegion("swedencentral") },
      ],
    },
    {
      title: "a disk of another zone",
      resources: [machine({ zones: ["1"], ...joined }), disk({ zones: ["2"] })],
      findings: [{ resource: "disk", path: "zones", limit: sameZone("1") }],
    },
    {
      title: "zones that are not there",
      resources: [machine({ location: "swedensouth", zones: ["1"] }), azure("network:PublicIPAddress", "address", { location: "swedencentral", zones: ["4"] })],
      findings: [
        { resource: "machine", path: "zones", limit: noZones("swedensouth") },
        { resource: "address", path: "zones", limit: zoneNames },
      ],
    },
    { title: "zones of a disk and of a firewall that are not there, one of them beside one that is", resources: [disk({ location: "swedencentral", zones: ["4"] }), azure("network:AzureFirewall", "firewall", { location: "swedencentral", zones: ["1", "4"] })], findings: [{ resource: "disk", path: "zones", limit: zoneNames }, { resource: "firewall", path: "zones", limit: zoneNames }] },
  ],
};

function* machineFaults(stack: Stack, one: Resource): Iterable<Fault> {
  const own = regionOf(one);
  const zone = one.inputs.texts("zones")[0];
  const interfaces = one.inputs.records("networkProfile.networkInterfaces").flatMap((reference) => behind(stack.target(one, reference, "", ["network:NetworkInterface"])));
  const disks = one.inputs.records("storageProfile.dataDisks").flatMap((attachment) => behind(stack.target(one, attachment, "managedDisk", ["compute:Disk"])));
  for (const other of [...interfaces, ...disks]) if (own !== undefined && (regionOf(other) ?? own) !== own) yield fault(other, "location", sameRegion(own));
  for (const other of disks) {
    const zones = other.inputs.texts("zones");
    if (zone !== undefined && zones.length > 0 && !zones.includes(zone)) yield fault(other, "zones", sameZone(zone));
  }
}

/** One that is not the only candidate is left to a state, in which it is known. */
function behind(target: Target): readonly Resource[] {
  return target.kind === "resource" ? [target.resource] : [];
}

function* zoneFaults(one: Resource): Iterable<Fault> {
  const zones = one.inputs.texts("zones");
  if (zones.length === 0) return;
  const region = regionOf(one);
  if (region !== undefined && findRegion(region)?.hasZones === false) yield fault(one, "zones", noZones(region));
  else if (zones.some((zone) => !availabilityZones.value.includes(zone))) yield fault(one, "zones", zoneNames);
}

function regionOf({ inputs }: Resource): string | undefined {
  return inputs.text("location")?.toLowerCase().replaceAll(" ", "");
}
