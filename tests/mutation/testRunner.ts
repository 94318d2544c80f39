import { globSync } from "node:fs";
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult, type DryRunResult, type MutantRunOptions, type MutantRunResult, type TestResult, type TestRunner } from "@stryker-mutator/api/test-runner";
import { takeTests, type CollectedTest } from "./standIn.ts";

/** Those that are fast and need no engine. */
const testFiles = ["policies/**/*.test.ts", "reachability/{packetSet*,ruleList,addresses}.test.ts", "tests/mutation/*.test.ts"];
/** What every rule takes part in, or what takes time by design: a mutant that nothing kills would run all of it. */
const leftOut = /networkProof\.test|policies\/pack\.test|unknownValues\.test|packetSetDiagram\.test/;

interface KnownTest extends CollectedTest {
  readonly id: string;
  readonly file: string;
}

/** Tries mutants in the process that has loaded the tests, quickest tests first, and stops at the first that fails. */
class InProcessRunner implements TestRunner {
  readonly #mutants: InstrumenterContext = ((globalThis as unknown as Record<string, InstrumenterContext>)[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  #tests: readonly KnownTest[] = [];
  readonly #times = new Map<string, number>();

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    const standIn = new URL("./standIn.ts", import.meta.url).href;
    registerHooks({ resolve: (specifier, context, next) => (specifier === "vitest" ? { url: standIn, shortCircuit: true } : next(specifier, context)) });
    const tests: KnownTest[] = [];
    for (const file of globSync(testFiles).filter((path) => !leftOut.test(path)).toSorted()) {
      await import(pathToFileURL(resolve(file)).href);
      tests.push(...takeTests().map((test) => ({ ...test, id: `${file} ${test.name}`, file })));
    }
    this.#tests = tests;
  }

  async dryRun(): Promise<DryRunResult> {
    this.#mutants.activeMutant = undefined;
    const tests: TestResult[] = [];
    for (const test of this.#tests) {
      this.#mutants.currentTestId = test.id;
      tests.push(await this.#try(test));
    }
    this.#mutants.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.#mutants.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    const wanted = new Set(testFilter);
    const tests: TestResult[] = [];
    this.#mutants.hitLimit = hitLimit;
    this.#mutants.hitCount = hitLimit === undefined ? undefined : 0;
    for (const test of this.#tests.filter(({ id }) => testFilter === undefined || wanted.has(id)).toSorted((one, other) => this.#timeOf(one) - this.#timeOf(other))) {
      this.#mutants.activeMutant = activeMutant.id;
      const result = await this.#try(test);
      this.#mutants.activeMutant = undefined;
      tests.push(result);
      if (result.status === TestStatus.Failed) break;
    }
    return toMutantRunResult(determineHitLimitReached(this.#mutants.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests });
  }

  #timeOf({ id }: KnownTest): number {
    return this.#times.get(id) ?? 0;
  }

  async #try({ id, name, file, run }: KnownTest): Promise<TestResult> {
    const before = performance.now();
    const failure = await failureOf(run);
    const timeSpentMs = performance.now() - before;
    if (this.#mutants.activeMutant === undefined) this.#times.set(id, timeSpentMs);
    const told = { id, name, timeSpentMs, fileName: resolve(file) };
    return failure === undefined ? { ...told, status: TestStatus.Success } : { ...told, status: TestStatus.Failed, failureMessage: failure };
  }
}

async function failureOf(run: () => unknown): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : String(error);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
