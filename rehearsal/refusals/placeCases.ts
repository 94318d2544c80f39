import { idOf, type Case } from "./testWorld.ts";

const vault = { vaultName: "safe", properties: { tenantId: "t", sku: { family: "A", name: "standard" } } };
const account = { accountName: "state1", kind: "StorageV2", sku: { name: "Standard_ZRS" } };
const role = (name: string) => ({ roleAssignmentName: name, scope: idOf("Microsoft.Storage/storageAccounts/state1"), principalId: "one", roleDefinitionId: "reader" });
const routes = { routeTableName: "routes" };

/** Mistakes of place, name and vault, by the id of the behaviour that stops them. */
export const placeCases = {
  "other-shape": {
    mistake: (world) => world.create("keyvault:Vault", { ...vault, properties: { ...vault.properties, sku: { family: "A", name: "gold" } } }),
    mended: (world) => world.create("keyvault:Vault", { ...vault, properties: { ...vault.properties, sku: { family: "A", name: "Premium" } } }),
  },
  "already-exists": {
    prepare: (world) => world.create("network:RouteTable", routes),
    mistake: (world) => world.create("network:RouteTable", { routeTableName: "ROUTES" }),
    mended: (world) => world.update("network:RouteTable", routes),
  },
  "group-missing": {
    mistake: (world) => world.create("network:RouteTable", { ...routes, resourceGroupName: "absent" }),
    mended: (world) => world.create("network:RouteTable", { ...routes, resourceGroupName: "CORE" }),
  },
  "parent-missing": {
    mistake: (world) => world.create("network:Route", { routeTableName: "routes", routeName: "out", addressPrefix: "0.0.0.0/0", nextHopType: "None" }),
    mended: (world) => {
      world.create("network:RouteTable", routes);
      world.create("network:Route", { routeTableName: "routes", routeName: "out", addressPrefix: "0.0.0.0/0", nextHopType: "None" });
    },
  },
  "scope-missing": {
    mistake: (world) => world.create("authorization:ManagementLockByScope", { scope: idOf("Microsoft.Network/routeTables/routes"), lockName: "keep", level: "CanNotDelete" }),
    mended: (world) => {
      const scope = world.create("network:RouteTable", routes);
      world.create("authorization:ManagementLockByScope", { scope, lockName: "keep", level: "CanNotDelete" });
    },
  },
  "location-change": {
    prepare: (world) => world.create("network:RouteTable", routes),
    mistake: (world) => world.update("network:RouteTable", { ...routes, location: "norwayeast" }),
    mended: (world) => world.update("network:RouteTable", { ...routes, location: "Sweden Central" }),
  },
  locked: {
    prepare: (world) => {
      const scope = world.create("network:RouteTable", routes);
      world.create("authorization:ManagementLockByScope", { scope, lockName: "keep", level: "CanNotDelete" });
    },
    mistake: (world) => world.remove("network:RouteTable", routes),
    mended: (world) => {
      world.remove("authorization:ManagementLockByScope", { scope: idOf("Microsoft.Network/routeTables/routes"), lockName: "keep" });
      world.remove("network:RouteTable", routes);
    },
  },
  "provider-unregistered": {
    prepare: (world) => world.entitle({ unregisteredProviders: ["microsoft.network"] }),
    mistake: (world) => world.create("network:RouteTable", routes),
    mended: (world) => {
      world.entitle({});
      world.create("network:RouteTable", routes);
    },
  },
  "network-name": {
    mistake: (world) => world.create("network:RouteTable", { routeTableName: "routes-" }),
    mended: (world) => world.create("network:RouteTable", { routeTableName: "routes_" }),
  },
  "compute-name": {
    mistake: (world) => world.create("compute:Disk", { diskName: "data.1", creationData: { createOption: "Empty" }, diskSizeGB: 32 }),
    mended: (world) => world.create("compute:Disk", { diskName: "data-1", creationData: { createOption: "Empty" }, diskSizeGB: 32 }),
  },
  "group-name": {
    mistake: (world) => world.create("resources:ResourceGroup", { resourceGroupName: "prod." }),
    mended: (world) => world.create("resources:ResourceGroup", { resourceGroupName: "prod" }),
  },
  "computer-name": {
    mistake: (world) => world.create("compute:VirtualMachine", { vmName: "application", osProfile: { computerName: "application-server" } }),
    mended: (world) => world.create("compute:VirtualMachine", { vmName: "application", osProfile: { computerName: "application-svr" } }),
  },
  "vault-name": {
    mistake: (world) => world.create("keyvault:Vault", { ...vault, vaultName: "safe--one" }),
    mended: (world) => world.create("keyvault:Vault", { ...vault, vaultName: "safe-one" }),
  },
  "secret-name": {
    prepare: (world) => world.create("keyvault:Vault", vault),
    mistake: (world) => world.create("keyvault:Secret", { vaultName: "safe", secretName: "sql_login", properties: { value: "x" } }),
    mended: (world) => world.create("keyvault:Secret", { vaultName: "safe", secretName: "sql-login", properties: { value: "x" } }),
  },
  "vault-name-taken": {
    prepare: (world) => {
      world.entitle({ foreignVaultNames: ["theirs"] });
      world.create("keyvault:Vault", vault);
    },
    mistake: (world) => world.create("keyvault:Vault", { ...vault, vaultName: "SAFE", resourceGroupName: "other" }),
    mended: (world) => world.create("keyvault:Vault", { ...vault, vaultName: "safer", resourceGroupName: "other" }),
  },
  "vault-soft-deleted": {
    prepare: (world) => {
      world.create("keyvault:Vault", { ...vault, resourceGroupName: "other" });
      world.remove("resources:ResourceGroup", { resourceGroupName: "other" });
    },
    mistake: (world) => world.create("keyvault:Vault", vault),
    mended: (world) => {
      world.create("keyvault:Vault", { ...vault, properties: { ...vault.properties, createMode: "recover" } });
      world.update("keyvault:Vault", vault);
    },
  },
  "purge-protection": {
    prepare: (world) => world.create("keyvault:Vault", { ...vault, properties: { ...vault.properties, enablePurgeProtection: true } }),
    mistake: (world) => world.update("keyvault:Vault", { ...vault, properties: { ...vault.properties, enablePurgeProtection: false } }),
    mended: (world) => world.update("keyvault:Vault", { ...vault, properties: { ...vault.properties, enablePurgeProtection: true } }),
  },
  "storage-name": {
    mistake: (world) => world.create("storage:StorageAccount", { ...account, accountName: "state-1" }),
    mended: (world) => world.create("storage:StorageAccount", { ...account, accountName: "state1" }),
  },
  "storage-name-taken": {
    prepare: (world) => {
      world.entitle({ foreignStorageNames: ["theirs"] });
      world.create("storage:StorageAccount", account);
    },
    mistake: (world) => world.create("storage:StorageAccount", { ...account, resourceGroupName: "other" }),
    mended: (world) => world.create("storage:StorageAccount", { ...account, accountName: "state2", resourceGroupName: "other" }),
  },
  "policy-denied": {
    prepare: (world) => world.entitle({ policies: [{ name: "sweden-only", types: ["microsoft.network/routetables"], allowedLocations: ["Sweden Central"] }] }),
    mistake: (world) => world.create("network:RouteTable", { ...routes, location: "norwayeast" }),
    mended: (world) => world.create("network:RouteTable", routes),
  },
  "role-exists": {
    prepare: (world) => {
      world.create("storage:StorageAccount", account);
      world.create("authorization:RoleAssignment", role("a"));
    },
    mistake: (world) => world.create("authorization:RoleAssignment", role("b")),
    mended: (world) => world.create("authorization:RoleAssignment", { ...role("b"), principalId: "another" }),
  },
  "linked-reference": {
    mistake: (world) => world.create("sqlvirtualmachine:SqlVirtualMachine", { sqlVirtualMachineName: "sql1", virtualMachineResourceId: idOf("Microsoft.Compute/virtualMachines/sql1") }),
    mended: (world) => {
      world.create("compute:VirtualMachine", { vmName: "sql1" });
      world.create("sqlvirtualmachine:SqlVirtualMachine", { sqlVirtualMachineName: "sql1", virtualMachineResourceId: idOf("microsoft.compute/virtualmachines/SQL1") });
    },
  },
} as const satisfies Readonly<Record<string, Case>>;
