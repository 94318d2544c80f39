import { expect, test } from "vitest";
import { PackRun, type DoneResource } from "./pack.ts";
import { unknownText } from "../reachability/readValues.ts";

const asOf = () => "2026-01-15";
const urnOf = (name: string) => `urn:pulumi:utb::lifecare::azure-native:compute:VirtualMachine::${name}`;
const machine = (name: string, vmSize: string) => ({ type: "azure-native:compute:VirtualMachine", name, urn: urnOf(name), props: { hardwareProfile: { vmSize } } });
const done = (name: string): DoneResource => ({ type: "azure-native:compute:VirtualMachine", name, urn: urnOf(name), dependencies: [], propertyDependencies: {} });
const named = (rule: string) => (violation: { readonly name: string }) => violation.name.startsWith(rule);

const exemption = (expires: string, resource = "one") => ({ rule: "LC201", resource, category: "waiver", reason: "a training machine that nobody works on", reference: "TE-2026-17", approver: "Anna Ek", expires });

test("a machine that breaks a rule is stopped before it is made, under the rule's own name", () => {
  const violations = new PackRun(asOf).checkResource(machine("one", "Standard_B4ms"), {}).filter(named("LC201"));
  expect(violations).toEqual([{ name: "LC201-machines-are-not-burstable", level: "mandatory", urn: urnOf("one"), message: expect.stringContaining('hardwareProfile.vmSize = "Standard_B4ms": a size that is not burstable [T3.1-2]. Fix: ') }]);
});

test("a size that is not known at preview stops a mandatory rule as well", () => {
  const [violation] = new PackRun(asOf).checkResource(machine("one", unknownText), {}).filter(named("LC201"));
  expect(violation).toMatchObject({ level: "mandatory", message: expect.stringContaining("is not known") });
});

test("what the SDK's proxy hides behind an error is read below it", () => {
  const proxied = new Proxy({ hardwareProfile: { vmSize: unknownText } }, { get: (target, key) => (key === "__getSpecialProxyTarget" ? target : (() => { throw new Error("unknown"); })()) });
  const [violation] = new PackRun(asOf).checkResource({ ...machine("one", ""), props: proxied }, {}).filter(named("LC201"));
  expect(violation).toMatchObject({ level: "mandatory", message: expect.stringContaining("is not known") });
});

test("an exempted break is told and stops nothing; an expired exemption covers nothing and stops by itself", () => {
  const exempting = new PackRun(asOf);
  const valid = exempting.checkResource(machine("one", "Standard_B4ms"), { exemptions: [exemption("2026-01-15")] }).filter(named("LC201"));
  expect(valid).toMatchObject([{ level: "advisory", message: expect.stringContaining("Exempted until 2026-01-15 by Anna Ek (TE-2026-17)") }]);
  expect(exempting.checkStack([done("one")], { exemptions: [exemption("2026-01-15")] }).filter(named("exemptions"))).toEqual([]);
  const run = new PackRun(asOf);
  const configuration = { exemptions: [exemption("2026-01-14")] };
  expect(run.checkResource(machine("one", "Standard_B4ms"), configuration).filter(named("LC201"))).toMatchObject([{ level: "mandatory" }]);
  expect(run.checkStack([done("one")], configuration).filter(named("exemptions"))).toMatchObject([{ level: "mandatory", message: expect.stringContaining("held until 2026-01-14") }]);
});

test("an exemption that covers nothing is told", () => {
  const run = new PackRun(asOf);
  run.checkResource(machine("one", "Standard_D4s_v5"), {});
  expect(run.checkStack([done("one")], { exemptions: [exemption("2027-01-01")] }).filter(named("exemptions"))).toMatchObject([{ level: "advisory", message: expect.stringContaining("covers nothing") }]);
});

test("what is unknown is never exempted", () => {
  const violations = new PackRun(asOf).checkResource(machine("one", unknownText), { exemptions: [exemption("2027-01-01")] }).filter(named("LC201"));
  expect(violations).toMatchObject([{ level: "mandatory" }]);
});

test.each([
  ["a key too many", { disabled: true }, "Unrecognized key"],
  ["a level for a rule", { LC201: "advisory" }, "Unrecognized key"],
  ["roles of another kind", { roles: "web" }, "roles: Invalid input"],
  ["a role that does not exist", { roles: { one: ["frontend"] } }, "roles.one.0"],
  ["an exemption without an end", { exemptions: [{ ...exemption("2026-02-01"), expires: undefined }] }, "exemptions.0.expires"],
  ["an exemption that ends on no day", { exemptions: [exemption("2026-02-30")] }, "exemptions.0.expires"],
  ["an exemption for a pattern of rules", { exemptions: [{ ...exemption("2026-02-01"), rule: "LC*" }] }, "exemptions.0.rule"],
])("a configuration that cannot be used stops the run, once: %s", (_, configuration, words) => {
  const run = new PackRun(asOf);
  const first = run.checkResource(machine("one", "Standard_D4s_v5"), configuration).filter(named("configuration"));
  expect(first).toMatchObject([{ level: "mandatory", message: expect.stringContaining(words) }]);
  expect(run.checkStack([done("one")], configuration).filter(named("configuration"))).toEqual([]);
  expect(new PackRun(asOf).checkStack([], configuration).filter(named("configuration"))).toMatchObject([{ level: "mandatory" }]);
});

test("a resource of the stack that was not part of the run is unknown, not absent", () => {
  const run = new PackRun(asOf);
  run.checkResource(machine("one", "Standard_D4s_v5"), {});
  const violations = run.checkStack([done("one"), done("other")], {});
  expect(violations.some(({ level }) => level === "mandatory")).toBe(true);
});
