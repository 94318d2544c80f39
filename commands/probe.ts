import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { planFile, probeFiles } from "../probe/files.ts";
import { instructionsFile } from "../probe/instructions.ts";
import { judgeProbes, type ProbeVerdict, type ResultsFile } from "../probe/judge.ts";
import { planProbes } from "../probe/planProbes.ts";
import { readProbePlan, type ProbePlan } from "../probe/probePlan.ts";
import { findDifferences } from "../proof/prove.ts";
import { describeVerdict } from "../proof/describeVerdict.ts";
import { renderJson } from "../reports/json.ts";
import { probeReport, type ProofStatus } from "../reports/probeReport.ts";
import { renderText } from "../reports/text.ts";
import type { ExitCode, Output } from "./output.ts";
import { stackFilePath } from "./stackFilePath.ts";
import { loadStack, requireExpectation } from "./stackSource.ts";

export interface ProbeOptions {
  readonly stack?: string;
  /** Stack file to read instead of `Pulumi.<stack>.yaml`. */
  readonly file?: string;
  /** Folder that scripts are written to. */
  readonly out?: string;
  /** Folder that results are read from. */
  readonly results?: string;
  readonly format: "text" | "json";
}

/**
 * Writes the scripts that measure a stack's flows (`--out`), or holds what they measured against the plan (`--results`).
 *
 * @throws ProblemError where the options, the stack or the folder cannot be used
 */
export async function probe(options: ProbeOptions, output: Output): Promise<ExitCode> {
  const { out, results } = options;
  if ((out === undefined) === (results === undefined)) {
    throw new ProblemError("It is not clear what to do:", [{ path: "--out or --results", value: undefined, limit: "one of the two", fix: "write scripts with --out DIR, or judge what they measured with --results DIR" }]);
  }
  return out === undefined ? judge(results!, options, output) : write(out, options, output);
}

function write(folder: string, options: ProbeOptions, output: Output): ExitCode {
  if (!namesStack(options)) throw new ProblemError("Nothing can be written:", [{ path: "--stack", value: undefined, limit: "the stack to be measured", fix: "name one: --stack prod" }]);
  const plan = planOf(options);
  const files = probeFiles(plan);
  usable("--out", folder, () => {
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
  });
  const checks = plan.vantages.reduce((sum, vantage) => sum + vantage.checks.length, 0);
  output.result(
    options.format === "json"
      ? renderJson({ folder, files: files.map(({ name }) => name), vantages: plan.vantages.map(({ name, checks: own }) => ({ name, checks: own.length })) })
      : `${[
          `${files.length} files in ${folder}: ${checks} checks from ${plan.vantages.length} places.`,
          `${instructionsFile} there has every command. In short, for each server: listen-<server>.ps1 first, where the product is not installed yet, then probe-<server>.ps1, both as`,
          "managed run commands, which run side by side (az vm run-command invoke takes one script at a time on a server, and waits for it):",
          "  az vm run-command create --resource-group <group> --vm-name <server> --name lifecare-listen --async-execution true --script @listen-<server>.ps1",
          "  az vm run-command create --resource-group <group> --vm-name <server> --name lifecare-probe --script @probe-<server>.ps1",
          "  az vm run-command show --resource-group <group> --vm-name <server> --name lifecare-probe --instance-view --query instanceView.output --output tsv > <results>/<server>.json",
          "On one machine of each client network: powershell -File probe-client-<network>.ps1 > <results>/client-<network>.json (with Node: node probe/run.ts < probe-client-<network>.questions)",
          `Then: lifecare probe --results <results> --stack ${options.stack ?? "<stack>"}`,
        ].join("\n")}\n`,
  );
  return 0;
}

const exitCodes: Readonly<Record<ProbeVerdict["status"], ExitCode>> = { holds: 0, broken: 1, unusable: 2, unmeasured: 3 };

function judge(folder: string, options: ProbeOptions, output: Output): ExitCode {
  const stacked = namesStack(options);
  const plan = stacked ? planOf(options) : writtenPlan(folder);
  const verdict = judgeProbes(plan, resultsIn(folder));
  const proof = stacked ? proofOf(options) : undefined;
  const name = `${plan.customer} ${plan.environment.toUpperCase()}`;
  output.result(options.format === "json" ? renderJson({ stack: name, ...(proof === undefined ? {} : { proof }), ...verdict }) : renderText(probeReport(name, verdict, proof), output.style));
  return withProof(verdict.status, proof);
}

/** What was measured right proves nothing of a plan that is wrong. */
function withProof(status: ProbeVerdict["status"], proof: ProofStatus | undefined): ExitCode {
  if (proof === "broken") return 1;
  return proof === "unknown" && status === "holds" ? 3 : exitCodes[status];
}

function namesStack({ stack, file }: ProbeOptions): boolean {
  return stack !== undefined || file !== undefined;
}

function planOf({ stack, file }: ProbeOptions): ProbePlan {
  const { configuration, advice } = readConfiguration(file ?? stackFilePath(stack!));
  return planProbes(planEnvironment(configuration, advice));
}

function proofOf({ stack, file }: ProbeOptions): ProofStatus {
  const loaded = loadStack({ ...(stack === undefined ? {} : { stack }), ...(file === undefined ? {} : { file }) });
  return describeVerdict(findDifferences(loaded.model, requireExpectation(loaded), loaded.sources)).status;
}

/** The plan that lies among the results, where no stack is named. */
function writtenPlan(folder: string): ProbePlan {
  const read = readJson(folder, planFile);
  const faults = "fault" in read ? [read.fault] : faultsOf(read.value);
  if (faults.length > 0) {
    throw new ProblemError("It is not known what was to be measured:", faults.slice(0, 20).map((fault): Problem => ({ path: `--results ${planFile}`, value: undefined, limit: fault, fix: `name the stack: --stack prod; or put the ${planFile} beside the results` })));
  }
  return (readProbePlan((read as { value: unknown }).value) as { plan: ProbePlan }).plan;
}

function faultsOf(value: unknown): readonly string[] {
  const read = readProbePlan(value);
  return "faults" in read ? read.faults : [];
}

const mostFiles = 1000;

/** Every JSON file of the folder but the plan. */
function resultsIn(folder: string): readonly ResultsFile[] {
  const names = usable("--results", folder, () => readdirSync(folder)).filter((name) => /\.json$/i.test(name) && name !== planFile).toSorted();
  if (names.length > mostFiles) throw new ProblemError("These are too many:", [{ path: "--results", value: names.length, limit: `at most ${mostFiles} files of results`, fix: "name the folder with the results of one stack" }]);
  return names.map((name) => readJson(folder, name));
}

const mostBytes = 1024 * 1024;

function readJson(folder: string, file: string): ResultsFile {
  try {
    const path = join(folder, file);
    const { size } = statSync(path);
    if (size > mostBytes) return { file, fault: `${size} bytes; results take no more than ${mostBytes}` };
    return { file, value: JSON.parse(decode(readFileSync(path))) as unknown };
  } catch (error) {
    return { file, fault: error instanceof SyntaxError ? "is no JSON" : `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})` };
  }
}

/** Windows PowerShell writes what is redirected as UTF-16 with a byte order mark. */
function decode(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

function usable<T>(option: string, folder: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new ProblemError("The folder cannot be used:", [{ path: option, value: folder, limit: `a folder that can be read and written (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`, fix: "name another folder" }]);
  }
}
