import { coverage, type Coverage } from "../coverage/coverage.ts";
import { explainRule } from "../coverage/explainRule.ts";
import { proposals } from "../coverage/proposals.ts";
import { currentStage } from "../coverage/stage.ts";
import { vendorSource } from "../coverage/vendorRows.ts";
import { ProblemError } from "../environment/problem.ts";
import { suggestion } from "../environment/suggestion.ts";
import { reportedName, type Rule } from "../policies/rule.ts";
import { rules } from "../policies/rules/index.ts";
import { clauseReport, proposalReport } from "../reports/explainReport.ts";
import { renderMarkdown } from "../reports/markdown.ts";
import type { Report } from "../reports/report.ts";
import { rulePage } from "../reports/rulePage.ts";
import { renderText } from "../reports/text.ts";
import { requirements } from "../specification/register.ts";
import { readClaims } from "./coverageClaims.ts";
import type { ExitCode, Output } from "./output.ts";

export interface ExplainOptions {
  readonly format: "text" | "markdown";
}

/**
 * Prints a rule (by id, name, or both as findings have them), a clause of the register, or a proposed check.
 *
 * @throws ProblemError where there is nothing of that name
 */
export async function explain(subject: string, { format }: ExplainOptions, output: Output): Promise<ExitCode> {
  const report = reportOf(subject.trim(), () => coverage(readClaims(), currentStage));
  output.result(format === "markdown" ? renderMarkdown(report) : renderText(report, output.style));
  return 0;
}

/**
 * @param covered asked only where the subject is no rule: it plans the stacks
 * @throws ProblemError where there is nothing of that name
 */
export function reportOf(subject: string, covered: () => Coverage): Report {
  const isSubject = (name: string) => name.toLowerCase() === subject.toLowerCase();
  const rule = rules.find((one) => namesOf(one).some(isSubject));
  if (rule !== undefined) return rulePage(explainRule(rule));
  const clause = requirements.find(({ id }) => isSubject(id))?.id;
  const proposal = Object.keys(proposals).find(isSubject);
  if (clause === undefined && proposal === undefined) throw unknownSubject(subject);
  const { parts, proposals: answers } = covered();
  if (clause !== undefined) return clauseReport(vendorSource(clause), parts.filter((part) => part.clause === clause), rules.filter(({ clauses }) => clauses.includes(clause)).map(explainRule));
  return proposalReport(answers.find(({ id }) => id === proposal)!, rules.filter((one) => one.proposals.includes(proposal!)).map(explainRule));
}

function namesOf(rule: Rule): readonly string[] {
  return [rule.id, rule.name, reportedName(rule)];
}

function unknownSubject(subject: string): ProblemError {
  const meant = suggestion(subject, [...rules.flatMap(namesOf), ...requirements.map(({ id }) => id), ...Object.keys(proposals)]);
  return new ProblemError("There is nothing of this name:", [
    {
      path: "explain",
      value: subject,
      limit: "a rule (LC201, its name, or both), a clause of the register (T3.1-2) or a proposed check (P-23)",
      fix: meant === undefined ? "`lifecare coverage` prints all of them" : `did you mean ${meant}?`,
    },
  ]);
}
