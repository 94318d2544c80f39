import type { Clause } from "../specification/vocabulary.ts";

/**
 * A resource as data: what a component registers, what the reports print and what the proof reads.
 * `TInputs` is azure-native's (or random's) argument type; inside a plan every value is plain JSON or a marker
 * (`ResourceIdentity`, `ResourceOutput`).
 */
export interface PlannedResource<TInputs = object> {
  /** Pulumi type token, for example `azure-native:compute:VirtualMachine`. */
  readonly type: string;
  /** Pulumi's logical name, unique in the stack. */
  readonly name: string;
  readonly inputs: TInputs;
  /** Where the resource lives in ARM; absent for resources outside Azure (random). */
  readonly arm?: ArmAddress;
  /** Logical names that must exist first although no input names them (firewall rules before machines). */
  readonly after?: readonly string[];
  readonly options?: PlannedOptions;
  /** Clauses that made it. */
  readonly clauses: readonly Clause[];
}

/** The part of an ARM id below the resource group: type and name, pairwise for nested resources. */
export interface ArmAddress {
  /** For example `Microsoft.Network/virtualNetworks`; the resource group itself is `Microsoft.Resources/resourceGroups`. */
  readonly type: string;
  /** Name segments, one for each segment of the type. */
  readonly names: readonly string[];
}

export interface PlannedOptions {
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  /** Paths whose change replaces the resource, although its provider would send it as an update. */
  readonly replaceOnChanges?: readonly string[];
  /** Logical name of the resource whose deletion deletes this one too. */
  readonly deletedWith?: string;
  readonly deleteBeforeReplace?: boolean;
}

const marker = Symbol.for("lifecare.marker");

/** Stands for the ARM id of a resource of the same table; resolving it also records the dependency. */
export interface ResourceIdentity {
  readonly [marker]: "identity";
  readonly resource: string;
  /** Path below the resource's own id, for example `subnets/core`. */
  readonly below?: string;
}

/** Stands for a value that only exists once the resource does, for example a generated password. */
export interface ResourceOutput {
  readonly [marker]: "output";
  readonly resource: string;
  readonly property: string;
  readonly secret: boolean;
}

export function isIdentity(value: unknown): value is ResourceIdentity {
  return hasMarker(value, "identity");
}

export function isOutput(value: unknown): value is ResourceOutput {
  return hasMarker(value, "output");
}

function hasMarker(value: unknown, kind: string): boolean {
  return typeof value === "object" && value !== null && (value as { [marker]?: string })[marker] === kind;
}

/**
 * The id of another planned resource, typed as the string that azure-native's arguments expect.
 * One helper builds the id and records the edge (a literal id carries none).
 */
export function idOf(resource: string, below?: string): string {
  const identity: ResourceIdentity = { [marker]: "identity", resource, ...(below === undefined ? {} : { below }) };
  return identity as unknown as string;
}

/** An output of another planned resource that Azure makes up, typed as the string that azure-native's arguments expect. */
export function outputOf(resource: string, property: string): string {
  const output: ResourceOutput = { [marker]: "output", resource, property, secret: false };
  return output as unknown as string;
}

/** A secret output of another planned resource, typed as the string that azure-native's arguments expect. */
export function secretOf(resource: string, property: string): string {
  const output: ResourceOutput = { [marker]: "output", resource, property, secret: true };
  return output as unknown as string;
}
