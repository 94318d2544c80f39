import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
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
const leftOut = /rules that no memory holds|policies\/pack\.test|unknownValues\.test|even where their hashes meet/;

/** What the first run knows of each test; in the sandbox, since the mutants are tried in other processes as well. */
const firstRunFile = "tests/mutation/firstRun.json";
/** How much oftener a mutated place may be met in a test than when nothing is mutated, before the mutant is taken to run for ever. */
const mostRounds = { factor: 20, besides: 10_000 };

interface KnownTest extends CollectedTest {
  readonly id: string;
  readonly file: string;
}

interface FirstRun {
  /** By test, in milliseconds. */
  readonly times: Readonly<Record<string, number>>;
  /** By test and mutant, how often the place is met. */
  readonly hits: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Tries mutants in the process that has loaded the tests, and stops at the first that fails: what has noticed most in the file is tried first, then the quickest. */
class InProcessRunner implements TestRunner {
  readonly #mutants: InstrumenterContext = ((globalThis as unknown as Record<string, InstrumenterContext>)[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  #tests: readonly KnownTest[] = [];
  #firstRun: FirstRun | undefined;
  /** By file and test, how many mutants it has noticed. */
  readonly #noticed = new Map<string, Map<string, number>>();

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    const standIn = new URL("./standIn.ts", import.meta.url).href;
    registerHooks({ resolve: (specifier, context, next) => (specifier === "vitest" ? { url: standIn, shortCircuit: true } : next(specifier, context)) });
    const tests: KnownTest[] = [];
    for (const file of globSync(testFiles).toSorted()) {
      await import(pathToFileURL(resolve(file)).href);
      tests.push(...takeTests().map((test) => ({ ...test, id: `${file} ${test.name}`, file })).filter(({ id }) => !leftOut.test(id)));
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
    const firstRun: FirstRun = { times: Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs])), hits: this.#mutants.mutantCoverage?.perTest ?? {} };
    writeFileSync(firstRunFile, JSON.stringify(firstRun));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.#mutants.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter }: MutantRunOptions): Promise<MutantRunResult> {
    const { hits } = this.#known();
    const tests: TestResult[] = [];
    for (const test of this.#reaching(activeMutant.fileName, testFilter)) {
      const hitLimit = (hits[test.id]?.[activeMutant.id] ?? 0) * mostRounds.factor + mostRounds.besides;
      this.#mutants.hitLimit = hitLimit;
      this.#mutants.hitCount = 0;
      this.#mutants.activeMutant = activeMutant.id;
      const result = await this.#try(test);
      this.#mutants.activeMutant = undefined;
      const endless = determineHitLimitReached(this.#mutants.hitCount, hitLimit);
      if (endless !== undefined) return toMutantRunResult(endless);
      tests.push(result);
      if (result.status === TestStatus.Success) continue;
      this.#remember(activeMutant.fileName, test.id);
      break;
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }

  #reaching(file: string, testFilter: readonly string[] | undefined): readonly KnownTest[] {
    const { times } = this.#known();
    const wanted = new Set(testFilter);
    const noticed = this.#noticed.get(file);
    const order = (one: KnownTest, other: KnownTest) => (noticed?.get(other.id) ?? 0) - (noticed?.get(one.id) ?? 0) || (times[one.id] ?? 0) - (times[other.id] ?? 0);
    return this.#tests.filter((test) => (testFilter === undefined || wanted.has(test.id)) && judges(test, file)).toSorted(order);
  }

  #remember(file: string, test: string): void {
    const noticed = this.#noticed.get(file) ?? new Map<string, number>();
    this.#noticed.set(file, noticed.set(test, (noticed.get(test) ?? 0) + 1));
  }

  #known(): FirstRun {
    return (this.#firstRun ??= existsSync(firstRunFile) ? (JSON.parse(readFileSync(firstRunFile, "utf8")) as FirstRun) : { times: {}, hits: {} });
  }

  async #try({ id, name, file, run }: KnownTest): Promise<TestResult> {
    const before = performance.now();
    const failure = await failureOf(run);
    const told = { id, name, timeSpentMs: performance.now() - before, fileName: resolve(file) };
    return failure === undefined ? { ...told, status: TestStatus.Success } : { ...told, status: TestStatus.Failed, failureMessage: failure };
  }
}

/** Tests that try every rule, and those of single rules: hundreds of each come by whatever all rules use. */
const ofRules = /^policies\/(?:rules|perturbed|previewed|unknownValues|unknownPlaces|ownErrors)\.test|^policies\/rules\//;

/** What all rules use has tests of its own, and is judged by these alone: a mutant that they do not notice is not to be found by chance. */
function judges(test: KnownTest, file: string): boolean {
  if (file.includes("/reachability/")) return !test.file.startsWith("policies/");
  return /\/policies\/rules\//.test(file) || !ofRules.test(test.file);
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
