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

const network = "Microsoft.Network";

/** Outputs only: where the property is an input too (an availability set's machines), a refresh would put it into the inputs. */
const backReferences: readonly BackReference[] = [
  ...["networkInterfaces", "azureFirewalls", "bastionHosts"].flatMap((from): BackReference[] => [
    { of: "microsoft.network/virtualnetworks/subnets", property: "ipConfigurations", from: `${network}/${from}`, path: "ipConfigurations[]#.subnet.id", answer: "references" },
    { of: "microsoft.network/publicipaddresses", property: "ipConfiguration", from: `${network}/${from}`, path: "ipConfigurations[]#.publicIPAddress.id", answer: "reference" },
  ]),
  { of: "microsoft.network/networksecuritygroups", property: "subnets", from: `${network}/virtualNetworks/subnets`, path: "networkSecurityGroup.id", answer: "references" },
  { of: "microsoft.network/networksecuritygroups", property: "networkInterfaces", from: `${network}/networkInterfaces`, path: "networkSecurityGroup.id", answer: "references" },
  { of: "microsoft.network/routetables", property: "subnets", from: `${network}/virtualNetworks/subnets`, path: "routeTable.id", answer: "references" },
  { of: "microsoft.network/firewallpolicies", property: "firewalls", from: `${network}/azureFirewalls`, path: "firewallPolicy.id", answer: "references" },
  { of: "microsoft.network/networkinterfaces", property: "virtualMachine", from: "Microsoft.Compute/virtualMachines", path: "networkProfile.networkInterfaces[].id", answer: "reference" },
  { of: "microsoft.compute/disks", property: "managedBy", from: "Microsoft.Compute/virtualMachines", path: "storageProfile.dataDisks[].managedDisk.id", answer: "id", with: { diskState: "Attached" } },
];

/** Who refers to a resource, as Azure answers it: a subnet's IP configurations, a network interface's machine. */
export function referencesTo(store: ResourceStore, subscriptionId: string, armType: string, id: string): Properties {
  const answer: Record<string, PropertyValue> = {};
  for (const reference of backReferences) {
    if (reference.of !== armType.toLowerCase()) continue;
    const found = store.ofType(subscriptionId, reference.from).flatMap((resource) => holders(resource.properties, resource.id, reference.path, id));
    if (found.length === 0) continue;
    const earlier = answer[reference.property];
    const references: readonly PropertyValue[] = found.map((holder) => ({ id: holder }));
    if (reference.answer === "references") answer[reference.property] = [...(isArray(earlier) ? earlier : []), ...references];
    if (reference.answer === "reference") answer[reference.property] = references[0] ?? null;
    if (reference.answer === "id") answer[reference.property] = found[0] ?? null;
    Object.assign(answer, reference.with);
  }
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
