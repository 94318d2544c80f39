import { createHash } from "node:crypto";
import { nameFault, nameRules, windowsComputerName, type NamedType } from "../azure/naming.ts";
import { longestComputerName } from "../specification/limits.ts";
import type { Environment } from "../specification/vocabulary.ts";
import type { Problem } from "./problem.ts";

/** What names are made of. Paths say where each part was asked for. */
export interface NamingQuestion {
  readonly customer: { readonly code: string; readonly path: string };
  readonly environment: Environment;
  readonly subscriptionId: string;
  readonly groups: readonly NamedGroup[];
  readonly zones: readonly NamedZone[];
}

export interface NamedGroup {
  readonly name: string;
  readonly count: number;
  readonly path: string;
}

export interface NamedZone {
  readonly id: string;
  readonly path: string;
}

/** Names of the resources that a zone owns. */
export interface ZoneNames {
  /** What logical names and names in Azure are made of. */
  readonly key: string;
  readonly subnet: string;
  readonly securityGroup: string;
  readonly routeTable: string;
  /** Made only where machines are kept apart by a set. */
  readonly availabilitySet: string;
}

/** Every name that Azure gets, save those made of a computer name (`…-nic`, `…-data`). */
export interface EnvironmentNames {
  readonly resourceGroup: string;
  readonly virtualNetwork: string;
  readonly firewall: string;
  readonly firewallPolicy: string;
  readonly firewallPublicAddress: string;
  readonly vault: string;
  readonly zones: Readonly<Record<string, ZoneNames>>;
  /** Computer names by the name of their group, in the order of their numbers. */
  readonly computers: Readonly<Record<string, readonly string[]>>;
}

const customerCode = /^[a-z][a-z0-9]{1,5}$/;

/** Names for everything, or the reasons why there are none: a name that does not fit is refused, never cut. */
export function planNames(question: NamingQuestion): { readonly names: EnvironmentNames; readonly problems: readonly Problem[] } {
  const names = namesOf(question);
  if (!customerCode.test(question.customer.code)) return { names, problems: [codeProblem(question)] };
  return {
    names,
    problems: [
      ...question.groups.flatMap((group) => computerNameProblems(group, question)),
      ...repeatedComputerNames(question.groups, names),
      ...resourceNameProblems(question, names),
    ],
  };
}

/** Computer names of one group: customer, environment, group and two digits, so that a name tells what it is (T3.1.3-1). */
export function computerNames(customer: string, environment: Environment, group: NamedGroup): readonly string[] {
  return Array.from({ length: group.count }, (_, index) => `${customer}${environment}${group.name}${String(index + 1).padStart(2, "0")}`);
}

function namesOf({ customer: { code }, environment, subscriptionId, groups, zones }: NamingQuestion): EnvironmentNames {
  const stem = `${code}-${environment}`;
  return {
    resourceGroup: `rg-${stem}`,
    virtualNetwork: `vnet-${stem}`,
    firewall: `afw-${stem}`,
    firewallPolicy: `afwp-${stem}`,
    firewallPublicAddress: `pip-afw-${stem}`,
    vault: `kv-${stem}-${stableHash(`${subscriptionId.toLowerCase()}/${code}/${environment}`)}`,
    zones: Object.fromEntries(zones.map((zone, index) => [zone.id, zoneNames(stem, zoneKey(zone, zones.slice(0, index)))])),
    computers: Object.fromEntries(groups.map((group) => [group.name, computerNames(code, environment, group)])),
  };
}

/**
 * A zone is called by its first role, as its place in the address space is: other roles come and go without a new subnet,
 * which Azure would refuse while machines stand in the old one. Further zones with the same first role are numbered.
 */
function zoneKey({ id }: NamedZone, earlier: readonly NamedZone[]): string {
  const firstRole = (zone: string) => zone.split("-")[0]!;
  const same = earlier.filter((other) => firstRole(other.id) === firstRole(id)).length;
  return same === 0 ? firstRole(id) : `${firstRole(id)}-${same + 1}`;
}

