import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatSpan, includesPort, mergeSpans, withoutPort } from "./portSpans.ts";
import type { PortSpan } from "./vocabulary.ts";

/** Few ports, so that spans overlap, adjoin and stand apart in equal measure. */
const highestPort = 40;
const ports = Array.from({ length: highestPort + 2 }, (_, port) => port);
const anySpan: fc.Arbitrary<PortSpan> = fc
  .tuple(fc.integer({ min: 1, max: highestPort }), fc.integer({ min: 1, max: highestPort }))
  .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }));
const anySpans = fc.array(anySpan, { maxLength: 8 });

describe("merged spans", () => {
  it("hold the same ports", () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        for (const port of ports) expect(includesPort(mergeSpans(spans), port)).toBe(spans.some(({ from, to }) => port >= from && port <= to));
      }),
    );
  });

  it("are sorted and leave a port free between each other", () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const merged = mergeSpans(spans);
        merged.slice(1).forEach((span, index) => expect(span.from).toBeGreaterThan(merged[index]!.to + 1));
      }),
    );
  });
});

describe("spans without a port", () => {
  it("hold every other port and not that one", () => {
    fc.assert(
      fc.property(anySpans, fc.integer({ min: 1, max: highestPort }), (spans, left) => {
        for (const port of ports) expect(includesPort(withoutPort(spans, left), port)).toBe(port !== left && includesPort(spans, port));
      }),
    );
  });
});

describe("a span in writing", () => {
  it("is one number or two", () => {
    expect(formatSpan({ from: 443, to: 443 })).toBe("443");
    expect(formatSpan({ from: 30700, to: 30709 })).toBe("30700-30709");
  });
});
