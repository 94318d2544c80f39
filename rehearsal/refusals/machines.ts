import { quotaFamilies, regionalQuota } from "../../azure/quotaFamilies.ts";
import { findRegion } from "../../azure/regions.ts";
import { sameId } from "../../azure/resourceIds.ts";
import { findSize, type VirtualMachineSize } from "../../azure/virtualMachineSizes.ts";
import { AzureError } from "../azureError.ts";
import { normalLocation } from "../inputDiff.ts";
import { isArray, isObject, listAt, objectAt, sameValue, textAt, valueAt, type Properties, type PropertyValue } from "../propertyValues.ts";
import { resourceName } from "../resourceAddress.ts";
import { featureState, isRestricted, purchasePlanOf, quotaOf } from "../subscriptionFacts.ts";
import type { StoredResource } from "../resourceStore.ts";
import type { Write } from "./change.ts";

/**
 * What is fixed at birth. What was asked for the last time is compared where it is known, since of passwords nothing is kept; otherwise
 * what stands is: then only what is said again counts, apart from zone and availability set, whose absence takes them away.
 */
export function requireFixed({ type, inputs, inputsBefore, before }: Write): void {
  if (before === undefined) return;
  const changed = (type.fixed ?? []).find((path) => {
    const wanted = valueAt(inputs, path);
    if (inputsBefore !== undefined) return !sameValue(valueAt(inputsBefore, path), wanted);
    if ((type.writeOnly ?? []).includes(path)) return false;
    const stands = valueAt(before.properties, path);
    if (wanted === undefined) return stands !== undefined && (path === "zones" || path === "availabilitySet");
    return !holdsAll(stands, wanted);
  });
  if (changed !== undefined) throw new AzureError("machine-fixed", `Changing property '${changed}' is not allowed.`);
}

/** Whether what stands says all that is wanted: Azure adds to what it was told. */
function holdsAll(stands: PropertyValue | undefined, wanted: PropertyValue): boolean {
  if (!isObject(wanted) || !isObject(stands)) return typeof wanted === "string" && typeof stands === "string" ? wanted.toLowerCase() === stands.toLowerCase() : sameValue(stands, wanted);
  return Object.entries(wanted).every(([name, inner]) => holdsAll(stands[name], inner));
}

/** A size, whether the subscription may have it there, and how far a machine can be resized. */
export function requireSize(write: Write): void {
  const { id, inputs, before, store, caller } = write;
  const name = sizeOf(inputs);
  if (name === undefined || name === sizeOf(before?.properties)) return;
  const location = textAt(inputs, "location") ?? textAt(before?.properties, "location") ?? "";
  const zones = listAt(inputs, "zones").map(String);
  const withoutZones = zones.length > 0 && findRegion(location)?.hasZones === false;
  if (withoutZones || isRestricted(store, caller.subscriptionId, name, location, zones)) {
    throw new AzureError(
      "size-unavailable",
      `The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: ${name}' is currently not available in location '${normalLocation(location)}'. Please try another size or deploy to a different location or different zone. See https://aka.ms/azureskunotavailable for details.`,
    );
  }
  const size = findSize(name);
  if (size === undefined) return;
  const sizeBefore = findSize(sizeOf(before?.properties) ?? "");
  if (before !== undefined && sizeBefore !== undefined) requireResizable(id, before.properties, sizeBefore, size);
  requireQuota(write, location, size, sizeBefore);
}

function sizeOf(machine: Properties | undefined): string | undefined {
  return textAt(objectAt(machine, "hardwareProfile"), "vmSize");
}

function requireResizable(id: string, before: Properties, from: VirtualMachineSize, to: VirtualMachineSize): void {
  const isWindows = textAt(objectAt(objectAt(before, "storageProfile"), "osDisk"), "osType") !== "Linux";
  if (isWindows && (from.temporaryDiskGiB > 0) !== (to.temporaryDiskGiB > 0)) {
    throw new AzureError(
      "resize-temporary-disk",
      `Unable to resize the VM '${resourceName(id)}' since changing from resource disk to non-resource disk VM size and vice-versa is not allowed. Please refer to https://aka.ms/AAah4sj for more details.`,
    );
  }
  const controller = textAt(objectAt(before, "storageProfile"), "diskControllerType") ?? from.diskControllers[0];
  if (to.diskControllers.some((supported) => supported === controller)) return;
  throw new AzureError(
    "resize-controller",
    `The VM size '${to.name}' cannot boot with OS image or disk. Please check that disk controller types supported by the OS image or disk is one of the supported disk controller types for the VM size '${to.name}'.`,
  );
}

