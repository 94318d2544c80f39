import { describe, expect, test } from "vitest";
import { parseAddress } from "./addresses.ts";
import { PacketSpace } from "./packetSet.ts";
import type { NumberRange, Packet } from "./packetSetFields.ts";
import { formatBox } from "./packetSetText.ts";
import { decide, type Rule } from "./ruleList.ts";

const space = new PacketSpace();

interface NamedRule extends Rule {
  readonly name: string;
}

function rule(name: string, priority: number, action: string, ports: NumberRange | undefined): NamedRule {
  return { name, priority, action, packets: space.box({ protocols: [{ first: 6, last: 6 }], destinationPorts: ports && [ports] }) };
}

function to(destinationPort: number): Packet {
  return { source: parseAddress("10.0.0.4")!, destination: parseAddress("10.0.0.5")!, protocol: 6, sourcePort: 50000, destinationPort };
}

const web = rule("web", 100, "allow", { first: 443, last: 443 });
const low = rule("low", 200, "deny", { first: 0, last: 1023 });
const again = rule("again", 300, "allow", { first: 400, last: 500 });
const high = rule("high", 400, "allow", { first: 1000, last: 2000 });
const list = decide(space, [high, again, low, web]);
const text = (set: Parameters<PacketSpace["boxes"]>[0]) => [...space.boxes(set)].map(formatBox);

describe("in a list of rules", () => {
  test("the lower number is judged first", () => {
    expect(list.rules).toEqual([web, low, again, high]);
    expect(text(list.decided("allow"))).toEqual(["* → * TCP 443, 1024-2000"]);
    expect(text(list.decided("deny"))).toEqual(["* → * TCP 0-442, 444-1023"]);
  });
  test("of equal numbers the one given first", () => {
    const [first, second] = [rule("first", 100, "deny", undefined), rule("second", 100, "allow", undefined)];
    expect(space.isEmpty(decide(space, [first, second]).decided("allow"))).toBe(true);
    expect(space.isEmpty(decide(space, [second, first]).decided("deny"))).toBe(true);
  });
  test("no rule may match: then nothing is decided", () => {
    expect(text(list.undecided())).toEqual(["* → * any protocol but TCP", "* → * TCP 2001-65535"]);
    expect(space.equals(decide(space, []).undecided(), space.all)).toBe(true);
  });
  test("an action that no rule has decides nothing", () => {
    expect(space.isEmpty(list.decided("log"))).toBe(true);
  });
  test("each rule has the packets that it is the first to match", () => {
    expect(text(list.firstMatches(high))).toEqual(["* → * TCP 1024-2000"]);
    expect(space.equals(list.firstMatches(web), web.packets)).toBe(true);
    expect(() => list.firstMatches(rule("stranger", 1, "allow", undefined))).toThrow("The rule is not of this list");
  });
  test("a rule that earlier ones cover together is shadowed", () => {
    expect(list.shadowed()).toEqual([again]);
    expect(space.isEmpty(list.firstMatches(again))).toBe(true);
  });
  test("a packet is told the rule that decides it", () => {
    expect([443, 80, 450, 1500, 3389].map((port) => list.ruleFor(to(port))?.name)).toEqual(["web", "low", "low", "high", undefined]);
  });
});
