import { fault, type ResourceRule } from "../../rule.ts";

const limit = "Citrix or Remote Desktop Services: the vendor names no other thin client";

/** T3.1.2-1. */
export const thinClients: ResourceRule = {
  id: "LC117",
  name: "thin-clients-are-citrix-or-remote-desktop-services",
  group: "specification",
  clauses: ["T3.1.2-1"],
  proposals: ["P-12"],
  synopsis: "Sessions for users come from Citrix or Microsoft Remote Desktop Services, not from Azure Virtual Desktop.",
  why: "The vendor has tested the client in those two only; what fails in another is nobody's fault but the customer's.",
  fix: "use session hosts of Remote Desktop Services or Citrix, or an exemption with the vendor's written approval as its reference",
  scope: "resource",
  types: ["desktopvirtualization:HostPool"],
  *check(pool) {
    yield fault(pool, "", limit);
  },
  good: [{ title: "a session host is a machine", resources: [{ type: "azure-native:compute:VirtualMachine", name: "session-host", inputs: {} }], findings: [] }],
  bad: [{ title: "a host pool", resources: [{ type: "azure-native:desktopvirtualization/v20240403:HostPool", name: "pool", inputs: { hostPoolType: "Pooled" } }], findings: [{ resource: "pool", path: "", limit }] }],
};
