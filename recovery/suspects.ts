import type { StackState, StateEntry } from "../engine/stackState.ts";
import { isOutput } from "../environment/planned.ts";
import type { ResolvedResource } from "../environment/plan.ts";

/** A resource of which state and Azure may know different things, since an update died. */
export interface Suspect {
  /**
   * `creating`: the engine was making it. `unseen`: a provider may have made it and died before it said so; it is planned, the state does not know it, and
   * all that it needs stands. `changing`: the engine was updating or deleting it.
   */
  readonly kind: "creating" | "unseen" | "changing";
  /** As the state would hold it if it stood as asked for. */
  readonly entry: StateEntry & { readonly id: string };
}

export interface Interruption {
  /** Name of the Pulumi project, as URNs have it; absent in an empty state. */
  readonly project?: string;
  readonly suspects: readonly Suspect[];
  /** Was being made and lives nowhere but in the state (generated passwords, providers): nothing can have used it yet. */
  readonly madeAnew: readonly StateEntry[];
  /** Was being made, and nobody knows its id: today's plan does not have it. */
  readonly withoutId: readonly StateEntry[];
}

const cloud = "azure-native:";

/**
 * What has to be looked up in Azure after an update died.
 *
 * @param planned the plan's resources, which know each id before anything exists
 */
export function findInterruption(state: StackState, planned: readonly ResolvedResource[]): Interruption {
  const { resources = [], pending_operations: pending = [] } = state.deployment;
  const stack = placeOf(resources);
  if (stack === undefined) return { suspects: [], madeAnew: [], withoutId: [] };
  const byUrn = new Map(planned.map((resource) => [urnOf(resource, stack), resource]));
  const known = new Map(resources.filter((entry) => entry.delete !== true).map((entry) => [entry.urn, entry]));

  const creations = pending.filter(({ type }) => type === "creating").map(({ resource }) => resource);
  const inCloud = creations.filter(({ type }) => type.startsWith(cloud)).map((entry) => ({ ...entry, id: entry.id ?? byUrn.get(entry.urn)?.id }));
  const creating = inCloud.flatMap((entry): readonly Suspect[] => (entry.id === undefined ? [] : [{ kind: "creating", entry: { ...entry, id: entry.id } }]));
  const changing = pending
    .filter(({ type, resource }) => (type === "updating" || type === "deleting") && resource.type.startsWith(cloud))
    .flatMap(({ resource }): readonly Suspect[] => {
      const entry = known.get(resource.urn);
      return entry?.id === undefined ? [] : [{ kind: "changing", entry: { ...entry, id: entry.id } }];
    });
  const taken = new Set([...known.keys(), ...creations.map(({ urn }) => urn)]);
  const unseen = [...byUrn].flatMap(([urn, resource]): readonly Suspect[] => {
    const entry = taken.has(urn) ? undefined : plannedEntry(urn, resource, stack, known);
    return entry === undefined ? [] : [{ kind: "unseen", entry }];
  });
  return {
    project: stack.project,
    suspects: [...creating, ...changing, ...unseen],
    madeAnew: creations.filter(({ type }) => !type.startsWith(cloud)),
    withoutId: inCloud.filter(({ id }) => id === undefined),
  };
}

interface Place {
  readonly stack: string;
  readonly project: string;
}

function placeOf([first]: readonly StateEntry[]): Place | undefined {
  const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(first?.urn ?? "") ?? [];
  return stack === undefined || project === undefined ? undefined : { stack, project };
}

/** The URN under which the engine registers a planned resource. */
export function urnOf({ componentTypes, type, name }: Pick<ResolvedResource, "componentTypes" | "type" | "name">, { stack, project }: Place): string {
  return `urn:pulumi:${stack}::${project}::${[...componentTypes, type].join("$")}::${name}`;
}

/** How the state would hold a planned resource, where the engine can have begun to make it: what it needs stands. */
function plannedEntry(urn: string, resource: ResolvedResource, place: Place, known: ReadonlyMap<string, StateEntry>): Suspect["entry"] | undefined {
  if (resource.id === undefined) return undefined;
  const { componentTypes, component, dependencies, inputs, options } = resource;
  const parent = urnOf({ componentTypes: componentTypes.slice(0, -1), type: componentTypes.at(-1) ?? "", name: component }, place);
  const named = new Map([...known.values()].filter(({ custom }) => custom === true).map((entry) => [nameIn(entry.urn), entry]));
  const needed = dependencies.map((name) => named.get(name));
  const provider = providerIn(known);
  if (!known.has(parent) || provider === undefined || needed.includes(undefined)) return undefined;
  const generated = withGenerated(inputs, named);
  if (generated === undefined) return undefined;
  return {
    urn,
    custom: true,
    id: resource.id,
    type: resource.type,
    inputs: generated as Readonly<Record<string, unknown>>,
    parent,
    dependencies: needed.map((entry) => entry!.urn),
    provider,
    propertyDependencies: {},
    ...(options?.protect === undefined ? {} : { protect: options.protect }),
  };
}

function nameIn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function providerIn(known: ReadonlyMap<string, StateEntry>): string | undefined {
  const provider = [...known.values()].find(({ type }) => type === `pulumi:providers:${cloud.slice(0, -1)}`);
  return provider?.id === undefined ? undefined : `${provider.urn}::${provider.id}`;
}

/** Inputs with what was generated in its place, encrypted as the state holds it; undefined where the state has no such value. */
function withGenerated(inputs: unknown, named: ReadonlyMap<string, StateEntry>): unknown {
  let isWhole = true;
  const filled = (value: unknown): unknown => {
    if (isOutput(value)) {
      const generated = named.get(value.resource)?.outputs?.[value.property];
      if (generated === undefined) isWhole = false;
      return generated;
    }
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => [key, filled(inner)]));
  };
  const whole = filled(inputs);
  return isWhole ? whole : undefined;
}
