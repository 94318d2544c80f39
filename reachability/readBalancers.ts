import { parseAddress } from "./addresses.ts";
import type { BalancerRule, ModelInterface, PublicBalancer, PublicTier } from "./model.ts";
import { balancerRules, partId, translationRules, type FrontendRule } from "./readBalancerRules.ts";
import type { Directory } from "./readDirectory.ts";
import type { Stated } from "./readStated.ts";
import { booleanAt, sectionAt, textAt, type Section } from "./readValues.ts";
import { hasEntries, nameOf, readWhole, referredTo } from "./readWhole.ts";

/** The load balancers that are modelled: those whose pools and translation rules their members name. */
export interface Balancers {
  /** Internal ones by their frontends; none where the frontends are public: those show in their members. */
  readonly frontends: ReadonlyMap<Stated, readonly ModelInterface[]>;
  /** Whether the pool, or the translation rule, is of one of them. */
  readonly hasPool: (id: string) => boolean;
  /** What the public ones do for a member of these pools. */
  readonly publicOf: (pools: readonly string[]) => readonly PublicBalancer[];
}

/**
 * Rules for all ports, translation of a range of ports, frontends with a prefix of addresses or behind a gateway balancer, and pools
 * or members that are described elsewhere are not modelled: their balancers stay gaps.
 */
export function readBalancers(resources: readonly Stated[], directory: Directory): Balancers {
  const frontends = new Map<Stated, readonly ModelInterface[]>();
  const pools = new Set<string>();
  const published: Published[] = [];
  const elsewhere = resources.some(({ token }) => ["network:LoadBalancerBackendAddressPool", "network:InboundNatRule", "compute:VirtualMachineScaleSet"].includes(token.name));
  const membersAreKnown = directory.of("network:NetworkInterface").every(({ inputs }) => readWhole(inputs, "ipConfigurations")?.every((section) => poolsOf(section) !== undefined) === true);
  if (!elsewhere && membersAreKnown) {
    for (const resource of resources.filter(({ token }) => token.provider === "azure-native" && token.name === "network:LoadBalancer")) {
      const read = balancer(resource, directory);
      if (read === undefined) continue;
      frontends.set(resource, read.faces);
      for (const pool of read.pools) pools.add(pool);
      if (read.published !== undefined) published.push(read.published);
    }
  }
  return { frontends, hasPool: (id) => pools.has(id), publicOf: (ids) => published.flatMap((balancer) => publicFor(balancer, ids)) };
}

/** Ids of the pools and of the translation rules that an interface's configuration names. */
export function poolsOf(section: Section): readonly string[] | undefined {
  const keys = ["loadBalancerBackendAddressPools", "loadBalancerInboundNatRules"];
  const ids = keys.map((key) => readWhole(section, key)?.map((entry) => textAt(entry, "id")));
  const known = ids.flatMap((found) => found ?? []).flatMap((id) => (id.kind === "known" ? [id.value.toLowerCase()] : []));
  return ids.includes(undefined) || known.length !== ids.flatMap((found) => found ?? []).length ? undefined : known;
}

/** A balancer with public frontends. */
interface Published {
  readonly tier: PublicTier;
  readonly rules: readonly BalancerRule[];
  readonly outward: readonly OutwardRule[];
}

type OutwardRule = PublicBalancer["outward"][number] & { readonly pool: string };

interface ReadBalancer {
  readonly faces: readonly ModelInterface[];
  readonly pools: readonly string[];
  readonly published?: Published;
}

function publicFor({ tier, rules, outward }: Published, pools: readonly string[]): readonly PublicBalancer[] {
  const handsOn = rules.filter(({ pool }) => pools.includes(pool)).map(({ port: _, pool: __, ...rule }) => rule);
  const ways = outward.filter(({ pool }) => pools.includes(pool)).map(({ pool: _, ...way }) => way);
  return handsOn.length > 0 || ways.length > 0 ? [{ tier, handsOn, outward: ways }] : [];
}

