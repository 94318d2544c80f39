import { parseAddress } from "./addresses.ts";
import type { BalancerRule, ModelInterface } from "./model.ts";
import type { Directory } from "./readDirectory.ts";
import type { Stated } from "./readStated.ts";
import { booleanAt, sectionAt, textAt, wholeNumberAt, type Section } from "./readValues.ts";
import { hasEntries, nameOf, readWhole, referredTo } from "./readWhole.ts";

/** The load balancers that are modelled: internal ones of the standard tier whose pools their members name. */
export interface Balancers {
  readonly frontends: ReadonlyMap<Stated, readonly ModelInterface[]>;
  /** Whether the pool is of one of them. */
  readonly hasPool: (id: string) => boolean;
}

/**
 * Public frontends, translation and outbound rules, rules for all ports, and pools or members that are described elsewhere are not
 * modelled: their balancers stay gaps.
 */
export function readBalancers(resources: readonly Stated[], directory: Directory): Balancers {
  const frontends = new Map<Stated, readonly ModelInterface[]>();
  const pools = new Set<string>();
  const elsewhere = resources.some(({ token }) => ["network:LoadBalancerBackendAddressPool", "network:InboundNatRule", "compute:VirtualMachineScaleSet"].includes(token.name));
  const membersAreKnown = directory.of("network:NetworkInterface").every(({ inputs }) => readWhole(inputs, "ipConfigurations")?.every((section) => poolsOf(section) !== undefined) === true);
  if (elsewhere || !membersAreKnown) return { frontends, hasPool: () => false };
  for (const resource of resources.filter(({ token }) => token.provider === "azure-native" && token.name === "network:LoadBalancer")) {
    const read = balancer(resource, directory);
    if (read === undefined) continue;
    frontends.set(resource, read);
    for (const section of readWhole(resource.inputs, "backendAddressPools") ?? []) pools.add(poolId(resource, nameOf(section)));
  }
  return { frontends, hasPool: (id) => pools.has(id) };
}

/** Ids of the pools that an interface's configuration names. */
export function poolsOf(section: Section): readonly string[] | undefined {
  const ids = readWhole(section, "loadBalancerBackendAddressPools")?.map((entry) => textAt(entry, "id"));
  const known = ids?.flatMap((id) => (id.kind === "known" ? [id.value.toLowerCase()] : []));
  return known?.length === ids?.length ? known : undefined;
}

function poolId({ id }: Stated, name: string): string {
  return `${id}/backendaddresspools/${name}`;
}

function balancer(resource: Stated, directory: Directory): readonly ModelInterface[] | undefined {
  const { inputs } = resource;
  const sku = sectionAt(inputs, "sku");
  const tier = sku.kind === "known" ? textAt(sku.value, "name") : sku;
  if (resource.id === undefined || tier.kind !== "known" || tier.value.toLowerCase() !== "standard") return undefined;
  if (["inboundNatRules", "inboundNatPools", "outboundRules"].some((key) => hasEntries(inputs, key))) return undefined;
  const pools = readWhole(inputs, "backendAddressPools");
  const fronts = readWhole(inputs, "frontendIPConfigurations");
  const rules = rulesOf(resource);
  if (pools === undefined || fronts === undefined || fronts.length === 0 || rules === undefined) return undefined;
  if (pools.some((pool) => hasEntries(pool, "loadBalancerBackendAddresses"))) return undefined;
  const found = fronts.map((front): ModelInterface | undefined => {
    const address = textAt(front, "privateIPAddress");
    const subnet = sectionAt(front, "subnet");
    const subnetId = subnet.kind === "known" ? textAt(subnet.value, "id") : subnet;
    if (hasEntries(front, "publicIPAddress") || hasEntries(front, "publicIPPrefix") || hasEntries(front, "gatewayLoadBalancer")) return undefined;
    if (address.kind !== "known" || parseAddress(address.value) === undefined || subnetId.kind !== "known") return undefined;
    const own = rules.filter((rule) => rule.front === nameOf(front)).map(({ rule }) => rule);
    return { id: `${resource.id}/frontends/${nameOf(front)}`, subnet: directory.canonical(subnetId.value as string), addresses: [address.value], publicAddress: false, applicationSecurityGroups: [], securityGroups: { options: ["none"] }, handsOn: own, origin: { resource: resource.label } };
  });
  const whole = found.filter((front) => front !== undefined);
  return whole.length === found.length && rules.every(({ front }) => fronts.some((each) => nameOf(each) === front)) ? whole : undefined;
}

function rulesOf(resource: Stated): readonly { readonly front: string; readonly rule: BalancerRule }[] | undefined {
  const probes = new Map((readWhole(resource.inputs, "probes") ?? []).map((section) => [nameOf(section), wholeNumberAt(section, "port")]));
  const pools = new Set((readWhole(resource.inputs, "backendAddressPools") ?? []).map(nameOf));
  const found = readWhole(resource.inputs, "loadBalancingRules")?.map((section) => {
    const protocol = textAt(section, "protocol");
    const name = protocol.kind === "known" ? protocol.value.toLowerCase() : "";
    const [port, backendPort] = [wholeNumberAt(section, "frontendPort"), wholeNumberAt(section, "backendPort")];
    const floating = booleanAt(section, "enableFloatingIP");
    const pool = referredTo(section, "backendAddressPool");
    const probe = hasEntries(section, "probe") ? probes.get(referredTo(section, "probe")) : undefined;
    if ((name !== "tcp" && name !== "udp") || port.kind !== "known" || port.value === 0 || !pools.has(pool) || hasEntries(section, "backendAddressPools")) return undefined;
    if (hasEntries(section, "probe") && probe?.kind !== "known") return undefined;
    const target = backendPort.kind === "known" ? backendPort.value : undefined;
    if (target === undefined || target === 0) return undefined;
    // With a floating address the member sees the frontend's address, and must have it: not modelled (load-balancer-floating-ip.md).
    const certain = floating.kind === "absent" || (floating.kind === "known" && !floating.value);
    const rule: BalancerRule = { protocol: name, port: port.value, backendPort: target, pool: poolId(resource, pool), ...(probe?.kind === "known" ? { probePort: probe.value } : {}), certain };
    return { front: referredTo(section, "frontendIPConfiguration"), rule };
  });
  const whole = found?.filter((rule) => rule !== undefined);
  return whole?.length === found?.length ? whole : undefined;
}