function zoneNames(stem: string, zone: string): ZoneNames {
  return {
    key: zone,
    subnet: `snet-${zone}`,
    securityGroup: `nsg-${stem}-${zone}`,
    routeTable: `rt-${stem}-${zone}`,
    availabilitySet: `avail-${stem}-${zone}`,
  };
}

/** A vault's name is unique in all of Azure: eight digits tell it from a namesake in another subscription, the same at every run. */
function stableHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

function codeProblem({ customer }: NamingQuestion): Problem {
  return {
    path: customer.path,
    value: customer.code,
    limit: "2 to 6 lower-case letters and digits, beginning with a letter",
    clause: longestComputerName.clause,
    fix: "choose a shorter code without å, ä, ö and hyphens, for example ank",
  };
}

function computerNameProblems(group: NamedGroup, { customer, environment }: NamingQuestion): readonly Problem[] {
  const name = computerNames(customer.code, environment, { ...group, count: 1 })[0]!;
  const excess = name.length - longestComputerName.value;
  if (excess > 0) {
    const room = group.name.length - excess;
    return [
      {
        path: `${group.path}.name`,
        value: group.name,
        limit: `the computer name ${name} has ${name.length} characters: at most ${longestComputerName.value}`,
        clause: longestComputerName.clause,
        fix: `shorten the name to ${room} characters, or the customer code`,
      },
    ];
  }
  const fault = nameFault(name, windowsComputerName);
  if (fault === undefined && group.name !== "") return [];
  return [
    {
      path: `${group.path}.name`,
      value: group.name,
      limit: `the computer name ${name} is not one: ${fault ?? "the machine's own part is empty"}`,
      clause: longestComputerName.clause,
      fix: "use lower-case letters and digits",
    },
  ];
}

/** Windows and TSS know no case. */
function repeatedComputerNames(groups: readonly NamedGroup[], names: EnvironmentNames): readonly Problem[] {
  const owners = new Map<string, NamedGroup>();
  return groups.flatMap((group) => {
    const taken = names.computers[group.name]!.find((name) => owners.has(name.toLowerCase()));
    const owner = taken === undefined ? undefined : owners.get(taken.toLowerCase())!;
    for (const name of names.computers[group.name]!) owners.set(name.toLowerCase(), group);
    if (owner === undefined) return [];
    return [
      {
        path: `${group.path}.name`,
        value: group.name,
        limit: `a computer name of its own: ${taken} is also a machine of ${owner.path}`,
        clause: longestComputerName.clause,
        fix: "choose another name",
      },
    ];
  });
}

function resourceNameProblems(question: NamingQuestion, names: EnvironmentNames): readonly Problem[] {
  const { path } = question.customer;
  const common: readonly CheckedName[] = [
    { type: "Microsoft.Resources/resourceGroups", name: names.resourceGroup, path },
    { type: "Microsoft.Network/virtualNetworks", name: names.virtualNetwork, path },
    { type: "Microsoft.Network/azureFirewalls", name: names.firewall, path },
    { type: "Microsoft.Network/firewallPolicies", name: names.firewallPolicy, path },
    { type: "Microsoft.Network/publicIPAddresses", name: names.firewallPublicAddress, path },
    { type: "Microsoft.KeyVault/vaults", name: names.vault, path },
  ];
  const owned = question.zones.flatMap((zone): readonly CheckedName[] => {
    const own = names.zones[zone.id]!;
    return [
      { type: "Microsoft.Network/virtualNetworks/subnets", name: own.subnet, path: zone.path },
      { type: "Microsoft.Network/networkSecurityGroups", name: own.securityGroup, path: zone.path },
      { type: "Microsoft.Network/routeTables", name: own.routeTable, path: zone.path },
      { type: "Microsoft.Compute/availabilitySets", name: own.availabilitySet, path: zone.path },
    ];
  });
  return [...common, ...owned].flatMap(resourceNameProblem);
}

interface CheckedName {
  readonly type: NamedType;
  readonly name: string;
  readonly path: string;
}

function resourceNameProblem({ type, name, path }: CheckedName): readonly Problem[] {
  const fault = nameFault(name, nameRules[type]);
  return fault === undefined ? [] : [{ path, value: name, limit: `${type} takes ${fault}`, fix: "shorten what the name is made of" }];
}
