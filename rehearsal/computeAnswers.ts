import { guidOf, madeAt, type Answer, type Complete } from "./answer.ts";
import { isObject, listAt, objectAt, textAt, type Properties } from "./propertyValues.ts";
import { resourceName } from "./resourceAddress.ts";

/** What Microsoft.Compute and Microsoft.SqlVirtualMachine add of their own. */
export const computeAnswers: Readonly<Record<string, Complete>> = {
  "microsoft.compute/virtualmachines": virtualMachine,
  "microsoft.compute/disks": ({ id, properties }) => ({
    networkAccessPolicy: "AllowAll",
    publicNetworkAccess: "Enabled",
    sku: { name: "Standard_LRS" },
    ...properties,
    diskSizeBytes: Number(properties["diskSizeGB"] ?? 0) * 1024 ** 3,
    diskState: "Unattached",
    timeCreated: madeAt,
    uniqueId: guidOf(id, "disk"),
  }),
  "microsoft.compute/availabilitysets": ({ properties }) => ({
    platformFaultDomainCount: 2,
    platformUpdateDomainCount: 5,
    sku: { name: "Classic" },
    ...properties,
  }),
  "microsoft.sqlvirtualmachine/sqlvirtualmachines": ({ properties }) => ({ ...properties, osType: "Windows" }),
};

function virtualMachine({ id, properties, subscriptionId, tenantId }: Answer): Properties {
  const name = resourceName(id);
  const storage = objectAt(properties, "storageProfile");
  return {
    ...properties,
    ...(storage["osDisk"] === undefined ? {} : { storageProfile: machineStorage(storage, id, subscriptionId) }),
    ...(isObject(properties["identity"]) ? { identity: machineIdentity(objectAt(properties, "identity"), id, tenantId) } : {}),
    ...(isObject(properties["osProfile"]) ? { osProfile: machineProfile(objectAt(properties, "osProfile"), name) } : {}),
    timeCreated: madeAt,
    vmId: guidOf(id, "machine"),
  };
}

function machineStorage(storage: Properties, id: string, subscriptionId: string): Properties {
  const name = resourceName(id);
  const group = /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? "";
  const image = objectAt(storage, "imageReference");
  const disk = objectAt(storage, "osDisk");
  const diskName = textAt(disk, "name") ?? `${name}_OsDisk_1_${guidOf(id, "disk").replaceAll("-", "")}`;
  const diskId = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Compute/disks/${diskName}`;
  const dataDisks = listAt(storage, "dataDisks").map((data) => (isObject(data) ? { toBeDetached: false, ...data } : data));
  return {
    ...storage,
    dataDisks,
    ...(storage["imageReference"] === undefined ? {} : { imageReference: { ...image, ...exactVersion(image) } }),
    osDisk: {
      caching: "ReadWrite",
      deleteOption: "Detach",
      osType: "Windows",
      ...disk,
      name: diskName,
      managedDisk: { id: diskId, ...objectAt(disk, "managedDisk") },
    },
  };
}

function exactVersion(image: Properties): Properties {
  const version = textAt(image, "version");
  return version === undefined || version === "latest" ? {} : { exactVersion: version };
}

function machineIdentity(identity: Properties, id: string, tenantId: string): Properties {
  const ownIdentity = (textAt(identity, "type") ?? "").includes("SystemAssigned");
  return { ...identity, ...(ownIdentity ? { principalId: guidOf(id, "principal"), tenantId } : {}) };
}

function machineProfile(profile: Properties, name: string): Properties {
  return { allowExtensionOperations: true, computerName: name, requireGuestProvisionSignal: true, secrets: [], ...profile };
}
