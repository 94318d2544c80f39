import { roles as vocabulary, type Role } from "../specification/vocabulary.ts";
import type { Advice, Problem } from "./problem.ts";

/** Machines of one kind, as an entry of the configuration asks for them. */
export interface MachineGroup {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly count: number;
  /** Where it was asked for, for example `lifecare:machines[1]`. */
  readonly path: string;
}

/** The machines with the same roles (decision 4). */
export interface PlacedZone<Group extends MachineGroup = MachineGroup> {
  /** The role, or the roles in the vocabulary's order joined by hyphens. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** In the order of the configuration. */
  readonly groups: readonly Group[];
  readonly machines: number;
  /** Whether it may be exposed: the web role's zone, which a firewall parts from all others (T3.1.5-3). */
  readonly demilitarised: boolean;
}

export interface Placement<Group extends MachineGroup = MachineGroup> {
  /** In the vocabulary's order of their roles, not of the configuration. */
  readonly zones: readonly PlacedZone<Group>[];
  readonly problems: readonly Problem[];
  readonly advice: readonly Advice[];
}

export interface PlacementQuestion<Group extends MachineGroup = MachineGroup> {
  readonly groups: readonly Group[];
  /** Path of the whole list, for what no single group is to blame for. */
  readonly path: string;
  /** Whether Lifecare Planning is installed, which computes on a compute server (T 3.1.7). */
  readonly planning: boolean;
}

/** Numbers in computer names have two digits and addresses come in tens. */
const mostMachinesInGroup = 9;

/** Puts machines with the same roles into one zone, and refuses what the vendor rules out. */
export function planPlacement<Group extends MachineGroup>(question: PlacementQuestion<Group>): Placement<Group> {
  const { groups } = question;
  return {
    zones: zonesOf(groups),
    problems: [
      ...groups.flatMap(groupProblems),
      ...repeatedNames(groups),
      ...missingRoles(question),
      ...databaseServerProblems(groups),
    ],
    advice: [...groups.flatMap(groupAdvice), ...coreAdvice(groups), ...webAdvice(question), ...idleCompute(question)],
  };
}

/** Id of the zone that carries these roles, whatever their order. */
export function zoneId(roles: readonly Role[]): string {
  return inVocabularyOrder(roles).join("-");
}

function zonesOf<Group extends MachineGroup>(groups: readonly Group[]): readonly PlacedZone<Group>[] {
  const byId = Map.groupBy(groups, (group) => zoneId(group.roles));
  return [...byId]
    .map(([id, members]) => {
      const roles = inVocabularyOrder(members[0]!.roles);
      const machines = members.reduce((sum, group) => sum + group.count, 0);
      return { id, roles, groups: members, machines, demilitarised: roles.includes("web") };
    })
    .toSorted((one, other) => compareRoles(one.roles, other.roles));
}

export function inVocabularyOrder(roles: readonly Role[]): readonly Role[] {
  return vocabulary.filter((role) => roles.includes(role));
}

function compareRoles(one: readonly Role[], other: readonly Role[]): number {
  const position = (roles: readonly Role[]) => roles.map((role) => vocabulary.indexOf(role)).join();
  return position(one) < position(other) ? -1 : 1;
}

/** Zones by the first entry that asked for them: what is added at the end of the configuration then comes last. */
export function inConfigurationOrder<Group extends MachineGroup>(zones: readonly PlacedZone<Group>[], groups: readonly Group[]): readonly PlacedZone<Group>[] {
  return zones.toSorted((one, other) => groups.indexOf(one.groups[0]!) - groups.indexOf(other.groups[0]!));
}

/** What is wrong with one entry, whatever else stands in the environment. */
export function groupProblems(group: MachineGroup): readonly Problem[] {
  return [...roleProblems(group), ...countProblems(group)];
}

/** What is wrong with the roles of a machine. */
export function roleProblems(group: Pick<MachineGroup, "roles" | "path">): readonly Problem[] {
  const problems: Problem[] = [];
  const repeated = group.roles.filter((role, index) => group.roles.indexOf(role) !== index);
  if (group.roles.length === 0) {
    problems.push({ path: `${group.path}.roles`, value: group.roles, limit: "at least one role", clause: "T3.1-3", fix: `name one or more of ${vocabulary.join(", ")}` });
  }
  if (repeated.length > 0) {
    problems.push({ path: `${group.path}.roles`, value: group.roles, limit: "each role once on a machine", clause: "T3.1-3", fix: `write ${inVocabularyOrder(group.roles).join(", ")}` });
  }
  if (group.roles.includes("web") && inVocabularyOrder(group.roles).length > 1) {
    problems.push({
      path: `${group.path}.roles`,
      value: group.roles,
      limit: "the web role shares a machine with no other role: a firewall parts it from the rest",
      clause: "T3.1.5-3",
      fix: "give the web role an entry of its own; users of the intranet are served by the role intranetWeb, which may share a machine",
    });
  }
  return problems;
}

