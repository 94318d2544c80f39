import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { readExpectation, type Expectation } from "../proof/expectation.ts";
import { serversOf, type Server } from "../proof/servers.ts";
import { parseDocument, readDocument, readResources } from "../reachability/azureReader.ts";
import type { NetworkModel } from "../reachability/model.ts";
import { stackFilePath } from "./stackFilePath.ts";

/** Where a stack is read from, as the options say it. */
export interface StackOptions {
  readonly stack?: string;
  /** Stack file instead of `Pulumi.<stack>.yaml`. */
  readonly file?: string;
  readonly plan?: string;
  readonly state?: string;
}

/** A stack as its resources tell it, and what is expected of it where somebody says so. */
export interface LoadedStack {
  /** For titles. */
  readonly name: string;
  readonly model: NetworkModel;
  /** Whether a network is among the resources; without one, what the model says of networks is made up of references. */
  readonly hasNetwork: boolean;
  readonly servers: readonly Server[];
  readonly expectation?: Expectation;
  /** What is missing where nobody says, wholly, what is expected. */
  readonly missing: readonly string[];
  /** Paths of the stack file by machine name. */
  readonly sources: Readonly<Record<string, string>>;
}

/**
 * Reads the resources of a stack: of a state or plan file where one is named, else of the plan of its configuration.
 *
 * @throws ProblemError with everything that cannot be used
 */
export function loadStack(options: StackOptions): LoadedStack {
  const { stack, file, plan, state } = options;
  const problems: Problem[] = [];
  if (plan !== undefined && state !== undefined) problems.push({ path: "--state", value: state, limit: "one place to read resources from", fix: "leave out --plan or --state" });
  if (stack === undefined && file === undefined && plan === undefined && state === undefined) problems.push({ path: "--stack", value: undefined, limit: "a stack, a plan file or a state file", fix: "name one: --stack utb" });
  if (problems.length > 0) throw new ProblemError("Nothing can be read:", problems);

  const document = plan ?? state;
  const configured = stack === undefined && file === undefined ? undefined : () => planned(file ?? stackFilePath(stack!), stack ?? basename(file!));
  const read = document === undefined ? [configured!] : [() => fromDocument(document), ...(configured === undefined ? [] : [configured])];
  const [resources, expectations] = all(read) as [LoadedStack, LoadedStack?];
  if (expectations?.expectation === undefined) return resources;
  return { ...resources, name: `${expectations.name} (${resources.name})`, expectation: expectations.expectation, missing: [], sources: expectations.sources };
}

/**
 * Two stacks, each a stack file (`.yaml`), a stack's name, a plan file or a state file.
 *
 * @throws ProblemError with everything that cannot be used in either
 */
export function loadFiles(base: string, head: string): readonly [LoadedStack, LoadedStack] {
  const reader = (file: string) => () => {
    if (/\.ya?ml$/i.test(file)) return planned(file, file);
    return /[./\\]/.test(file) ? fromDocument(file) : planned(stackFilePath(file), file);
  };
  return all([reader(base), reader(head)]) as unknown as readonly [LoadedStack, LoadedStack];
}

/** @throws ProblemError where there is nothing that packets could pass */
export function requireNetwork({ model, hasNetwork, name }: LoadedStack): NetworkModel {
  if (hasNetwork) return model;
  throw new ProblemError("Nothing can be judged:", [{ path: name, value: undefined, limit: "a stack with a virtual network", fix: "name the stack that holds the network" }]);
}

/** @throws ProblemError where the resources come from a file that does not say what is expected of them */
export function requireExpectation({ expectation, missing, name }: LoadedStack): Expectation {
  if (expectation !== undefined) return expectation;
  throw new ProblemError(
    `${name} does not say which flows are expected:`,
    missing.map((path): Problem => ({ path, value: undefined, limit: "the choices of the port matrix, client networks and hosts: resources cannot say them", fix: "name the stack as well: --stack utb" })),
  );
}

/** Every reader is tried, so that all problems are told at once. */
function all(readers: readonly (() => LoadedStack)[]): readonly LoadedStack[] {
  const problems: Problem[] = [];
  const read: LoadedStack[] = [];
  for (const reader of readers) {
    try {
      read.push(reader());
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ProblemError("This cannot be read:", problems);
  return read;
}

function planned(path: string, name: string): LoadedStack {
  const { configuration, advice } = readConfiguration(path);
  const plan = planEnvironment(configuration, advice);
  return {
    name: name === path ? basename(path) : name.toUpperCase(),
    model: readResources(plan.resources),
    hasNetwork: holdsNetwork(plan.resources),
    servers: serversOf(plan.resources),
    expectation: plan.expectation,
    missing: [],
    sources: Object.fromEntries(plan.servers.map(({ computerName, source }) => [computerName, source])),
  };
}

/** A plan file or a state file; which of them it is, it says itself. */
function fromDocument(path: string): LoadedStack {
  const value = parsed(path);
  const read = readDocument(value);
  if (read.kind === "unreadable") throw new ProblemError("", [{ path: basename(path), value: undefined, limit: `a plan or a state; this ${read.reason}`, fix: fixOfDocument }]);
  const expected = readExpectation(fieldOf(value, "expectation"));
  return {
    name: basename(path),
    model: readResources(read.resources),
    hasNetwork: holdsNetwork(read.resources),
    servers: serversOf(read.resources),
    ...(expected.kind === "expectation" ? { expectation: expected.expectation, missing: [] } : { missing: expected.missing }),
    sources: sourcesOf(fieldOf(value, "servers")),
  };
}

function holdsNetwork(resources: readonly { readonly type?: unknown }[]): boolean {
  return resources.some((resource) => /:(?:VirtualNetwork|Subnet)$/.test(String(fieldOf(resource, "type"))));
}

const fixOfDocument = "name a file that `lifecare plan --format json` or `pulumi stack export` wrote, whole";

const mostBytes = 300_000_000;

function parsed(path: string): unknown {
  const refused = (limit: string, fix = fixOfDocument) => new ProblemError("", [{ path: basename(path), value: undefined, limit, fix }]);
  const text = (() => {
    try {
      if (statSync(path).size > mostBytes) throw refused(`at most ${mostBytes} bytes`);
      return readFileSync(path, "utf8");
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
      throw refused(code === "ENOENT" ? "a file that exists" : `a file that can be read (${code})`);
    }
  })();
  try {
    return JSON.parse(text);
  } catch {
    const read = parseDocument(text);
    throw refused(read.kind === "unreadable" ? `a plan or a state; this ${read.reason}` : "JSON without faults");
  }
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined;
}

function sourcesOf(servers: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(servers)) return {};
  const entries = servers.map((server) => [fieldOf(server, "computerName"), fieldOf(server, "source")]);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry.every((text) => typeof text === "string")));
}
