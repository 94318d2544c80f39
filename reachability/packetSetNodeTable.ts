import type { NodePile } from "./packetSetNodePile.ts";
import { TooManyEdgesError, type NodeId } from "./packetSetNodes.ts";
import { firstCapacity, grown, mixed } from "./packetSetWords.ts";

/** Every node of a space, each stored once: equal nodes have the same number. */
export class NodeTable {
  readonly #maximumEdges: number;

  #nodeCount = 0;
  #edgeCount = 0;
  #wordCount = 0;
  #levels = new Uint8Array(firstCapacity);
  #hashes = new Int32Array(firstCapacity);
  /** A node's edges end where the next node's begin; so do the words of their lower bounds. */
  #edgeOffsets = new Uint32Array(firstCapacity + 1);
  #wordOffsets = new Uint32Array(firstCapacity + 1);
  #children = new Int32Array(firstCapacity);
  #bounds = new Uint32Array(firstCapacity);
  /** Open addressing; a slot holds a node's number plus one. */
  #slots = new Int32Array(2 * firstCapacity);

  /** @param maximumEdges what all nodes may hold together; each takes 4 bytes and its bound */
  constructor(maximumEdges: number) {
    this.#maximumEdges = maximumEdges;
  }

  get size(): { readonly nodes: number; readonly edges: number; readonly bytes: number } {
    const arrays = [this.#levels, this.#hashes, this.#edgeOffsets, this.#wordOffsets, this.#children, this.#bounds, this.#slots];
    return { nodes: this.#nodeCount, edges: this.#edgeCount, bytes: arrays.reduce((sum, array) => sum + array.byteLength, 0) };
  }

  /** How many nodes there is room for before the table grows. */
  get capacity(): number {
    return this.#slots.length / 2;
  }

  /** The words of all lower bounds, until the next node is stored. */
  get bounds(): Uint32Array {
    return this.#bounds;
  }

  levelOf(node: NodeId): number {
    return this.#levels[node]!;
  }

  firstEdge(node: NodeId): number {
    return this.#edgeOffsets[node]!;
  }

  /** The first edge that is the next node's. */
  endEdge(node: NodeId): number {
    return this.#edgeOffsets[node + 1]!;
  }

  /** Where the words of the node's lower bounds begin. */
  firstWord(node: NodeId): number {
    return this.#wordOffsets[node]!;
  }

  childAt(edge: number): NodeId {
    return this.#children[edge]!;
  }

  /** Negative where the first bound is the lower one; both are given by their first words. */
  compareBounds(one: number, other: number, width: number): number {
    for (let index = 0; index < width; index++) {
      const difference = this.#bounds[one + index]! - this.#bounds[other + index]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Takes the node under construction off the pile: its only child, the equal node that is stored, or a new one. */
  take(pile: NodePile, level: number, edgesBelow: number, wordsBelow: number): NodeId {
    const [edges, words] = [pile.edges - edgesBelow, pile.words - wordsBelow];
    pile.lower(edgesBelow, wordsBelow);
    if (edges === 1) return pile.childAt(edgesBelow);
    const hash = hashOf(pile, level, edges, words);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const node = this.#slots[slot]! - 1;
      if (this.#hashes[node] === hash && this.#isStored(node, pile, level, edges, words)) return node;
    }
    return this.#store(slot, pile, level, hash, edges, words);
  }

  #isStored(node: NodeId, pile: NodePile, level: number, edges: number, words: number): boolean {
    const [edgeOffset, wordOffset] = [this.#edgeOffsets[node]!, this.#wordOffsets[node]!];
    if (this.#levels[node] !== level || this.#edgeOffsets[node + 1]! - edgeOffset !== edges) return false;
    for (let edge = 0; edge < edges; edge++) {
      if (this.#children[edgeOffset + edge] !== pile.childAt(pile.edges + edge)) return false;
    }
    for (let word = 0; word < words; word++) {
      if (this.#bounds[wordOffset + word] !== pile.wordAt(pile.words + word)) return false;
    }
    return true;
  }

  #store(slot: number, pile: NodePile, level: number, hash: number, edges: number, words: number): NodeId {
    this.#makeRoom(edges, words);
    const node = this.#nodeCount++;
    this.#slots[slot] = this.#nodeCount;
    this.#levels[node] = level;
    this.#hashes[node] = hash;
    this.#children.set(pile.children(pile.edges, pile.edges + edges), this.#edgeCount);
    this.#bounds.set(pile.bounds(pile.words, pile.words + words), this.#wordCount);
    this.#edgeCount += edges;
    this.#wordCount += words;
    this.#edgeOffsets[this.#nodeCount] = this.#edgeCount;
    this.#wordOffsets[this.#nodeCount] = this.#wordCount;
    if (2 * this.#nodeCount > this.#slots.length) this.#growSlots();
    return node;
  }

  #makeRoom(edges: number, words: number): void {
    if (this.#edgeCount + edges > this.#maximumEdges) throw new TooManyEdgesError(this.#maximumEdges);
    if (this.#nodeCount + 1 > this.#levels.length) {
      this.#levels = grown(this.#levels, this.#nodeCount + 1);
      this.#hashes = grown(this.#hashes, this.#nodeCount + 1);
      this.#edgeOffsets = grown(this.#edgeOffsets, this.#nodeCount + 2);
      this.#wordOffsets = grown(this.#wordOffsets, this.#nodeCount + 2);
    }
    if (this.#edgeCount + edges > this.#children.length) this.#children = grown(this.#children, this.#edgeCount + edges);
    if (this.#wordCount + words > this.#bounds.length) this.#bounds = grown(this.#bounds, this.#wordCount + words);
  }

  #growSlots(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let node = 0; node < this.#nodeCount; node++) {
      let slot = this.#hashes[node]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = node + 1;
    }
    this.#slots = slots;
  }
}

/** Of the node that was just taken off the pile. */
function hashOf(pile: NodePile, level: number, edges: number, words: number): number {
  let hash = level;
  for (let edge = pile.edges; edge < pile.edges + edges; edge++) hash = mixed(hash, pile.childAt(edge));
  for (let word = pile.words; word < pile.words + words; word++) hash = mixed(hash, pile.wordAt(word));
  return hash ^ (hash >>> 15);
}
