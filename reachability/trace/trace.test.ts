import { describe, expect, it } from "vitest";
import { analyse } from "../analysis.ts";
import type { Endpoint, Way } from "../endpoints.ts";
import type { NetworkModel } from "../model.ts";
import { applicationRule, collection, face, firewall, group, model, network, networkRule, packet, route, rule, subnet, table, translationRule } from "../testModels.ts";
import { trace } from "./trace.ts";

const one: Endpoint = { kind: "interface", id: "one" };
const shut = (direction: "Inbound" | "Outbound") => rule(4096, { direction, access: "Deny", protocol: "*" });

/** `one` and `other` reach each other through a firewall; `other` has a group on its subnet and one of its own. */
function guarded(back = true): NetworkModel {
  const led = (prefix: string) => [route(prefix, "VirtualAppliance", "10.0.9.4"), route("0.0.0.0/0", "VirtualAppliance", "10.0.9.4")];
  return model({
    networks: [
      network("vnet", ["10.0.0.0/16"], [
        subnet("a", "10.0.0.0/24", { tables: [table("ta", led("10.0.1.0/24"))], groups: [group("ga", rule(100, { direction: "Outbound", ports: ["443", "80", "22"] }), shut("Outbound"))] }),
        subnet("b", "10.0.1.0/24", { tables: [table("tb", back ? led("10.0.0.0/24") : [])], groups: [group("gb", rule(100, { ports: ["443", "80"] }), shut("Inbound"))] }),
        subnet("AzureFirewallSubnet", "10.0.9.0/26"),
      ]),
    ],
    interfaces: [face("one", "a", "10.0.0.4"), face("other", "b", "10.0.1.4", { securityGroups: { options: [group("gi", rule(200), shut("Inbound"))] } })],
    firewalls: [firewall("fw", "AzureFirewallSubnet", "10.0.9.4", [collection(100, "Allow", networkRule({ name: "web", ports: ["443", "22"] })), collection(50, "Dnat", translationRule("20.1.2.3", "443", "10.0.1.4", "443"))])],
  });
}

const shown = (way: Way | undefined) => way?.hops.map(({ kind, direction, at, decision, by }) => `${kind} ${direction} ${at}: ${decision}, ${by}`);