function requireQuota({ id, store, caller }: Write, location: string, size: VirtualMachineSize, sizeBefore: VirtualMachineSize | undefined): void {
  const families: readonly { readonly quota: string; readonly counts: (one: VirtualMachineSize) => boolean }[] = [
    { quota: quotaFamilies[size.family] ?? size.family, counts: (one) => one.family === size.family },
    { quota: regionalQuota, counts: () => true },
  ];
  for (const { quota, counts } of families) {
    const limit = quotaOf(store, caller.subscriptionId, location, quota);
    if (limit === undefined) continue;
    const machines = store.ofType(caller.subscriptionId, "Microsoft.Compute/virtualMachines");
    const here = machines.filter((machine) => normalLocation(textAt(machine.properties, "location") ?? "") === normalLocation(location));
    const sizes = here.filter((machine) => !sameId(machine.id, id)).map((machine) => findSize(sizeOf(machine.properties) ?? ""));
    const others = sizes.filter((one) => one !== undefined && counts(one)).reduce((sum, one) => sum + one!.vCpu, 0);
    const own = sizeBefore !== undefined && counts(sizeBefore) ? sizeBefore.vCpu : 0;
    if (others + size.vCpu <= limit) continue;
    throw new AzureError(
      "quota",
      `Operation could not be completed as it results in exceeding approved ${quota === regionalQuota ? "Total Regional" : quota} Cores quota. Additional details - Deployment Model: Resource Manager, Location: ${normalLocation(location)}, ` +
        `Current Limit: ${limit}, Current Usage: ${others + own}, Additional Required: ${size.vCpu - own}, (Minimum) New Limit Required: ${others + size.vCpu}.`,
    );
  }
}

/** A third party's image is bought with its plan, whose terms somebody has to accept. */
export function requireTerms({ inputs, before, store, caller }: Write): void {
  if (before !== undefined) return;
  const image = objectAt(objectAt(inputs, "storageProfile"), "imageReference");
  const [publisher = "", offer = "", sku = ""] = ["publisher", "offer", "sku"].map((word) => textAt(image, word));
  const plan = purchasePlanOf(store, caller.subscriptionId, { publisher, offer, sku });
  if (plan === undefined || plan.accepted) return;
  throw new AzureError("terms-unaccepted", `Marketplace purchase eligibility check failed: legal terms of the plan '${plan.name}' of offer '${plan.product}' by '${plan.publisher}' have not been accepted in this subscription.`);
}

/** What a machine says about its protection and its patching. */
export function requireMachineSettings({ inputs, store, caller, before }: Write): void {
  const encrypted = objectAt(inputs, "securityProfile")["encryptionAtHost"] === true;
  const wasEncrypted = objectAt(before?.properties, "securityProfile")["encryptionAtHost"] === true;
  if (encrypted && !wasEncrypted && featureState(store, caller.subscriptionId, "Microsoft.Compute/EncryptionAtHost") !== "Registered") {
    throw new AzureError(
      "feature-unregistered",
      "The property 'securityProfile.encryptionAtHost' is not valid because the 'Microsoft.Compute/EncryptionAtHost' feature is not enabled for this subscription.",
    );
  }
  const windows = objectAt(objectAt(inputs, "osProfile"), "windowsConfiguration");
  if (textAt(objectAt(windows, "patchSettings"), "patchMode") !== "AutomaticByPlatform") return;
  const missing = ["provisionVMAgent", "enableAutomaticUpdates"].find((name) => windows[name] === false);
  if (missing === undefined) return;
  throw new AzureError("patch-mode", `The value of parameter osProfile.windowsConfiguration.${missing} is invalid: patchMode 'AutomaticByPlatform' requires it to be true.`);
}

