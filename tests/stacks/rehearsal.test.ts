import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManagementLockByScope } from "@pulumi/azure-native/authorization/index.js";
import { Disk, VirtualMachine } from "@pulumi/azure-native/compute/index.js";
import { Secret, Vault } from "@pulumi/azure-native/keyvault/index.js";
import { NetworkInterface, NetworkSecurityGroup, PublicIPAddress, Route, RouteTable, VirtualNetwork } from "@pulumi/azure-native/network/index.js";
import { ResourceGroup } from "@pulumi/azure-native/resources/index.js";
import { Account } from "@pulumi/azure-native/maps/index.js";
import { ComponentResource, type Output } from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { RandomPassword } from "@pulumi/random";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changesOf, nameOf, type RunSummary } from "../../engine/operations.ts";
import { openStack, type RunningStack } from "../../engine/workspace.ts";
import { ResourceStore } from "../../rehearsal/resourceStore.ts";
import { startRehearsal, type Rehearsal } from "../../rehearsal/startRehearsal.ts";
import { findSecrets, formsIn } from "../secretSearch.ts";
import { describeWithEngine } from "./describeWithEngine.ts";

const subscriptionId = "11111111-2222-3333-4444-555555555555";

/** What a test changes between runs. */
interface Site {
  readonly owner: string;
  readonly purpose: string;
  readonly ignorePassword: boolean;
  readonly routeName: string;
  readonly unknownType: boolean;
}

const site: Site = { owner: "it", purpose: "first", ignorePassword: true, routeName: "out", unknownType: false };

interface Seen {
  readonly passwords: Set<string>;
  readonly known: Map<string, boolean>;
}

/** A site that knows nothing of the product: a network, a machine with a password of its own, a vault. */
class TestSite extends ComponentResource {
  constructor(name: string, { owner, purpose, ignorePassword, routeName, unknownType }: Site, seen: Seen) {
    super("test:index:Site", name);
    const parent = { parent: this };
    const group = new ResourceGroup("group", { location: "Sweden Central", tags: { owner } }, parent);
    const inGroup = { resourceGroupName: group.name, location: "swedencentral" };
    const rule = { access: "Allow", direction: "Inbound", protocol: "Tcp", sourceAddressPrefix: "10.0.0.0/8", sourcePortRange: "*", destinationAddressPrefix: "*" };
    const security = new NetworkSecurityGroup(
      "security",
      { ...inGroup, securityRules: [{ ...rule, name: "https", priority: 200, destinationPortRange: "443" }, { ...rule, name: "sql", priority: 100, destinationPortRange: "1433" }] },
      parent,
    );
    const routes = new RouteTable("routes", inGroup, parent);
    new Route("route", { resourceGroupName: group.name, routeTableName: routes.name, routeName, addressPrefix: "0.0.0.0/0", nextHopType: "None" }, parent);
    const network = new VirtualNetwork(
      "network",
      { ...inGroup, addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, subnets: [{ name: "core", addressPrefix: "10.0.1.0/24", networkSecurityGroup: { id: security.id }, routeTable: { id: routes.id } }] },
      parent,
    );
    new PublicIPAddress("address", { ...inGroup, publicIPAllocationMethod: "Static", sku: { name: "Standard" } }, parent);
    const subnetId = network.subnets.apply((subnets) => subnets?.[0]?.id ?? "");
    const nic = new NetworkInterface("nic", { ...inGroup, ipConfigurations: [{ name: "ip", subnet: { id: subnetId } }] }, parent);
    const disk = new Disk("data", { ...inGroup, diskSizeGB: 128, creationData: { createOption: "Empty" } }, parent);
    const password = new RandomPassword("password", { length: 15, overrideSpecial: '&<"\\', minSpecial: 3, keepers: { purpose } }, parent);
    password.result.apply((result) => seen.passwords.add(result));
    const machine = new VirtualMachine(
      "machine",
      {
        ...inGroup,
        hardwareProfile: { vmSize: "Standard_D4s_v5" },
        identity: { type: "SystemAssigned" },
        osProfile: { computerName: "core1", adminUsername: "local", adminPassword: password.result },
        networkProfile: { networkInterfaces: [{ id: nic.id }] },
        storageProfile: {
          imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2022-datacenter-g2", version: "latest" },
          osDisk: { createOption: "FromImage" },
          dataDisks: [{ lun: 0, createOption: "Attach", managedDisk: { id: disk.id } }],
        },
      },
      { ...parent, ...(ignorePassword ? { ignoreChanges: ["osProfile.adminPassword"] } : {}) },
    );
    const vault = new Vault("vault", { ...inGroup, properties: { tenantId: subscriptionId, sku: { family: "A", name: "standard" } } }, parent);
    const secret = new Secret("secret", { resourceGroupName: group.name, vaultName: vault.name, secretName: "sql", properties: { value: password.result } }, parent);
    // Made last and so deleted first: a lock holds what lies in its scope.
    new ManagementLockByScope("lock", { scope: vault.id, level: "CanNotDelete" }, { ...parent, dependsOn: secret });
    if (unknownType) new Account("maps", { ...inGroup, kind: "Gen2", sku: { name: "G2" } }, parent);
    for (const [property, output] of Object.entries({ etag: network.etag, location: network.location, addressSpace: network.addressSpace, id: machine.id })) {
      void isKnown(output).then((known) => seen.known.set(property, known));
    }
    this.registerOutputs({ address: nic.ipConfigurations });
  }
}

