import type { AnalysisOptions, Endpoint, ExternalNetwork } from "../reachability/endpoints.ts";
import type { ModelFirewall, ModelInterface, NetworkModel } from "../reachability/model.ts";
import type { Expectation } from "./expectation.ts";
import { expectedNames, type ExpectedEnd, type ExpectedFlow } from "./expectedFlows.ts";
import type { RoledMachine } from "./machineRoles.ts";
import { remainingPrivatePrefixes } from "./privateAddresses.ts";

/** Somewhere that packets come from or go to, as far as the specification tells places apart. */
export interface Place {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly belongs: Belonging;
  /** Machines that stand there. */
  readonly machines: readonly RoledMachine[];
  /** Where the stack's configuration asked for it. */
  readonly paths: readonly string[];
}

export type Belonging =
  | { readonly kind: "zone"; readonly zone: string }
  /** An interface of nobody, or of a machine without a role: nothing is expected of it. */
  | { readonly kind: "stranger" }
  | { readonly kind: "clients" }
  /** Whatever else stands in the network of a firewall that a rule request stands for: it may ask the stack directly, past the firewall. */
  | { readonly kind: "hub" }
  /** Private addresses that are neither the stack's nor a client network's. */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "internet" }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "firewall" };

/** The places of a stack and the model with an interface for each of them. */
export interface Places {
  readonly model: NetworkModel;
  readonly places: readonly Place[];
  readonly externals: readonly ExternalNetwork[];
  readonly names: readonly string[];
}

/** Paths of the stack's configuration by machine name. */
export type Sources = Readonly<Record<string, string>>;

/**
 * Every place that flows are compared between. A zone whose machines are filtered by their subnet's group alone is one place, its
 * whole subnet: a machine that is added tomorrow stands under the same rules. Every other interface is a place of its own.
 */
export function placesOf(
  model: NetworkModel,
  machines: readonly RoledMachine[],
  expectation: Expectation | undefined,
  flows: readonly ExpectedFlow[],
  sources: Sources,
  { names: asked = [], statedFirewalls = [] }: AnalysisOptions = {},
): Places {
  const owners = new Map(machines.flatMap((machine) => machine.machine.interfaces.map((id) => [id, machine] as const)));
  const whole = wholeSubnets(model, owners);
  const subnets = new Set(model.networks.flatMap((network) => network.subnets.map(({ id }) => id)));
  const standing = model.interfaces.filter((candidate) => subnets.has(candidate.subnet) && !whole.some(({ members }) => members.includes(candidate)));
  const clients = expectation?.clientNetworks ?? [];
  const externals = externalNetworks(model, clients);
  const stated = statedFirewalls.map(({ firewall }) => firewall);
  const firewalls = [...model.firewalls, ...stated];
  const hubs = new Map(model.networks.filter(({ subnets }) => subnets.some(({ id }) => stated.some(({ subnet }) => subnet === id))).flatMap((network) => network.subnets.map(({ id }) => [id, `hub ${lastSegment(network.id)}`] as const)));
  const names = namesOf(firewalls, flows, asked);
  const source = (machine: RoledMachine) => (sources[machine.machine.name] === undefined ? [] : [sources[machine.machine.name]!]);
  return {
    model: { ...model, interfaces: [...model.interfaces, ...whole.map(({ face }) => face)] },
    externals,
    names,
    places: [
      ...whole.map(({ face, zone, owned }): Place => ({ name: zone, endpoint: { kind: "interface", id: face.id }, belongs: { kind: "zone", zone }, machines: owned, paths: [...new Set(owned.flatMap(source))] })),
      ...standing.map((face): Place => {
        const hub = hubs.get(face.subnet);
        return hub === undefined ? interfacePlace(face, owners.get(face.id), source) : { name: hub, endpoint: { kind: "interface", id: face.id }, belongs: { kind: "hub" }, machines: [], paths: [] };
      }),
      ...externals.map((external, index): Place => {
        const client = clients[index];
        const belongs: Belonging = client === undefined ? { kind: "elsewhere" } : { kind: "clients" };
        return { name: external.name, endpoint: { kind: "external", ...external }, belongs, machines: [], paths: client === undefined ? [] : [client.path] };
      }),
      { name: "internet", endpoint: { kind: "internet" }, belongs: { kind: "internet" }, machines: [], paths: [] },
      ...names.map((name): Place => ({ name, endpoint: { kind: "named", name }, belongs: { kind: "name", name }, machines: [], paths: pathsOfName(name, expectation) })),
      ...firewalls.map((firewall): Place => ({ name: lastSegment(firewall.id), endpoint: { kind: "firewall", id: firewall.id }, belongs: { kind: "firewall" }, machines: [], paths: [] })),
    ],
  };
}

