import type { Clause } from "../specification/vocabulary.ts";
import type { ReadableResource } from "../reachability/azureReader.ts";
import type { Fault } from "./finding.ts";
import type { Facts } from "./facts.ts";
import type { Resource, Stack } from "./stack.ts";

/**
 * `specification`: what the vendor demands; mandatory. `hardening`: what the vendor or Azure recommends; advisory.
 * `deployable`: what a preview lets pass and Azure refuses, or never does; mandatory.
 */
export const groups = ["specification", "hardening", "deployable"] as const;
export type Group = (typeof groups)[number];

export type Level = "mandatory" | "advisory";

export function levelOf(group: Group): Level {
  return group === "hardening" ? "advisory" : "mandatory";
}

/** Resources on which a rule is tried, in tests and on its page. */
export interface Sample {
  readonly title: string;
  readonly resources: readonly SampleResource[];
  /** What the pack's configuration says, besides nothing. */
  readonly facts?: Partial<Facts>;
  /** Exactly what the rule finds; empty in a good sample. */
  readonly findings: readonly { readonly resource: string; readonly path: string; readonly limit: string }[];
}

export type SampleResource = Pick<ReadableResource, "id" | "dependencies" | "propertyDependencies"> & { readonly type: string; readonly name: string; readonly inputs: unknown };

interface RuleWords {
  /** Stable, never used again: `LC101`. */
  readonly id: string;
  /** In kebab-case, as a sentence of what holds: `security-groups-end-in-deny`. */
  readonly name: string;
  readonly group: Group;
  /** Requirements whose G part it fulfils, wholly or in part. */
  readonly clauses: readonly Clause[];
  /** Proposed checks that it answers: `P-07`. */
  readonly proposals: readonly string[];
  /** What must hold, in one sentence. */
  readonly synopsis: string;
  readonly why: string;
  readonly fix: string;
  /** Addresses or titles of what Azure's documentation says of it. */
  readonly sources?: readonly string[];
  readonly good: readonly [Sample, ...Sample[]];
  readonly bad: readonly [Sample, ...Sample[]];
  /** Samples of which something is not known that decides: its findings are unknown ones, whose limit says why (without that the rule cannot be judged). */
  readonly unknown?: readonly [Sample, ...Sample[]];
  /**
   * Properties of the samples whose value decides nothing there, although it is read, each with the reason: tests make every other one
   * unknown and demand that the verdict is not that the rule holds. `resource name` + ` ` + path.
   */
  readonly indifferent?: Readonly<Record<string, string>>;
}

/** Judges one resource by itself: it is stopped before it is made, preview or not. */
export interface ResourceRule extends RuleWords {
  readonly scope: "resource";
  /** Module and name: `compute:VirtualMachine`; of another provider: `random:index/randomPassword:RandomPassword` is `random:RandomPassword`. */
  readonly types: readonly string[];
  readonly check: (resource: Resource, facts: Facts) => Iterable<Fault>;
}

/** Judges the stack as a whole, from the inputs of all its resources. */
export interface StackRule extends RuleWords {
  readonly scope: "stack";
  readonly check: (stack: Stack) => Iterable<Fault>;
}

export type Rule = ResourceRule | StackRule;

/** Name under which a rule is reported everywhere: id and what holds. */
export function reportedName({ id, name }: Pick<Rule, "id" | "name">): string {
  return `${id}-${name}`;
}

/** What is wrong at a path of a resource, with the value that stands there. */
export function fault(resource: Resource, path: string, limit: string, more: Pick<Fault, "clause" | "fix" | "evidence"> = {}): Fault {
  const value = resource.inputs.shown(path);
  return { resource: resource.label, path, ...(value === undefined ? {} : { value }), ...(resource.inputs.isAbsent(path) ? { absent: true } : {}), limit, ...more };
}
