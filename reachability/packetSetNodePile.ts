import type { NodeId } from "./packetSetNodes.ts";
import { firstCapacity, grown, wordsOf } from "./packetSetWords.ts";

/** The edges of nodes under construction, one node above the other. Whoever puts edges on it takes the whole node off again. */
export class NodePile {
  #children = new Int32Array(firstCapacity);
  #bounds = new Uint32Array(firstCapacity);
  #edges = 0;
  #words = 0;

  get edges(): number {
    return this.#edges;
  }

  get words(): number {
    return this.#words;
  }

  get bytes(): number {
    return this.#children.byteLength + this.#bounds.byteLength;
  }

  childAt(edge: number): NodeId {
    return this.#children[edge]!;
  }

  wordAt(word: number): number {
    return this.#bounds[word]!;
  }

  children(from: number, to: number): Int32Array {
    return this.#children.subarray(from, to);
  }

  bounds(from: number, to: number): Uint32Array {
    return this.#bounds.subarray(from, to);
  }

  pushValue(value: bigint, width: number, child: NodeId): void {
    this.#makeRoom(width);
    if (width === 1) this.#bounds[this.#words] = Number(value);
    else this.#bounds.set(wordsOf(value, width), this.#words);
    this.#children[this.#edges++] = child;
    this.#words += width;
  }

  /**
   * Adds an interval, unless it leads where the one before it leads.
   *
   * @param bounds where its lower bound stands, at `word`
   * @param edgesBelow where the node's edges begin
   */
  push(bounds: Uint32Array, word: number, width: number, child: NodeId, edgesBelow: number): void {
    if (this.#edges > edgesBelow && this.#children[this.#edges - 1] === child) return;
    this.#makeRoom(width);
    for (let index = 0; index < width; index++) this.#bounds[this.#words + index] = bounds[word + index]!;
    this.#children[this.#edges++] = child;
    this.#words += width;
  }

  /** Takes off what stands above this many edges and words; it can be read until something is put there. */
  lower(edges: number, words: number): void {
    this.#edges = edges;
    this.#words = words;
  }

  #makeRoom(words: number): void {
    if (this.#edges + 1 > this.#children.length) this.#children = grown(this.#children, this.#edges + 1);
    if (this.#words + words > this.#bounds.length) this.#bounds = grown(this.#bounds, this.#words + words);
  }
}
