import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plain, unreadable, type Plain, type PlainRecord } from "../reachability/readValues.ts";
import { differencesBetween, pathOf, sameValue, valueAt } from "./differences.ts";

const leaf = fc.oneof(fc.string({ minLength: 1, maxLength: 5 }), fc.integer(), fc.boolean());
const key = fc.constantFrom("alpha", "beta", "gamma", "subnet", "size");
const members = (value: fc.Arbitrary<unknown>) => fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 4, selector: (name) => name.toLowerCase() }).chain((names) => fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), body: value }))));
const { record } = fc.letrec<{ record: unknown; value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(leaf, { maxLength: 3 }), members(tie("value")), tie("record")),
  record: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
}));
const inputs = record.map((value) => plain(value) as PlainRecord);

/** As Azure tells the same again: members in another order, each with what Azure alone writes. */
function asAnswered(value: Plain, order: (count: number) => number): Plain {
  if (Array.isArray(value)) {
    const list = value.map((item: Plain) => asAnswered(item, order));
    const named = list.every((item) => typeof item === "object" && item !== null && "name" in item);
    return named && list.length > 1 ? [...list.slice(order(list.length)), ...list.slice(0, order(list.length))].map((item) => ({ ...(item as PlainRecord), id: `/subscriptions/s/x/${String((item as PlainRecord)["name"])}` })) : list;
  }
  if (typeof value !== "object" || value === null) return value;
  const answered = Object.entries(value as PlainRecord).map(([name, inner]) => [name, asAnswered(inner!, order)] as const);
  return { ...Object.fromEntries(answered), etag: "W/1", provisioningState: "Succeeded", resourceGuid: "g" };
}

describe("differences between inputs", () => {
  test("are none for what Azure tells in another order, with etags, states and ids of its own", () => {
    fc.assert(
      fc.property(inputs, fc.nat(3), (values, turn) => {
        expect(differencesBetween(values, asAnswered(values, (count) => turn % count) as PlainRecord)).toEqual([]);
        expect(differencesBetween(values, values)).toEqual([]);
      }),
    );
  });

  test("are told with a place at which both sides hold what is told; where none is told, all is the same; told backwards, they are the same places", () => {
    fc.assert(
      fc.property(inputs, inputs, (before, now) => {
        const differences = differencesBetween(before, now);
        for (const difference of differences) {
          expect(sameValue(valueAt(before, difference.steps), difference.before)).toBe(true);
          expect(sameValue(valueAt(now, difference.steps), difference.now)).toBe(true);
          expect(sameValue(difference.before, difference.now)).toBe(false);
        }
        expect(differences.length === 0).toBe(sameValue(before, now));
        expect(differencesBetween(now, before).map(({ steps }) => pathOf(steps)).sort()).toEqual(differences.map(({ steps }) => pathOf(steps)).sort());
      }),
    );
  });

  const told = (before: PlainRecord, now: PlainRecord) => differencesBetween(before, now).map(({ steps, before: earlier, now: later }) => [pathOf(steps), earlier, later]);
  const rule = (name: string, priority: number): PlainRecord => ({ name, priority });

  test("name one rule that is taken out of the middle, one that is added, and a property of a third", () => {
    const before = { securityRules: [rule("a", 1), rule("b", 2), rule("c", 3)] };
    const now = { securityRules: [{ ...rule("a", 1), etag: "W/2" }, rule("c", 4), rule("rdp", 5)] };
    expect(told(before, now)).toEqual([
      ["securityRules[b]", rule("b", 2), undefined],
      ["securityRules[c].priority", 3, 4],
      ["securityRules[rdp]", undefined, rule("rdp", 5)],
    ]);
  });

  test("know references by id and disks by LUN, and take ids in any case for the same", () => {
    const card = (name: string) => ({ id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkInterfaces/${name}` });
    expect(told({ networkInterfaces: [card("A")] }, { networkInterfaces: [card("a")] })).toEqual([]);
    expect(told({ networkInterfaces: [card("a")] }, { networkInterfaces: [card("a"), card("b")] })).toEqual([["networkInterfaces[b]", undefined, card("b")]]);
    expect(told({ dataDisks: [{ lun: 0, caching: "None" }] }, { dataDisks: [{ lun: 0, caching: "ReadOnly" }] })).toEqual([["dataDisks[0].caching", "None", "ReadOnly"]]);
    expect(told({ workspaceId: "/subscriptions/S" }, { workspaceId: "/subscriptions/s" })).toEqual([]);
    expect(told({ name: "A" }, { name: "a" })).toEqual([["name", "A", "a"]]);
  });

  test("are told of a list of plain values as a whole, in their order", () => {
    expect(told({ dnsServers: ["10.0.0.4", "10.0.0.5"] }, { dnsServers: ["10.0.0.5", "10.0.0.4"] })).toEqual([["dnsServers", ["10.0.0.4", "10.0.0.5"], ["10.0.0.5", "10.0.0.4"]]]);
  });

  test("are none where nothing was said and Azure answers an empty list, and none between two secrets, which nobody can compare", () => {
    expect(told({}, { zones: [], tags: {} })).toEqual([]);
    expect(told({ password: unreadable }, { password: unreadable })).toEqual([]);
    expect(told({ password: unreadable }, { password: "open" })).toEqual([["password", unreadable, "open"]]);
  });
});
