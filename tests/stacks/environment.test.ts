import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planned, readStack } from "../../commands/drift.ts";
import { changesOf, nameOf } from "../../engine/operations.ts";
import type { StateResource } from "../../engine/workspace.ts";
import type { EnvironmentPlan } from "../../environment/plan.ts";
import { isOutput } from "../../environment/planned.ts";
import { describeWithEngine } from "./describeWithEngine.ts";
import { openEnvironment, type RunningEnvironment } from "./openEnvironment.ts";

/** How the engine writes a value that it does not know yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How the engine marks a secret in its state. */
const secretSignature = "4dabf18193072939515e22adb298388d";

/** What azure-native fills in where a program says nothing (its own defaults, beside the version of the API). */
const providerDefaults: Readonly<Record<string, readonly string[]>> = {
  "azure-native:keyvault:Vault": ["properties.enabledForDeployment", "properties.enabledForDiskEncryption", "properties.enabledForTemplateDeployment"],
  "azure-native:network:VirtualNetwork": ["enableDdosProtection", "enableVmProtection"],
  "azure-native:sqlvirtualmachine:SqlVirtualMachine": ["enableAutomaticUpgrade", "leastPrivilegeMode", "storageConfigurationSettings.enableStorageConfigBlade"],
};

for (const name of ["utb", "prod"] as const) {
  describeWithEngine(`${name.toUpperCase()}, as its stack file asks for it,`, (engine) => {
    let environment: RunningEnvironment;
    let plan: EnvironmentPlan;
    const previewed = new Map<string, unknown>();
    let standing: readonly StateResource[];

    beforeAll(async () => {
      environment = await openEnvironment(engine, name);
      plan = environment.plan();
      const remember = (event: EngineEvent) => {
        const told = event.resourcePreEvent?.metadata;
        if (told !== undefined && isPlanned(told.type)) previewed.set(nameOf(told.urn), told.new?.inputs);
      };
      await environment.stack.preview({ onEvent: remember });
      await environment.stack.up();
      standing = (await environment.stack.resources()).filter(({ type }) => isPlanned(type));
    });
    afterAll(() => environment.close());

    const of = (resource: string) => standing.find(({ urn }) => nameOf(urn) === resource)!;

    test("is known at preview, every input of it but the generated passwords", () => {
      expect(previewed.size).toBe(plan.resources.length);
      const values = [...previewed].flatMap(([resource, inputs]) => leaves(withoutSecrets(inputs)).map(({ path, value }) => ({ place: `${resource} ${path}`, value: String(value) })));
      expect(values.filter(({ value }) => value.includes(unknown)).map(({ place }) => place)).toEqual([]);
      const hidden = values.filter(({ value }) => value === "(generated)").map(({ place }) => place).sort();
      const machines = plan.servers.map(({ computerName }) => `${computerName}-machine osProfile.adminPassword`);
      const secrets = plan.secrets.map((secret) => `lifecare-${secret.name}-secret properties.value`);
      expect(hidden).toEqual([...machines, ...secrets].sort());
    });

    test("is previewed with the literal ids of subnets and the literal rules of the plan", () => {
      for (const type of ["NetworkSecurityGroup", "RouteTable", "FirewallPolicyRuleCollectionGroup", "VirtualNetwork", "NetworkInterface"]) {
        const planned = plan.resources.filter((resource) => resource.type === `azure-native:network:${type}`);
        expect(planned.length).toBeGreaterThan(0);
        for (const resource of planned) expect(previewed.get(resource.name)).toMatchObject(resource.inputs);
      }
    });

    test("holds what the plan lists: the same resources, inputs, protection and ids", () => {
      const listed = (resources: readonly { readonly type: string; readonly name: string }[]) => resources.map(({ type, name: own }) => `${type} ${own}`).sort();
      expect(listed(standing.map(({ type, urn }) => ({ type, name: nameOf(urn) })))).toEqual(listed(plan.resources));
      for (const resource of plan.resources) {
        const found = of(resource.name);
        expect({ name: resource.name, inputs: withoutDefaults(found) }).toEqual({ name: resource.name, inputs: withoutSecrets(resource.inputs) });
        expect({ name: resource.name, protect: found.protect }).toEqual({ name: resource.name, protect: resource.options?.protect ?? false });
        if (resource.id !== undefined) expect(found.id).toBe(resource.id);
      }
      expect(plan.resources.filter(({ id }) => id === undefined).every(({ type }) => type.startsWith("random:"))).toBe(true);
    });

    test("depends on whatever its inputs name by an ARM id, and on whatever its own id lies in", () => {
      const edges = standing.flatMap((resource) => namedIn(resource, standing).map((target) => ({ resource, target })));
      const missing = edges.filter(({ resource, target }) => !dependenciesOf(resource).has(target.urn));
      expect(missing.map(({ resource, target }) => `${nameOf(resource.urn)} -> ${nameOf(target.urn)}`)).toEqual([]);
      const unplanned = edges.filter(({ resource, target }) => !plan.resources.find(({ name: own }) => own === nameOf(resource.urn))!.dependencies.includes(nameOf(target.urn)));
      expect(unplanned.map(({ resource, target }) => `${nameOf(resource.urn)} -> ${nameOf(target.urn)}`)).toEqual([]);
      // The scan has found what a reader of the vendor's document would look for.
      const found = edges.map(({ resource, target }) => `${nameOf(resource.urn)} -> ${nameOf(target.urn)}`);
      const sql = plan.servers.find(({ roles }) => roles.includes("database"))!.computerName;
      expect(found).toEqual(expect.arrayContaining([
        "lifecare-network -> lifecare-database-security-group",
        "lifecare-network -> lifecare-web-routes",
        "lifecare-firewall -> lifecare-network",
        `${sql}-network-interface -> lifecare-network`,
        `${sql}-machine -> ${sql}-tempdb-disk`,
        `${sql}-database-registration -> ${sql}-machine`,
        "lifecare-database-application-secret -> lifecare-vault",
        "lifecare-firewall-outbound -> lifecare-firewall-policy",
        "lifecare-vault -> lifecare-group",
      ]));
    });

    test("depends on exactly what the plan says", () => {
      const planned = Object.fromEntries(plan.resources.map((resource) => [resource.name, resource.dependencies]));
      expect(Object.fromEntries(standing.map((resource) => [nameOf(resource.urn), [...dependenciesOf(resource)].map(nameOf).sort()]))).toEqual(planned);
    });

    test("starts no machine before routes, rules and firewall stand", () => {
      const planned = new Map(plan.resources.map((resource) => [resource.name, resource.dependencies]));
      for (const { computerName, zone } of plan.servers) {
        const [firstRole] = zone.split("-");
        const reachable = closure(`${computerName}-machine`, planned);
        for (const needed of ["lifecare-firewall", "lifecare-firewall-matrix", "lifecare-firewall-outbound", `lifecare-${firstRole}-routes`, `lifecare-${firstRole}-security-group`]) expect(reachable).toContain(needed);
      }
    });

    test("is in Azure as it was made, as `lifecare drift` finds", async () => {
      expect(planned({ stack: name })(await readStack(environment.place))).toMatchObject({ status: "none", findings: [], breaks: { status: "holds", findings: [] } });
    });

    test("changes nothing when it comes up a second time, is refreshed, and comes up again", async () => {
      expect(changesOf(await environment.stack.up())).toEqual([]);
      const results: string[] = [];
      await environment.stack.refresh({
        onEvent: (event) => {
          const told = event.resOutputsEvent?.metadata;
          if (told !== undefined && isPlanned(told.type)) results.push(told.op);
        },
      });
      expect(results.length).toBeGreaterThan(0);
      expect(results.filter((op) => op !== "same" && op !== "refresh")).toEqual([]);
      const refreshed = (await environment.stack.resources()).filter(({ type }) => isPlanned(type));
      for (const resource of refreshed) expect(readable(resource)).toEqual(readable(of(nameOf(resource.urn))));
      expect(changesOf(await environment.stack.preview())).toEqual([]);
    });
  });
}

