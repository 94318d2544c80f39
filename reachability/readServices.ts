import { parseAddress, readAddresses } from "./addresses.ts";
import type { ModelInterface, ModelNetwork, ModelService, ServiceFlow } from "./model.ts";
import { lastName } from "./readDirectory.ts";
import { hasEntries, nameOf, readWhole, referredTo } from "./readWhole.ts";
import type { Stated } from "./readStated.ts";
import { booleanAt, isRecord, sectionAt, textAt, wholeNumberAt, type Plain, type Section } from "./readValues.ts";

/**
 * Application gateways and Bastion hosts, so far as they are modelled: places that take connections on some ports and open others
 * of their own. Nothing where one is of another kind or cannot be read: then a gap stands for it.
 *
 * @param named ids that the resource names
 * @param resources all of the stack: interfaces may say themselves that they are members of a pool
 */
export function readService(resource: Stated, named: readonly string[], networks: readonly ModelNetwork[], resources: readonly Stated[]): readonly ModelInterface[] | undefined {
  const [home, ...others] = named.filter((id) => id.includes("/subnets/"));
  if (home === undefined || others.length > 0 || !networks.some(({ subnets }) => subnets.some(({ id }) => id === home))) return undefined;
  switch (resource.token.name) {
    case "network:ApplicationGateway":
      return applicationGateway(resource, home, resources.some(({ inputs }) => mentions(inputs.values, "applicationGatewayBackendAddressPools")));
    case "network:BastionHost":
      return lastName(home) === "azurebastionsubnet" ? bastionHost(resource, home, networks) : undefined;
    default:
      return undefined;
  }
}

interface Standing {
  readonly suffix: string;
  readonly addresses?: readonly string[];
  readonly publicAddress: boolean;
}

function standing(resource: Stated, subnet: string, service: ModelService, { suffix, addresses = [], publicAddress }: Standing): ModelInterface {
  const id = `${resource.id ?? `${resource.token.name}/${resource.name}`.toLowerCase()}/${suffix}`;
  return { id, subnet, addresses, publicAddress, applicationSecurityGroups: [], securityGroups: { options: ["none"] }, service, origin: { resource: resource.label } };
}

/**
 * Bastion is reached on 443 of its public address and reaches machines on 3389 and 22 of their private ones; 443 outwards is for its
 * own records. The higher tiers let administrators choose other ports, and IP connections any address.
 * Sources: MicrosoftDocs/azure-docs articles/bastion/bastion-nsg.md, articles/bastion/configuration-settings.md.
 */
function bastionHost(resource: Stated, subnet: string, networks: readonly ModelNetwork[]): readonly ModelInterface[] | undefined {
  const { inputs } = resource;
  const sku = sectionAt(inputs, "sku");
  const tier = sku.kind === "known" ? textAt(sku.value, "name") : sku;
  if (tier.kind !== "absent" && !(tier.kind === "known" && ["basic", "standard", "premium"].includes(tier.value.toLowerCase()))) return undefined;
  const faces = readWhole(inputs, "ipConfigurations");
  if (faces?.length !== 1) return undefined;
  const isPublic = faces[0]!.values["publicIPAddress"] !== undefined;
  const isBasic = tier.kind === "absent" || tier.value.toLowerCase() === "basic";
  const anywhere = booleanAt(inputs, "enableIpConnect");
  const near = networks.flatMap(({ prefixes }) => prefixes);
  const service: ModelService = {
    kind: "Bastion host",
    // Its parts speak with each other on 8080 and 5701; what else inside reaches it is not said.
    takes: [...(isPublic ? [{ peers: ["Internet"], ports: ["443"], certain: true }] : []), { peers: ["*"], ports: ["443", "8080", "5701"], certain: false }],
    sends: [
      { peers: near, ports: ["22", "3389"], certain: true },
      { peers: ["Internet"], ports: ["80", "443"], certain: false },
      { peers: near, ports: isBasic ? ["8080", "5701"] : ["0-65535"], certain: false },
      ...(anywhere.kind === "absent" || (anywhere.kind === "known" && !anywhere.value) ? [] : [{ peers: ["*"], ports: ["0-65535"], certain: false }]),
    ],
  };
  return [standing(resource, subnet, service, { suffix: "instances", publicAddress: isPublic })];
}

/**
 * An application gateway ends connections on its listeners' ports and opens new ones from its instances, which stand anywhere in its
 * subnet, to the members of its pools on the ports of its settings and probes. What it needs of the Internet, and the ports of its
 * management, are not modelled: unknown.
 * Sources: MicrosoftDocs/azure-docs articles/application-gateway/how-application-gateway-works.md, configuration-infrastructure.md.
 */
