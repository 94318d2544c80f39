import type { Log, ReportingDescriptor, Result } from "sarif";
import type { GateResult, Reported, ReportedRule } from "../gate/reported.ts";
import { escapeMarkdown, escapeTerminal } from "./escape.ts";
import { renderJson } from "./json.ts";

export interface SarifOptions {
  /** Address below which each rule of the pack has a page `LC201.md`; none: rules have no link. */
  readonly rulePages?: string;
  /** Of this package. */
  readonly version: string;
}

/** GitHub shows 5,000 results of a run. */
const mostResults = 5000;

/** SARIF 2.1.0: one run; what is exempted is there and suppressed. */
export function renderSarif(result: GateResult, { rulePages, version }: SarifOptions): string {
  const indexes = new Map(result.rules.map(({ id }, index) => [id, index]));
  const reports = result.stacks.flatMap((stack) => stack.reports).toSorted((one, other) => rank(one) - rank(other));
  const left = reports.length - mostResults;
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "lifecare", semanticVersion: version, rules: result.rules.map((rule) => descriptor(rule, rulePages)) } },
        automationDetails: { id: "lifecare/gate/" },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: result.status !== "unusable",
            ...(left <= 0 ? {} : { toolExecutionNotifications: [{ level: "warning", message: { text: `${left} results are left out: a run holds ${mostResults}.` } }] }),
          },
        ],
        results: reports.slice(0, mostResults).map((reported) => resultOf(reported, indexes)),
      },
    ],
  };
  return renderJson(log);
}

function rank({ level, exemption, inBase }: Reported): number {
  return (exemption === undefined ? 0 : 4) + (level === "mandatory" ? 0 : 2) + (inBase ? 1 : 0);
}

/** GitHub's scale of 10: high from 7.0, medium from 4.0. */
const severities: Readonly<Record<string, string>> = { specification: "8.0", gate: "8.0", deployable: "5.0", hardening: "4.0" };

function descriptor({ id, name, level, group, clauses, synopsis, why, fix }: ReportedRule, rulePages: string | undefined): ReportingDescriptor {
  return {
    id,
    name,
    shortDescription: { text: synopsis },
    fullDescription: { text: why },
    help: { text: `${why}\nFix: ${fix}.`, markdown: `${escapeMarkdown(why)}\n\n**Fix:** ${escapeMarkdown(fix)}.` },
    ...(rulePages === undefined || group === "gate" ? {} : { helpUri: `${rulePages.replace(/\/+$/, "")}/${encodeURIComponent(id)}.md` }),
    defaultConfiguration: { level: level === "mandatory" ? "error" : "warning" },
    properties: { tags: [group, ...clauses], precision: "very-high", "security-severity": severities[group] ?? "8.0" },
  };
}

function resultOf({ rule, stack, resource, level, verdict, message, evidence, location, exemption, inBase, fingerprint }: Reported, indexes: ReadonlyMap<string, number>): Result {
  const index = indexes.get(rule);
  return {
    ruleId: rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: level === "mandatory" ? "error" : exemption === undefined ? "warning" : "note",
    message: { text: messageText(`${stack}: ${message}`, evidence) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: location.file.toWellFormed().split("/").map(encodeURIComponent).join("/") }, region: { startLine: location.line, ...(location.column === undefined ? {} : { startColumn: location.column }) } },
        logicalLocations: [{ fullyQualifiedName: resource, name: resource.slice(resource.lastIndexOf("::") + (resource.includes("::") ? 2 : 1)), kind: "resource" }],
      },
    ],
    partialFingerprints: { "lifecare/v1": fingerprint, primaryLocationLineHash: fingerprint },
    suppressions: exemption === undefined ? [] : [{ kind: "external", status: "accepted", justification: `${exemption.category}: ${exemption.reason} (${exemption.reference}, by ${exemption.approver}, until ${exemption.expires})` }],
    baselineState: inBase ? "unchanged" : "new",
    properties: { verdict, stack },
  };
}

/** In a message, brackets make links: they are written so that they do not (SARIF 2.1.0, 3.11.6). */
function messageText(message: string, evidence: string | undefined): string {
  const text = evidence === undefined ? escapeTerminal(message) : [message, ...evidence.split("\n")].map(escapeTerminal).join("\n");
  return text.replace(/[[\]\\]/g, "\\$&");
}
