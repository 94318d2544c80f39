import type { StackLock } from "../engine/stackLocks.ts";
import type { Finding } from "../recovery/findings.ts";
import type { LockVerdict } from "../recovery/heldLock.ts";
import type { Interruption } from "../recovery/suspects.ts";
import type { Cell, Report, Section } from "./report.ts";

/** What was found of a killed update. */
export interface ShownRecovery {
  readonly stack: string;
  readonly locks: LockVerdict;
  readonly interruption: Interruption;
  readonly findings: readonly Finding[];
}

/** What happened and what is to be done about it; never a value of a resource. */
export function recoveryReport({ stack, locks, interruption, findings }: ShownRecovery): Report {
  const rows = [...findings.filter(isTold).map(findingRow), ...interruption.madeAnew.map(({ urn }) => [nameOf(urn), "was being made", "has no place in Azure", "forgets it: nothing can have used it yet, the next update makes it anew"]), ...interruption.withoutId.map(({ urn }) => [nameOf(urn), "was being made", "not known: today's configuration does not plan it, so nobody knows its id", "nothing"])];
  const table: Section = {
    kind: "table",
    title: "What the update left behind",
    columns: [{ title: "resource" }, { title: "in the state" }, { title: "in Azure" }, { title: "recovery" }],
    rows,
    empty: "  Nothing: state and Azure know the same resources.",
  };
  return { title: `${stack.toUpperCase()}: recovery of an update that ended early`, sections: [{ kind: "facts", title: "Lock", facts: lockFacts(locks) }, table] };
}

/** Whether a finding is worth a line: what was never begun is no news. */
export function isTold({ kind, suspect }: Finding): boolean {
  return !(kind === "absent" && suspect.kind === "unseen");
}

function findingRow(finding: Finding): readonly Cell[] {
  const { kind, suspect } = finding;
  return [nameOf(suspect.entry.urn), inState[suspect.kind], ...inAzure(finding), ...(kind === "stands" && finding.differing.length > 0 ? [[`${remedies[kind](suspect.kind)}; the next update mends`, ...finding.differing]] : [remedies[kind](suspect.kind)])];
}

const inState = { creating: "was being made", unseen: "absent", changing: "was being changed" } as const;

function inAzure(finding: Finding): readonly string[] {
  switch (finding.kind) {
    case "stands":
      return ["stands"];
    case "failed":
      return [`there, unfinished (${finding.state})`];
    case "absent":
      return ["is not there"];
    case "underWay":
      return [`not finished yet (${finding.state})`];
    case "foreign":
      return ["one without this stack's tags"];
  }
}

type Kind = Finding["suspect"]["kind"];

const remedies: Readonly<Record<Finding["kind"], (kind: Kind) => string>> = {
  stands: (kind) => (kind === "changing" ? "takes what Azure has" : "takes it over"),
  failed: () => "takes it over; the next update asks for it again",
  absent: (kind) => (kind === "changing" ? "takes it out of the state" : "forgets it; the next update makes it"),
  underWay: () => "nothing: wait until Azure has done, then recover again",
  foreign: () => "nothing: somebody else's, or made with other tags; see in Azure whose it is",
};

function lockFacts(locks: LockVerdict): readonly (readonly [string, Cell])[] {
  if (locks.kind === "free") return [["held", "by nobody"]];
  const holders = locks.locks.length === 0 ? ["somebody whom the backend does not name"] : locks.locks.map(describeHolder);
  return [["held", holders], ["", lockWords[locks.kind]]];
}

const lockWords = {
  dead: "this process no longer runs: recovery takes the lock away",
  alive: "this process is running",
  unknown: "whether it still runs cannot be seen from here",
} as const;

/** `kim@build-7, process 4711, since 2026-11-22T12:00:00Z` */
export function describeHolder({ user, host, process, since }: StackLock): string {
  return `by ${user}@${host}, process ${process}, since ${since}`;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
