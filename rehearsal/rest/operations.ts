import { randomUUID } from "node:crypto";
import { networkOf, type UnderWay } from "../underWay.ts";

export type OperationKind = "Creating" | "Updating" | "Deleting" | "Working";

/** A long-running operation. What it does is done at once; that it is done is told after some looks, as a rehearsal has no clock. */
interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  /** In lower case. */
  readonly resourceId: string;
  looks: number;
  error?: OperationError;
}

/** Why an operation that was accepted came to no good end. */
export interface OperationError {
  readonly code: string;
  readonly message: string;
}

export type OperationStatus = { readonly state: "InProgress" | "Succeeded" } | { readonly state: "Failed"; readonly error: OperationError };

/** Operations that are remembered; the oldest are forgotten first. */
const remembered = 10_000;

/** Operations under way on this interface. Each look, at the operation or at its resource, brings it on, and so does a write that it stands in the way of. */
export class Operations implements UnderWay {
  readonly #looksUntilDone: number;
  readonly #operations = new Map<string, Operation>();
  readonly #latest = new Map<string, Operation>();

  constructor(looksUntilDone: number) {
    this.#looksUntilDone = looksUntilDone;
  }

  /** Begins an operation and answers its name. */
  begin(kind: OperationKind, resourceId: string): string {
    const operation = { id: randomUUID(), kind, resourceId: resourceId.toLowerCase(), looks: 0 };
    this.#operations.set(operation.id, operation);
    this.#latest.set(operation.resourceId, operation);
    if (this.#operations.size > remembered) this.#forgetOldest();
    return operation.id;
  }

  /** The operation's state; undefined where it is not known. */
  look(id: string): OperationStatus | undefined {
    const operation = this.#operations.get(id.toLowerCase());
    return operation === undefined ? undefined : this.#look(operation);
  }

  /** The resource of an operation that is remembered. */
  resourceOf(id: string): string | undefined {
    return this.#operations.get(id.toLowerCase())?.resourceId;
  }

  /** Ends an operation badly. */
  fail(id: string, error: OperationError): void {
    const operation = this.#operations.get(id.toLowerCase());
    if (operation !== undefined) operation.error = error;
  }

  blocks(id: string): boolean {
    const network = networkOf(id);
    if (network === undefined) return false;
    const others = [...this.#latest.values()].filter(({ resourceId, looks, error }) => looks < this.#looksUntilDone && error === undefined && networkOf(resourceId) === network);
    for (const other of others) other.looks += 1;
    return others.length > 0;
  }

  /** What is going on with a resource; undefined where nothing is. */
  under(resourceId: string): OperationKind | undefined {
    const operation = this.#latest.get(resourceId.toLowerCase());
    return operation === undefined || this.#look(operation).state !== "InProgress" ? undefined : operation.kind;
  }

  #look(operation: Operation): OperationStatus {
    if (operation.error !== undefined) return { state: "Failed", error: operation.error };
    if (operation.looks >= this.#looksUntilDone) return { state: "Succeeded" };
    operation.looks += 1;
    return { state: "InProgress" };
  }

  #forgetOldest(): void {
    const [oldest] = this.#operations.values();
    if (oldest === undefined) return;
    this.#operations.delete(oldest.id);
    if (this.#latest.get(oldest.resourceId) === oldest) this.#latest.delete(oldest.resourceId);
  }
}
