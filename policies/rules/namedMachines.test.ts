import { expect, test } from "vitest";
import { bareFacts } from "../facts.ts";
import type { SampleResource } from "../rule.ts";
import { readStack } from "../stack.ts";
import { NotKnown } from "../view.ts";
import { machinesMeant } from "./namedMachines.ts";
import { notKnownYet, sampleMachine } from "./samples.ts";

const machineId = (group: string | undefined, name: string) => `/subscriptions/00000000-0000-4000-8000-000000000001${group === undefined ? "" : `/resourceGroups/${group}`}/providers/Microsoft.Compute/virtualMachines/${name}`;
const previewed = (name: string, inputs: Readonly<Record<string, unknown>>): SampleResource => ({ type: "azure-native:compute:VirtualMachine", name, inputs });

const app = previewed("app", { vmName: "ANKAPP01", resourceGroupName: "rg-a" });
const twin = previewed("twin", { vmName: "ankapp01", resourceGroupName: "rg-b" });
/** Of a state: it says its name by its id alone. */
const core = { ...sampleMachine("core", {}), id: machineId("rg-a", "ankcore01") };
/** Of a preview in which nothing has a name yet. */
const nameless = previewed("nameless", { vmName: notKnownYet, resourceGroupName: notKnownYet });
/** Of a preview that knows its name alone. */
const homeless = previewed("homeless", { vmName: "ankhome01", resourceGroupName: notKnownYet });
const disk: SampleResource = { type: "azure-native:compute:Disk", name: "disk", inputs: { vmName: "ankdisk01" } };

function meant(said: unknown, more: Pick<SampleResource, "dependencies" | "propertyDependencies"> = {}, property = "vmName"): readonly string[] {
  const asking: SampleResource = { type: "azure-native:compute:VirtualMachineExtension", name: "asking", inputs: property === "vmName" ? { vmName: said } : { properties: { source: said } }, ...more };
  const stack = readStack([app, twin, core, nameless, homeless, disk, asking], bareFacts("2026-01-15"));
  return machinesMeant(stack, stack.resources.find(({ name }) => name === "asking")!, property).map(({ name }) => name);
}

test("a name means every machine of that name, in any case, whatever else the resource depends on", () => {
  expect(meant("AnkApp01")).toEqual(["app", "twin"]);
  expect(meant("AnkApp01", { dependencies: ["core"] })).toEqual(["app", "twin"]);
  expect(meant("ANKCORE01")).toEqual(["core"]);
  expect(meant("ankdisk01")).toEqual([]);
});

test("an id means the machine of its name in its group, or in any where either says none", () => {
  expect(meant(machineId("RG-B", "ankapp01"))).toEqual(["twin"]);
  expect(meant(machineId("RG-A", "ANKCORE01"))).toEqual(["core"]);
  expect(meant(machineId("rg-b", "ankcore01"))).toEqual([]);
  expect(meant(machineId(undefined, "ankapp01"))).toEqual(["app", "twin"]);
  expect(meant(machineId("rg-a", "ankhome01"))).toEqual(["homeless"]);
  expect(meant(machineId("rg-c", "elsewhere"), { dependencies: ["core"] })).toEqual([]);
});

test("what is not known, not said, or names none of them is looked for by dependency, of the property where that is told", () => {
  expect(meant(notKnownYet, { dependencies: ["disk", "core", "app", "core"] })).toEqual(["core", "app"]);
  expect(meant(notKnownYet, { dependencies: ["core"], propertyDependencies: { vmName: ["nameless"] } })).toEqual(["nameless"]);
  expect(meant(undefined, { dependencies: ["core"] })).toEqual(["core"]);
  expect(meant("of-the-nameless", { dependencies: ["nameless"] })).toEqual(["nameless"]);
  expect(meant(notKnownYet, { propertyDependencies: { properties: ["core"] } }, "properties.source")).toEqual(["core"]);
});

test("what is not known and depends on no machine is not known, and said to be", () => {
  expect(() => meant(notKnownYet, { dependencies: ["disk"] })).toThrow(NotKnown);
  expect(() => meant(4711)).toThrow(NotKnown);
  expect(meant("elsewhere")).toEqual([]);
});
