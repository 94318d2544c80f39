import type { Candidates, ModelInterface, ModelNetwork, ModelSubnet, NetworkModel, Origin, SecurityGroup } from "../../../reachability/model.ts";
import type { Role } from "../../../specification/vocabulary.ts";
import type { Fault } from "../../finding.ts";
import { unknownFault } from "../../judge.ts";
import { rolesOf } from "../../machineRoles.ts";
import { fault } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { NotKnown } from "../../view.ts";

/** An interface of a machine with roles, and where it stands. */
export interface Standing {
  readonly machine: Resource;
  readonly roles: readonly Role[];
  readonly face: ModelInterface;
  readonly subnet: ModelSubnet;
  readonly network: ModelNetwork;
}

export interface Topology {
  readonly model: NetworkModel;
  /** Machines without a role are left alone: another rule finds them. */
  readonly standings: readonly Standing[];
  /** Machines of which nobody knows what they are, or where they stand. */
  readonly unknown: readonly Fault[];
}

const remembered = new WeakMap<Stack, Topology>();

/** Which machines stand where, as far as it is known. */
export function topologyOf(stack: Stack): Topology {
  const known = remembered.get(stack);
  if (known !== undefined) return known;
  const made = readTopology(stack);
  remembered.set(stack, made);
  return made;
}

function readTopology(stack: Stack): Topology {
  const model = stack.model();
  const standings: Standing[] = [];
  const unknown: Fault[] = [...stack.gaps.map(gapFault)];
  for (const machine of stack.of("compute:VirtualMachine")) {
    try {
      const stated = rolesOf(machine, stack.facts);
      if (stated.kind !== "roles") continue;
      const found = standingsOf(model, machine, stated.roles);
      standings.push(...found);
      unknown.push(...gapFaults(model, standingIds(model, machine, found)));
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      unknown.push({ ...unknownFault(error), resource: machine.label });
    }
  }
  return { model, standings, unknown: distinct(unknown) };
}

function standingsOf(model: NetworkModel, machine: Resource, roles: readonly Role[]): readonly Standing[] {
  const owned = new Set(model.machines.filter(({ origin }) => origin.resource === machine.label).flatMap(({ interfaces }) => interfaces));
  const subnets = new Map(model.networks.flatMap((network) => network.subnets.map((subnet) => [subnet.id, { subnet, network }] as const)));
  return model.interfaces
    .filter(({ id }) => owned.has(id))
    .flatMap((face) => {
      const place = subnets.get(face.subnet);
      return place === undefined ? [] : [{ machine, roles, face, ...place }];
    });
}

function standingIds(model: NetworkModel, machine: Resource, found: readonly Standing[]): readonly string[] {
  const own = model.machines.filter(({ origin }) => origin.resource === machine.label);
  return [...own.flatMap(({ id, interfaces }) => [id, ...interfaces]), ...found.map(({ subnet }) => subnet.id)];
}

/** What is not known of any of these. */
export function gapFaults({ gaps }: NetworkModel, ids: readonly string[]): readonly Fault[] {
  return gaps.filter(({ concerns }) => concerns.some((id) => ids.includes(id))).map(gapFault);
}

/** What is not known of a security group or a route table, its rules and routes included. */
export function gapsWithin({ gaps }: NetworkModel, id: string): readonly Fault[] {
  return gaps.filter(({ concerns }) => concerns.some((concerned) => concerned === id || concerned.startsWith(`${id}/`))).map(gapFault);
}

function gapFault({ origin, reason }: { readonly origin: Origin; readonly reason: string }): Fault {
  return { kind: "unknown", resource: origin.resource, path: origin.path ?? "", limit: `${reason}: the rule cannot be judged`, fix: "write the value as plain text, or judge a state in which it is known" };
}

export function distinct(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map((one) => [JSON.stringify([one.resource, one.path, one.limit, one.kind]), one])).values()];
}

/** A fault at a place that the model remembers, with the value that stands there. */
export function faultAt(stack: Stack, origin: Origin, key: string | undefined, limit: string, more: Parameters<typeof fault>[3] = {}): Fault {
  const path = [origin.path, key].filter((part) => part !== undefined && part !== "").join(".");
  const stated = stack.resources.find(({ label }) => label === origin.resource);
  return stated === undefined ? { resource: origin.resource, path, limit, ...more } : fault(stated, path, limit, more);
}

/**
 * Judges each of several possible things (decision 8): what is wrong with all of them is wrong, what is wrong with some is not known.
 *
 * @param origin whose reference it is
 */
export function judgedOptions<Thing>({ options }: Candidates<Thing>, origin: Origin, judge: (option: Thing | "none") => readonly Fault[]): readonly Fault[] {
  const verdicts = options.map(judge);
  const unknown = verdicts.flat().filter(({ kind }) => kind === "unknown");
  const broken = verdicts.filter((faults) => faults.some(({ kind }) => kind === undefined));
  if (broken.length === verdicts.length) return verdicts[0] ?? [];
  return broken.length === 0 ? unknown : [gapFault({ origin, reason: `is one of ${options.length}, of which some do not hold` }), ...unknown];
}

export interface Guarded {
  readonly group: SecurityGroup;
  /** The machines behind it. */
  readonly standings: readonly Standing[];
}

/** Every security group that may filter one of these, at its subnet or its interface, once. */
export function groupsOf(standings: readonly Standing[]): readonly Guarded[] {
  const guarded = new Map<string, { readonly group: SecurityGroup; readonly standings: Standing[] }>();
  for (const standing of standings) {
    for (const group of [...standing.subnet.securityGroups.options, ...standing.face.securityGroups.options]) {
      if (group === "none") continue;
      const known = guarded.get(group.id);
      if (known === undefined) guarded.set(group.id, { group, standings: [standing] });
      else if (!known.standings.includes(standing)) known.standings.push(standing);
    }
  }
  return [...guarded.values()];
}

/** Prefixes of the subnets where machines with one of these roles stand. */
export function prefixesOfRoles({ standings }: Topology, roles: readonly Role[]): readonly string[] {
  return [...new Set(standings.filter((standing) => roles.some((role) => standing.roles.includes(role))).flatMap(({ subnet }) => subnet.prefixes))];
}

/** The subnets where machines with roles stand, each once, with those machines. */
export function subnetsOf({ standings }: Topology): readonly (readonly [Standing, ...Standing[]])[] {
  return [...Map.groupBy(standings, ({ subnet }) => subnet.id).values()] as unknown as readonly (readonly [Standing, ...Standing[]])[];
}
