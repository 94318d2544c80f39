import { randomUUID } from "node:crypto";

export type OperationKind = "Creating" | "Updating" | "Deleting" | "Working";

/** A long-running operation. What it does is done at once; that it is done is told after some looks, as a rehearsal has no clock. */
interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  /** In lower case. */
  readonly resourceId: string;
  looks: number;
}

export type OperationStatus = "InProgress" | "Succeeded";

/** Operations that are remembered; the oldest are forgotten first. */
const remembered = 10_000;

/** Operations under way on this interface. Each look, at the operation or at its resource, brings it on. */
export class Operations {
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

  /** What is going on with a resource; undefined where nothing is. */
  under(resourceId: string): OperationKind | undefined {
    const operation = this.#latest.get(resourceId.toLowerCase());
    return operation === undefined || this.#look(operation) === "Succeeded" ? undefined : operation.kind;
  }

  #look(operation: Operation): OperationStatus {
    if (operation.looks >= this.#looksUntilDone) return "Succeeded";
    operation.looks += 1;
    return "InProgress";
  }

  #forgetOldest(): void {
    const [oldest] = this.#operations.values();
    if (oldest === undefined) return;
    this.#operations.delete(oldest.id);
    if (this.#latest.get(oldest.resourceId) === oldest) this.#latest.delete(oldest.resourceId);
  }
}
