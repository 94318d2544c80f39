import { showValue } from "../environment/problem.ts";
import type { ExemptionFault, JudgedFinding } from "./exemptions.ts";
import { ruleOf } from "./evaluate.ts";
import { reportedName } from "./rule.ts";

/** A finding on one line: path, value, limit, clause and fix, as every problem of ours is told. Control characters of values are escaped. */
export function describeFinding({ path, value, absent, limit, clause, fix, exemption }: JudgedFinding): string {
  const stands = value !== undefined || absent ? ` = ${showValue(value)}` : "";
  const where = path === "" ? "" : `${path}${stands}: `;
  const law = clause === undefined ? "" : ` [${clause}]`;
  const exempted = exemption === undefined ? "" : ` Exempted until ${exemption.expires} by ${exemption.approver} (${exemption.reference}).`;
  return `${where}${limit}${law}. Fix: ${fix}.${exempted}`;
}

/** Name under which a finding's rule is reported. */
export function ruleTitle(finding: { readonly rule: string }): string {
  return reportedName(ruleOf(finding));
}

export function describeExemptionFault({ kind, exemption, reason }: ExemptionFault): string {
  const fix = { expired: "mend what it covers, or have the vendor approve it anew", unused: "take it away", "unknown rule": "name a rule of the pack" }[kind];
  return `exemption of ${exemption.resource} from ${exemption.rule}: ${reason}. Fix: ${fix}.`;
}
