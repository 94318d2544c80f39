import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { approvalOf, type ApprovalSources } from "../gate/approvals.ts";
import { factsInForce, type FactsInForce } from "../gate/factsInForce.ts";
import { judgeStack, packConfigurationInForce, reportedProblems } from "../gate/judgeStack.ts";
import { judgePackConfiguration, type Refusal } from "../gate/packConfiguration.ts";
import type { Location } from "../gate/locations.ts";
import type { Difference } from "../gate/weakening.ts";
import { otherRules, worst, type GateResult, type Reported, type StackResult, type Status } from "../gate/reported.ts";
import { policyName } from "../policies/pack.ts";
import { levelOf } from "../policies/rule.ts";
import { rules } from "../policies/rules/index.ts";
import { compareStacks, type ComparedStack } from "../proof/compareStacks.ts";
import { serversOf } from "../proof/servers.ts";
import { readResources } from "../reachability/azureReader.ts";
import { annotations, withoutCommands, type AnnotationHost } from "../reports/annotations.ts";
import { gateMarkdown, gateText, summaryLimits } from "../reports/gateSummary.ts";
import { renderJson } from "../reports/json.ts";
import { renderJunit } from "../reports/junit.ts";
import { renderSarif } from "../reports/sarif.ts";
import packageDescription from "../package.json" with { type: "json" };
import { openCheckout, type Checkout, type Tried } from "./gateCheckouts.ts";
import { readReviews, type ReviewOptions } from "./gateReviews.ts";
import { pathsOf, readBranchStack, stackFileLocator, type BranchStack, type StackFiles } from "./gateStacks.ts";
import { reportFailure, type ExitCode, type Output } from "./output.ts";
import { stackFilePath } from "./stackFilePath.ts";

export interface GateOptions extends ReviewOptions {
  /** Checkout of the base branch; the gate itself is to be run from there. */
  readonly base: string;
  /** Checkout of the change. */
  readonly head: string;
  readonly stack: readonly string[];
  /** Folder for everything that is written. */
  readonly out: string;
  readonly exemptions: string;
  readonly policyPackConfig?: string;
  readonly resources?: string;
  readonly baseResources?: string;
  /** Left out: the host whose job this is. */
  readonly annotations?: AnnotationHost | "none";
  readonly rulePages?: string;
}

