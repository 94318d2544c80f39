import type { PortSpan } from "./vocabulary.ts";

/** The same ports in one way of writing: sorted, overlapping and adjoining spans joined. */
export function mergeSpans(spans: readonly PortSpan[]): readonly PortSpan[] {
  const sorted = spans.toSorted((one, other) => one.from - other.from || one.to - other.to);
  const merged: PortSpan[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last === undefined || span.from > last.to + 1) {
      merged.push({ from: span.from, to: span.to });
      continue;
    }
    merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return merged;
}

/** The spans without one port. */
export function withoutPort(spans: readonly PortSpan[], port: number): readonly PortSpan[] {
  return spans.flatMap((span) => {
    if (!includesPort([span], port)) return [span];
    return [
      { from: span.from, to: port - 1 },
      { from: port + 1, to: span.to },
    ].filter((part) => part.from <= part.to);
  });
}

export function includesPort(spans: readonly PortSpan[], port: number): boolean {
  return spans.some((span) => span.from <= port && port <= span.to);
}

/** As the documents write it: `443`, `30700-30709`. */
export function formatSpan(span: PortSpan): string {
  return span.from === span.to ? String(span.from) : `${span.from}-${span.to}`;
}
