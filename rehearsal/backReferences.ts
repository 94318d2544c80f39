import { sameId } from "../azure/resourceIds.ts";
import { isArray, isObject, type Properties, type PropertyValue } from "./propertyValues.ts";
import type { ResourceStore } from "./resourceStore.ts";

/** An output of one type that says who refers to it. */
interface BackReference {
  /** ARM type that answers, in lower case. */
  readonly of: string;
  readonly property: string;
  /** ARM type that refers, and where its properties hold the id; the part up to `#` is what is named in the answer. */
  readonly from: string;
  readonly path: string;
  readonly answer: "references" | "reference" | "id";
  /** What else changes with it. */
  readonly with?: Properties;
}

const securityGroups = "microsoft.network/networksecuritygroups";
const subnets = "Microsoft.Network/virtualNetworks/subnets";
const machines = "Microsoft.Compute/virtualMachines";
const withAddresses = ["networkInterfaces", "azureFirewalls", "bastionHosts"].map((type) => `Microsoft.Network/${type}`);

/** Outputs only: where the property is an input too (an availability set's machines), a refresh would put it into the inputs. */
const backReferences: readonly BackReference[] = [
  ...withAddresses.map((from) => references(subnets.toLowerCase(), "ipConfigurations", from, "ipConfigurations[]#.subnet.id")),
  ...withAddresses.map((from) => reference("microsoft.network/publicipaddresses", "ipConfiguration", from, "ipConfigurations[]#.publicIPAddress.id")),
  references(securityGroups, "subnets", subnets, "networkSecurityGroup.id"),
  references(securityGroups, "networkInterfaces", "Microsoft.Network/networkInterfaces", "networkSecurityGroup.id"),
  references("microsoft.network/routetables", "subnets", subnets, "routeTable.id"),
  references("microsoft.network/firewallpolicies", "firewalls", "Microsoft.Network/azureFirewalls", "firewallPolicy.id"),
  reference("microsoft.network/networkinterfaces", "virtualMachine", machines, "networkProfile.networkInterfaces[].id"),
  {
    of: "microsoft.compute/disks",
    property: "managedBy",
    from: machines,
    path: "storageProfile.dataDisks[].managedDisk.id",
    answer: "id",
    with: { diskState: "Attached" },
  },
];

/** Lists in which a resource names what lies below it and is written by itself alone: ARM type in lower case, and property. */
const namedBelow: Readonly<Record<string, string>> = { "microsoft.network/firewallpolicies": "ruleCollectionGroups" };

function references(of: string, property: string, from: string, path: string): BackReference {
  return { of, property, from, path, answer: "references" };
}

function reference(of: string, property: string, from: string, path: string): BackReference {
  return { of, property, from, path, answer: "reference" };
}

/** Who refers to a resource, as Azure answers it: a subnet's IP configurations, a network interface's machine. */
export function referencesTo(store: ResourceStore, subscriptionId: string, armType: string, id: string): Properties {
  const answer: Record<string, PropertyValue> = {};
  for (const row of backReferences.filter(({ of }) => of === armType.toLowerCase())) {
    const found = store.ofType(subscriptionId, row.from).flatMap((resource) => holders(resource.properties, resource.id, row.path, id));
    if (found.length === 0) continue;
    const earlier = answer[row.property];
    const ids: readonly PropertyValue[] = found.map((holder) => ({ id: holder }));
    if (row.answer === "references") answer[row.property] = [...(isArray(earlier) ? earlier : []), ...ids];
    if (row.answer === "reference") answer[row.property] = ids[0] ?? null;
    if (row.answer === "id") answer[row.property] = found[0] ?? null;
    Object.assign(answer, row.with);
  }
  const below = namedBelow[armType.toLowerCase()];
  if (below !== undefined) answer[below] = store.children(id, below).map((child) => ({ id: child.id }));
  return answer;
}

/** Ids of what holds the wanted id at this path: the resource itself, or the part of it that `#` marks. */
function holders(value: PropertyValue, holder: string, path: string, wanted: string): readonly string[] {
  if (path === "") return typeof value === "string" && sameId(value, wanted) ? [holder] : [];
  if (isArray(value)) return value.flatMap((item) => holders(item, holder, path, wanted));
  if (path.startsWith("#")) return holders(value, ownId(value) ?? holder, path.slice(1).replace(/^\./, ""), wanted);
  const [, name = "", rest = ""] = /^(\w+)(?:\[\])?\.?(.*)$/.exec(path) ?? [];
  const inner = isObject(value) ? value[name] : undefined;
  return inner === undefined ? [] : holders(inner, holder, rest, wanted);
}

function ownId(value: PropertyValue): string | undefined {
  return isObject(value) && typeof value["id"] === "string" ? value["id"] : undefined;
}
