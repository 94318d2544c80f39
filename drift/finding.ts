import type { Clause } from "../specification/vocabulary.ts";

/** Properties of a resource as the engine tells them. */
export interface Properties {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A resource of the state, and what a read of Azure finds of it. */
export interface FoundResource {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  /** As the state has it. */
  readonly before: Properties;
  /** As Azure has it; none: it is gone. */
  readonly now?: Properties;
}

/**
 * `changed`: a property is another. `gone`: the resource is not in Azure. `stranger`: something of Azure's that belongs to it is in no state.
 * `unknown`: whether it is as it should be cannot be told.
 */
export type DriftKind = "changed" | "gone" | "stranger" | "unknown";

/** One place where Azure is not what the stack made of it. */
export interface DriftFinding {
  readonly kind: DriftKind;
  readonly urn: string;
  /** Logical name. */
  readonly resource: string;
  /** Inside the resource; empty where it is about the resource as a whole. */
  readonly path: string;
  /** As planned, where the plan has the resource, else as the state has it; left out where nothing should stand there. */
  readonly expected?: unknown;
  /** As Azure has it; left out where nothing stands there. */
  readonly found?: unknown;
  /** Of the row or the floor that decides the property, else of the resource. */
  readonly clauses: readonly Clause[];
  /** What becomes of it, and what there is to do. */
  readonly remedy: string;
}