function isPlanned(type: string): boolean {
  return /^(azure-native|random):/.test(type);
}

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

function leaves(value: unknown, path = ""): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, path === "" ? key : `${path}.${key}`));
}

/** Inputs of the state, secrets written alike and without what azure-native fills in. */
function withoutDefaults({ type, inputs }: StateResource): unknown {
  const copy = withoutSecrets(inputs) as Record<string, unknown>;
  for (const path of ["azureApiVersion", ...(providerDefaults[type] ?? [])]) {
    const segments = path.split(".");
    const parent = segments.slice(0, -1).reduce<Record<string, unknown> | undefined>((at, segment) => at?.[segment] as Record<string, unknown>, copy);
    if (parent !== undefined) delete parent[segments.at(-1)!];
  }
  return copy;
}

function withoutSecrets(value: unknown): unknown {
  if (isOutput(value) || (typeof value === "object" && value !== null && secretSignature in value)) return "(generated)";
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => [key, withoutSecrets(item)]));
}

/** What a refresh must leave alone; a secret is encrypted anew each time. */
function readable({ urn, id, inputs, dependencies, protect }: StateResource): unknown {
  return { urn, id, inputs: withoutSecrets(inputs), dependencies: [...dependencies].sort(), protect };
}

/** Resources of the stack that a resource's inputs name by an ARM id, or that its own id lies in: the longest match for each id. */
function namedIn(resource: StateResource, all: readonly StateResource[]): readonly StateResource[] {
  const ids = leaves(resource.inputs).flatMap(({ value }) => String(value).match(/\/subscriptions\/[^/\s]+\/resourceGroups\/[^\s"']+/gi) ?? []);
  const own = resource.id?.toLowerCase() ?? "";
  const others = all.filter(({ urn, id }) => urn !== resource.urn && id?.startsWith("/subscriptions/"));
  const lengthOf = (id: string, { id: candidate = "" }: StateResource) => (`${id.toLowerCase()}/`.startsWith(`${candidate.toLowerCase()}/`) ? candidate.length : 0);
  const targets = ids.map((id) => others.toSorted((one, other) => lengthOf(id, other) - lengthOf(id, one)).find((candidate) => lengthOf(id, candidate) > 0));
  const containers = others.filter((candidate) => lengthOf(own, candidate) > 0);
  return [...new Set([...targets.filter((target) => target !== undefined), ...containers])];
}

function dependenciesOf({ dependencies, propertyDependencies }: StateResource): ReadonlySet<string> {
  return new Set([...dependencies, ...Object.values(propertyDependencies).flatMap((urns) => urns ?? [])]);
}

function closure(name: string, dependencies: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (current: string) => {
    for (const next of dependencies.get(current) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit(name);
  return reached;
}
