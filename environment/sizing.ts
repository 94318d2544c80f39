import { diskTiers } from "../azure/managedDisks.ts";
import { family, findSize, virtualMachineSizes, type VirtualMachineSize } from "../azure/virtualMachineSizes.ts";
import { databaseMemoryRatio, growthSteps } from "../specification/limits.ts";
import { advisedMemoryFor, floorFor, serverTypes, type Floor } from "../specification/serverTypes.ts";
import type { Clause, Environment, Role } from "../specification/vocabulary.ts";
import { planDisks, type DatabaseVolume } from "./disks.ts";
import type { PlannedDisk } from "./plan.ts";
import type { Advice, Problem } from "./problem.ts";
import { suggestion } from "./suggestion.ts";

/** SQL Server on the machine: what it holds and how much of a machine it can use. */
export interface SizedDatabase extends DatabaseVolume {
  readonly edition: "Standard" | "Enterprise";
}

export interface SizingQuestion {
  readonly roles: readonly Role[];
  readonly environment: Environment;
  /** Size that was asked for; left out, the smallest that holds the floors. */
  readonly size?: string;
  /** Asked of the machine with the database role. */
  readonly database?: SizedDatabase;
  /** Where the machine was asked for, for example `lifecare:machines[1]`. */
  readonly path: string;
}

export interface Sizing {
  /** Absent where the size that was asked for cannot be used. */
  readonly size?: VirtualMachineSize;
  readonly floor: Floor;
  readonly operatingSystemDiskGiB: number;
  readonly disks: readonly PlannedDisk[];
  readonly problems: readonly Problem[];
  readonly advice: readonly Advice[];
}

/** Windows' own disk; the vendor's figures are besides it. The size of the image, rounded up to a tier (P10, E10). */
const operatingSystemDiskGiB = 128;

/** Families that sizes are chosen from where nobody asks: general purpose, and twice the memory for each vCPU. */
const defaultFamilies = ["Dsv5", "Esv5"] as const;

/** The database server's family, and the size that it starts at although the floor is less: databases live on memory. */
const databaseFamily = "Esv5";
const databaseStart = "Standard_E4s_v5";

/**
 * Memory in GiB beyond which SQL Server Standard gains nothing: its buffer pool ends at 128 GiB, the rest is the vendor's floor for
 * everything else on the machine.
 * Source: MicrosoftDocs/sql-docs docs/sql-server/editions-and-components-of-sql-server-2019.md (2022 alike).
 */
const mostUsefulMemoryGiB = { Standard: 128 + floorFor(["database"]).memoryGiB, Enterprise: Infinity } as const;

/** Size and disks of one machine: floors of its roles (T 3.1.3–3.1.7), memory and disks of the databases (T 3.1.4). */
export function planSize(question: SizingQuestion): Sizing {
  const floor = floorFor(question.roles);
  const planned = planDisks(question);
  const standard = defaultSize(question, floor, planned.disks.length);
  const chosen = question.size === undefined ? { size: standard, problems: [] } : judgeSize(question.size, question, floor, planned.disks.length, standard);
  const size = chosen.size;
  return {
    ...(size === undefined ? {} : { size }),
    floor,
    operatingSystemDiskGiB,
    disks: planned.disks,
    problems: [...chosen.problems, ...planned.problems],
    advice: size === undefined ? [] : [...growthAdvice(size, question), ...sharingAdvice(size, question), ...memoryAdvice(size, question), ...throughputAdvice(size, planned.disks, question)],
  };
}

/**
 * The smallest usual size that holds the floors and so many disks. With the database role: from Standard_E4s_v5 upwards, as much
 * memory as the databases need (T3.1.4-3) and the edition can use.
 */
export function defaultSize({ roles, database }: Pick<SizingQuestion, "roles" | "database">, floor: Floor, disks: number): VirtualMachineSize {
  const holds = (size: VirtualMachineSize) => size.vCpu >= floor.vCpu && size.memoryGiB >= floor.memoryGiB && size.maximumDataDisks >= disks;
  if (!roles.includes("database")) return defaultFamilies.flatMap(family).filter(holds).toSorted(bySize)[0]!;
  const start = findSize(databaseStart)!;
  const candidates = family(databaseFamily).filter((size) => holds(size) && size.vCpu >= start.vCpu);
  const wanted = database === undefined ? 0 : Math.min(advisedDatabaseMemory(database), mostUsefulMemoryGiB[database.edition]);
  return candidates.find((size) => size.memoryGiB >= wanted) ?? candidates.at(-1)!;
}

function bySize(one: VirtualMachineSize, other: VirtualMachineSize): number {
  return one.vCpu - other.vCpu || one.memoryGiB - other.memoryGiB;
}

function advisedDatabaseMemory({ expectedGiB }: SizedDatabase): number {
  return databaseMemoryRatio.value * expectedGiB;
}

