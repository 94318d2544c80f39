import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { readExpectation, type Expectation } from "../proof/expectation.ts";
import { readFirewallRequest, readWithRequest, type FirewallRequest, type RequestFault } from "../proof/firewallRequest.ts";
import { serversOf, type Server } from "../proof/servers.ts";
import { parseDocument, readDocument, readResources, type ReadableResource } from "../reachability/azureReader.ts";
import type { StatedFirewall } from "../reachability/endpoints.ts";
import type { NetworkModel } from "../reachability/model.ts";
import { stackFilePath } from "./stackFilePath.ts";

/** Where a stack is read from, as the options say it. */
export interface StackOptions {
  readonly stack?: string;
  /** Stack file instead of `Pulumi.<stack>.yaml`. */
  readonly file?: string;
  readonly plan?: string;
  readonly state?: string;
  /** A rule request that stands for a hub's firewall. */
  readonly firewall?: string;
}

/** A stack as its resources tell it, and what is expected of it where somebody says so. */
export interface LoadedStack {
  /** For titles. */
  readonly name: string;
  readonly resources: readonly ReadableResource[];
  readonly model: NetworkModel;
  /** Whether a network is among the resources; without one, what the model says of networks is made up of references. */
  readonly hasNetwork: boolean;
  /** The hub's firewall that a rule request stands for. */
  readonly statedFirewalls: readonly StatedFirewall[];
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
  const { request, sources } = all(read, options.firewall);
  const [resources, expectations] = sources as [StackSource, StackSource?];
  const loaded = request === undefined ? loadedAlone(resources) : loadedWith(resources, request);
  if (expectations?.expectation === undefined) return loaded;
  return { ...loaded, name: `${expectations.name} (${resources.name})`, expectation: expectations.expectation, missing: [], sources: expectations.sources };
}

/**
 * Two stacks, each a stack file (`.yaml`), a stack's name, a plan file or a state file.
 *
 * @param firewall a rule request; it stands for the hub's firewall in whichever of the two is peered with that hub
 * @throws ProblemError with everything that cannot be used in either
 */
export function loadFiles(base: string, head: string, firewall?: string): readonly [LoadedStack, LoadedStack] {
  const reader = (file: string) => () => {
    if (/\.ya?ml$/i.test(file)) return planned(file, file);
    return /[./\\]/.test(file) ? fromDocument(file) : planned(stackFilePath(file), file);
  };
  const { request, sources } = all([reader(base), reader(head)], firewall);
  if (request === undefined) return sources.map(loadedAlone) as unknown as readonly [LoadedStack, LoadedStack];
  const fitting = sources.filter(({ resources }) => !("limit" in readWithRequest(resources, request)));
  const loaded = sources.map((source) => (fitting.length === 0 || fitting.includes(source) ? loadedWith(source, request) : loadedAlone(source)));
  return loaded as unknown as readonly [LoadedStack, LoadedStack];
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
function all(readers: readonly (() => StackSource)[], firewall: string | undefined): { readonly sources: readonly StackSource[]; readonly request?: FirewallRequest } {
  const problems: Problem[] = [];
  const tried = <T>(read: () => T): readonly T[] => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  };
  const sources = readers.flatMap(tried);
  const [request] = firewall === undefined ? [] : tried(() => requestIn(firewall));
  if (problems.length > 0) throw new ProblemError("This cannot be read:", problems);
  return { sources, ...(request === undefined ? {} : { request }) };
}

/** What a stack is read from. */
type StackSource = Omit<LoadedStack, "model" | "statedFirewalls">;

function loadedAlone(source: StackSource): LoadedStack {
  return { ...source, model: readResources(source.resources), statedFirewalls: [] };
}

function loadedWith(source: StackSource, request: FirewallRequest): LoadedStack {
  const read = readWithRequest(source.resources, request);
  if ("limit" in read) throw new ProblemError(`${request.title} does not fit ${source.name}:`, [requestProblem(request.title, read)]);
  return { ...source, ...read };
}

function requestIn(path: string): FirewallRequest {
  const title = basename(path);
  const read = readFirewallRequest(parsed(path, "a rule request", fixOfRequest), title);
  if (read.kind === "unusable") throw new ProblemError("", read.faults.map((fault) => requestProblem(title, fault)));
  return read.request;
}

const fixOfRequest = "write it as README shows it (Proved before anything exists)";

function requestProblem(title: string, { path, value, limit }: RequestFault): Problem {
  const fix = path.startsWith("ruleCollectionGroups") ? "write the group as azure-native's FirewallPolicyRuleCollectionGroup takes it, or export it anew" : fixOfRequest;
  return { path: `${title} ${path}`, value, limit, fix };
}

function planned(path: string, name: string): StackSource {
  const { configuration, advice } = readConfiguration(path);
  const plan = planEnvironment(configuration, advice);
  return {
    name: name === path ? basename(path) : name.toUpperCase(),
    resources: plan.resources,
    hasNetwork: holdsNetwork(plan.resources),
    servers: serversOf(plan.resources),
    expectation: plan.expectation,
    missing: [],
    sources: Object.fromEntries(plan.servers.map(({ computerName, source }) => [computerName, source])),
  };
}

/** A plan file or a state file; which of them it is, it says itself. */
function fromDocument(path: string): StackSource {
  const value = parsed(path, "a plan or a state", fixOfDocument);
  const read = readDocument(value);
  if (read.kind === "unreadable") throw new ProblemError("", [{ path: basename(path), value: undefined, limit: `a plan or a state; this ${read.reason}`, fix: fixOfDocument }]);
  const expected = readExpectation(fieldOf(value, "expectation"));
  return {
    name: basename(path),
    resources: read.resources,
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

function parsed(path: string, what: string, usualFix: string): unknown {
  const refused = (limit: string, fix = usualFix) => new ProblemError("", [{ path: basename(path), value: undefined, limit, fix }]);
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
    throw refused(read.kind === "unreadable" ? `${what}; this ${read.reason}` : "JSON without faults");
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
