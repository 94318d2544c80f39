import { existsSync } from "node:fs";
import { parseConfiguration } from "../environment/configuration.ts";
import { readStackFile } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { ProblemError } from "../environment/problem.ts";
import type { Connection } from "../preflight/azure/connection.ts";
import { questionsOf, type Check, type Finding, type Subject } from "../preflight/check.ts";
import { checksOf, findingsOf } from "../preflight/checks.ts";
import { wordsOf } from "../preflight/question.ts";
import { renderJson } from "../reports/json.ts";
import { renderMarkdown } from "../reports/markdown.ts";
import { preflightReport, questionsReport } from "../reports/preflightReport.ts";
import type { Report } from "../reports/report.ts";
import { renderText } from "../reports/text.ts";
import type { ExitCode, Output } from "./output.ts";
import { stackFilePath } from "./stackFilePath.ts";

export interface PreflightOptions {
  readonly stack: string;
  readonly format: "table" | "json" | "markdown";
  /** Stack file to read instead of `Pulumi.<stack>.yaml`. */
  readonly file?: string;
  /** Subscription to ask instead of the stack file's. */
  readonly subscription?: string;
  /** Folder of a rehearsed Azure that is asked instead of Azure. */
  readonly rehearsal?: string;
}

/** Where the questions go; `close` ends it. */
export type Asked = { readonly kind: "connection"; readonly connection: Connection; readonly close: () => Promise<void> } | { readonly kind: "nobody"; readonly reason: string };

/**
 * Asks Azure whether a stack can come up in its subscription, and changes nothing there. Without anybody signed in it says what would be asked.
 *
 * @param connect where Azure is and who asks; tests give their own
 * @throws ProblemError with everything that cannot be used
 */
export async function preflight(options: PreflightOptions, output: Output, connect: (tenantId: string) => Promise<Asked> = (tenantId) => connected(options, tenantId)): Promise<ExitCode> {
  const subject = subjectOf(options);
  const { subscriptionId, tenantId, location } = subject.azure;
  const checks = checksOf(subject);
  const name = options.stack.toUpperCase();
  const asked = await connect(tenantId);
  if (asked.kind === "nobody") {
    const shown = checks.map(shownCheck);
    output.result(options.format === "json" ? renderJson({ stack: name, subscriptionId, location, status: "not asked", checks: shown }) : rendered(questionsReport(name, subscriptionId, shown), options, output));
    throw new ProblemError("Nothing was asked:", [{ path: "Azure sign-in", value: undefined, limit: `somebody who is signed in (${asked.reason})`, fix: "az login, or ARM_CLIENT_ID, ARM_CLIENT_SECRET and ARM_TENANT_ID of a service principal" }]);
  }
  try {
    // Microsoft's clients take half a second to load: no other command waits for them.
    const { askAzure } = await import("../preflight/azure/askAzure.ts");
    const findings = findingsOf(checks, await askAzure(questionsOf(checks), subscriptionId, asked.connection));
    const report = preflightReport({ name, subscriptionId, location, findings });
    output.result(options.format === "json" ? renderJson({ stack: name, subscriptionId, location, status: statusOf(findings), findings }) : rendered(report, options, output));
    return exitCodes[statusOf(findings)];
  } finally {
    await asked.close();
  }
}

const exitCodes = { holds: 0, broken: 1, unknown: 3 } as const satisfies Readonly<Record<Finding["verdict"], ExitCode>>;

function statusOf(findings: readonly Finding[]): Finding["verdict"] {
  return (["broken", "unknown"] as const).find((verdict) => findings.some((finding) => finding.verdict === verdict)) ?? "holds";
}

function shownCheck({ id, subject, demand, clauses, source, fix, questions }: Check) {
  return { id, subject, demand, asks: questions.map(wordsOf), clauses, source, fix };
}

function rendered(report: Report, { format }: PreflightOptions, output: Output): string {
  return format === "markdown" ? renderMarkdown(report) : renderText(report, output.style);
}

function subjectOf({ stack, file, subscription }: PreflightOptions): Subject {
  const { config, problems } = readStackFile(file ?? stackFilePath(stack));
  const wanted = subscription === undefined ? config : { ...config, "azure-native:subscriptionId": subscription };
  return planEnvironment(parseConfiguration(wanted, problems).configuration);
}

async function connected({ rehearsal }: PreflightOptions, tenantId: string): Promise<Asked> {
  if (rehearsal !== undefined) return rehearsed(rehearsal, tenantId);
  const { signIn } = await import("../preflight/azure/signIn.ts");
  const signedIn = await signIn(tenantId);
  if (signedIn.kind === "nobody") return signedIn;
  return { kind: "connection", connection: signedIn.connection, close: () => Promise.resolve() };
}

/** Serves the folder itself, on loopback: no address is taken from anybody. */
async function rehearsed(folder: string, tenantId: string): Promise<Asked> {
  if (!existsSync(folder)) {
    throw new ProblemError("There is no such rehearsal:", [{ path: "--rehearsal", value: folder, limit: "the folder of a rehearsed Azure", fix: "npm run demo leaves one in .lifecare/azure" }]);
  }
  const { startRestFace } = await import("../rehearsal/rest/startRestFace.ts");
  const face = await startRestFace({ storeFolder: folder, tenantId });
  return { kind: "connection", connection: face, close: face.stop };
}
