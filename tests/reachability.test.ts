import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse, type Analysis } from "../reachability/analysis.ts";
import type { Endpoint, Reach } from "../reachability/endpoints.ts";
import type { ModelSubnet, NetworkModel, SecurityRule } from "../reachability/model.ts";
import { reach } from "../reachability/reach.ts";
import { rule } from "../reachability/testModels.ts";
import { agreement, gapAgreement } from "./compareWithSimulator.ts";
import { endpointsOf, smallModel, type SmallModel } from "./smallModels.ts";

describe("reach and trace agree with a simulator that follows one packet at a time", () => {
  it("on networks of which everything is known", () => {
    fc.assert(agreement("known"), { numRuns: 12 });
  });
  it("on networks that leave something open, in each world that they may be", () => {
    fc.assert(agreement("open"), { numRuns: 12 });
  });
  it("on networks of which a group, a table or a firewall is not known, however it may really be", () => {
    fc.assert(gapAgreement(), { numRuns: 6 });
  });
});

/** The same network with other rules in every security group. */
function withRules({ model, options }: SmallModel, change: (rules: readonly SecurityRule[]) => readonly SecurityRule[]): SmallModel {
  const changed = <T extends Pick<ModelSubnet, "securityGroups">>(place: T): T => ({
    ...place,
    securityGroups: { options: place.securityGroups.options.map((group) => (group === "none" ? group : { ...group, rules: change(group.rules) })) },
  });
  const networks = model.networks.map((network) => ({ ...network, subnets: network.subnets.map(changed) }));
  return { model: { ...model, networks, interfaces: model.interfaces.map(changed) }, options };
}

/** Both networks' answers for every pair of ends; the second's in words of the first's space. */
function compare(before: SmallModel, after: SmallModel, judge: (analysis: Analysis, one: Reach, other: Reach) => void): void {
  const analysis = analyse(before.model, before.options);
  const other: Analysis = { ...analyse(after.model, after.options), space: analysis.space, places: analysis.places };
  const ends: readonly Endpoint[] = endpointsOf(before, () => "240.0.0.1").map(({ endpoint }) => endpoint);
  for (const from of ends) {
    for (const to of ends) {
      if (from !== to && (from.kind === "interface" || to.kind === "interface")) judge(analysis, reach(analysis, from, to), reach(other, from, to));
    }
  }
}

function expectEqual({ space }: Analysis, one: Reach, other: Reach): void {
  expect(space.equals(one.allowed, other.allowed)).toBe(true);
  expect(space.equals(one.unknown, other.unknown)).toBe(true);
}

const runs = { numRuns: 20 };
const opposite = { Allow: "Deny", Deny: "Allow" } as const;

describe("changes to a network", () => {
  it("a rule that an earlier one shadows changes nothing", () => {
    const shadowed = (rules: readonly SecurityRule[]) => rules.flatMap((each) => [each, { ...each, name: "shadowed", priority: each.priority + 0.5, access: opposite[each.access] }]);
    fc.assert(
      fc.property(smallModel("known"), (small) => compare(small, withRules(small, shadowed), expectEqual)),
      runs,
    );
  });
  it("splitting a prefix changes nothing", () => {
    const halves: Readonly<Record<string, readonly string[]>> = { "10.0.0.0/24": ["10.0.0.0/25", "10.0.0.128/25"], "10.0.0.0/29": ["10.0.0.0/30", "10.0.0.4/30"], "0.0.0.0/0": ["0.0.0.0/1", "128.0.0.0/1"], "172.20.0.0/16": ["172.20.0.0/17", "172.20.128.0/17"] };
    const split = (place: SecurityRule["source"]) => ({ ...place, prefixes: place.prefixes.flatMap((prefix) => halves[prefix] ?? [prefix]) });
    fc.assert(
      fc.property(smallModel("open"), (small) => compare(small, withRules(small, (rules) => rules.map((each) => ({ ...each, source: split(each.source), destination: split(each.destination) }))), expectEqual)),
      runs,
    );
  });
  it("one more denial never opens a flow", () => {
    const denials = fc.record({ direction: fc.constantFrom("Inbound" as const, "Outbound" as const), ports: fc.constantFrom("*", "443", "22-80"), from: fc.constantFrom("*", "10.0.0.0/29", "Storage"), priority: fc.constantFrom(99, 110, 4000) });
    fc.assert(
      fc.property(smallModel("open"), denials, (small, { priority, ...words }) => {
        const denied = withRules(small, (rules) => [...rules, rule(priority, { ...words, access: "Deny", protocol: "*" })]);
        compare(small, denied, ({ space }, before, after) => {
          expect(space.isWithin(after.allowed, before.allowed)).toBe(true);
          expect(space.isWithin(space.union(after.allowed, after.unknown), space.union(before.allowed, before.unknown))).toBe(true);
        });
      }),
      runs,
    );
  });
  it("what is not known turns answers into unknown ones, never into others", () => {
    const places = fc.constantFrom("a", "b", "c", "n", "m", "fw", "group-a-1", "table-b-1", "a1", "everything");
    fc.assert(
      fc.property(smallModel("open"), places, (small, place) => {
        const gap = { origin: { resource: "test" }, reason: "not modelled", concerns: place === "everything" ? [] : [place] };
        const model: NetworkModel = { ...small.model, gaps: [gap] };
        compare(small, { ...small, model }, ({ space }, before, after) => {
          expect(space.isWithin(after.allowed, before.allowed)).toBe(true);
          expect(space.isWithin(space.union(before.allowed, before.unknown), space.union(after.allowed, after.unknown))).toBe(true);
        });
      }),
      runs,
    );
  });
});
