import { createHash } from "node:crypto";
import type { StackDifference } from "../proof/compareStacks.ts";
import type { Exemption } from "../policies/exemptions.ts";
import type { Level } from "../policies/rule.ts";
import type { Location } from "./locations.ts";

/** One thing that a reviewer has to see, wherever it is shown. */
export interface Reported {
  /** `LC201`, or what else can be wrong: see `otherRules`. Stable. */
  readonly rule: string;
  readonly stack: string;
  /** URN or logical name; the file's path where it is about no resource. */
  readonly resource: string;
  readonly level: Level;
  readonly verdict: "broken" | "unknown";
  /** On one line; what comes from outside has its control characters written out. */
  readonly message: string;
  /** The packet and its way. */
  readonly evidence?: string;
  readonly location: Location;
  readonly exemption?: Exemption;
  /** The base branch has it as well. */
  readonly inBase: boolean;
  /** The same for the same fault, whatever line it moves to. */
  readonly fingerprint: string;
}

/** A rule, or what else is reported, as it is described beside its results. */
export interface ReportedRule {
  readonly id: string;
  readonly name: string;
  readonly level: Level;
  /** `specification`, `hardening`, `deployable` or `gate`. */
  readonly group: string;
  readonly clauses: readonly string[];
  readonly synopsis: string;
  readonly why: string;
  readonly fix: string;
}

/** What one rule says of one resource: a case of a test report. Passes are cases, too. */
export interface Case {
  readonly stack: string;
  readonly rule: string;
  readonly resource: string;
  readonly reports: readonly Reported[];
}

export type Status = "passes" | "broken" | "unknown" | "unusable";

export interface StackResult {
  readonly name: string;
  readonly status: Status;
  readonly reports: readonly Reported[];
  readonly cases: readonly Case[];
  /** Absent where the base branch does not have the stack, or either cannot be read. */
  readonly difference?: StackDifference;
  /** Whose configuration and exemptions counted, in words. */
  readonly notes: readonly string[];
}

export interface GateResult {
  readonly status: Status;
  readonly stacks: readonly StackResult[];
  readonly rules: readonly ReportedRule[];
}

/** What the gate itself finds, beside the rules of the pack. */
export const otherRules = [
  {
    id: "LC-CONFIGURATION",
    name: "configuration-can-be-used",
    level: "mandatory",
    group: "gate",
    clauses: [],
    synopsis: "The stack's configuration can be planned.",
    why: "What cannot be planned cannot be judged, and would be refused by the program.",
    fix: "write the value as the message says",
  },
  {
    id: "LC-EXEMPTION",
    name: "exemptions-hold",
    level: "mandatory",
    group: "gate",
    clauses: [],
    synopsis: "Exemptions name a rule, have not expired, and cover what somebody looked at.",
    why: "An exemption that outlives its approval, or covers something else than was approved, lets through what nobody has accepted.",
    fix: "mend what it covers, or have the vendor and an owner of the file approve it anew",
  },
  {
    id: "LC-WEAKENED",
    name: "pack-configuration-is-not-weakened",
    level: "mandatory",
    group: "gate",
    clauses: [],
    synopsis: "The configuration of the policy pack lowers no rule and says of the stack what is in force.",
    why: "The engine applies levels and configuration before a rule runs: the pack itself cannot see that it was weakened.",
    fix: "take the change away, or have an owner of the file approve it",
  },
  {
    id: "LC-APPROVAL",
    name: "configuration-is-approved",
    level: "advisory",
    group: "gate",
    clauses: [],
    synopsis: "What decides how the rules judge is approved by an owner of its file who had no hand in the change.",
    why: "Until then the base branch's configuration and exemptions count, and the change is judged by them.",
    fix: "have an owner of the file, as the base branch's CODEOWNERS names them, approve the last commit",
  },
] as const satisfies readonly ReportedRule[];

export type OtherRule = (typeof otherRules)[number]["id"];

/** @param parts what makes a fault the same one, however the file around it changes */
export function fingerprintOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** The worst of all: what cannot be used, then what is broken, then what is not known. */
export function worst(statuses: readonly Status[]): Status {
  return (["unusable", "broken", "unknown"] as const).find((status) => statuses.includes(status)) ?? "passes";
}