function balancer(resource: Stated, directory: Directory): ReadBalancer | undefined {
  const { inputs } = resource;
  const tier = tierOf(inputs);
  if (resource.id === undefined || tier === undefined || hasEntries(inputs, "inboundNatPools")) return undefined;
  const pools = readWhole(inputs, "backendAddressPools");
  const fronts = readWhole(inputs, "frontendIPConfigurations");
  const [balancing, translating] = [balancerRules(resource), translationRules(resource)];
  if (pools === undefined || fronts === undefined || fronts.length === 0 || balancing === undefined || translating === undefined) return undefined;
  if (pools.some((pool) => hasEntries(pool, "loadBalancerBackendAddresses"))) return undefined;
  const rules = [...balancing, ...translating];
  if (rules.some(({ front }) => !fronts.some((each) => nameOf(each) === front))) return undefined;
  const ids = [...pools.map((pool) => partId(resource, "backendAddressPools", nameOf(pool))), ...translating.map(({ rule }) => rule.pool)];
  if (fronts.every(isPublic)) {
    const outward = outwardOf(resource, tier, balancing);
    return outward === undefined ? undefined : { faces: [], pools: ids, published: { tier, rules: rules.map(({ rule }) => rule), outward } };
  }
  // Only public frontends give a way out.
  if (hasEntries(inputs, "outboundRules")) return undefined;
  const faces = fronts.map((front) => internalFrontend(resource, front, rules, directory));
  const whole = faces.filter((face) => face !== undefined);
  return whole.length === faces.length ? { faces: whole, pools: ids } : undefined;
}

/** The tier that a balancer, or a public address, says; left out, it depends on the version of the API. */
export function tierOf(inputs: Section): PublicTier | undefined {
  const sku = sectionAt(inputs, "sku");
  const name = sku.kind === "known" ? textAt(sku.value, "name") : sku;
  const tier = name.kind === "known" ? (name.value as string).toLowerCase() : undefined;
  return tier === "standard" || tier === "basic" ? tier : undefined;
}

function isPublic(front: Section): boolean {
  return hasEntries(front, "publicIPAddress") && !["publicIPPrefix", "gatewayLoadBalancer", "subnet", "privateIPAddress"].some((key) => hasEntries(front, key));
}

function internalFrontend(resource: Stated, front: Section, rules: readonly FrontendRule[], directory: Directory): ModelInterface | undefined {
  const address = textAt(front, "privateIPAddress");
  const subnet = sectionAt(front, "subnet");
  const subnetId = subnet.kind === "known" ? textAt(subnet.value, "id") : subnet;
  if (["publicIPAddress", "publicIPPrefix", "gatewayLoadBalancer"].some((key) => hasEntries(front, key))) return undefined;
  if (address.kind !== "known" || parseAddress(address.value) === undefined || subnetId.kind !== "known") return undefined;
  const own = rules.filter((rule) => rule.front === nameOf(front)).map(({ rule }) => rule);
  return { id: `${resource.id!}/frontends/${nameOf(front)}`, subnet: directory.canonical(subnetId.value as string), addresses: [address.value], publicAddress: false, applicationSecurityGroups: [], securityGroups: { options: ["none"] }, handsOn: own, origin: { resource: resource.label } };
}

/**
 * What gives the members a way out: outbound rules for their protocol; a rule that balances for its own, unless it says not to. A
 * translation rule alone gives none.
 * Source: MicrosoftDocs/azure-docs articles/load-balancer/outbound-rules.md.
 */
function outwardOf(resource: Stated, tier: PublicTier, balancing: readonly FrontendRule[]): readonly OutwardRule[] | undefined {
  const outbound = readWhole(resource.inputs, "outboundRules");
  const sections = readWhole(resource.inputs, "loadBalancingRules");
  if (outbound === undefined || sections === undefined || (tier === "basic" && outbound.length > 0)) return undefined;
  const said = outbound.map((section): readonly OutwardRule[] | undefined => {
    const protocol = textAt(section, "protocol");
    const words: Readonly<Record<string, readonly BalancerRule["protocol"][]>> = { tcp: ["tcp"], udp: ["udp"], all: ["tcp", "udp"] };
    const protocols = protocol.kind === "known" ? words[protocol.value.toLowerCase()] : undefined;
    if (!hasEntries(section, "backendAddressPool") || !hasEntries(section, "frontendIPConfigurations")) return undefined;
    return protocols?.map((each) => ({ protocol: each, by: "outbound rule", pool: partId(resource, "backendAddressPools", referredTo(section, "backendAddressPool")) }));
  });
  const silenced = sections.map((section) => booleanAt(section, "disableOutboundSnat"));
  if (said.includes(undefined) || silenced.some(({ kind }) => kind === "unknown")) return undefined;
  const implied = balancing.filter((_, index) => !isTrue(silenced[index])).map(({ rule: { protocol, pool } }): OutwardRule => ({ protocol, by: "balancing rule", pool }));
  return [...said.flatMap((rules) => rules ?? []), ...implied];
}

function isTrue(found: ReturnType<typeof booleanAt> | undefined): boolean {
  return found?.kind === "known" && found.value;
}
