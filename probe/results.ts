import * as z from "zod";

/**
 * How a check came out. `open`: somebody answered. `refused`: a reset came back, so the packet was let through and nothing
 * listens. `filtered`: nothing came back in time. `cut`: a connection was made and nothing was said on it, as a proxy on
 * the way does with what it does not let on.
 */
export const outcomes = ["open", "refused", "filtered", "cut"] as const;
export type Outcome = (typeof outcomes)[number];

export const resultsFormat = "lifecare-probe-results/1";

/** What one vantage measured. Checks are numbers of the plan, written as spans (`0-57,60`): Run Command gives back 4,096 bytes. */
export interface ProbeResults {
  readonly format: typeof resultsFormat;
  readonly vantage: string;
  readonly fingerprint: string;
  /** The machine's own IPv4 addresses: whether it stood where it was to stand. */
  readonly addresses: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  /** What could not be measured, by reason. */
  readonly unmeasured: Readonly<Record<string, string>>;
}

const spans = z.string().max(20_000).regex(/^(?:\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*)?$/, "numbers and spans, for example 0-57,60");

const schema: z.ZodType<ProbeResults> = z.strictObject({
  format: z.literal(resultsFormat),
  vantage: z.string().min(1).max(100),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  addresses: z.array(z.ipv4()).max(100),
  startedAt: z.iso.datetime(),
  seconds: z.number().min(0).max(86_400),
  outcomes: z.strictObject({ open: spans, refused: spans, filtered: spans, cut: spans }),
  unmeasured: z.record(z.string().max(200), spans),
});

export function readResults(value: unknown): { readonly results: ProbeResults } | { readonly faults: readonly string[] } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { results: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`) };
}

/** `0-57,60` for ascending numbers. */
export function writeSpans(numbers: readonly number[]): string {
  const parts: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last.last + 1 === number) last.last = number;
    else parts.push({ first: number, last: number });
  }
  return parts.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(",");
}

/** The numbers below `limit` that the spans name; `undefined` where one is beyond it or a span runs backwards. */
export function readSpans(written: string, limit: number): readonly number[] | undefined {
  if (written === "") return [];
  const numbers: number[] = [];
  for (const part of written.split(",")) {
    const [first, last = first] = part.split("-").map(Number) as [number, number?];
    if (last < first || last >= limit) return undefined;
    for (let number = first; number <= last; number++) numbers.push(number);
    if (numbers.length > limit) return undefined;
  }
  return numbers;
}
