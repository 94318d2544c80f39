import { describe, expect, it } from "vitest";
import { contains, formatAddress, formatPrefix, isPrivate, overlaps, parsePrefix } from "./prefix.ts";

const prefix = (text: string) => parsePrefix(text)!;

describe("A prefix", () => {
  it.each(["10.80.0.0/21", "0.0.0.0/0", "255.255.255.255/32", "192.168.128.0/17"])("%s is read and written", (text) => {
    expect(formatPrefix(prefix(text))).toBe(text);
  });

  it.each(["10.80.0.1/21", "10.80/21", "010.80.0.0/21", "10.80.0.0", "10.80.0.0/33", "::/64", "", "10.80.0.0/021", "0x0a.0.0.0/8", "167772160/8"])("«%s» is none", (text) => {
    expect(parsePrefix(text)).toBeUndefined();
  });

  it("overlaps what shares an address with it, and touches no neighbour", () => {
    expect(overlaps(prefix("10.0.0.0/24"), prefix("10.0.0.128/25"))).toBe(true);
    expect(overlaps(prefix("10.0.0.0/24"), prefix("10.0.1.0/24"))).toBe(false);
    expect(contains(prefix("10.0.0.0/23"), prefix("10.0.1.0/24"))).toBe(true);
    expect(contains(prefix("10.0.1.0/24"), prefix("10.0.0.0/23"))).toBe(false);
  });

  it("is private only as a whole", () => {
    expect(isPrivate(prefix("172.16.0.0/12"))).toBe(true);
    expect(isPrivate(prefix("172.0.0.0/8"))).toBe(false);
    expect(isPrivate(prefix("20.0.0.0/16"))).toBe(false);
    expect(isPrivate(prefix("100.64.0.0/16"))).toBe(false);
  });

  it("has addresses beyond the middle of the range", () => {
    expect(formatAddress(prefix("224.0.0.0/4").first + 5)).toBe("224.0.0.5");
  });
});