/** What the gate learns from around it; tests say it themselves. */
export interface GateSurroundings {
  /** Day (ISO 8601) on which exemptions are judged. */
  readonly today: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const exitCodes: Readonly<Record<Status, ExitCode>> = { passes: 0, broken: 1, unusable: 2, unknown: 3 };

/**
 * Judges a change: the rules and the proof on what it makes, by the base branch's word unless an owner has approved the change's own; what it opens and
 * closes; and what it would have the engine's pack believe. Writes the configuration that the engine's run has to use, and reports.
 */
export async function gate(options: GateOptions, output: Output, surroundings: GateSurroundings = { today: new Date().toISOString().slice(0, 10), environment: process.env }): Promise<ExitCode> {
  // What a change is called by must not be taken for a command by the host that shows the log.
  const safe: Output = { ...output, result: (text) => output.result(withoutCommands(text)), notice: (text) => output.notice(withoutCommands(text)) };
  try {
    forgetConfigurations(options);
    const { result, configurations } = judge(options, surroundings.today);
    write(options, result, configurations);
    safe.result(gateText(result));
    const host = options.annotations ?? hostOf(surroundings.environment);
    if (host !== "none") output.result(annotations(result, host).map((line) => `${line}\n`).join(""));
    return exitCodes[result.status];
  } catch (error) {
    return reportFailure(error, safe);
  }
}

/** What an earlier run wrote must not be taken for this one's word. */
function forgetConfigurations({ out, stack }: GateOptions): void {
  for (const name of stack) if (triedName(name).kind === "read") rmSync(configurationPath(out, name), { force: true });
}

function configurationPath(out: string, stack: string): string {
  return join(out, `${stack}.policy-config.json`);
}

function hostOf({ GITHUB_ACTIONS, TF_BUILD }: GateSurroundings["environment"]): AnnotationHost | "none" {
  if (GITHUB_ACTIONS === "true") return "github";
  return TF_BUILD === "True" ? "azure-devops" : "none";
}

interface Judged {
  readonly result: GateResult;
  /** By stack. */
  readonly configurations: Readonly<Record<string, unknown>>;
}

function judge(options: GateOptions, today: string): Judged {
  const problems: Problem[] = [];
  const value = <T>(read: Tried<T>): T | undefined => (read.kind === "read" ? read.value : void problems.push(...read.problems));
  const stacks = [...new Set(options.stack)];
  for (const stack of stacks) value(triedName(stack));
  const [base, head] = [value(openCheckout("--base", options.base)), value(openCheckout("--head", options.head))];
  if (base !== undefined && head !== undefined && base.folder === head.folder) problems.push({ path: "--head", value: options.head, limit: "another folder than the base branch's: a change is judged by what it is not itself", fix: "check both out, each into a folder of its own" });
  if ((options.resources === undefined) !== (options.baseResources === undefined)) problems.push({ path: "--base-resources", value: options.baseResources, limit: "named together with --resources", fix: "name both, or none" });
  const sources = base === undefined || head === undefined || problems.length > 0 ? undefined : value(readReviews(options, base, head));
  if (sources === undefined || problems.length > 0) throw new ProblemError("The gate cannot judge:", problems);
  const judged = stacks.map((stack) => judgeOne(stack, { options, base: base!, head: head!, sources, today }));
  const results = judged.map(({ result }) => result);
  return {
    result: { status: worst(results.map(({ status }) => status)), stacks: results, rules: [...rules.map((rule) => ({ ...rule, level: levelOf(rule.group) })), ...otherRules] },
    configurations: Object.fromEntries(judged.flatMap(({ result, inForce }) => (inForce === undefined ? [] : [[result.name, { [policyName]: packConfigurationInForce(inForce.facts) }]]))),
  };
}

function triedName(stack: string): Tried<string> {
  try {
    return { kind: "read", value: stackFilePath(stack) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { kind: "problems", problems: error.problems };
  }
}

interface Setting {
  readonly options: GateOptions;
  readonly base: Checkout;
  readonly head: Checkout;
  readonly sources: ApprovalSources;
  readonly today: string;
}

function judgeOne(stack: string, { options, base, head, sources, today }: Setting): { readonly result: StackResult; readonly inForce?: FactsInForce } {
  const { exemptions, policyPackConfig, resources, baseResources } = options;
  const files = (document: string | undefined): StackFiles => ({ exemptions, ...(policyPackConfig === undefined ? {} : { policyPackConfig }), ...(document === undefined ? {} : { resources: document }) });
  const paths = pathsOf(stack, head, files(resources));
  const before = readBranchStack(stack, base, files(baseResources), today);
  const after = readBranchStack(stack, head, files(resources), today);
  if (after.kind === "absent") return unusable(stack, [{ path: `Pulumi.${stack}.yaml`, value: undefined, limit: "a stack file that exists", fix: "create it, or name another stack" }], head, paths);
  if (after.kind === "problems") return unusable(stack, after.problems, head, paths);
  const known = before.kind === "read" ? before.value : undefined;
  const inForce = factsInForce({
    ...(known === undefined ? {} : { base: known.facts }),
    head: after.value.facts,
    configurationApproval: approvalOf(paths.configuration, sources),
    exemptionsApproval: approvalOf(paths.exemptions, sources),
  });
  const brought = refusalsOf(after.value, inForce);
  if (brought.kind === "problems") return unusable(stack, brought.problems, head, paths);
  const { reports, cases } = judgeStack({
    name: stack,
    resources: after.value.resources,
    ...(known === undefined ? {} : { baseResources: known.resources }),
    inForce,
    locate: after.value.locate,
    files: { configuration: placeOfDifference(stack, head, paths.configuration, after.value), exemptions: { file: paths.exemptions, line: 1 } },
    refusals: brought.value,
  });
  const difference = known === undefined ? {} : { difference: compareStacks(compared(known), compared(after.value)) };
  return { result: { name: stack, status: statusOf(reports), reports, cases, ...difference, notes: notesOf(before, inForce) }, inForce };
}

function unusable(stack: string, problems: readonly Problem[], head: Checkout, { configuration, exemptions }: ReturnType<typeof pathsOf>): { readonly result: StackResult } {
  const inStackFile = stackFileLocator(stack, head);
  const place = ({ path }: Problem): Location => (/exemption/.test(path) ? { file: exemptions, line: 1 } : configuration.endsWith(`Pulumi.${stack}.yaml`) ? inStackFile(path) : { file: configuration, line: 1 });
  const reports = reportedProblems(stack, problems, place);
  const cases = reports.map((reported) => ({ stack, rule: reported.rule, resource: reported.resource, reports: [reported] }));
  return { result: { name: stack, status: "unusable", reports, cases, notes: [] } };
}

function placeOfDifference(stack: string, head: Checkout, configuration: string, { brought }: BranchStack): (difference: Difference) => Location {
  const inStackFile = stackFileLocator(stack, head);
  const isStackFile = configuration.endsWith(`Pulumi.${stack}.yaml`);
  return ({ path, source }) => (isStackFile ? inStackFile(source ?? "") : (brought?.locate(`${policyName}.${path}`) ?? { file: configuration, line: 1 }));
}

function refusalsOf({ brought }: BranchStack, inForce: FactsInForce): Tried<readonly (Refusal & { readonly location: Location })[]> {
  if (brought === undefined) return { kind: "read", value: [] };
  const judged = judgePackConfiguration(brought.value, inForce.facts);
  if (judged.kind === "unusable") return { kind: "problems", problems: judged.problems };
  return { kind: "read", value: judged.refusals.map((refusal) => ({ ...refusal, location: brought.locate(refusal.path) })) };
}

function statusOf(reports: readonly Reported[]): Status {
  const stopping = reports.filter(({ level }) => level === "mandatory");
  if (stopping.some(({ verdict }) => verdict === "broken")) return "broken";
  return stopping.length > 0 ? "unknown" : "passes";
}

function compared({ resources, facts }: BranchStack): ComparedStack {
  return { model: readResources(resources), servers: serversOf(resources), ...(facts.expectation === undefined ? {} : { expectation: facts.expectation }) };
}

function notesOf(before: ReturnType<typeof readBranchStack>, { configuration, exemptions, facts }: FactsInForce): readonly string[] {
  const whose = (what: string, standing: FactsInForce["configuration"]) => {
    switch (standing.kind) {
      case "same":
        return [];
      case "approved":
        return [`the change's own ${what}, approved by ${standing.by}`];
      case "base":
        return [`the base branch's ${what}: ${standing.reason}`];
    }
  };
  return [
    ...(before.kind === "absent" ? ["the base branch does not have this stack, so that nothing is said of it but what an owner approves"] : []),
    ...(before.kind === "problems" ? ["the base branch's configuration cannot be used, so that nothing is said of the stack but what an owner approves"] : []),
    ...whose("configuration", configuration),
    ...whose("exemptions", exemptions),
    ...(facts.exemptions.length === 0 ? [] : [`${facts.exemptions.length} exemptions`]),
  ];
}

function write({ out, rulePages }: GateOptions, result: GateResult, configurations: Readonly<Record<string, unknown>>): void {
  mkdirSync(out, { recursive: true });
  const file = (name: string, text: string) => writeFileSync(join(out, name), text);
  for (const [stack, configuration] of Object.entries(configurations)) writeFileSync(configurationPath(out, stack), renderJson(configuration));
  file("gate.sarif", renderSarif(result, { version: packageDescription.version, ...(rulePages === undefined ? {} : { rulePages }) }));
  file("junit.xml", renderJunit(result));
  file("summary.md", gateMarkdown(result, summaryLimits.jobSummary));
  file("comment.md", gateMarkdown(result, summaryLimits.comment));
}
