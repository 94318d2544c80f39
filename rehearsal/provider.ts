import type { Changes } from "./inputDiff.ts";
import type { Properties } from "./propertyValues.ts";

/** The part of Pulumi's provider protocol that a rehearsal speaks, without the wire. Errors are thrown and reach the user as they are. */
export interface Provider {
  /** Package name, for example `azure-native`. */
  readonly name: string;
  /** Not older than the npm package: the engine refuses older plugins. */
  readonly version: string;
  configure(variables: Readonly<Record<string, string>>): ProviderSession;
}

/** One configured provider. The engine configures one for each set of credentials and talks to each over its own connection. */
export interface ProviderSession {
  check(request: CheckRequest): CheckResult;
  diff(request: DiffRequest): DiffResult;
  create(request: CreateRequest): Promise<CreateResult> | CreateResult;
  read(request: ReadRequest): Promise<ReadResult | undefined> | ReadResult | undefined;
  update(request: UpdateRequest): Promise<Properties> | Properties;
  delete(request: ResourceRequest): Promise<void> | void;
  invoke(token: string, inputs: Properties): Properties;
}

export interface TypedRequest {
  /** Type token as the program wrote it. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
}

export interface ResourceRequest extends TypedRequest {
  readonly id: string;
}

export interface CheckRequest extends TypedRequest {
  readonly before: Properties;
  readonly inputs: Properties;
  /** Same for the same resource of the same update: names that are made up follow from it. */
  readonly randomSeed: Uint8Array;
  readonly naming: Naming;
}

/** Pulumi's `pulumi:autonaming` configuration for one resource. */
export type Naming = { readonly kind: "default" | "disabled" } | { readonly kind: "proposed" | "enforced"; readonly name: string };

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly string[];
}

export interface DiffRequest extends ResourceRequest {
  readonly inputsBefore: Properties;
  readonly outputsBefore: Properties;
  readonly inputs: Properties;
}

export interface DiffResult {
  readonly changes: Changes;
  readonly deleteBeforeReplace: boolean;
}

export interface CreateRequest extends TypedRequest {
  readonly inputs: Properties;
  readonly preview: boolean;
}

export interface CreateResult {
  /** Empty at preview. */
  readonly id: string;
  readonly outputs: Properties;
}

export interface ReadRequest extends ResourceRequest {
  /** Absent when a resource is imported. */
  readonly inputs: Properties | undefined;
  readonly outputs: Properties;
}

export interface ReadResult {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export interface UpdateRequest extends ResourceRequest {
  readonly inputsBefore: Properties;
  readonly inputs: Properties;
  readonly outputsBefore: Properties;
  readonly preview: boolean;
}
