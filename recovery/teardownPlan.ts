import type { StackState, StateEntry } from "../engine/stackState.ts";
import { environmentTag } from "../specification/stackTags.ts";

/** What goes when a stack is taken down, in the order in which it is dealt with. */
export interface TeardownPlan {
  readonly stack: string;
  /** It holds a production environment, by its resources' tags or its name. */
  readonly isProduction: boolean;
  /** Resources of Azure. */
  readonly resources: number;
  /** Logical names of what the engine would refuse to delete. */
  readonly protected: readonly string[];
  /** Locks in Azure that the stack itself made; they go first, since they forbid everything else. */
  readonly locks: readonly string[];
  /** Resource groups, which go with everything that lies in them, whoever made it. */
  readonly groups: readonly string[];
  readonly machines: readonly string[];
  readonly disks: readonly LostDisk[];
  readonly vaults: readonly DeletedVault[];
}

/** A data disk, which no deletion gives back. */
export interface LostDisk {
  readonly name: string;
  readonly sizeGiB?: number;
  /** Name of the machine that it hangs on. */
  readonly machine?: string;
}

/** A vault that stays, deleted, and keeps its name. */
export interface DeletedVault {
  readonly name: string;
  readonly location: string;
  readonly days: number;
  /** Nobody can purge it before. */
  readonly isPurgeProtected: boolean;
}

/** @returns undefined where no resource of Azure is left in the state */
export function planTeardown(stack: string, { deployment: { resources = [] } }: StackState): TeardownPlan | undefined {
  const standing = resources.filter(({ type }) => type.startsWith("azure-native:") || type.startsWith("random:"));
  if (standing.length === 0) return undefined;
  const ofType = (type: string) => standing.filter((entry) => entry.type === type || entry.type.replace(/\/v\d+\w*:/, ":") === type);
  const machines = ofType("azure-native:compute:VirtualMachine");
  return {
    stack,
    isProduction: stack.toLowerCase().startsWith("prod") || standing.some(({ inputs }) => fieldAt(inputs, "tags", environmentTag) === "prod"),
    resources: standing.filter(({ type }) => type.startsWith("azure-native:")).length,
    protected: standing.filter((entry) => entry.protect === true).map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2)),
    locks: standing.filter(({ type }) => /:ManagementLock\w*$/.test(type)).map(armName),
    groups: ofType("azure-native:resources:ResourceGroup").map(armName),
    machines: machines.map(armName),
    disks: ofType("azure-native:compute:Disk").map((disk) => lostDisk(disk, machines)),
    vaults: ofType("azure-native:keyvault:Vault").flatMap(deletedVault),
  };
}

function lostDisk(disk: StateEntry, machines: readonly StateEntry[]): LostDisk {
  const size = fieldAt(disk.inputs, "diskSizeGB");
  const machine = machines.find(({ inputs }) => {
    const attached = fieldAt(inputs, "storageProfile", "dataDisks");
    return Array.isArray(attached) && attached.some((one) => String(fieldAt(one, "managedDisk", "id")).toLowerCase() === disk.id?.toLowerCase());
  });
  return { name: armName(disk), ...(typeof size === "number" ? { sizeGiB: size } : {}), ...(machine === undefined ? {} : { machine: armName(machine) }) };
}

/** Azure keeps deleted vaults for 90 days unless another number was asked for when they were made. */
const usualDays = 90;

function deletedVault(vault: StateEntry): readonly DeletedVault[] {
  const days = fieldAt(vault.inputs, "properties", "softDeleteRetentionInDays");
  if (fieldAt(vault.inputs, "properties", "enableSoftDelete") === false) return [];
  return [{ name: armName(vault), location: String(fieldAt(vault.inputs, "location")), days: typeof days === "number" ? days : usualDays, isPurgeProtected: fieldAt(vault.inputs, "properties", "enablePurgeProtection") === true }];
}

function armName({ id = "", urn }: StateEntry): string {
  return id.slice(id.lastIndexOf("/") + 1) || urn;
}

function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (typeof inner === "object" && inner !== null && Object.hasOwn(inner, name) ? (inner as Record<string, unknown>)[name] : undefined), value);
}
