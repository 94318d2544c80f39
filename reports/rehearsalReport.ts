import type { Report } from "./report.ts";

/** A rehearsed update as it is shown. */
export interface ShownRehearsal {
  readonly stack: string;
  readonly status: "stands" | "failed";
  readonly durationMilliseconds: number;
  /** Resources of the plan. */
  readonly planned: number;
  /** Those that the state knows. */
  readonly known: number;
  /** Names of those that stand in Azure, unknown to the state. */
  readonly unseen: readonly string[];
  /** Names of those that came to no good end in Azure, which the state knows. */
  readonly unfinished: readonly string[];
  /** Names of those that the engine was making when it ended. */
  readonly pending: readonly string[];
  readonly faults: readonly { readonly fault: string; readonly requests: number; readonly first?: string }[];
  readonly failures: readonly { readonly reason: readonly string[]; readonly resources: readonly string[] }[];
  readonly next: readonly string[];
}

/** What happened to a rehearsed update, what stands, and what is to be done. */
export function rehearsalReport(shown: ShownRehearsal): Report {
  const { stack, status, planned, known, unseen, unfinished, pending, faults, failures, next, durationMilliseconds } = shown;
  const seconds = (durationMilliseconds / 1000).toFixed(1);
  const missing = planned - known - unseen.length;
  return {
    title: status === "stands" ? `${stack} stands on the rehearsal: ${known} resources, ${seconds} s` : `${stack} failed on the rehearsal after ${seconds} s: ${known} of ${planned} resources are made and known`,
    sections: [
      {
        kind: "table",
        title: "Faults that were asked for",
        columns: [{ title: "Fault" }, { title: "Requests", align: "right" }, { title: "First" }],
        rows: faults.map(({ fault, requests, first }) => [fault, requests, first ?? "met none"]),
        empty: "None.",
      },
      ...(failures.length === 0 ? [] : [{ kind: "table" as const, title: "What failed", columns: [{ title: "Resource" }, { title: "Why" }], rows: failures.map(({ reason, resources }) => [resources, reason]), empty: "" }]),
      {
        kind: "facts",
        title: "What stands",
        facts: [
          ["in the state", String(known)],
          ["in Azure, unknown to the state", listed(unseen)],
          ["unfinished in Azure", listed(unfinished)],
          ["pending in the state", listed(pending)],
          ["not made", String(missing)],
        ],
      },
      { kind: "prose", title: "Next", paragraphs: next },
    ],
  };
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
