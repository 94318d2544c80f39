import fc from "fast-check";
import { otherRules, type Case, type GateResult, type Reported, type StackResult } from "../gate/reported.ts";

/** What somebody might call a resource to have a report, a log or a comment obey. */
const traps = [
  "\n", "\r\n", "\r", "\u2028", "::set-output name=a::b", "::error::x", "##[error]x", "##[add-mask]x", "##vso[task.setvariable variable=a]b", "]]>", "<![CDATA[", "<script>alert(1)</script>",
  "<!--", "-->", "</pre></details>", "|", "`", "```", "%0A", "%25", "%AZP25", "%3B", ";", ",", ":", "[x](javascript:y)", "![x](https://evil.example/x)", "https://evil.example", "www.evil.example",
  "@team", "# x", "- x", "> x", "***", "~~x~~", "\\", "&lt;", "&", '"', "'", "\u001b[31m", "\u0000", "\ud800", "\ufffe", "\u202e", "{0}", "$(id)", "${{ github.token }}",
];

export const hostile: fc.Arbitrary<string> = fc.array(fc.oneof(fc.constantFrom(...traps), fc.string({ unit: "binary", maxLength: 6 })), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));

/** Texts that a report takes from outside. */
export interface Texts {
  readonly stack: string;
  readonly resource: string;
  readonly message: string;
  readonly evidence: string;
  readonly file: string;
  readonly reason: string;
  readonly note: string;
  readonly place: string;
}

export const hostileTexts: fc.Arbitrary<Texts> = fc.record({ stack: hostile, resource: hostile, message: hostile, evidence: hostile, file: hostile, reason: hostile, note: hostile, place: hostile });

export const plainTexts: Texts = { stack: "prod", resource: "machine", message: "size", evidence: "packet", file: "Pulumi.prod.yaml", reason: "a reason that is long enough", note: "note", place: "web" };

/** A result of one shape, whatever its texts: something of every kind, and passes. */
export function resultWith({ stack, resource, message, evidence, file, reason, note, place }: Texts, most = 1): GateResult {
  const reported = (number: number, more: Partial<Reported>): Reported => ({
    rule: "LC201", stack, resource, level: "mandatory", verdict: "broken", message, location: { file, line: 7, column: 3 }, inBase: false, fingerprint: `f:${number}`, ...more,
  });
  const exemption = { rule: "LC201", resource, category: "waiver", reason, reference: reason, approver: reason, expires: "2027-01-01" } as const;
  const reports = Array.from({ length: most }, (_, number) => [
    reported(number, { evidence }),
    reported(number, { level: "advisory", rule: "LC-APPROVAL" }),
    reported(number, { level: "advisory", exemption }),
    reported(number, { verdict: "unknown", inBase: true }),
  ]).flat();
  const cases: readonly Case[] = [...reports.map((one): Case => ({ stack, rule: one.rule, resource, reports: [one] })), { stack, rule: "LC201", resource, reports: [] }];
  const flow = { from: place, to: place, packets: [place], rows: [place] };
  const result: StackResult = {
    name: stack, status: "broken", reports, cases, notes: [note],
    difference: { opened: [flow], closed: [], uncertain: [flow], servers: [{ name: place, change: "changed", details: [place] }], assumptions: [{ text: place, hash: place }] },
  };
  const rule = { id: "LC201", name: "a-rule", level: "mandatory", group: "specification", clauses: ["T3.1.5-3"], synopsis: "It holds.", why: "It must.", fix: "mend it" } as const;
  return { status: "broken", stacks: [result], rules: [rule, ...otherRules] };
}
