import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { alignedPrefix, anyOverlap, blockOf, contains, overlaps } from "./ranges.ts";

const ipv4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, length]) => `${address}/${length}`);
const ipv6 = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, length]) => `${address}/${length}`);

describe.each([["IPv4", ipv4], ["IPv6", ipv6]])("%s prefixes", (_, prefixes) => {
  it("overlap and contain as the library's own match says", () => {
    fc.assert(
      fc.property(prefixes, prefixes, (one, other) => {
        const [[a, aLength], [b, bLength]] = [ipaddr.parseCIDR(one), ipaddr.parseCIDR(other)];
        const matches = (address: typeof a, network: typeof a, length: number) => (address as ipaddr.IPv4).match(network as ipaddr.IPv4, length);
        expect(overlaps(blockOf(one)!, blockOf(other)!)).toBe(matches(a, b, Math.min(aLength, bLength)));
        expect(contains(blockOf(one)!, blockOf(other)!)).toBe(aLength <= bLength && matches(b, a, aLength));
      }),
    );
  });

  it("that begin where they should stay as they are written, others are moved to where they should", () => {
    fc.assert(
      fc.property(prefixes, (prefix) => {
        const aligned = alignedPrefix(prefix)!;
        expect(alignedPrefix(aligned)).toBe(aligned);
        expect(blockOf(aligned)).toEqual(blockOf(prefix));
      }),
    );
  });
});

it("prefixes of different versions never meet, and a tag is none", () => {
  expect(anyOverlap(["0.0.0.0/0"], ["::/0", "VirtualNetwork"])).toBe(false);
  expect(alignedPrefix("VirtualNetwork")).toBeUndefined();
});
