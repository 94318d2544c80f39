import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ResourceStore } from "../../rehearsal/resourceStore.ts";
import { all, openMicrosoftClients, quickly, refusalOf, type MicrosoftClients } from "../microsoftClients.ts";
import { describeWithEngine } from "./describeWithEngine.ts";
import { openEnvironment, type RunningEnvironment } from "./openEnvironment.ts";

describeWithEngine("a UTB that stands, seen and changed by Microsoft's own clients:", (engine) => {
  let environment: RunningEnvironment;
  let group: string;
  let clients: MicrosoftClients;
  let network: MicrosoftClients["network"];
  let compute: MicrosoftClients["compute"];

  beforeAll(async () => {
    environment = await openEnvironment(engine, "utb");
    await environment.stack.up();
    const storeFolder = join(environment.folder, "azure");
    const groupId = new ResourceStore(storeFolder).all().find(({ type }) => type === "Microsoft.Resources/resourceGroups")!.id;
    const [, , subscriptionId = "", , groupName = ""] = groupId.split("/");
    group = groupName;
    clients = await openMicrosoftClients(subscriptionId, { storeFolder, looksUntilDone: 1 });
    ({ network, compute } = clients);
  });
  afterAll(async () => {
    await clients.face.stop();
    await environment.close();
  });

  /**
   * What a refresh finds changed in the inputs, by resource. Every write gives the parts of a network resource a new etag, which azure-native
   * counts among their inputs (its issue 4722, by design): etags are no drift.
   */
  async function drift(): Promise<Readonly<Record<string, readonly string[]>>> {
    await environment.stack.refresh();
    const { operations } = await environment.stack.preview();
    const found = operations.map(({ name, differences }) => [name, differences.filter((path) => !path.endsWith(".etag"))] as const);
    return Object.fromEntries(found.filter(([, differences]) => differences.length > 0));
  }

  test("machines, networks and rules are those of the plan", async () => {
    const planned = environment.plan().resources;
    const machines = await all(compute.virtualMachines.list(group));
    const wanted = planned.filter(({ type }) => type === "azure-native:compute:VirtualMachine");
    expect(machines.map(({ name }) => name).sort()).toEqual(wanted.map(({ inputs }) => String((inputs as { vmName?: unknown }).vmName)).sort());
    expect(machines.map(({ hardwareProfile }) => hardwareProfile?.vmSize).sort()).toEqual(
      wanted.map(({ inputs }) => (inputs as { hardwareProfile: { vmSize: string } }).hardwareProfile.vmSize).sort(),
    );
    const groups = await all(network.networkSecurityGroups.list(group));
    for (const { inputs } of planned.filter(({ type }) => type === "azure-native:network:NetworkSecurityGroup")) {
      const { networkSecurityGroupName, securityRules } = inputs as { networkSecurityGroupName: string; securityRules: readonly object[] };
      expect(groups.find(({ name }) => name === networkSecurityGroupName)?.securityRules).toMatchObject(securityRules);
    }
  });

  test("whatever is read can be written back, and nothing differs", async () => {
    const versions = "2024-05-01";
    const tracked = await all(clients.resources.resources.listByResourceGroup(group));
    expect(tracked.length).toBeGreaterThan(25);
    for (const { id } of tracked) {
      const read = await clients.resources.resources.getById(id!, versions);
      await clients.resources.resources.beginCreateOrUpdateByIdAndWait(id!, versions, read, quickly);
    }
    await writeNetworkBack();
    expect(await drift()).toEqual({});
  });

  /** As typed by the client's own models: what those cannot hold is lost. */
  async function writeNetworkBack(): Promise<void> {
    for (const one of await all(network.virtualNetworks.list(group))) await network.virtualNetworks.beginCreateOrUpdateAndWait(group, one.name!, one, quickly);
    for (const one of await all(network.publicIPAddresses.list(group))) await network.publicIPAddresses.beginCreateOrUpdateAndWait(group, one.name!, one, quickly);
    for (const one of await all(network.networkInterfaces.list(group))) await network.networkInterfaces.beginCreateOrUpdateAndWait(group, one.name!, one, quickly);
    for (const one of await all(network.azureFirewalls.list(group))) await network.azureFirewalls.beginCreateOrUpdateAndWait(group, one.name!, one, quickly);
    for (const policy of await all(network.firewallPolicies.list(group))) {
      await network.firewallPolicies.beginCreateOrUpdateAndWait(group, policy.name!, policy, quickly);
      const groups = await all(network.firewallPolicyRuleCollectionGroups.list(group, policy.name!));
      expect(groups.length).toBeGreaterThan(0);
      for (const one of groups) await network.firewallPolicyRuleCollectionGroups.beginCreateOrUpdateAndWait(group, policy.name!, one.name!, one, quickly);
    }
  }

  test("a port opened, a size lowered and a route dropped are just what a refresh finds, and the next up mends them", async () => {
    const securityGroup = (await all(network.networkSecurityGroups.list(group))).find(({ name }) => name?.includes("core"))!;
    const open = { name: "rdp", priority: 100, access: "Allow", direction: "Inbound", protocol: "Tcp", sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "3389" } as const;
    await network.networkSecurityGroups.beginCreateOrUpdateAndWait(group, securityGroup.name!, { ...securityGroup, securityRules: [...securityGroup.securityRules!, open] }, quickly);
    const machine = (await all(compute.virtualMachines.list(group))).find(({ name }) => name?.includes("cmp"))!;
    await compute.virtualMachines.beginUpdateAndWait(group, machine.name!, { hardwareProfile: { vmSize: "Standard_D2s_v5" } }, quickly);
    const table = (await all(network.routeTables.list(group))).find(({ routes }) => (routes ?? []).length > 0)!;
    await network.routes.beginDeleteAndWait(group, table.name!, table.routes!.at(-1)!.name!, quickly);

    const logicalName = (property: string, name: string) => environment.plan().resources.find(({ inputs }) => (inputs as Record<string, unknown>)[property] === name)!.name;
    expect(await drift()).toEqual({
      [logicalName("networkSecurityGroupName", securityGroup.name!)]: [`securityRules[${securityGroup.securityRules!.length}]`],
      [logicalName("vmName", machine.name!)]: ["hardwareProfile.vmSize"],
      [logicalName("routeTableName", table.name!)]: [`routes[${table.routes!.length - 1}]`],
    });
    await environment.stack.up();
    expect((await network.networkSecurityGroups.get(group, securityGroup.name!)).securityRules?.map(({ name }) => name)).not.toContain("rdp");
    expect((await compute.virtualMachines.get(group, machine.name!)).hardwareProfile).toEqual(machine.hardwareProfile);
    expect((await network.routeTables.get(group, table.name!)).routes?.length).toBe(table.routes!.length);
    expect(await drift()).toEqual({});
  });

  test("what somebody else changed meanwhile is not overwritten, and what is in use stays", async () => {
    const [table] = await all(network.routeTables.list(group));
    const write = () => network.routeTables.beginCreateOrUpdateAndWait(group, table!.name!, table!, { ...quickly, requestOptions: { customHeaders: { "If-Match": table!.etag! } } });
    expect([await refusalOf(write()), await refusalOf(write())]).toEqual(["taken", "412 PreconditionFailed"]);
    expect(await refusalOf(network.routeTables.beginDeleteAndWait(group, table!.name!, quickly))).toBe("400 InUseRouteTableCannotBeDeleted");
    const [nic] = await all(network.networkInterfaces.list(group));
    expect(await refusalOf(network.networkInterfaces.beginDeleteAndWait(group, nic!.name!, quickly))).toBe("400 NicInUse");
    const [disk] = (await all(compute.disks.listByResourceGroup(group))).filter(({ managedBy }) => managedBy !== undefined);
    expect(await refusalOf(compute.disks.beginDeleteAndWait(group, disk!.name!, quickly))).toBe("409 OperationNotAllowed");
  });
});
