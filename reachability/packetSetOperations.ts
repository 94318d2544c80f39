import { everything, nothing, type NodeId } from "./packetSetNodes.ts";
import { firstCapacity, mixed } from "./packetSetWords.ts";

/** `overlay`: the first where it decides, else the second. `restrict`: the first within the set. `remove`: the first outside the set. */
export type Operation = 0 | 1 | 2;
export const overlayOperation = 0;
export const restrictOperation = 1;
export const removeOperation = 2;

/** The answer that needs no look at the nodes below. */
export function immediate(operation: Operation, first: NodeId, second: NodeId): NodeId | undefined {
  switch (operation) {
    case overlayOperation:
      if (first === nothing || first === second) return second;
      return first < 0 || second === nothing ? first : undefined;
    case restrictOperation:
      if (first === nothing || second === nothing) return nothing;
      return second === everything || first === second ? first : undefined;
    case removeOperation:
      if (first === nothing || second === everything || first === second) return nothing;
      return second === nothing ? first : undefined;
  }
}

const entryWords = 4;

/** Results of operations; a later one may take an earlier one's place. */
export class OperationMemo {
  /** First operand, second operand, operation plus one, result. */
  #entries = new Int32Array(entryWords * firstCapacity);

  get bytes(): number {
    return this.#entries.byteLength;
  }

  result(operation: Operation, first: NodeId, second: NodeId): NodeId | undefined {
    const at = this.#placeOf(operation, first, second);
    const entries = this.#entries;
    return entries[at] === first && entries[at + 1] === second && entries[at + 2] === operation + 1 ? entries[at + 3] : undefined;
  }

  remember(operation: Operation, first: NodeId, second: NodeId, result: NodeId): void {
    const at = this.#placeOf(operation, first, second);
    this.#entries[at] = first;
    this.#entries[at + 1] = second;
    this.#entries[at + 2] = operation + 1;
    this.#entries[at + 3] = result;
  }

  /** @param capacity how many results there is to be room for, a power of two */
  growTo(capacity: number): void {
    const old = this.#entries;
    if (old.length >= entryWords * capacity) return;
    this.#entries = new Int32Array(entryWords * capacity);
    for (let at = 0; at < old.length; at += entryWords) {
      const operation = old[at + 2]! - 1;
      if (operation >= 0) this.remember(operation as Operation, old[at]!, old[at + 1]!, old[at + 3]!);
    }
  }

  #placeOf(operation: Operation, first: NodeId, second: NodeId): number {
    const hash = mixed(mixed(operation, first), second);
    return ((hash ^ (hash >>> 15)) & (this.#entries.length / entryWords - 1)) * entryWords;
  }
}
