import { describe, expect, test } from "vitest";
import { readConfiguration } from "../environment/configurationFile.ts";
import type { EnvironmentPlan, ResolvedResource } from "../environment/plan.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { isOutput } from "../environment/planned.ts";
import { findDrift } from "./findDrift.ts";
import type { FoundResource } from "./finding.ts";

const plan: EnvironmentPlan = planEnvironment(readConfiguration("Pulumi.prod.yaml").configuration);
const azure = plan.resources.filter(({ type }) => type.startsWith("azure-native:"));
const urnOf = ({ type, name }: ResolvedResource) => `urn:pulumi:prod::lifecare::${type}::${name}`;

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

type Record_ = Record<string, unknown>;

/** As the engine tells inputs: what is generated is masked. */
function told(value: unknown): unknown {
  if (isOutput(value)) return secret;
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).map(([name, inner]) => [name, told(inner)]));
}

const asMade = (resource: ResolvedResource): FoundResource => {
  const properties = { inputs: told(resource.inputs) as Record_, outputs: { name: resource.name, provisioningState: "Succeeded" } };
  return { urn: urnOf(resource), type: resource.type, id: resource.id!, before: properties, now: properties };
};
const named = (name: string) => azure.find((resource) => resource.name === name)!;
const drift = (...found: readonly FoundResource[]) => findDrift({ plan, expected: found.map(({ urn }) => urn), found, pending: [] });

/** With one value of its inputs changed, as Azure has it. */
function changed(found: FoundResource, path: readonly (string | number)[], value: unknown): FoundResource {
  const inputs = structuredClone(found.before.inputs) as Record_;
  const holder = path.slice(0, -1).reduce<Record_>((at, step) => at[step] as Record_, inputs);
  holder[path.at(-1)!] = value;
  return { ...found, now: { ...found.now!, inputs } };
}