function judgeSize(name: string, { path: machinePath, roles }: SizingQuestion, floor: Floor, disks: number, standard: VirtualMachineSize): { readonly size?: VirtualMachineSize; readonly problems: readonly Problem[] } {
  const path = `${machinePath}.size`;
  const size = findSize(name);
  if (size === undefined) return { problems: [unknownSize(name, path, standard)] };
  const faults: readonly (false | Omit<Problem, "path" | "value" | "fix">)[] = [
    size.architecture !== "x64" && { limit: `an x64 size: the product runs on 64-bit Windows Server, ${size.name} is ${size.architecture}`, clause: "T2.1-1" },
    size.burstable && { limit: `a size with processors of its own: ${size.name} bursts on credits`, clause: "T3.1-2" },
    size.vCpu < floor.vCpu && { limit: `at least ${floor.vCpu} vCPUs: ${size.name} has ${size.vCpu}`, clause: clauseOf(roles, (type) => type.vCpu === floor.vCpu) },
    size.memoryGiB < floor.memoryGiB && { limit: `at least ${floor.memoryGiB} GiB of memory: ${size.name} has ${size.memoryGiB}`, clause: clauseOf(roles, (type) => type.memoryGiB === floor.memoryGiB) },
    size.maximumDataDisks < disks && { limit: `room for ${disks} data disks: ${size.name} takes ${size.maximumDataDisks}`, clause: "T3.1.4-6" },
  ];
  const problems = faults.filter((fault) => fault !== false).map((fault) => ({ ...fault, path, value: name, fix: `leave it out or choose ${standard.name} or larger` }));
  return problems.length === 0 ? { size, problems } : { problems };
}

/** Clause of the role whose floor it is; where no single role has it, memory was added (T3.1.5-2). */
function clauseOf(roles: readonly Role[], has: (type: (typeof serverTypes)[Role]) => boolean): Clause {
  return roles.map((role) => serverTypes[role]).find(has)?.clause ?? "T3.1.5-2";
}

function unknownSize(name: string, path: string, standard: VirtualMachineSize): Problem {
  const meant = suggestion(name, virtualMachineSizes.filter((size) => !size.burstable && size.architecture === "x64").map((size) => size.name));
  return {
    path,
    value: name,
    limit: "a size of the catalogue, whose figures are known",
    clause: "T3.1-1",
    fix: meant === undefined ? `leave it out or choose ${standard.name} or larger` : `did you mean ${meant}?`,
  };
}

/** The vendor recommends hardware that grows 2 → 4 → 8; in Azure a machine grows without being rebuilt within its family. */
function growthAdvice(size: VirtualMachineSize, { path }: SizingQuestion): readonly Advice[] {
  const larger = family(size.family).filter((sibling) => sibling.vCpu > size.vCpu);
  const missing = growthSteps.value.filter((step) => step > size.vCpu && !larger.some((sibling) => sibling.vCpu === step));
  if (larger.length > 0 && missing.length === 0) return [];
  return [{ path: `${path}.size`, message: `${size.name} has no larger sibling to grow to without rebuilding the machine`, clause: "T3.1-1" }];
}

function sharingAdvice(size: VirtualMachineSize, { roles, path }: SizingQuestion): readonly Advice[] {
  const advised = advisedMemoryFor(roles);
  if (size.memoryGiB >= advised) return [];
  return [{ path: `${path}.size`, message: `the roles together have floors of ${advised} GiB of memory; ${size.name} has ${size.memoryGiB}`, clause: "T3.1.5-2" }];
}

function memoryAdvice(size: VirtualMachineSize, { database, path }: SizingQuestion): readonly Advice[] {
  if (database === undefined) return [];
  const advised = Math.ceil(advisedDatabaseMemory(database));
  if (size.memoryGiB >= advised) return [];
  const useful = mostUsefulMemoryGiB[database.edition];
  const reason = advised > useful && size.memoryGiB >= useful ? `, which is all that SQL Server ${database.edition} can use` : "";
  return [{ path: `${path}.size`, message: `the vendor recommends as much memory as the databases are large, ${advised} GiB; ${size.name} has ${size.memoryGiB}${reason}`, clause: "T3.1.4-3" }];
}

/** Disks that could do more than the machine lets through are paid in vain. */
function throughputAdvice(size: VirtualMachineSize, disks: readonly PlannedDisk[], { path }: SizingQuestion): readonly Advice[] {
  const tiers = [...diskTiers.Premium, ...diskTiers.StandardSSD];
  const disksCan = disks.reduce((sum, disk) => sum + (tiers.find((tier) => tier.name === disk.tier)?.iops ?? 0), 0);
  const sizeCan = Math.max(...size.uncached.map((limit) => limit.iops));
  if (disksCan <= sizeCan) return [];
  return [{ path: `${path}.size`, message: `the disks can do ${disksCan} operations a second, ${size.name} at most ${sizeCan}`, clause: "T3.1.4-6" }];
}
