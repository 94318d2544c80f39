import { createHash } from "node:crypto";
import * as z from "zod";
import type { Clause } from "../specification/vocabulary.ts";

/** How far a check talks before it believes that somebody is there. */
export const talks = [
  /** A TCP connection is made. */
  "connect",
  /**
   * Then TLS is agreed under the target's name, whatever the certificate. Azure Firewall answers TCP connections on ports 80
   * and 443 itself, even where no rule lets them on (Azure Firewall FAQ, "Why can a TCP ping … successfully connect"), so a
   * connection alone says nothing of hosts behind it.
   */
  "tls",
  /** Then an HTTP request is answered, and not by 470, with which Azure Firewall refuses. */
  "http",
  /** Then the other side speaks first, as SSH does. */
  "greeting",
  /** A DNS question over UDP is answered. */
  "dns",
] as const;
export type Talk = (typeof talks)[number];

/** Where a check goes. */
export interface Target {
  /** Address or host name. */
  readonly host: string;
  /** Computer name, where it is a machine of the stack: there a refused connection was still let through by the network. */
  readonly machine?: string;
}

/** One packet's worth of question. Its number is its place in the list. */
export interface Check {
  readonly expect: "reachable" | "unreachable";
  readonly target: Target;
  readonly port: number;
  readonly talk: Talk;
  /** Row of the vendor's matrix or id of the platform's flow; absent where nothing opens it. */
  readonly row?: string;
  readonly clause?: Clause;
  /** The flow's name, or why this closed port is among the sample. */
  readonly name: string;
}

/** A place that checks are made from: a server, or any one machine of a client network. */
export interface Vantage {
  /** Computer name, or `client-` and the name of the network. Good for a file name. */
  readonly name: string;
  /** The server's address, or the client network. */
  readonly prefix: string;
  readonly checks: readonly Check[];
}

export interface ProbePlan {
  readonly format: typeof planFormat;
  readonly customer: string;
  readonly environment: string;
  readonly specification: string;
  readonly vantages: readonly Vantage[];
}

export const planFormat = "lifecare-probe-plan/1";

/** Most checks that one vantage makes; what bounds the time of a script (64 at once, five seconds each). */
export const mostChecks = 2000;

const text = z.string().min(1).max(500);
const schema: z.ZodType<ProbePlan> = z.strictObject({
  format: z.literal(planFormat),
  customer: text,
  environment: text,
  specification: text,
  vantages: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/),
        prefix: z.cidrv4(),
        checks: z
          .array(
            z.strictObject({
              expect: z.enum(["reachable", "unreachable"]),
              target: z.strictObject({ host: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/), machine: text.exactOptional() }),
              port: z.int().min(1).max(65535),
              talk: z.enum(talks),
              row: text.exactOptional(),
              clause: text.exactOptional(),
              name: text,
            }),
          )
          .max(mostChecks),
      }),
    )
    .max(1000),
});

/** A plan as a file holds it; what is wrong with it as lines. */
export function readProbePlan(value: unknown): { readonly plan: ProbePlan } | { readonly faults: readonly string[] } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { plan: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`) };
}

/** Fingerprint of what a vantage measures: results of another plan are told by it. */
export function fingerprintOf({ name, prefix, checks }: Vantage): string {
  const asked = checks.map(({ expect, target, port, talk, row, clause }) => [expect, target.host, port, talk, row ?? "", clause ?? ""]);
  return createHash("sha256").update(JSON.stringify([name, prefix, asked])).digest("hex");
}

/** What a script carries of its vantage: no more than it needs to measure. */
export interface ProbeScript {
  readonly vantage: string;
  readonly fingerprint: string;
  readonly timeoutMilliseconds: number;
  readonly checks: readonly { readonly host: string; readonly port: number; readonly talk: Talk }[];
}

/**
 * Five seconds: Windows tries a refused connection three times before it believes it (two seconds), and a lost packet is
 * sent again after one and after three.
 */
export const timeoutMilliseconds = 5000;

export function scriptOf(vantage: Vantage): ProbeScript {
  return {
    vantage: vantage.name,
    fingerprint: fingerprintOf(vantage),
    timeoutMilliseconds,
    checks: vantage.checks.map(({ target, port, talk }) => ({ host: target.host, port, talk })),
  };
}
