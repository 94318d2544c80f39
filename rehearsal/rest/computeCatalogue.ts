import { sqlServerImages, windowsServerImages, type Image } from "../../azure/images.ts";
import { quotaFamilies, regionalQuota } from "../../azure/quotaFamilies.ts";
import { findRegion } from "../../azure/regions.ts";
import { findSize, virtualMachineSizes, type VirtualMachineSize } from "../../azure/virtualMachineSizes.ts";
import { normalLocation } from "../inputDiff.ts";
import { objectAt, textAt, type Properties } from "../propertyValues.ts";
import type { ResourceStore } from "../resourceStore.ts";
import { isRestricted, quotaOf } from "../subscriptionFacts.ts";
import { page } from "./collections.ts";
import { RestRefusal, type RestHandler } from "./exchange.ts";

/** What is answered where a subscription has no quota of its own: more than anybody asks for. */
export const withoutEnd = 100_000;

const zones = ["1", "2", "3"];

/** vCPUs in use and their limits, for each series and all together. */
export const listComputeUsage: RestHandler = (azure, request) => {
  const { subscriptionId = "", location = "" } = request.parameters;
  const sizes = sizesInUse(azure.store, subscriptionId, location);
  const usage = (name: string, title: string, counts: (size: VirtualMachineSize) => boolean): Properties => ({
    unit: "Count",
    currentValue: sizes.filter(counts).reduce((sum, { vCpu }) => sum + vCpu, 0),
    limit: quotaOf(azure.store, subscriptionId, location, name) ?? withoutEnd,
    name: { value: name, localizedValue: title },
  });
  const ofSeries = Object.entries(quotaFamilies).map(([series, name]) => usage(name, `Standard ${series} Family vCPUs`, ({ family }) => family === series));
  return page(azure, request, [usage(regionalQuota, "Total Regional vCPUs", () => true), ...ofSeries]);
};

function sizesInUse(store: ResourceStore, subscriptionId: string, location: string): readonly VirtualMachineSize[] {
  return store.ofType(subscriptionId, "Microsoft.Compute/virtualMachines").flatMap(({ properties }) => {
    if (normalLocation(textAt(properties, "location") ?? "") !== normalLocation(location)) return [];
    const size = findSize(textAt(objectAt(properties, "hardwareProfile"), "vmSize") ?? "");
    return size === undefined ? [] : [size];
  });
}

/** Sizes of machines in the region that `$filter=location eq '…'` names, with what the subscription cannot have. */
export const listSkus: RestHandler = (azure, request) => {
  const { subscriptionId = "" } = request.parameters;
  const location = /location eq '([^']*)'/i.exec(request.query.get("$filter") ?? "")?.[1];
  if (location === undefined) throw new RestRefusal(400, "InvalidFilter", "A rehearsal lists sizes of one region: $filter=location eq '…'.", "$filter");
  return page(azure, request, virtualMachineSizes.map((size) => sku(azure.store, subscriptionId, size, normalLocation(location))));
};

function sku(store: ResourceStore, subscriptionId: string, size: VirtualMachineSize, location: string): Properties {
  const zonesHere = findRegion(location)?.hasZones === true ? zones : [];
  const nowhere = isRestricted(store, subscriptionId, size.name, location, []);
  const zonesWithout = zonesHere.filter((zone) => isRestricted(store, subscriptionId, size.name, location, [zone]));
  const reason = { reasonCode: "NotAvailableForSubscription" };
  return {
    resourceType: "virtualMachines",
    name: size.name,
    tier: "Standard",
    size: size.name.replace(/^Standard_/, ""),
    family: quotaFamilies[size.family] ?? size.family,
    locations: [location],
    locationInfo: [{ location, zones: zonesHere }],
    capabilities: capabilities(size),
    restrictions: [
      ...(nowhere ? [{ type: "Location", values: [location], restrictionInfo: { locations: [location] }, ...reason }] : []),
      ...(!nowhere && zonesWithout.length > 0 ? [{ type: "Zone", values: [location], restrictionInfo: { locations: [location], zones: zonesWithout }, ...reason }] : []),
    ],
  };
}

function capabilities(size: VirtualMachineSize): readonly Properties[] {
  const values: Readonly<Record<string, string | number | boolean>> = {
    vCPUs: size.vCpu,
    MemoryGB: size.memoryGiB,
    MaxDataDiskCount: size.maximumDataDisks,
    MaxResourceVolumeMB: size.temporaryDiskGiB * 1024,
    CpuArchitectureType: size.architecture,
    HyperVGenerations: size.generations.map((generation) => `V${generation}`).join(","),
    DiskControllerTypes: size.diskControllers.join(","),
    AcceleratedNetworkingEnabled: true,
  };
  return Object.entries(values).map(([name, value]) => ({ name, value: typeof value === "boolean" ? (value ? "True" : "False") : String(value) }));
}

const images: readonly Image[] = [...Object.values(windowsServerImages), ...sqlServerImages];

/** A rehearsal's images have one version each. */
const imageVersion = "1.0.0";

/** Plans of an offer, or the versions of a plan; Azure answers such lists bare. What nobody publishes is not found. */
export const listImages: RestHandler = (_, { parameters }) => {
  const { subscriptionId = "", location = "", publisher = "", offer = "", sku: plan } = parameters;
  const same = (a: string, b: string | undefined) => b === undefined || a.toLowerCase() === b.toLowerCase();
  const found = images.filter((image) => same(image.publisher, publisher) && same(image.offer, offer) && same(image.sku, plan));
  if (found.length === 0) {
    throw new RestRefusal(404, "ImageNotFound", `The platform image '${[publisher, offer, plan].filter((word) => word !== undefined).join(":")}' is not available.`);
  }
  const folder = `/Subscriptions/${subscriptionId}/Providers/Microsoft.Compute/Locations/${location}/Publishers/${publisher}/ArtifactTypes/VMImage/Offers/${offer}/Skus`;
  const names = plan === undefined ? found.map(({ sku: name }) => ({ name, id: `${folder}/${name}` })) : [{ name: imageVersion, id: `${folder}/${plan}/Versions/${imageVersion}` }];
  return { status: 200, body: names.map((named) => ({ location, ...named })) };
};
