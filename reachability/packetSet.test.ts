import { describe, expect, test } from "vitest";
import { readAddresses, type AddressRange } from "./addresses.ts";
import { PacketSpace } from "./packetSet.ts";
import { decide } from "./ruleList.ts";

const space = new PacketSpace();

function at(text: string): readonly AddressRange[] {
  const read = readAddresses(text);
  if (read.kind === "invalid") throw new Error(read.reason);
  return read.ranges;
}

describe("a packet set", () => {
  const web = space.box({ source: at("10.0.0.0/8"), destination: at("10.1.0.0/24"), destinationPorts: [{ first: 443, last: 443 }] });

  test("and its complement make up everything and share nothing", () => {
    expect(space.equals(space.union(web, space.complement(web)), space.all)).toBe(true);
    expect(space.isEmpty(space.intersect(web, space.complement(web)))).toBe(true);
  });
  test("has a witness that is in it", () => {
    expect(space.contains(web, space.witness(web)!)).toBe(true);
  });
});

test("in a list of rules the first match wins", () => {
  const web = space.box({ destination: at("10.1.0.0/24"), destinationPorts: [{ first: 443, last: 443 }] });
  const list = decide(space, [{ priority: 200, action: "deny", packets: space.all }, { priority: 100, action: "allow", packets: web }]);
  expect(space.equals(list.decided("allow"), web)).toBe(true);
  expect(space.isEmpty(list.undecided())).toBe(true);
});