/** Every text, number and truth value with the steps that lead to it. */
function leaves(value: unknown, path: readonly (string | number)[] = []): readonly { readonly path: readonly (string | number)[]; readonly value: unknown }[] {
  if (value === secret) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

describe("drift of PROD", () => {
  test("is none where Azure has what was planned", () => {
    expect(drift(...azure.map(asMade))).toEqual([]);
  });

  test("is one finding for each value that is another, at its resource and property, with what the plan expects and a clause", () => {
    const elsewhere = "another";
    let tried = 0;
    for (const resource of azure) {
      const found = asMade(resource);
      for (const { path, value } of leaves(found.before.inputs)) {
        const isName = typeof path.at(-2) === "number" && ["name", "id", "lun"].includes(String(path.at(-1)));
        if (isName) continue;
        tried += 1;
        const other = typeof value === "boolean" ? !value : elsewhere;
        const findings = drift(changed(found, path, other));
        expect({ name: resource.name, path, findings: findings.length }).toEqual({ name: resource.name, path, findings: 1 });
        const [finding] = findings;
        expect(finding).toMatchObject({ kind: "changed", resource: resource.name, urn: found.urn });
        expect(finding!.path.startsWith(String(path[0]))).toBe(true);
        expect(JSON.stringify(finding!.found)).toContain(String(other));
        expect(JSON.stringify(finding!.expected)).toContain(JSON.stringify(value));
        expect(finding!.clauses.length).toBeGreaterThan(0);
        expect(finding!.remedy).not.toBe("");
      }
    }
    expect(tried).toBeGreaterThan(1500);
  });

  test("names the clause of the row or the floor where it knows it", () => {
    const group = asMade(named("lifecare-core-security-group"));
    const rules = group.before.inputs["securityRules"] as readonly { readonly name: string }[];
    const rowed = rules.findIndex(({ name }) => name.startsWith("E1-"));
    expect(drift(changed(group, ["securityRules", rowed, "destinationPortRange"], "1"))[0]?.clauses).toEqual(["T4.3-C"]);
    const machine = plan.servers.find(({ roles }) => roles.includes("compute"))!;
    expect(drift(changed(asMade(named(`${machine.computerName}-machine`)), ["hardwareProfile", "vmSize"], "Standard_B2s"))[0]).toMatchObject({ expected: machine.size, clauses: machine.floor.clauses });
  });

  test("says what becomes of it: mended, left alone, refused, taken over, deleted", () => {
    const machine = plan.servers[0]!;
    const found = asMade(named(`${machine.computerName}-machine`));
    const remedy = (path: readonly string[], value: unknown) => drift(changed(found, path, value))[0]?.remedy;
    expect(remedy(["hardwareProfile", "vmSize"], "Standard_B2s")).toBe("the next up mends it");
    expect(remedy(["storageProfile", "imageReference", "sku"], "2016")).toMatch(/^fixed at the machine's birth/);
    expect(remedy(["osProfile", "computerName"], "other")).toMatch(/protection refuses/);
    const earlier = { ...found, before: { ...found.before, inputs: { ...found.before.inputs, licenseType: "None" } } };
    expect(drift(earlier)[0]).toMatchObject({ path: "licenseType", expected: found.before.inputs["licenseType"], remedy: "the plan has it so: the next up takes it over" });
    expect(drift(changed({ ...found, urn: `${found.urn}-older` }, ["licenseType"], "None"))[0]).toMatchObject({ expected: found.before.inputs["licenseType"], remedy: expect.stringMatching(/the next up deletes it/) });
  });

  test("tells what is gone, and what of it holds data", () => {
    const gone = azure.map((resource) => ({ ...asMade(resource), now: undefined as never }));
    const findings = drift(...gone);
    expect(findings.map(({ kind, resource }) => `${kind} ${resource}`)).toEqual(azure.map(({ name }) => `gone ${name}`));
    const warned = findings.filter(({ remedy }) => remedy.includes("restore it first")).map(({ resource }) => resource);
    expect(warned).toEqual(azure.filter(({ options }) => options?.protect === true).map(({ name }) => name));
  });

  test("is not known of what was not read, was under way when an update died, or is not finished in Azure", () => {
    const [first, second, third] = azure.map(asMade) as [FoundResource, FoundResource, FoundResource];
    const updating = { ...third, now: { ...third.now!, outputs: { properties: { provisioningState: "Updating" } } } };
    const findings = findDrift({ plan, expected: [first.urn, third.urn], found: [updating], pending: [second.urn] });
    expect(findings.map(({ kind, urn, found }) => ({ kind, urn, found }))).toEqual([
      { kind: "unknown", urn: third.urn, found: "Azure says Updating of its last change" },
      { kind: "unknown", urn: first.urn, found: "Azure was not asked for it" },
      { kind: "unknown", urn: second.urn, found: "it was under way when an update died: it may be there or not" },
    ]);
  });

  test("tells the firewall's new address, and a disk and a machine that were made anew under their names; never what Azure answers for the first time", () => {
    const answering = (name: string, before: Record_, now: Record_) => drift({ ...asMade(named(name)), before: { ...asMade(named(name)).before, outputs: before }, now: { ...asMade(named(name)).now!, outputs: now } });
    expect(answering("lifecare-firewall", { ipConfigurations: [{ name: "a", privateIPAddress: "10.80.0.4" }] }, { ipConfigurations: [{ name: "a", privateIPAddress: "10.80.0.5" }] })).toMatchObject([{ path: "ipConfigurations.privateIPAddress", expected: "10.80.0.4", found: "10.80.0.5" }]);
    const disk = azure.find(({ type }) => type.endsWith(":Disk"))!.name;
    expect(answering(disk, { uniqueId: "1", diskState: "Unattached" }, { uniqueId: "2", diskState: "Attached" })).toMatchObject([{ path: "uniqueId", remedy: expect.stringMatching(/what it held is gone/) }]);
    expect(answering(disk, {}, { uniqueId: "2", timeCreated: "2026-01-01" })).toEqual([]);
    expect(answering(disk, { uniqueId: "1" }, {})).toMatchObject([{ path: "uniqueId", expected: "1" }]);
  });

  test("tells strangers that a resource names, by id; neither the stack's own parts nor what a program names itself", () => {
    const all = azure.map(asMade);
    const groupId = named("lifecare-group").id!;
    const answer = (name: string, outputs: Record_) => drift(...all.map((found) => (found.urn.endsWith(`::${name}`) ? { ...found, now: { ...found.now!, outputs } } : found))).map(({ kind, path, found }) => `${kind} ${path} ${String(found).split("/").slice(-3).join("/")}`);
    const card = (name: string) => `${groupId}/providers/Microsoft.Network/networkInterfaces/${name}/ipConfigurations/ip`;
    const own = azure.find(({ type }) => type.endsWith(":NetworkInterface"))!.id!;
    const network = named("lifecare-network").id!;
    expect(answer("lifecare-network", { subnets: [{ ipConfigurations: [{ id: `${own.toUpperCase()}/ipConfigurations/ip` }, { id: card("foreign") }] }], virtualNetworkPeerings: [{ id: `${network}/virtualNetworkPeerings/evil` }] })).toEqual([
      "stranger subnets[0].ipConfigurations[1].id foreign/ipConfigurations/ip",
      "stranger virtualNetworkPeerings[0].id vnet-ank-prod/virtualNetworkPeerings/evil",
    ]);
    const policy = named("lifecare-firewall-policy").id!;
    expect(answer("lifecare-firewall-policy", { ruleCollectionGroups: [{ id: `${policy}/ruleCollectionGroups/vendor-matrix` }, { id: `${policy}/ruleCollectionGroups/evil` }] })).toEqual(["stranger ruleCollectionGroups[1].id afwp-ank-prod/ruleCollectionGroups/evil"]);
    expect(answer("lifecare-core-security-group", { subnets: [{ id: `${network}/subnets/snet-core` }, { id: `${network}/subnets/evil` }], defaultSecurityRules: [{ id: `${named("lifecare-core-security-group").id}/defaultSecurityRules/a` }] })).toEqual(["stranger subnets[1].id vnet-ank-prod/subnets/evil"]);
    const machine = plan.servers[0]!.computerName;
    expect(answer(`${machine}-machine`, { storageProfile: { osDisk: { managedDisk: { id: `${groupId}/providers/Microsoft.Compute/disks/${machine}-os` } } }, resources: [{ id: `${groupId}/providers/Microsoft.Compute/virtualMachines/${machine}/extensions/x` }] })).toEqual([]);
  });

  test("shows no secret, whatever Azure answers", () => {
    const word = "planted-Secret/1";
    const machine = asMade(named(`${plan.servers[0]!.computerName}-machine`));
    const places = [["osProfile", "adminPassword"], ["osProfile", "customData"], ["userData"], ["protectedSettings"], ["clientSecret"]] as const;
    for (const path of places) {
      const findings = drift(changed(machine, path, word));
      expect(findings).toHaveLength(1);
      expect(JSON.stringify(findings)).not.toContain(word);
    }
    const nested = drift(changed(machine, ["extra"], { accountKey: word, list: [{ password: { deep: word } }], shown: "yes" }));
    expect(JSON.stringify(nested)).not.toContain(word);
    expect(nested[0]?.found).toEqual({ accountKey: "[secret]", list: [{ password: "[secret]" }], shown: "yes" });
  });
});
