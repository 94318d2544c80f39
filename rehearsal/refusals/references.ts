import { isWithin, parseResourceId } from "../../azure/resourceIds.ts";
import { AzureError } from "../azureError.ts";
import { normalLocation } from "../inputDiff.ts";
import { isArray, isObject, textAt, type PropertyValue } from "../propertyValues.ts";
import { rehearsedType } from "../resourceTypes.ts";
import { notFound } from "./place.ts";
import type { Write } from "./change.ts";

interface Reference {
  readonly path: string;
  readonly id: string;
}

/** These may stand in another region than what refers to them. */
const regionless = new Set(["microsoft.network/virtualnetworks", "microsoft.network/firewallpolicies"]);

/** Texts that may hold an id and refer to nothing, and the disk that a machine makes for itself. */
const unread = /^(?:tags|scope|properties\.value)(?:\.|$)|^storageProfile\.osDisk\.managedDisk\.id$/;

/** Refuses an id of a rehearsed type of which there is no resource, whatever its case; of other types nothing is known. */
export function requireReferences(write: Write): void {
  for (const reference of referencesIn(write.inputs)) {
    if (isWithin(reference.id, write.id)) continue;
    const parsed = parseResourceId(reference.id);
    if (parsed === undefined || rehearsedType(parsed.type) === undefined) continue;
    if (!write.store.has(reference.id)) throw missing(write, reference.id, parsed.type);
    requireRegion(write, reference.id, parsed.type);
  }
}

function missing({ type, id }: Write, referred: string, referredType: string): AzureError {
  const [namespace] = type.armType.split("/");
  if (namespace === "Microsoft.Network") return new AzureError("network-reference", networkText(referred, id));
  if (namespace !== "Microsoft.Compute") return new AzureError("linked-reference", notFound(referred));
  const isSet = referredType.toLowerCase() === "microsoft.compute/availabilitysets";
  return new AzureError("machine-reference", isSet ? `The Availability Set ${referred} cannot be found.` : `Resource ${referred} was not found.`);
}

function networkText(referred: string, by: string): string {
  return `Resource ${referred} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`;
}

function requireRegion({ type, id, inputs, before, store }: Write, referred: string, referredType: string): void {
  if (!type.armType.startsWith("Microsoft.Network/") || regionless.has(referredType.toLowerCase())) return;
  const own = textAt(inputs, "location") ?? textAt(before?.properties, "location") ?? locationOf(store, id);
  const its = locationOf(store, referred);
  if (own === undefined || its === undefined || normalLocation(own) === normalLocation(its)) return;
  throw new AzureError("network-reference", networkText(referred, id));
}

/** A nested resource lies where its parent does. */
function locationOf(store: Write["store"], id: string): string | undefined {
  const own = textAt(store.get(id)?.properties, "location");
  if (own !== undefined) return own;
  const parsed = parseResourceId(id);
  return parsed === undefined || parsed.names.length < 2 ? undefined : locationOf(store, id.split("/").slice(0, -2).join("/"));
}

/** Ids stand where a property is called one, for example `subnet.id` or `virtualMachineResourceId`. */
function referencesIn(value: PropertyValue, path = ""): readonly Reference[] {
  if (typeof value === "string") return value.startsWith("/") && /(?:^|\.)(?:id|\w*Id)$/.test(path) && !unread.test(path) && /^\/subscriptions\//i.test(value) ? [{ path, id: value }] : [];
  if (isArray(value)) return value.flatMap((item) => referencesIn(item, path));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => (typeof inner === "number" || typeof inner === "boolean" ? [] : referencesIn(inner, path === "" ? name : `${path}.${name}`)));
}