function isKnown(output: Output<unknown>): Promise<boolean> {
  return (output as unknown as { isKnown: Promise<boolean> }).isKnown;
}

describeWithEngine("a stack on the rehearsed Azure", (engine) => {
  let folder: string;
  let rehearsal: Rehearsal;
  let wanted: Site = site;
  const seen: Seen = { passwords: new Set(), known: new Map() };
  let stack: RunningStack;
  const printed: string[] = [];

  async function open(name: string, program: () => Promise<object>): Promise<RunningStack> {
    const stackFile = join(folder, `Pulumi.${name}.yaml`);
    writeFileSync(stackFile, `config:\n  azure-native:subscriptionId: ${subscriptionId}\n`);
    return openStack({ engine, folder, project: "site", stack: name, stackFile, program, debugProviders: rehearsal.debugProviders });
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "rehearsal-stack-"));
    rehearsal = await startRehearsal({ storeFolder: join(folder, "store") });
    stack = await open("dev", async () => {
      new TestSite("site", wanted, seen);
      return {};
    });
  });
  afterAll(async () => {
    await rehearsal.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a user can see. The SDK's own debug messages are left out: they hold every answer of the engine, secrets too. */
  const told = (event: EngineEvent) => {
    if (String(event.diagnosticEvent?.severity) !== "debug") printed.push(JSON.stringify(event));
  };
  const changes = (summary: RunSummary) => changesOf(summary).map(({ op, name }) => `${op} ${name}`).sort();

  /** What a refresh makes of each resource. */
  async function refreshed(): Promise<readonly string[]> {
    const results: string[] = [];
    await stack.refresh({
      onEvent: (event) => {
        const metadata = event.resOutputsEvent?.metadata;
        if (metadata !== undefined) results.push(`${metadata.op} ${nameOf(metadata.urn)}`);
      },
    });
    return results;
  }

  test("is previewed: what only Azure can answer is unknown, an echoed object too as long as Azure may add to it", async () => {
    const summary = await stack.preview({ onEvent: told });
    expect(summary.counts).toEqual({ create: 17 });
    expect(Object.fromEntries(seen.known)).toEqual({ etag: false, location: true, addressSpace: false, id: false });
    expect(rehearsal.calls.of("create")).toBe(13);
    expect(new ResourceStore(join(folder, "store")).all()).toEqual([]);
  });

  test("comes up, and a second up changes nothing", async () => {
    expect((await stack.up({ onEvent: told })).counts).toEqual({ create: 17 });
    expect((await stack.up({ onEvent: told })).counts).toEqual({ same: 17 });
    expect(Object.fromEntries(seen.known)).toEqual({ etag: true, location: true, addressSpace: true, id: true });
  });

  test("has ids in ARM form and addresses of its subnet", async () => {
    const resources = await stack.resources();
    const group = resources.find(({ urn }) => nameOf(urn) === "group")?.outputs["name"];
    const nic = resources.find(({ urn }) => nameOf(urn) === "nic");
    expect(nic?.id).toMatch(new RegExp(`^/subscriptions/${subscriptionId}/resourceGroups/${String(group)}/providers/Microsoft.Network/networkInterfaces/nic[0-9a-f]{8}$`));
    expect(nic?.outputs["ipConfigurations"]).toMatchObject([{ name: "ip", privateIPAddress: "10.0.1.4" }]);
  });

  test("is the same after a refresh, and in the preview that follows it", async () => {
    const results = await refreshed();
    expect(results.length).toBeGreaterThanOrEqual(13);
    expect(results.filter((result) => !/^(same|refresh) /.test(result))).toEqual([]);
    expect(changes(await stack.preview())).toEqual([]);
  });

  test("shows one edit as one update", async () => {
    wanted = { ...wanted, owner: "operations" };
    expect(changes(await stack.up({ onEvent: told }))).toEqual(["update group"]);
  });

  test("deletes first where a resource of Azure is replaced, and last where a random value is; a new password reaches the vault", async () => {
    wanted = { ...wanted, routeName: "outward", purpose: "second" };
    const done = changesOf(await stack.up({ onEvent: told })).map(({ op, name }) => `${op} ${name}`);
    expect(done.filter((change) => change.endsWith(" route"))).toEqual(["delete-replaced route", "replace route", "create-replacement route"]);
    expect(done.filter((change) => change.endsWith(" password"))).toEqual(["create-replacement password", "replace password", "delete-replaced password"]);
    expect(done.filter((change) => !/ (route|password)$/.test(change))).toEqual(["update secret"]);
  });

  test("previews a new password of a machine where the program does not ignore it, and Azure refuses", async () => {
    wanted = { ...wanted, ignorePassword: false };
    expect(changes(await stack.preview())).toEqual(["update machine"]);
    await expect(stack.up({ onEvent: told })).rejects.toThrow(/PropertyChangeNotAllowed.*Changing property 'osProfile.adminPassword' is not allowed/);
    wanted = { ...wanted, ignorePassword: true };
  });

  test("keeps its passwords out of state, store and everything that is printed", async () => {
    expect(seen.passwords.size).toBe(2);
    const passwords = [...seen.passwords];
    expect(findSecrets(folder, passwords)).toEqual([]);
    expect(passwords.flatMap((password) => formsIn(Buffer.from(printed.join("\n")), password))).toEqual([]);
    const planted = join(folder, "planted");
    writeFileSync(planted, JSON.stringify({ password: passwords[0] }));
    expect(findSecrets(folder, passwords)).toContain(`${planted}: JSON`);
    rmSync(planted);
  });

  test("refuses a type that is not rehearsed, by name", async () => {
    wanted = { ...wanted, unknownType: true };
    await expect(stack.preview()).rejects.toThrow(/azure-native:maps:Account is not among the rehearsed types/);
    wanted = { ...wanted, unknownType: false };
  });

  test("can be read and imported by another stack", async () => {
    const network = (await stack.resources()).find(({ urn }) => nameOf(urn) === "network");
    const id = network?.id ?? "";
    let prefixes: readonly string[] | undefined;
    const reader = await open("reader", async () => {
      const read = VirtualNetwork.get("read", id);
      prefixes = await new Promise((resolve) => read.addressSpace.apply((space) => resolve(space?.addressPrefixes)));
      new ResourceGroup("imported", { resourceGroupName: id.split("/")[4], location: "swedencentral", tags: { owner: "operations" } }, { import: id.split("/").slice(0, 5).join("/"), retainOnDelete: true });
      return {};
    });
    expect((await reader.up()).counts).toMatchObject({ import: 1 });
    expect(prefixes).toEqual(["10.0.0.0/16"]);
    await reader.destroy();
  });

  test("is made again where somebody deleted it in Azure", async () => {
    const lock = (await stack.resources()).find(({ urn }) => nameOf(urn) === "lock");
    rmSync(join(folder, "store", ...(lock?.id ?? "").toLowerCase().split("/").slice(1)), { recursive: true });
    expect((await refreshed()).filter((result) => !/^(same|refresh) /.test(result))).toEqual(["delete lock"]);
    expect(changes(await stack.up())).toEqual(["create lock"]);
  });

  test("is destroyed to the last resource, and leaves nothing but the name of its deleted vault", async () => {
    expect((await stack.destroy()).counts).toEqual({ delete: 17 });
    const left = readdirSync(join(folder, "store"), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("resource.json"));
    expect(left).toEqual([expect.stringMatching(/deletedvaults.vault[0-9a-f]{8}.resource\.json$/)]);
  });
});