function countProblems(group: MachineGroup): readonly Problem[] {
  if (Number.isInteger(group.count) && group.count >= 1 && group.count <= mostMachinesInGroup) return [];
  return [
    {
      path: `${group.path}.count`,
      value: group.count,
      limit: `a whole number from 1 to ${mostMachinesInGroup}`,
      clause: "T3.1-3",
      fix: "divide the machines between two entries with the same roles: they share a zone",
    },
  ];
}

function repeatedNames(groups: readonly MachineGroup[]): readonly Problem[] {
  return groups.flatMap((group, index) => {
    const first = groups.findIndex((other) => other.name.toLowerCase() === group.name.toLowerCase());
    if (first === index) return [];
    return [{ path: `${group.path}.name`, value: group.name, limit: `a name of its own: ${groups[first]!.path} has it already`, clause: "T3.1.3-1", fix: "choose another name: computer names are made of it" }];
  });
}

/** Roles without which there is no installation: T 4.3 lets only *separate* application and web servers be missing. */
function missingRoles({ groups, path, planning }: PlacementQuestion): readonly Problem[] {
  const placed = new Set(groups.flatMap((group) => group.roles));
  const value = inVocabularyOrder([...placed]);
  const missing = (role: Role, reason: string, clause: string): Problem[] =>
    placed.has(role) ? [] : [{ path, value, limit: `the role ${role} on some machine: ${reason}`, clause, fix: `add ${role} to the roles of a machine, or a machine for it` }];
  return [
    ...missing("core", "it carries TSS and the common services", "T3.1-3"),
    ...missing("application", "it carries the subsystems' brokers and web services", "T3.1-3"),
    ...missing("database", "every other server reaches it", "T3.1-3"),
    ...(planning ? missing("compute", "Lifecare Planning computes there", "T3.1.7-1") : []),
  ];
}

function groupAdvice(group: MachineGroup): readonly Advice[] {
  if (!group.roles.includes("compute") || inVocabularyOrder(group.roles).length < 2) return [];
  return [{ path: `${group.path}.roles`, message: "the vendor recommends a server of its own for the compute role", clause: "T3.1.7-1" }];
}

/** The databases stand on one instance: nothing in the specification divides or mirrors them. */
function databaseServerProblems(groups: readonly MachineGroup[]): readonly Problem[] {
  const [first, ...further] = groups.filter((group) => group.roles.includes("database"));
  if (first === undefined) return [];
  const limit = "one database server: the product's databases stand on a single instance";
  const second = further.map((group) => ({ path: `${group.path}.roles`, value: group.roles, limit, clause: "T3.1.4-2", fix: `leave database out here: ${first.path} has it` }));
  if (first.count === 1) return second;
  return [{ path: `${first.path}.count`, value: first.count, limit, clause: "T3.1.4-2", fix: "state 1 and choose a larger size" }, ...second];
}

/** TSS keeps its data on the server's own disk and is found by one name; several core servers are neither described nor forbidden. */
function coreAdvice(groups: readonly MachineGroup[]): readonly Advice[] {
  const carriers = groups.filter((group) => group.roles.includes("core"));
  const machines = carriers.reduce((sum, group) => sum + group.count, 0);
  if (machines < 2) return [];
  const path = carriers.length > 1 ? `${carriers.at(-1)!.path}.roles` : `${carriers[0]!.path}.count`;
  return [{ path, message: `${machines} machines carry TSS, which keeps its data on the server's own disk and is found by one name: ask the vendor's technicians first`, clause: "T3.1.3-3" }];
}

/** An installation of Procapita alone has no web modules: then, and only then, there is no web server of either kind. */
function webAdvice({ groups, path }: PlacementQuestion): readonly Advice[] {
  if (groups.some((group) => group.roles.includes("intranetWeb") || group.roles.includes("web"))) return [];
  return [{ path, message: "no machine carries intranetWeb or web: Lifecare's web modules can then be reached by nobody", clause: "T3.1-3" }];
}

function idleCompute({ groups, planning }: PlacementQuestion): readonly Advice[] {
  const carrier = groups.find((group) => group.roles.includes("compute"));
  if (planning || carrier === undefined) return [];
  return [{ path: `${carrier.path}.roles`, message: "the compute role serves Lifecare Planning, which is not among the features", clause: "T3.1.7-1" }];
}