/** Interfaces and data disks that a machine takes: nobody else's, as many as its size bears, each in its place. */
export function requireParts(write: Write): void {
  const storage = objectAt(write.inputs, "storageProfile");
  const disks = listAt(storage, "dataDisks").filter(isObject);
  const size = findSize(sizeOf(write.inputs) ?? "");
  if (size !== undefined && disks.length > size.maximumDataDisks) {
    throw new AzureError("data-disk-count", `The maximum number of data disks allowed to be attached to a VM of this size is ${size.maximumDataDisks}.`);
  }
  const others = write.store.ofType(write.caller.subscriptionId, "Microsoft.Compute/virtualMachines").filter((machine) => !sameId(machine.id, write.id));
  const slots = new Set<PropertyValue>();
  for (const disk of disks) {
    const lun = disk["lun"] ?? null;
    if (slots.has(lun)) throw new AzureError("disk-slot", `A disk at LUN ${String(lun)} already exists.`);
    slots.add(lun);
    requireDisk(write, textAt(objectAt(disk, "managedDisk"), "id"), others);
  }
  for (const nicId of partIds(write.inputs, "networkProfile", "networkInterfaces")) {
    const holder = others.find((machine) => partIds(machine.properties, "networkProfile", "networkInterfaces").some((held) => sameId(held, nicId)));
    if (holder !== undefined) throw new AzureError("interface-in-use", `Network Interface ${nicId} is used by existing resource ${holder.id}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`);
  }
  requireSystemDisk(write, storage);
}

function partIds(machine: Properties, profile: string, list: string): readonly string[] {
  return listAt(objectAt(machine, profile), list).flatMap((part) => textAt(part, "id") ?? []);
}

function requireDisk({ inputs, store }: Write, diskId: string | undefined, others: readonly StoredResource[]): void {
  const disk = diskId === undefined ? undefined : store.get(diskId);
  if (diskId === undefined || disk === undefined) return;
  const holder = others.find((machine) => attachedIds(machine.properties).some((held) => sameId(held, diskId)));
  if (holder !== undefined) throw new AzureError("disk-owned", `Disk '${resourceName(diskId)}' cannot be attached as the disk is already owned by VM '${holder.id}'.`);
  if (/_ZRS$/i.test(textAt(objectAt(disk.properties, "sku"), "name") ?? "")) return;
  const [zone] = listAt(inputs, "zones");
  const diskZones = disk.properties["zones"];
  const isInZone = zone === undefined ? !isArray(diskZones) || diskZones.length === 0 : isArray(diskZones) && diskZones.includes(zone);
  if (isInZone) return;
  throw new AzureError("disk-zone", `Disk ${diskId} cannot be attached to the VM because it is not in ${zone === undefined ? "the same zone as the VM" : `zone '${String(zone)}'`}.`);
}

function attachedIds(machine: Properties): readonly string[] {
  return listAt(objectAt(machine, "storageProfile"), "dataDisks").flatMap((disk) => textAt(objectAt(disk, "managedDisk"), "id") ?? []);
}

function requireSystemDisk({ before }: Write, storage: Properties): void {
  const was = objectAt(objectAt(before?.properties, "storageProfile"), "osDisk");
  requireNotSmaller(textAt(was, "name") ?? "", was["diskSizeGB"], objectAt(storage, "osDisk")["diskSizeGB"]);
}

/** A disk that stands never gets smaller. */
export function requireGoodDisk({ id, inputs, before }: Write): void {
  requireNotSmaller(id, before?.properties["diskSizeGB"], inputs["diskSizeGB"]);
}

function requireNotSmaller(disk: string, was: PropertyValue | undefined, wanted: PropertyValue | undefined): void {
  if (typeof was !== "number" || typeof wanted !== "number" || wanted >= was) return;
  throw new AzureError(
    "disk-shrink",
    `The disk/snapshot resource with id ${disk} cannot be resized down. Reducing disk/snapshot size is not supported in Azure to prevent data loss. If you do need to reduce the size of the disk, please create new snapshot/disks with the appropriate size.`,
  );
}
