import { describe, expect, test } from "vitest";
import { evaluate } from "../policies/evaluate.ts";
import type { ReadableResource } from "../reachability/azureReader.ts";
import { factsOf, mandatoryFindings } from "./badResources.ts";
import { inGroup } from "./badResources/breaking.ts";
import { subject, type Inputs, type MutableResource } from "./proofSubjects.ts";

const prod = subject("prod");
const facts = factsOf(prod);
/** Milliseconds: seconds are enough, on a machine that does nothing else. */
const patience = 120_000;
const tags = { "lifecare-environment": "prod" };

/** Ten thousand resources that are as they should be, besides PROD's own. */
function tenThousandMore(): readonly MutableResource[] {
  const kinds: readonly ((name: string) => Pick<MutableResource, "type" | "inputs">)[] = [
    (name) => ({ type: "azure-native:compute:Disk", inputs: { ...inGroup, tags, diskName: name, diskSizeGB: 128, sku: { name: "Premium_LRS" }, creationData: { createOption: "Empty" }, networkAccessPolicy: "DenyAll" } }),
    (name) => ({ type: "azure-native:network:PublicIPAddress", inputs: { ...inGroup, tags, publicIpAddressName: name, publicIPAllocationMethod: "Static", sku: { name: "Standard" } } }),
    (name) => ({ type: "azure-native:network:RouteTable", inputs: { ...inGroup, tags, routeTableName: name, routes: [] } }),
    (name) => ({ type: "random:index/randomPassword:RandomPassword", inputs: { length: 15, overrideSpecial: "-_.", keepers: { purpose: "databaseLogin", name } } }),
  ];
  return Array.from({ length: 10_000 }, (_, index) => ({ name: `more-${index}`, dependencies: [], ...kinds[index % kinds.length]!(`more-${index}`) }));
}

test("of ten thousand resources the one that is bad is found, and no other", () => {
  const more = tenThousandMore();
  const changed = more.map((resource) => (resource.name === "more-7777" ? { ...resource, inputs: { ...resource.inputs, sku: { name: "Basic" } } } : resource));
  expect(mandatoryFindings([...prod.resources(), ...changed], facts)).toEqual(["LC509 more-7777"]);
}, patience);

const cyclic: Inputs = { tags };
cyclic["again"] = cyclic;

const malformed: Readonly<Record<string, unknown>> = {
  "nothing at all": null,
  "a text": "azure-native:compute:VirtualMachine",
  "no type": { name: "strange", inputs: {} },
  "a type that is no text": { type: 42, name: "strange", inputs: {} },
  "no name": { type: "azure-native:compute:VirtualMachine", inputs: {} },
  "inputs of a list": { type: "azure-native:compute:VirtualMachine", name: "strange", inputs: [1, 2] },
  "no inputs": { type: "azure-native:compute:VirtualMachine", name: "strange" },
  "values that hold themselves": { type: "azure-native:compute:VirtualMachine", name: "strange", inputs: cyclic },
  "a list where a record should be": { type: "azure-native:network:NetworkSecurityGroup", name: "strange", inputs: { securityRules: { 0: "x" } } },
  "numbers for addresses": { type: "azure-native:network:VirtualNetwork", name: "strange", inputs: { addressSpace: { addressPrefixes: [10] }, subnets: [7] } },
  "a getter that throws": {
    type: "azure-native:compute:VirtualMachine",
    name: "strange",
    get inputs(): never {
      throw new Error("no");
    },
  },
};

describe.each(Object.entries(malformed))("%s among the resources", (_, strange) => {
  test.each(["alone", "beside PROD's"])("is never passed, %s, and is no crash", (where) => {
    const resources = [...(where === "alone" ? [] : prod.resources()), strange as ReadableResource];
    expect(evaluate(resources, facts).status).not.toBe("holds");
  });
});

test("inputs that become a list, a text or nothing leave no kind of resource that a rule reads judged as good", () => {
  const readByRules = [...Map.groupBy(prod.resources(), ({ type }) => type).values()].map(([first]) => first!).filter(({ type }) => !/:(?:ResourceGroup|Secret)$/.test(type));
  const judged = readByRules.flatMap(({ name }) =>
    [[], "x", undefined].map((inputs) => {
      const resources = prod.resources().map((one) => (one.name === name ? { ...one, inputs: inputs as unknown as Inputs } : one));
      return `${name} ${evaluate(resources, facts).status}`;
    }),
  );
  expect(judged.filter((one) => one.endsWith("holds"))).toEqual([]);
}, patience);
