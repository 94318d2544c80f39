import type { BalancerRule } from "./model.ts";
import type { Stated } from "./readStated.ts";
import { booleanAt, textAt, wholeNumberAt, type Section } from "./readValues.ts";
import { hasEntries, nameOf, readWhole, referredTo } from "./readWhole.ts";

/** A rule of a load balancer and the name of the frontend that it stands at. */
export interface FrontendRule {
  readonly front: string;
  readonly rule: BalancerRule;
}

/** The id by which members name a part of a balancer. */
export function partId({ id }: Stated, kind: "backendAddressPools" | "inboundNatRules", name: string): string {
  return `${id ?? ""}/${kind}/${name}`.toLowerCase();
}

/** The rules that balance, in their order; nothing where one of them is not modelled. */
export function balancerRules(resource: Stated): readonly FrontendRule[] | undefined {
  const probes = new Map((readWhole(resource.inputs, "probes") ?? []).map((section) => [nameOf(section), wholeNumberAt(section, "port")]));
  const pools = new Set((readWhole(resource.inputs, "backendAddressPools") ?? []).map(nameOf));
  const found = readWhole(resource.inputs, "loadBalancingRules")?.map((section) => {
    const pool = referredTo(section, "backendAddressPool");
    const probe = hasEntries(section, "probe") ? probes.get(referredTo(section, "probe")) : undefined;
    if (!pools.has(pool) || hasEntries(section, "backendAddressPools")) return undefined;
    if (hasEntries(section, "probe") && probe?.kind !== "known") return undefined;
    return frontendRule(section, partId(resource, "backendAddressPools", pool), probe?.kind === "known" ? probe.value : undefined);
  });
  return wholeOf(found);
}

/**
 * Rules that translate a port for one machine, which names the rule: nobody is asked whether it is there. Those for a whole pool
 * take a range of ports, and which of them is whose is not said beforehand.
 * Source: MicrosoftDocs/azure-docs articles/load-balancer/inbound-nat-rules.md.
 */
export function translationRules(resource: Stated): readonly FrontendRule[] | undefined {
  const found = readWhole(resource.inputs, "inboundNatRules")?.map((section) => {
    if (["backendAddressPool", "frontendPortRangeStart", "frontendPortRangeEnd"].some((key) => hasEntries(section, key))) return undefined;
    return frontendRule(section, partId(resource, "inboundNatRules", nameOf(section)), undefined);
  });
  return wholeOf(found);
}

function frontendRule(section: Section, pool: string, probePort: number | undefined): FrontendRule | undefined {
  const protocol = textAt(section, "protocol");
  const name = protocol.kind === "known" ? protocol.value.toLowerCase() : "";
  const [port, backendPort] = [wholeNumberAt(section, "frontendPort"), wholeNumberAt(section, "backendPort")];
  if ((name !== "tcp" && name !== "udp") || port.kind !== "known" || port.value === 0 || backendPort.kind !== "known" || backendPort.value === 0) return undefined;
  // With a floating address the member sees the frontend's address, and must have it: not modelled (articles/load-balancer/load-balancer-floating-ip.md).
  const floating = booleanAt(section, "enableFloatingIP");
  const certain = floating.kind === "absent" || (floating.kind === "known" && !floating.value);
  return { front: referredTo(section, "frontendIPConfiguration"), rule: { protocol: name, port: port.value, backendPort: backendPort.value, pool, ...(probePort === undefined ? {} : { probePort }), certain } };
}

function wholeOf(found: readonly (FrontendRule | undefined)[] | undefined): readonly FrontendRule[] | undefined {
  const whole = found?.filter((rule) => rule !== undefined);
  return whole?.length === found?.length ? whole : undefined;
}
