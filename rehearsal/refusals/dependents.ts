import { isWithin, sameId } from "../../azure/resourceIds.ts";
import { AzureError } from "../azureError.ts";
import { referencesTo } from "../backReferences.ts";
import { listAt, objectAt, textAt, type PropertyValue } from "../propertyValues.ts";
import { resourceName } from "../resourceAddress.ts";
import type { ResourceStore } from "../resourceStore.ts";
import type { BehaviourId } from "./behaviours.ts";
import type { Caller, Deletion } from "./change.ts";

/** Who has to go before a resource of this type can: what the resource's answer says about its users. */
interface Hold {
  readonly behaviour: BehaviourId;
  readonly usersIn: (answer: Readonly<Record<string, PropertyValue>>) => readonly string[];
  readonly text: (id: string, users: readonly string[]) => string;
}

const listed = (name: string) => (answer: Readonly<Record<string, PropertyValue>>) => listAt(answer, name).map((user) => textAt(user, "id") ?? "");

const holds: Readonly<Record<string, Hold>> = {
  "microsoft.network/virtualnetworks/subnets": {
    behaviour: "subnet-in-use",
    usersIn: listed("ipConfigurations"),
    text: (id, users) => `Subnet ${resourceName(id)} is in use by ${users[0]} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
  },
  "microsoft.network/networksecuritygroups": {
    behaviour: "group-in-use",
    usersIn: (answer) => [...listed("networkInterfaces")(answer), ...listed("subnets")(answer)],
    text: (id, users) => `Network security group ${id} cannot be deleted because it is in use by the following resources: ${users.join(", ")}. In order to delete the Network security group, remove the association with the resource(s).`,
  },
  "microsoft.network/routetables": {
    behaviour: "routes-in-use",
    usersIn: listed("subnets"),
    text: (id) => `Route table ${resourceName(id)} is in use and cannot be deleted.`,
  },
  "microsoft.network/publicipaddresses": {
    behaviour: "address-in-use",
    usersIn: (answer) => textsOf(textAt(answer["ipConfiguration"], "id")),
    text: (id, users) => `Public IP address ${id} can not be deleted since it is still allocated to resource ${users[0]}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.`,
  },
  "microsoft.network/firewallpolicies": {
    behaviour: "policy-in-use",
    usersIn: listed("firewalls"),
    text: (id, users) => `Firewall policy ${id} cannot be deleted because it is in use by ${users.join(", ")}.`,
  },
  "microsoft.network/networkinterfaces": {
    behaviour: "interface-in-use",
    usersIn: (answer) => textsOf(textAt(answer["virtualMachine"], "id")),
    text: (id, users) => `Network Interface ${id} is used by existing resource ${users[0]}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
  },
  "microsoft.compute/disks": {
    behaviour: "disk-in-use",
    usersIn: (answer) => textsOf(textAt(answer, "managedBy")),
    text: (id, users) => `Disk ${resourceName(id)} is attached to VM ${users[0]}.`,
  },
};

function textsOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

/** Refuses to delete what something else stands on, unless that goes with it (what lies in the same network or resource group). */
export function requireUnused({ type, id, store, caller }: Deletion): void {
  if (type.armType === "Microsoft.Compute/availabilitySets") {
    requireEmptySet(store, caller, id);
    return;
  }
  requireFree(store, caller, type.armType, id, id);
  if (type.armType !== "Microsoft.Network/virtualNetworks" && type.armType !== "Microsoft.Resources/resourceGroups") return;
  for (const inside of store.below(id)) {
    if (!sameId(inside.id, id)) requireFree(store, caller, inside.type, inside.id, id);
  }
}

/** Refuses to take away a subnet in which something stands. */
export function requireUnusedSubnet(store: ResourceStore, caller: Caller, id: string): void {
  requireFree(store, caller, "Microsoft.Network/virtualNetworks/subnets", id, id);
}

/** Who has an address in a subnet. */
export function usersOfSubnet(store: ResourceStore, { subscriptionId }: Caller, id: string): readonly string[] {
  return listed("ipConfigurations")(referencesTo(store, subscriptionId, "Microsoft.Network/virtualNetworks/subnets", id));
}

function requireFree(store: ResourceStore, { subscriptionId }: Caller, armType: string, id: string, gone: string): void {
  const hold = holds[armType.toLowerCase()];
  if (hold === undefined) return;
  const users = hold.usersIn(referencesTo(store, subscriptionId, armType, id)).filter((user) => !isWithin(user, gone));
  if (users.length > 0) throw new AzureError(hold.behaviour, hold.text(id, users));
}

function requireEmptySet(store: ResourceStore, { subscriptionId }: Caller, id: string): void {
  const machines = store.ofType(subscriptionId, "Microsoft.Compute/virtualMachines");
  if (!machines.some(({ properties }) => sameId(textAt(objectAt(properties, "availabilitySet"), "id") ?? "", id))) return;
  throw new AzureError("set-in-use", `Availability Set ${resourceName(id)} cannot be deleted. Before deleting an Availability Set please ensure that it does not contain any VM.`);
}
