import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import { azure } from "./samples.ts";

const standard = "Standard or StandardV2: Azure makes no Basic public address any more";
const fixed = "Static: a Standard address is never dynamic";

const skus: readonly (string | undefined)[] = ["Standard", "StandardV2"];
const address = (inputs: object) => azure("network:PublicIPAddress", "address", inputs);

/** Public addresses that Azure still makes. */
export const publicAddresses: ResourceRule = {
  id: "LC509",
  name: "public-addresses-are-standard-and-static",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "A public address is of the Standard tier and static.",
  why: "Basic addresses cannot be made since March 2025, and are what Azure takes where an address says no tier; firewalls, gateways and Bastion refuse them, and a Standard address refuses to be dynamic.",
  fix: "set sku.name to Standard and publicIPAllocationMethod to Static",
  sources: ["MicrosoftDocs/azure-docs articles/virtual-network/ip-services/public-ip-addresses.md"],
  scope: "resource",
  types: ["network:PublicIPAddress"],
  *check(resource) {
    const { inputs } = resource;
    yield* each(
      [
        () => (skus.includes(inputs.text("sku.name")) ? undefined : fault(resource, "sku.name", standard)),
        () => (inputs.text("publicIPAllocationMethod") === "Static" ? undefined : fault(resource, "publicIPAllocationMethod", fixed)),
      ],
      function* (judge) {
        const found = judge();
        if (found !== undefined) yield found;
      },
    );
  },
  good: [
    { title: "Standard", resources: [address({ sku: { name: "Standard" }, publicIPAllocationMethod: "Static" })], findings: [] },
    { title: "StandardV2", resources: [address({ sku: { name: "StandardV2" }, publicIPAllocationMethod: "Static" })], findings: [] },
  ],
  bad: [
    {
      title: "nothing said",
      resources: [address({})],
      findings: [
        { resource: "address", path: "sku.name", limit: standard },
        { resource: "address", path: "publicIPAllocationMethod", limit: fixed },
      ],
    },
    { title: "Basic", resources: [address({ sku: { name: "Basic" }, publicIPAllocationMethod: "Static" })], findings: [{ resource: "address", path: "sku.name", limit: standard }] },
    { title: "dynamic", resources: [address({ sku: { name: "Standard" }, publicIPAllocationMethod: "Dynamic" })], findings: [{ resource: "address", path: "publicIPAllocationMethod", limit: fixed }] },
  ],
};
