import { roles as allRoles, type Clause, type Role } from "./vocabulary.ts";

/** A single value of the vendor's documents and the clause that states it. */
export interface Fact<T> {
  readonly value: T;
  readonly clause: Clause;
}

/** A server type of T 3.1 with the least that it may have. */
export interface ServerType {
  readonly role: Role;
  readonly title: string;
  /** The vendor's own name, as in the table of server types (T 3.1, 3.1.7). */
  readonly vendorName: string;
  /** "2x2 (2 vCPU w 2 vCore)" is read as four (reading 3). */
  readonly vCpu: number;
  /** The vendor's GB are read as GiB, the larger of the two. */
  readonly memoryGiB: number;
  /** Disk space besides the operating system's. */
  readonly dataDiskGiB: number;
  /** Clause of the floors. */
  readonly clause: Clause;
  /** May stand behind a load balancer, so that its machines talk to each other (row R11). */
  readonly loadBalanced: boolean;
  /** Keeps data that a rebuilt machine would lose: TSS on disk, in/out files, databases. */
  readonly holdsData: boolean;
  /** Whether another role may share its machine (T3.1.5-3, T3.1.7-1, reading 4). */
  readonly ownMachine: "required" | "recommended" | "free";
}

export const serverTypes: Readonly<Record<Role, ServerType>> = {
  core: {
    role: "core",
    title: "core server",
    vendorName: "Core Server",
    vCpu: 4,
    memoryGiB: 16,
    dataDiskGiB: 100,
    clause: "T3.1.3-2",
    loadBalanced: true,
    holdsData: true,
    ownMachine: "free",
  },
  application: {
    role: "application",
    title: "application server",
    vendorName: "Applikationsserver",
    vCpu: 4,
    memoryGiB: 16,
    dataDiskGiB: 100,
    clause: "T3.1.3-2",
    loadBalanced: true,
    holdsData: true,
    ownMachine: "free",
  },
  intranetWeb: {
    role: "intranetWeb",
    title: "intranet web server",
    vendorName: "Intranetsserver",
    vCpu: 4,
    memoryGiB: 12,
    dataDiskGiB: 50,
    clause: "T3.1.5-1",
    loadBalanced: true,
    holdsData: false,
    ownMachine: "free",
  },
  web: {
    role: "web",
    title: "web server",
    vendorName: "Web Server",
    vCpu: 4,
    memoryGiB: 12,
    dataDiskGiB: 50,
    clause: "T3.1.5-1",
    loadBalanced: true,
    holdsData: false,
    ownMachine: "required",
  },
  database: {
    role: "database",
    title: "database server",
    vendorName: "Databasserver",
    vCpu: 4,
    memoryGiB: 16,
    dataDiskGiB: 500,
    clause: "T3.1.4-2",
    loadBalanced: false,
    holdsData: true,
    ownMachine: "free",
  },
  compute: {
    role: "compute",
    title: "compute server",
    vendorName: "Computeserver",
    vCpu: 2,
    memoryGiB: 16,
    dataDiskGiB: 40,
    clause: "T3.1.7-1",
    loadBalanced: false,
    holdsData: false,
    ownMachine: "recommended",
  },
};

/** The least that a machine with certain roles may have. */
export interface Floor {
  readonly vCpu: number;
  readonly memoryGiB: number;
  readonly dataDiskGiB: number;
  readonly clauses: readonly Clause[];
}

const addedMemoryClause: Clause = "T3.1.5-2";

/**
 * The floor of a machine that carries all these roles: the largest figure of any role. Only an intranet web role on
 * an application server adds its memory to the other's (T3.1.5-2, reading 20).
 */
export function floorFor(roles: readonly Role[]): Floor {
  const types = typesOf(roles);
  const largest = (figure: (type: ServerType) => number) => Math.max(0, ...types.map(figure));
  const memoryIsAdded = roles.includes("application") && roles.includes("intranetWeb");
  const addedMemory = serverTypes.application.memoryGiB + serverTypes.intranetWeb.memoryGiB;
  const clauses = types.map((type) => type.clause);
  return {
    vCpu: largest((type) => type.vCpu),
    memoryGiB: Math.max(largest((type) => type.memoryGiB), memoryIsAdded ? addedMemory : 0),
    dataDiskGiB: largest((type) => type.dataDiskGiB),
    clauses: [...new Set(memoryIsAdded ? [...clauses, addedMemoryClause] : clauses)],
  };
}

/** Memory in GiB that is advised, not demanded, for a machine with these roles: the sum of their floors (reading 20). */
export function advisedMemoryFor(roles: readonly Role[]): number {
  return typesOf(roles).reduce((sum, type) => sum + type.memoryGiB, 0);
}

/** Each role once, in the vocabulary's order, so that equal sets give equal answers. */
function typesOf(roles: readonly Role[]): readonly ServerType[] {
  return allRoles.filter((role) => roles.includes(role)).map((role) => serverTypes[role]);
}