/** Whether an end of an expected flow lies at a place, wholly or in part. */
export function liesAt(end: ExpectedEnd, { belongs }: Place): boolean {
  switch (end.kind) {
    case "zone":
      return belongs.kind === "zone" && belongs.zone === end.zone;
    case "clients":
    case "firewall":
      return belongs.kind === end.kind;
    case "names":
      return belongs.kind === "name" && end.names.some((name) => sameName(name, belongs.name));
    case "tag":
      return belongs.kind === "name" && sameName(end.tag, belongs.name);
    case "prefixes":
      return belongs.kind === "internet";
  }
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

interface WholeSubnet {
  readonly zone: string;
  readonly members: readonly ModelInterface[];
  readonly owned: readonly RoledMachine[];
  /** Stands for every address of the subnet. */
  readonly face: ModelInterface;
}

function wholeSubnets(model: NetworkModel, owners: ReadonlyMap<string, RoledMachine>): readonly WholeSubnet[] {
  return model.networks
    .flatMap((network) => network.subnets)
    .flatMap((subnet) => {
      const members = model.interfaces.filter((face) => face.subnet === subnet.id);
      const owned = [...new Set(members.map((face) => owners.get(face.id)))];
      const zones = [...new Set(owned.map((machine) => machine?.zone))];
      if (zones.length !== 1 || zones[0] === undefined || !members.every((face) => isPlain(face, model.gaps))) return [];
      const face: ModelInterface = { ...members[0]!, id: `${subnet.id}/every-address`, subnet: subnet.id, addresses: subnet.prefixes, origin: subnet.origin };
      return [{ zone: zones[0], members, owned: owned as readonly RoledMachine[], face }];
    });
}

/** Filtered by its subnet's group alone, seen under its private address alone, and wholly known. */
function isPlain({ id, securityGroups, publicAddress, applicationSecurityGroups, service, handsOn, pools, perhapsPublic }: ModelInterface, gaps: NetworkModel["gaps"]): boolean {
  const isMachines = service === undefined && handsOn === undefined && pools === undefined && perhapsPublic !== true;
  const isUngrouped = securityGroups.options.every((option) => option === "none") && applicationSecurityGroups.length === 0;
  return isMachines && isUngrouped && !publicAddress && !gaps.some(({ concerns }) => concerns.includes(id));
}

function interfacePlace(face: ModelInterface, owner: RoledMachine | undefined, source: (machine: RoledMachine) => readonly string[]): Place {
  const endpoint = { kind: "interface", id: face.id } as const;
  if (owner === undefined) return { name: lastSegment(face.id), endpoint, belongs: { kind: "stranger" }, machines: [], paths: [] };
  return { name: owner.machine.name, endpoint, belongs: { kind: "zone", zone: owner.zone }, machines: [owner], paths: source(owner) };
}

/** The client networks in their order, then everything else that is private. */
function externalNetworks(model: NetworkModel, clientNetworks: Expectation["clientNetworks"]): readonly ExternalNetwork[] {
  const own = model.networks.flatMap((network) => network.prefixes);
  const clients = clientNetworks.map(({ name, value }): ExternalNetwork => ({ name: `clients of ${name}`, prefixes: [value], attachedAt: "firewall" }));
  const elsewhere = remainingPrivatePrefixes([...own, ...clientNetworks.map(({ value }) => value)]);
  return [...clients, ...(elsewhere.length === 0 ? [] : [{ name: "other private networks", prefixes: elsewhere, attachedAt: "firewall" as const }])];
}

/** What flows end at by name, what rules mention, and under each wildcard a host that nobody has asked for. */
function namesOf(firewalls: readonly ModelFirewall[], flows: readonly ExpectedFlow[], asked: readonly string[]): readonly string[] {
  const expected = expectedNames(flows);
  const rules = firewalls.flatMap(({ groups }) => groups).flatMap(({ collections }) => collections).flatMap(({ rules }) => rules);
  const mentioned = rules.flatMap((rule) => (rule.kind === "translation" ? [] : [...rule.hostNames, ...(rule.kind === "application" ? rule.tags : [])]));
  const names = [...expected.hosts, ...expected.tags, ...asked, ...mentioned.map((name) => name.replace("*", "any-other-host")), "any-other-host.example"];
  const byKey = new Map(names.toReversed().map((name) => [name.toLowerCase(), name]));
  return [...byKey.values()].toReversed();
}

function pathsOfName(name: string, expectation: Expectation | undefined): readonly string[] {
  if (expectation === undefined) return [];
  return [...expectation.vendorHosts, ...expectation.socialInsuranceHosts].filter(({ value }) => sameName(value, name)).map(({ path }) => path);
}

function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
