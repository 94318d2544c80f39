import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { readConfiguration } from "../environment/configurationFile.ts";
import { flowExpectation } from "../environment/flowExpectation.ts";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { policyName } from "../policies/pack.ts";
import { readFacts, type Facts } from "../policies/facts.ts";
import { renderJson } from "../reports/json.ts";
import type { ExitCode, Output } from "./output.ts";
import { stackFilePath } from "./stackFilePath.ts";

export interface PolicyConfigOptions {
  readonly stack: string;
  /** Stack file instead of `Pulumi.<stack>.yaml`. */
  readonly file?: string;
  /** File of exemptions; none: nothing is exempted. */
  readonly exemptions?: string;
}

/** What the pack has to be told of a stack, as JSON holds it. */
export interface PackConfiguration {
  readonly environment: Facts["environment"];
  readonly locations: readonly string[];
  readonly expectation: Facts["expectation"];
  readonly exemptions: readonly unknown[];
}

/**
 * Writes the configuration of the policy pack (`--policy-pack-config`) for a stack: what its stack file says and what is exempted.
 *
 * @throws ProblemError with everything that cannot be used
 */
export async function policyConfig(options: PolicyConfigOptions, output: Output): Promise<ExitCode> {
  output.result(renderJson({ [policyName]: packConfigurationOf(options) }));
  return 0;
}

/**
 * What the rules are told of a stack today.
 *
 * @param exemptions file of exemptions; none: nothing is exempted
 * @throws ProblemError with everything that cannot be used
 */
export function factsOfStack(stack: string, exemptions?: string): Facts {
  const read = readFacts(packConfigurationOf({ stack, ...(exemptions === undefined ? {} : { exemptions }) }), new Date().toISOString().slice(0, 10));
  if (read.kind === "facts") return read.facts;
  throw new Error(read.problems.map(({ path, limit }) => `${path}: ${limit}`).join("\n"));
}

/** The pack of this repository, as `--policy-pack` takes it. */
export const packFolder = join(import.meta.dirname, "../policies");

/**
 * Writes the pack's configuration to where the engine is to read it.
 *
 * @throws ProblemError with everything that cannot be used
 */
export async function writePackConfiguration(options: PolicyConfigOptions, path: string): Promise<void> {
  await writeFile(path, renderJson({ [policyName]: packConfigurationOf(options) }));
}

/** @throws ProblemError with everything that cannot be used, in the stack file or among the exemptions */
export function packConfigurationOf({ stack, file, exemptions }: PolicyConfigOptions): PackConfiguration {
  const { configuration } = readConfiguration(file ?? stackFilePath(stack));
  return {
    environment: configuration.environment,
    locations: [configuration.azure.location],
    expectation: flowExpectation(configuration),
    exemptions: exemptions === undefined ? [] : readExemptionFile(exemptions),
  };
}

/**
 * A YAML list of exemptions, or nothing at all.
 *
 * @throws ProblemError with every entry that cannot be used
 */
export function readExemptionFile(path: string): readonly unknown[] {
  const refused = (problems: readonly Omit<Problem, "value" | "fix">[]) => new ProblemError("The exemptions cannot be used:", problems.map((problem): Problem => ({ ...problem, value: undefined, fix: "write each as rule, resource, category, reason, reference, approver and expires" })));
  const value = ((): unknown => {
    try {
      return parse(readFileSync(path, "utf8"), { maxAliasCount: 0 }) ?? [];
    } catch (error) {
      throw refused([{ path, limit: `a YAML file that can be read (${error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown error"})` }]);
    }
  })();
  if (!Array.isArray(value)) throw refused([{ path, limit: "a list of exemptions" }]);
  const read = readFacts({ exemptions: value }, "1970-01-01");
  if (read.kind === "unusable") throw refused(read.problems.map((problem) => ({ path: `${path}: ${problem.path}`, limit: problem.limit })));
  return value;
}
