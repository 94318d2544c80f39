import { readFileSync } from "node:fs";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { ProblemError, type Problem } from "../environment/problem.ts";
import { yamlLocator, type Locate } from "../gate/locations.ts";
import { plannedLocator, type LocateFinding, type PlanSources } from "../gate/plannedLocations.ts";
import { programLocator } from "../gate/programLocations.ts";
import { readFacts, type Facts } from "../policies/facts.ts";
import { policyName } from "../policies/pack.ts";
import { readDocument, type ReadableResource } from "../reachability/azureReader.ts";
import { fileOf, problem, readJson, type Checkout, type Tried } from "./gateCheckouts.ts";
import { packConfigurationOf, readExemptionFile } from "./policyConfig.ts";

/** Where a stack's files lie, with the stack's name in place of `{stack}`. */
export interface StackFiles {
  /** From the project's folder. */
  readonly exemptions: string;
  /** The same; read where it exists. */
  readonly policyPackConfig?: string;
  /** A plan, preview or state, from the working folder: another program's stack, which is not planned here. */
  readonly resources?: string;
}

/** A stack as one branch has it. */
export interface BranchStack {
  readonly resources: readonly ReadableResource[];
  readonly facts: Facts;
  readonly locate: LocateFinding;
  /** What the pack configuration that was brought along holds, and where that file is. */
  readonly brought?: { readonly value: unknown; readonly locate: Locate };
}

/** What a branch says of a stack; `absent` where it has no file of it. */
export type ReadBranchStack = Tried<BranchStack> | { readonly kind: "absent" };

/** Names of a stack's files, from the repository's root. */
export function pathsOf(stack: string, { prefix }: Checkout, files: StackFiles): { readonly configuration: string; readonly exemptions: string } {
  const configuration = files.resources === undefined ? `Pulumi.${stack}.yaml` : named(files.policyPackConfig ?? "Pulumi.yaml", stack);
  return { configuration: `${prefix}${configuration}`, exemptions: `${prefix}${named(files.exemptions, stack)}` };
}

/**
 * Reads a stack of a branch: its resources, and what the rules are told of it.
 *
 * @param asOf day on which exemptions are judged
 */
export function readBranchStack(stack: string, checkout: Checkout, files: StackFiles, asOf: string): ReadBranchStack {
  const exemptions = fileOf(checkout, named(files.exemptions, stack), "--exemptions");
  const configured = files.policyPackConfig === undefined ? ({ kind: "read", value: undefined } as const) : fileOf(checkout, named(files.policyPackConfig, stack), "--policy-pack-config");
  if (exemptions.kind === "problems") return exemptions;
  if (configured.kind === "problems") return configured;
  const brought = configured.value === undefined ? undefined : readJson(configured.value, named(files.policyPackConfig!, stack), "write it with `lifecare policy-config`");
  if (brought?.kind === "problems") return brought;
  const broughtAlong = brought === undefined ? {} : { brought: { value: brought.value, locate: yamlLocator(`${checkout.prefix}${named(files.policyPackConfig!, stack)}`, readFileSync(configured.value!, "utf8")) } };
  const read = files.resources === undefined ? planned(stack, checkout, exemptions.value, asOf) : documented(named(files.resources, stack), stack, checkout, brought?.value, exemptions.value, asOf);
  return read.kind === "read" ? { kind: "read", value: { ...read.value, ...broughtAlong } } : read;
}

function named(pattern: string, stack: string): string {
  return pattern.replaceAll("{stack}", stack);
}

function planned(stack: string, checkout: Checkout, exemptions: string | undefined, asOf: string): ReadBranchStack {
  const name = `Pulumi.${stack}.yaml`;
  const file = fileOf(checkout, name, "--stack");
  if (file.kind === "problems") return file;
  if (file.value === undefined) return { kind: "absent" };
  const path = file.value;
  const plan = tried(() => planEnvironment(readConfiguration(path).configuration));
  const facts = tried(() => factsFrom(packConfigurationOf({ stack, file: path, ...(exemptions === undefined ? {} : { exemptions }) }), asOf));
  if (plan.kind === "problems" || facts.kind === "problems") return { kind: "problems", problems: distinct([plan, facts]) };
  return { kind: "read", value: { resources: plan.value.resources, facts: facts.value, locate: plannedLocator(plan.value, stackFileLocator(stack, checkout)) } };
}

/** Places in a stack's own file. */
export function stackFileLocator(stack: string, checkout: Checkout): Locate {
  const name = `Pulumi.${stack}.yaml`;
  const file = fileOf(checkout, name, "--stack");
  return yamlLocator(`${checkout.prefix}${name}`, file.kind === "read" && file.value !== undefined ? readFileSync(file.value, "utf8") : "", "config");
}

function documented(path: string, stack: string, checkout: Checkout, brought: unknown, exemptions: string | undefined, asOf: string): ReadBranchStack {
  const fix = "name a file that `lifecare plan --format json`, `pulumi preview --json` or `pulumi stack export` wrote, whole";
  const json = readJson(path, path, fix);
  if (json.kind === "problems") return json;
  const read = readDocument(json.value);
  if (read.kind === "unreadable") return problem(path, undefined, `a plan, a preview or a state; this ${read.reason}`, fix);
  const told = isRecord(brought) && isRecord(brought[policyName]) ? brought[policyName] : {};
  const facts = tried(() => factsFrom({ ...withoutLevel(told), ...(exemptions === undefined ? {} : { exemptions: readExemptionFile(exemptions) }) }, asOf));
  if (facts.kind === "problems") return facts;
  const sources = planSources(json.value);
  const locate = sources === undefined ? programLocator(read.resources, checkout.prefix) : plannedLocator(sources, stackFileLocator(stack, checkout));
  return { kind: "read", value: { resources: read.resources, facts: facts.value, locate } };
}

/** Levels are judged apart from what is told. */
function withoutLevel({ enforcementLevel: _, ...told }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return told;
}

/** A plan says by itself where its machines come from. */
function planSources(document: unknown): PlanSources | undefined {
  if (!isRecord(document) || !Array.isArray(document["servers"]) || !Array.isArray(document["resources"])) return undefined;
  const texts = (values: readonly unknown[], fields: readonly string[]) => values.filter((value) => isRecord(value) && fields.every((field) => typeof value[field] === "string"));
  return {
    servers: texts(document["servers"], ["computerName", "source"]) as PlanSources["servers"],
    resources: texts(document["resources"], ["name", "type", "component"]) as PlanSources["resources"],
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function factsFrom(told: unknown, asOf: string): Facts {
  const read = readFacts(told, asOf);
  if (read.kind === "facts") return read.facts;
  throw new ProblemError("", read.problems.map(({ path, limit }): Problem => ({ path: `${policyName}.${path}`, value: undefined, limit, fix: "write it with `lifecare policy-config`" })));
}

function tried<T>(read: () => T): Tried<T> {
  try {
    return { kind: "read", value: read() };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { kind: "problems", problems: error.problems };
  }
}

function distinct(tries: readonly Tried<unknown>[]): readonly Problem[] {
  const problems = tries.flatMap((one) => (one.kind === "problems" ? one.problems : []));
  return [...new Map(problems.map((one) => [JSON.stringify([one.path, one.limit]), one])).values()];
}