describe("a packet's way", () => {
  it("is told hop by hop, with what decided each, and so is the answer's", () => {
    const { forth, back, end } = trace(analyse(guarded()), one, packet("10.0.0.4", "10.0.1.4", 443));
    expect(end).toBe("delivered");
    expect(shown(forth)).toEqual([
      "subnet-group outbound a: allow, rule-100 (100, Allow)",
      "route forward a: allow, route to-10.0.1.0/24 (10.0.1.0/24) → firewall fw",
      "firewall forward fw: allow, group, collection-100: web (network rule, Allow)",
      "route forward AzureFirewallSubnet: allow, system route 10.0.0.0/16 → network vnet",
      "subnet-group inbound b: allow, rule-100 (100, Allow)",
      "interface-group inbound other: allow, rule-200 (200, Allow)",
      "delivery inbound other: allow, 10.0.1.4 is here",
    ]);
    expect(shown(back)).toEqual(["route forward b: allow, route to-10.0.0.0/24 (10.0.0.0/24) → firewall fw", "route forward AzureFirewallSubnet: allow, system route 10.0.0.0/16 → network vnet"]);
  });
  it("ends at the rule that denies, which is named with its origin", () => {
    const analysis = analyse(guarded());
    const out = trace(analysis, one, packet("10.0.0.4", "10.0.1.4", 8080));
    expect(out).toMatchObject({ end: "dropped", reason: "rule-4096 (4096, Deny)", forth: { hops: [{ kind: "subnet-group", direction: "outbound", decision: "deny", origin: { path: "rule-4096" } }] } });
    expect(out.back).toBeUndefined();
    expect(trace(analysis, one, packet("10.0.0.4", "10.0.1.4", 80)).forth.hops.at(-1)).toMatchObject({ kind: "firewall", decision: "deny", by: "no rule of the firewall matches: denied by default" });
    expect(trace(analysis, one, packet("10.0.0.4", "10.0.1.4", 22)).forth.hops.at(-1)).toMatchObject({ kind: "subnet-group", direction: "inbound", at: "b", decision: "deny" });
  });
  it("is broken where the answer takes another way", () => {
    const { forth, back, end, reason } = trace(analyse(guarded(false)), one, packet("10.0.0.4", "10.0.1.4", 443));
    expect([forth.end, back?.end, end]).toEqual(["delivered", "dropped", "dropped"]);
    expect(reason).toMatch(/^asymmetric/);
  });
  it("shows the packet as the firewall passes it on", () => {
    const { end, forth } = trace(analyse(guarded()), { kind: "internet" }, packet("8.8.8.8", "20.1.2.3", 443));
    expect(end).toBe("delivered");
    expect(forth.hops.find(({ kind }) => kind === "firewall")?.translated).toMatchObject({ source: { value: 0x0a000904n }, destination: { value: 0x0a000104n }, destinationPort: 443 });
  });
  it("leads to named places, whose rules are named", () => {
    const base = guarded();
    const given = { ...base, firewalls: [{ ...base.firewalls[0]!, groups: [{ name: "out", priority: 100, collections: [collection(100, "Allow", applicationRule({ name: "vendor", hostNames: ["*.example.com"] }))] }] }] };
    const analysis = analyse(given, { names: ["www.example.com"] });
    const asked = { ...packet("10.0.0.4", "10.0.1.4", 443), destination: analysis.places.addressOf("www.example.com")! };
    const { end, forth } = trace(analysis, one, asked);
    expect(end).toBe("delivered");
    expect(forth.hops.find(({ kind }) => kind === "firewall")?.by).toBe("out, collection-100: vendor (application rule, Allow)");
  });
  it("is unknown where an appliance is on it that nobody knows, and says so", () => {
    const traced = trace(analyse({ ...guarded(), firewalls: [] }), one, packet("10.0.0.4", "10.0.1.4", 443));
    expect(traced).toMatchObject({ end: "unknown", reason: "routes lead to 10.0.9.4, which is in no stack that is read" });
  });
  it("is unknown over IPv6 where routes lead it to a firewall, which has no address of that family to give it", () => {
    const led = (prefix: string) => ({ tables: [table(`to-${prefix}`, [route(prefix, "VirtualAppliance", "10.0.9.4")])] });
    const subnets = [subnet("a", ["10.0.0.0/24", "fd00::/64"], led("fd00:0:0:1::/64")), subnet("b", ["10.0.1.0/24", "fd00:0:0:1::/64"], led("fd00::/64")), subnet("AzureFirewallSubnet", "10.0.9.0/26")];
    const given = model({
      networks: [network("vnet", ["10.0.0.0/16", "fd00::/48"], subnets)],
      interfaces: [face("one", "a", ["10.0.0.4", "fd00::4"]), face("other", "b", ["10.0.1.4", "fd00:0:0:1::4"])],
      firewalls: [firewall("fw", "AzureFirewallSubnet", "10.0.9.4", [collection(100, "Allow", networkRule())], { untranslated: ["255.255.255.255/32"] })],
    });
    const inDoubt = { ...given, gaps: [{ origin: { resource: "fw" }, reason: "is not known", concerns: ["fw"] }] };
    for (const analysis of [analyse(given), analyse(inDoubt)]) expect(trace(analysis, one, packet("fd00::4", "fd00:0:0:1::4", 443)).end).toBe("unknown");
  });
  it("is unknown where a rule tells the firewall's own addresses apart", () => {
    const base = guarded();
    const told = group("gi", rule(200, { from: "10.0.9.4", access: "Deny" }), rule(300, { from: "10.0.9.0/26" }), shut("Inbound"));
    const given = { ...base, interfaces: base.interfaces.map((each) => (each.id === "other" ? { ...each, securityGroups: { options: [told] } } : each)) };
    expect(trace(analyse(given), { kind: "internet" }, packet("8.8.8.8", "20.1.2.3", 443)).end).toBe("unknown");
  });
  it("names what it takes as given", () => {
    const externals = [{ name: "town hall", prefixes: ["10.20.0.0/16"], attachedAt: "firewall" }] as const;
    const { end, assumptions } = trace(analyse(guarded(), { externals }), { kind: "external", ...externals[0] }, packet("10.20.0.1", "10.0.1.4", 443));
    expect(end).toBe("delivered");
    expect(assumptions).toEqual(["town hall (10.20.0.0/16) is attached at the firewall"]);
  });
});
