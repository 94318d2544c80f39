/**
 * What is asked of Azure. A PUT is a `create` where nothing stands, else an `update`; a `poll` is a look at a long-running operation that is under way.
 * `any` is all of it.
 */
export const operations = ["create", "read", "update", "delete", "poll"] as const;
export type AzureOperation = (typeof operations)[number];

/** Whether what was asked for is done when the connection or the provider goes: `before`, nothing is; `after`, all of it, and only the answer is lost. */
export const moments = ["before", "after"] as const;
export type Moment = (typeof moments)[number];

/** What befalls a request. */
export type Effect =
  /** Refused with that code of Azure; at `poll`, what was accepted ends so. */
  | { readonly kind: "error"; readonly code: string }
  /** 429 with `Retry-After`, in whole seconds as Azure says it. */
  | { readonly kind: "throttle"; readonly seconds: number }
  /** Answered so much later. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** The connection to Azure drops. */
  | { readonly kind: "cut"; readonly moment: Moment }
  /** Whoever serves dies: the provider's process, or the REST interface. */
  | { readonly kind: "crash"; readonly moment: Moment };

/** Requests that are counted for a fault, from 1. */
export interface Calls {
  readonly from: number;
  /** Infinity where it never ends. */
  readonly to: number;
}

/** A fault on demand: what befalls which requests. Requests that a client repeats count anew. */
export interface Fault {
  /** As it was asked for. */
  readonly text: string;
  readonly effect: Effect;
  readonly operations: readonly AzureOperation[];
  /** ARM types in lower case; all where it is absent. */
  readonly armTypes?: readonly string[];
  readonly calls: Calls;
}

/** A request of Azure, as a fault sees it. */
export interface AzureRequest {
  readonly operation: AzureOperation;
  readonly armType: string;
  readonly id: string;
}

/** How a fault is written. */
export const faultSyntax = "KIND[=VALUE][@[OPERATION:]TYPE][#CALLS]";
