import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { formatAddress, formatRange, mergedRanges, minimalPrefixes, parseAddress, readAddresses, type AddressRange } from "./addresses.ts";

function rangesOf(text: string): readonly AddressRange[] {
  const read = readAddresses(text);
  if (read.kind === "invalid") throw new Error(`${read.text} ${read.reason}`);
  return read.ranges;
}

describe("text says which addresses are meant", () => {
  test.each([
    ["10.80.8.0/24", "10.80.8.0/24"],
    ["10.80.8.77/24", "10.80.8.0/24"],
    ["10.80.8.4", "10.80.8.4"],
    ["10.80.8.4/32", "10.80.8.4"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["10.80.8.4-10.80.8.9", "10.80.8.4-10.80.8.9"],
    ["10.80.8.0 - 10.80.8.255", "10.80.8.0/24"],
    ["2001:DB8::/32", "2001:db8::/32"],
    ["fd00::4", "fd00::4"],
    ["fd00::1-fd00::ff", "fd00::1-fd00::ff"],
    ["::ffff:10.0.0.1", "::ffff:a00:1"],
  ])("%s is %s", (text, shown) => {
    expect(rangesOf(text).map(formatRange)).toEqual([shown]);
  });
  test("one, some or all are told alike", () => {
    const first = 0x0a000001n;
    const of = (text: string) => readAddresses(text);
    expect(of("10.0.0.1")).toEqual({ kind: "addresses", ranges: [{ family: "IPv4", first, last: first }] });
    expect(of("10.0.0.1-10.0.0.1")).toEqual(of("10.0.0.1"));
    expect(of("10.0.0.1/32")).toEqual(of("10.0.0.1"));
    expect(of("*")).toMatchObject({ kind: "addresses", ranges: [{ family: "IPv4", first: 0n }, { family: "IPv6", first: 0n }] });
  });
  test("* is every address of both families", () => {
    expect(rangesOf("*").map(formatRange)).toEqual(["0.0.0.0/0", "::/0"]);
  });
});

describe("what is not an address is said to be none, never taken for nothing or for another", () => {
  test.each([
    "", " ", "VirtualNetwork", "10.0.0", "10.0.0.0.1", "010.0.0.1", "0x0a.0.0.1", "167772161", "10.0.0.256", " 10.0.0.1",
    "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0/8", "::/129", "fe80::1%eth0", "**",
    "10.0.0.9-10.0.0.4", "10.0.0.1-", "-10.0.0.1", "10.0.0.1-10.0.0.2-10.0.0.3", "10.0.0.1-fd00::1", "10.0.0.0/24-10.0.1.0/24",
  ])("%j", (text) => {
    expect(readAddresses(text)).toMatchObject({ kind: "invalid", text });
  });
  test.each([
    ["somewhere", "is neither an IPv4 nor an IPv6 address"],
    ["somewhere/8", "begins with neither an IPv4 nor an IPv6 address"],
    ["10.0.0.0/33", "has no prefix length from 0 to 32"],
    ["::/129", "has no prefix length from 0 to 128"],
    ["10.0.0.1-there", "is no range of two addresses"],
    ["10.0.0.1-fd00::1", "goes from one family of addresses to the other"],
    ["10.0.0.9-10.0.0.4", "ends before it begins"],
  ])("%s %s", (text, reason) => {
    expect(readAddresses(text)).toEqual({ kind: "invalid", text, reason });
  });
  test("any text gives addresses or a reason", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./*-]*$/)), (text) => {
      const read = readAddresses(text);
      return read.kind === "invalid" ? read.reason !== "" : read.ranges.length > 0 && read.ranges.every(({ first, last }) => first <= last);
    }));
  });
});

const anyRange = fc.constantFrom("IPv4" as const, "IPv6" as const).chain((family) => {
  const value = fc.bigInt({ min: 0n, max: 2n ** (family === "IPv4" ? 32n : 128n) - 1n });
  return fc.oneof(fc.tuple(value, value), fc.tuple(value, fc.bigInt(0n, 300n)).map(([first, size]) => [first, first + size] as const))
    .map(([one, other]): AddressRange => ({ family, first: one < other ? one : other, last: one < other ? other : one }))
    .filter(({ last }) => last < 2n ** (family === "IPv4" ? 32n : 128n));
});

describe("ranges and prefixes", () => {
  test("a prefix holds the addresses that ipaddr.js finds in it, and neither neighbour", () => {
    fc.assert(fc.property(fc.oneof(fc.tuple(fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.nat(128))), ([address, length]) => {
      const [range] = rangesOf(`${address}/${length}`);
      const judged = ipaddr.parseCIDR(`${address}/${length}`);
      const holds = (value: bigint) => ipaddr.parse(formatAddress({ family: range!.family, value })).match(judged);
      const top = 2n ** (range!.family === "IPv4" ? 32n : 128n);
      expect([range!.first, range!.last].every(holds)).toBe(true);
      expect([range!.first - 1n, range!.last + 1n].filter((value) => 0n <= value && value < top).some(holds)).toBe(false);
    }));
  });
  test("an address survives being written and read", () => {
    fc.assert(fc.property(anyRange, ({ family, first }) => {
      expect(parseAddress(formatAddress({ family, value: first }))).toEqual({ family, value: first });
    }));
  });
  test("a range survives being written and read", () => {
    fc.assert(fc.property(anyRange, (range) => {
      expect(rangesOf(formatRange(range))).toEqual([range]);
    }));
  });
  test("minimal prefixes cover exactly the ranges, and no two of them are halves of one", () => {
    fc.assert(fc.property(fc.array(anyRange, { maxLength: 5 }), (ranges) => {
      const prefixes = minimalPrefixes(ranges);
      const read = prefixes.flatMap(rangesOf);
      expect(mergedRanges(read)).toEqual(mergedRanges(ranges));
      for (const [index, range] of read.slice(1).entries()) {
        const before = read[index]!;
        const size = range.last - range.first + 1n;
        const halves = before.family === range.family && before.last + 1n === range.first && before.last - before.first + 1n === size && before.first % (2n * size) === 0n;
        expect(halves).toBe(false);
      }
    }));
  });
  test("merged ranges neither overlap nor touch", () => {
    expect(mergedRanges([...rangesOf("10.0.1.0/24"), ...rangesOf("fd00::/16"), ...rangesOf("10.0.0.0/24"), ...rangesOf("10.0.0.7")]).map(formatRange)).toEqual(["10.0.0.0/23", "fd00::/16"]);
    expect(minimalPrefixes(rangesOf("10.0.0.1-10.0.0.6"))).toEqual(["10.0.0.1/32", "10.0.0.2/31", "10.0.0.4/31", "10.0.0.6/32"]);
  });
});
