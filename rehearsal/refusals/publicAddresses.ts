import { AzureError } from "../azureError.ts";
import { normalLocation } from "../inputDiff.ts";
import { listAt, objectAt, textAt, type PropertyValue } from "../propertyValues.ts";
import { resourceName } from "../resourceAddress.ts";
import { quotaOf } from "../subscriptionFacts.ts";
import type { Write } from "./change.ts";

/** SKU and allocation of a public address. Azure takes Basic where no SKU is given, and makes none any more. */
export function requireGoodPublicAddress({ id, inputs, before }: Write): void {
  const sku = textAt(objectAt(inputs, "sku"), "name") ?? "Basic";
  if (sku === "Basic" && before === undefined) {
    throw new AzureError("basic-address", "Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region.");
  }
  if (sku === "Standard" && textAt(inputs, "publicIPAllocationMethod") !== "Static") {
    throw new AzureError("address-sku", `Standard sku publicIp ${id} must have AllocationMethod set to Static.`);
  }
}

/** How many public addresses a region may have. */
export function requireAddressQuota({ type, inputs, before, store, caller }: Write): void {
  if (before !== undefined) return;
  const location = normalLocation(textAt(inputs, "location") ?? "");
  const limit = quotaOf(store, caller.subscriptionId, location, "PublicIPAddresses");
  const here = store.ofType(caller.subscriptionId, type.armType).filter(({ properties }) => normalLocation(textAt(properties, "location") ?? "") === location);
  if (limit === undefined || here.length < limit) return;
  throw new AzureError("address-quota", `Cannot create more than ${limit} public IP addresses for this subscription in this region.`);
}

/** Zones are said once, when the resource is made. */
export function requireSameZones({ id, inputs, before }: Write): void {
  if (before === undefined) return;
  const [was, wanted] = [zonesText(before.properties["zones"]), zonesText(inputs["zones"])];
  if (was === wanted) return;
  throw new AzureError(
    "zones-fixed",
    `Resource ${resourceName(id)} has an existing availability zone constraint ${was} and the request has availability zone constraint ${wanted}, which do not match. Zones cannot be added/updated/removed once the resource is created. The resource cannot be updated from regional to zonal or vice-versa.`,
  );
}

function zonesText(zones: PropertyValue | undefined): string {
  const list = listAt({ zones: zones ?? [] }, "zones");
  return list.length === 0 ? "NoZone" : [...list].map(String).sort().join(", ");
}
