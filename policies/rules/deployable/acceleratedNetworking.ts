import { findSize } from "../../../azure/virtualMachineSizes.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { azure, id, machine } from "./samples.ts";

const always = (name: string) => `left out: ${name} always has it`;

const card = (enableAcceleratedNetworking: boolean) => azure("network:NetworkInterface", "card", { enableAcceleratedNetworking }, { id: id("Microsoft.Network/networkInterfaces", "card") });
const fast = (vmSize: string) => machine({ hardwareProfile: { vmSize }, networkProfile: { networkInterfaces: [{ id: id("Microsoft.Network/networkInterfaces", "card") }] } });

/** Accelerated networking is no choice on sizes that always have it. */
export const acceleratedNetworking: StackRule = {
  id: "LC522",
  name: "accelerated-networking-is-not-turned-off-where-it-is-required",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "No interface turns accelerated networking off on a size that always has it.",
  why: "Microsoft's tables call it required for most sizes of the v5 series: the setting does nothing there, or differs from what Azure answers at each preview.",
  fix: "leave enableAcceleratedNetworking out",
  sources: ["MicrosoftDocs/azure-compute-docs articles/virtual-machines/sizes"],
  scope: "stack",
  *check(stack) {
    yield* each(stack.of("compute:VirtualMachine"), (one) => speedFaults(stack, one));
  },
  good: [{ title: "on, and off where it is a choice", resources: [card(true), fast("Standard_D4s_v5")], findings: [] }, { title: "a choice", resources: [card(false), fast("Standard_D4s_v6")], findings: [] }],
  bad: [{ title: "off", resources: [card(false), fast("Standard_D4s_v5")], findings: [{ resource: "card", path: "enableAcceleratedNetworking", limit: always("Standard_D4s_v5") }] }],
};

function* speedFaults(stack: Stack, one: Resource): Iterable<Fault> {
  const size = findSize(one.inputs.text("hardwareProfile.vmSize"));
  if (size?.acceleratedNetworking !== "required") return;
  for (const reference of one.inputs.records("networkProfile.networkInterfaces")) {
    const target = stack.target(one, reference, "", ["network:NetworkInterface"]);
    if (target.kind === "resource" && target.resource.inputs.boolean("enableAcceleratedNetworking") === false) yield fault(target.resource, "enableAcceleratedNetworking", always(size.name));
  }
}
