import { findSize } from "../azure/virtualMachineSizes.ts";
import { roleTag } from "../specification/stackTags.ts";

/** A machine as far as a reviewer compares it. */
export interface Server {
  readonly name: string;
  readonly facts: Readonly<Record<string, string>>;
}

export interface ServerChange {
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
  /** What differs: `size Standard_D4s_v5 (4 vCPU, 16 GiB) → …`. */
  readonly details: readonly string[];
}

/** A resource as plans and states have it; nothing is taken for granted of its inputs. */
export interface InputsOf {
  readonly type: string;
  readonly name?: string;
  readonly urn?: string;
  readonly id?: string;
  readonly inputs?: unknown;
}

/** The machines among resources. What is not known is shown as such. */
export function serversOf(resources: readonly InputsOf[]): readonly Server[] {
  const disks = new Map(resources.filter(({ type }) => isType(type, "compute", "Disk")).map((disk) => [disk.id?.toLowerCase(), disk]));
  return resources.filter(({ type }) => isType(type, "compute", "VirtualMachine")).map((machine) => serverOf(machine, disks));
}

function isType(token: string, module: string, name: string): boolean {
  const parts = token.split(":");
  return parts.length === 3 && parts[0]!.startsWith("azure-native") && parts[1]!.split("/")[0] === module && parts[2] === name;
}

function serverOf({ inputs, name, urn }: InputsOf, disks: ReadonlyMap<string | undefined, InputsOf>): Server {
  const text = (...path: readonly (string | number)[]) => shown(at(inputs, path));
  const size = text("hardwareProfile", "vmSize");
  const known = findSize(size);
  const attached = at(inputs, ["storageProfile", "dataDisks"]);
  const dataDisks = Array.isArray(attached) ? attached.map((disk) => dataDisk(disk, disks)) : [];
  return {
    name: firstKnown(text("osProfile", "computerName"), text("vmName"), name ?? urn ?? ""),
    facts: {
      roles: text("tags", roleTag),
      size: known === undefined ? size : `${known.name} (${known.vCpu} vCPU, ${known.memoryGiB} GiB)`,
      image: text("storageProfile", "imageReference", "sku"),
      "system disk": `${text("storageProfile", "osDisk", "diskSizeGB")} GiB`,
      "data disks": dataDisks.length === 0 ? "none" : dataDisks.join(", "),
    },
  };
}

function dataDisk(attached: unknown, disks: ReadonlyMap<string | undefined, InputsOf>): string {
  const disk = disks.get(shown(at(attached, ["managedDisk", "id"])).toLowerCase());
  const size = disk === undefined ? at(attached, ["diskSizeGB"]) : at(disk.inputs, ["diskSizeGB"]);
  const kind = disk === undefined ? at(attached, ["managedDisk", "storageAccountType"]) : at(disk.inputs, ["sku", "name"]);
  return `${shown(size)} GiB ${shown(kind)}`;
}

const unknown = "not known";

function shown(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : unknown;
}

function firstKnown(...texts: readonly string[]): string {
  return texts.find((text) => text !== unknown) ?? unknown;
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === "object" && inner !== null && Object.hasOwn(inner, key) ? (inner as Record<string | number, unknown>)[key] : undefined), value);
}

/** By name, sorted. */
export function serverChanges(base: readonly Server[], head: readonly Server[]): readonly ServerChange[] {
  const names = [...new Set([...base, ...head].map(({ name }) => name))].sort();
  return names.flatMap((name): readonly ServerChange[] => {
    const [before, after] = [base, head].map((servers) => servers.find((server) => server.name === name)?.facts);
    if (before === undefined) return [{ name, change: "added", details: Object.entries(after!).map(([fact, value]) => `${fact} ${value}`) }];
    if (after === undefined) return [{ name, change: "removed", details: Object.entries(before).map(([fact, value]) => `${fact} ${value}`) }];
    const details = Object.keys(after).filter((fact) => before[fact] !== after[fact]).map((fact) => `${fact} ${before[fact]} → ${after[fact]}`);
    return details.length === 0 ? [] : [{ name, change: "changed", details }];
  });
}