function applicationGateway(resource: Stated, subnet: string, hasOtherMembers: boolean): readonly ModelInterface[] | undefined {
  const { inputs } = resource;
  const sku = sectionAt(inputs, "sku");
  const tier = sku.kind === "known" ? textAt(sku.value, "tier") : sku;
  if (tier.kind !== "known" || !["standard_v2", "waf_v2"].includes(tier.value.toLowerCase())) return undefined;
  // Listeners and settings below HTTP, and what is let in by private link, are of another kind.
  if (["listeners", "backendSettingsCollection", "routingRules", "privateLinkConfigurations"].some((key) => hasEntries(inputs, key))) return undefined;
  const fronts = readWhole(inputs, "frontendIPConfigurations");
  const listeners = listenersOf(inputs);
  const sends = backendFlows(inputs, hasOtherMembers);
  if (fronts === undefined || fronts.length === 0 || listeners === undefined || sends === undefined) return undefined;
  const portsAt = (isPublic: boolean) => fronts.filter((front) => hasPublic(front) === isPublic).flatMap((front) => listeners.filter(({ front: name }) => name === nameOf(front)).map(({ port }) => port));
  const management = { peers: ["*"], ports: ["65200-65535"], certain: false };
  const unsure = [...new Set(listeners.map(({ port }) => port))];
  const instances: ModelService = {
    kind: "application gateway",
    takes: [{ peers: ["Internet"], ports: portsAt(true), certain: true }, { peers: ["*"], ports: unsure, certain: false }, management],
    sends: [...sends, { peers: ["Internet"], ports: ["0-65535"], certain: false }],
  };
  const privates: ModelInterface[] = [];
  for (const front of fronts.filter((candidate) => !hasPublic(candidate))) {
    const address = textAt(front, "privateIPAddress");
    if (address.kind !== "known" || parseAddress(address.value) === undefined) return undefined;
    const service: ModelService = { kind: "application gateway", takes: [{ peers: ["*"], ports: portsAt(false), certain: true }], sends: [] };
    privates.push(standing(resource, subnet, service, { suffix: `frontends/${nameOf(front)}`, addresses: [address.value], publicAddress: false }));
  }
  return [standing(resource, subnet, instances, { suffix: "instances", publicAddress: fronts.some(hasPublic) }), ...privates];
}

function hasPublic(front: Section): boolean {
  return front.values["publicIPAddress"] !== undefined && front.values["publicIPAddress"] !== null;
}

/** The ports that listeners stand on, each at its frontend. */
function listenersOf(inputs: Section): readonly { readonly front: string; readonly port: string }[] | undefined {
  const ports = new Map((readWhole(inputs, "frontendPorts") ?? []).map((section) => [nameOf(section), portAt(section)]));
  const fronts = (readWhole(inputs, "frontendIPConfigurations") ?? []).map(nameOf);
  const found = (readWhole(inputs, "httpListeners") ?? []).map((section) => ({ front: referredTo(section, "frontendIPConfiguration"), port: ports.get(referredTo(section, "frontendPort")) }));
  const whole = found.flatMap(({ front, port }) => (port === undefined || !fronts.includes(front) ? [] : [{ front, port }]));
  return whole.length === found.length && whole.length > 0 ? whole : undefined;
}

/** The pools with the settings that rules and path maps join them to: paths change nothing for packets. */
function backendFlows(inputs: Section, hasOtherMembers: boolean): readonly ServiceFlow[] | undefined {
  const pools = new Map((readWhole(inputs, "backendAddressPools") ?? []).map((section) => [nameOf(section), section]));
  const settings = new Map((readWhole(inputs, "backendHttpSettingsCollection") ?? []).map((section) => [nameOf(section), section]));
  const probes = new Map((readWhole(inputs, "probes") ?? []).map((section) => [nameOf(section), section]));
  const maps = readWhole(inputs, "urlPathMaps");
  const rules = readWhole(inputs, "requestRoutingRules");
  if (maps === undefined || rules === undefined) return undefined;
  const pathRules = maps.map((map) => readWhole(map, "pathRules"));
  const flows: ServiceFlow[] = [];
  for (const rule of [...rules, ...maps, ...pathRules.flatMap((found) => found ?? [])]) {
    const [poolKey, settingsKey] = rule.values["defaultBackendAddressPool"] === undefined ? ["backendAddressPool", "backendHttpSettings"] : ["defaultBackendAddressPool", "defaultBackendHttpSettings"];
    // A rule that redirects, or that has a path map, has no pool of its own.
    if (rule.values[poolKey!] === undefined) continue;
    const pool = pools.get(referredTo(rule, poolKey!));
    const setting = settings.get(referredTo(rule, settingsKey!));
    const port = setting === undefined ? undefined : portAt(setting);
    if (pool === undefined || setting === undefined || port === undefined) return undefined;
    const probe = setting.values["probe"] === undefined ? undefined : probes.get(referredTo(setting, "probe"));
    if (setting.values["probe"] !== undefined && probe === undefined) return undefined;
    // A probe asks on its own port where it has one.
    const ports = [...new Set([port, ...(probe?.values["port"] === undefined ? [] : [portAt(probe) ?? port])])];
    flows.push(...poolFlows(pool, ports, hasOtherMembers));
  }
  return pathRules.includes(undefined) ? undefined : flows;
}

/** Members by name, and those that name the pool themselves, may be anywhere. */
function poolFlows(pool: Section, ports: readonly string[], hasOtherMembers: boolean): readonly ServiceFlow[] {
  const addresses = (readWhole(pool, "backendAddresses") ?? []).map((section) => textAt(section, "ipAddress"));
  const known = addresses.flatMap((address) => (address.kind === "known" && readAddresses(address.value).kind === "addresses" ? [address.value] : []));
  const whole = known.length === addresses.length && known.length > 0 && !hasOtherMembers;
  return [...(known.length > 0 ? [{ peers: known, ports, certain: true }] : []), ...(whole ? [] : [{ peers: ["*"], ports, certain: false }])];
}

function mentions(value: Plain | undefined, key: string): boolean {
  if (Array.isArray(value)) return (value as readonly Plain[]).some((item) => mentions(item, key));
  return isRecord(value) && Object.entries(value).some(([name, item]) => (name === key && !(Array.isArray(item) && item.length === 0)) || mentions(item, key));
}

function portAt(section: Section): string | undefined {
  const port = wholeNumberAt(section, "port");
  return port.kind === "known" && port.value > 0 && port.value <= 65535 ? String(port.value) : undefined;
}
