import type { Finding } from "../preflight/check.ts";
import type { Report, Section } from "./report.ts";

/** A check that nobody could ask yet: what it would ask. */
export interface ShownCheck {
  readonly subject: string;
  readonly demand: string;
  /** Calls of Azure Resource Manager, from the subscription's path on. */
  readonly asks: readonly string[];
}

export interface ShownPreflight {
  /** Of the stack, for example `PROD`. */
  readonly name: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly findings: readonly Finding[];
}

/** Whether a subscription can have a stack: what is broken, what is not known, what holds. */
export function preflightReport({ name, subscriptionId, location, findings }: ShownPreflight): Report {
  const [broken, unknown, held] = (["broken", "unknown", "holds"] as const).map((verdict) => findings.filter((finding) => finding.verdict === verdict)) as [Finding[], Finding[], Finding[]];
  const ready = broken.length > 0 ? "is not ready" : unknown.length > 0 ? "may not be ready" : "is ready";
  return {
    title: `Subscription ${subscriptionId} ${ready} for ${name} in ${location}: of ${findings.length} checks ${held.length} hold, ${broken.length} broken, ${unknown.length} not known`,
    sections: [...toMend("Broken", broken), ...toMend("Not known", unknown), table("Holds", held)],
  };
}

function toMend(title: string, findings: readonly Finding[]): readonly Section[] {
  return findings.map(({ subject, demand, found, fix = "", clauses, source }) => ({
    kind: "facts",
    title: `${title}: ${subject}`,
    facts: [["must", `${demand}${clauses.length === 0 ? "" : ` [${clauses.join(", ")}]`}`], ["found", found], ["fix", fix], ["source", source]],
  }));
}

function table(title: string, findings: readonly Finding[]): Section {
  return {
    kind: "table",
    title,
    columns: [{ title: "what" }, { title: "found" }],
    rows: findings.map(({ subject, found }) => [subject, found]),
    empty: "Nothing.",
  };
}

/** What would be asked if somebody were signed in: each call once, and what it decides. */
export function questionsReport(name: string, subscriptionId: string, checks: readonly ShownCheck[]): Report {
  const calls = new Set(checks.flatMap(({ asks }) => asks));
  return {
    title: `What would be asked for ${name}, below /subscriptions/${subscriptionId}`,
    sections: [
      {
        kind: "table",
        title: "Calls of Azure Resource Manager",
        columns: [{ title: "call" }, { title: "decides" }],
        rows: [...calls].map((call) => [call, checks.filter(({ asks }) => asks.includes(call)).map(({ subject }) => subject)]),
        empty: "Nothing is planned.",
      },
    ],
  };
}
