import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties } from "../propertyValues.ts";
import { RehearsedAzure } from "../rehearsedAzure.ts";
import { idFromInputs } from "../resourceAddress.ts";
import { ResourceStore } from "../resourceStore.ts";
import { resolveType, type RehearsedType } from "../resourceTypes.ts";
import { writeSubscriptionFacts, type SubscriptionFacts } from "../subscriptionFacts.ts";
import { CallsUnderWay } from "../underWay.ts";

export const subscriptionId = "11111111-2222-3333-4444-555555555555";
const tenantId = "99999999-2222-3333-4444-555555555555";

/** An Azure of a test's own, with the resource groups `core` and `other` in Sweden Central. */
export class TestWorld {
  readonly #folder = mkdtempSync(join(tmpdir(), "refusals-"));
  readonly store = new ResourceStore(this.#folder);
  readonly #underWay = new CallsUnderWay();
  readonly #azure = new RehearsedAzure(this.store, this.#underWay);
  #end = (): void => undefined;

  constructor() {
    for (const name of ["core", "other"]) this.create("resources:ResourceGroup", { resourceGroupName: name, location: "swedencentral" });
  }

  /** Makes a resource in the resource group `core`, Sweden Central, where nothing else is said; answers its id. */
  create(name: string, inputs: Properties): string {
    return this.#put(name, inputs, true, undefined);
  }

  /** Writes a resource that stands. `inputsBefore` is what the engine would send along. */
  update(name: string, inputs: Properties, inputsBefore?: Properties): string {
    return this.#put(name, inputs, false, inputsBefore);
  }

  remove(name: string, inputs: Properties): void {
    const type = typeOf(name);
    this.#azure.delete(type, idFromInputs(type, { resourceGroupName: "core", ...inputs }, subscriptionId), { subscriptionId, tenantId });
  }

  /** Begins a write that takes its time, until the next `end`. */
  begin(id: string): void {
    this.#end = this.#underWay.begin(id);
  }

  end(): void {
    this.#end();
  }

  entitle(facts: SubscriptionFacts): void {
    writeSubscriptionFacts(this.store, subscriptionId, facts);
  }

  /** Everything that stands, the subscription's entitlements apart. */
  standing(): readonly unknown[] {
    return this.store.all().filter(({ type }) => type !== "Microsoft.Resources/subscriptions");
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #put(name: string, inputs: Properties, mustBeNew: boolean, inputsBefore: Properties | undefined): string {
    const type = typeOf(name);
    const placed = { resourceGroupName: "core", ...(withoutLocation.has(name) ? {} : { location: "swedencentral" }), ...inputs };
    const id = idFromInputs(type, placed, subscriptionId);
    this.#azure.put(type, id, placed, { subscriptionId, tenantId }, mustBeNew, inputsBefore);
    return id;
  }
}

const withoutLocation = new Set(["network:Subnet", "network:SecurityRule", "network:Route", "network:VirtualNetworkPeering", "network:FirewallPolicyRuleCollectionGroup", "keyvault:Secret", "authorization:ManagementLockByScope", "authorization:RoleAssignment"]);

function typeOf(name: string): RehearsedType {
  const type = resolveType(`azure-native:${name}`)?.type;
  if (type === undefined) throw new Error(name);
  return type;
}

/** A mistake, and the same request with the mistake mended. */
export interface Case {
  readonly prepare?: (world: TestWorld) => void;
  readonly mistake: (world: TestWorld) => void;
  readonly mended: (world: TestWorld) => void;
}

/** The id of a resource in the group `core`. */
export function idOf(path: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/core/providers/${path}`;
}

/** A network `main` 10.0.0.0/16 with subnets as given. */
export function network(world: TestWorld, subnets: readonly Properties[] = [{ name: "web", addressPrefix: "10.0.1.0/24" }], more: Properties = {}): string {
  return world.create("network:VirtualNetwork", { virtualNetworkName: "main", addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, subnets: [...subnets], ...more });
}

export function subnetId(name: string, networkName = "main"): string {
  return idOf(`Microsoft.Network/virtualNetworks/${networkName}/subnets/${name}`);
}

/** The inputs of an interface in a subnet, static where an address is given. */
export function nic(name: string, subnet = "web", address?: string): Properties {
  const how: Properties = address === undefined ? {} : { privateIPAllocationMethod: "Static", privateIPAddress: address };
  return { networkInterfaceName: name, ipConfigurations: [{ name: "ip", subnet: { id: subnetId(subnet) }, ...how }] };
}

export function publicAddress(name: string): Properties {
  return { publicIpAddressName: name, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" };
}

/** The inputs of a Windows machine. */
export function machine(name: string, more: Properties = {}): Properties {
  return {
    vmName: name,
    hardwareProfile: { vmSize: "Standard_D4s_v5" },
    osProfile: { computerName: name, adminUsername: "local", adminPassword: "only-here-1" },
    storageProfile: { imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2022-datacenter-g2", version: "latest" }, osDisk: { createOption: "FromImage", diskSizeGB: 128 } },
    ...more,
  };
}

export function disk(name: string, more: Properties = {}): Properties {
  return { diskName: name, diskSizeGB: 128, creationData: { createOption: "Empty" }, ...more };
}

/** Data disks of the group `core` as a machine attaches them. */
export function attached(...names: readonly string[]): Properties {
  return { osDisk: { createOption: "FromImage", diskSizeGB: 128 }, dataDisks: names.map((name, lun) => ({ lun, createOption: "Attach", managedDisk: { id: idOf(`Microsoft.Compute/disks/${name}`) } })) };
}
