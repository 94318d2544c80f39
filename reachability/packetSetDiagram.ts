/**
 * An interval decision diagram: a function from fields (numbers of 32 bits or more) to an outcome. A node looks at one field and
 * cuts its values into intervals, each with a node for the fields after it. Equal nodes are stored once and a node that decides
 * nothing is not stored, so two functions are equal exactly where their nodes are the same number.
 *
 * Nodes are numbers from 0; outcomes are the negative ones. A set is a diagram of two outcomes, `nothing` and `everything`.
 */
export type NodeId = number;

export const nothing: NodeId = outcomeNode(0);
export const everything: NodeId = outcomeNode(1);

/** The node that always gives this outcome; 0 stands for "undecided" or "not in the set". */
export function outcomeNode(outcome: number): NodeId {
  return -1 - outcome;
}

export function outcomeOf(node: NodeId): number {
  return -1 - node;
}

/** Values of a field, both ends included. */
export interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

/** An interval of a node's field and where it leads. */
export interface Edge extends Span {
  readonly child: NodeId;
}

/** What the diagrams of one space may hold, in edges, is used up. What was asked has no answer then, neither yes nor no. */
export class TooManyEdgesError extends Error {
  readonly maximumEdges: number;

  constructor(maximumEdges: number) {
    super(`These packet sets need more than ${maximumEdges} intervals`);
    this.name = "TooManyEdgesError";
    this.maximumEdges = maximumEdges;
  }
}

/** `overlay`: the first where it decides, else the second. `restrict`: the first within the set. `remove`: the first outside the set. */
type Operation = 0 | 1 | 2;
const overlayOperation = 0;
const restrictOperation = 1;
const removeOperation = 2;

const wordSize = 2n ** 32n;
const belowAllFields = 255;
const firstCapacity = 256;
const memoWords = 4;

export class PacketSetDiagram {
  /** How many values each level has, and the words of 32 bits that one takes. */
  readonly #sizes: readonly bigint[];
  readonly #widths: readonly number[];
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
  /** First operand, second operand, operation plus one, result; a later entry takes an earlier one's place. */
  #memo = new Int32Array(memoWords * firstCapacity);

  /** Edges of the nodes under construction, one above the other. */
  #pendingChildren = new Int32Array(firstCapacity);
  #pendingBounds = new Uint32Array(firstCapacity);
  #pendingEdges = 0;
  #pendingWords = 0;

  /**
   * @param sizes how many values the field of each level has, level 0 being looked at first
   * @param maximumEdges what all diagrams here may hold together; each takes 4 bytes and its bound
   */
  constructor(sizes: readonly bigint[], maximumEdges: number) {
    this.#sizes = sizes;
    this.#widths = sizes.map((size) => (size <= wordSize ? 1 : Math.ceil((size - 1n).toString(2).length / 32)));
    this.#maximumEdges = maximumEdges;
  }

  get size(): { readonly nodes: number; readonly edges: number; readonly bytes: number } {
    const arrays = [this.#levels, this.#hashes, this.#edgeOffsets, this.#wordOffsets, this.#children, this.#bounds, this.#slots, this.#memo, this.#pendingChildren, this.#pendingBounds];
    return { nodes: this.#nodeCount, edges: this.#edgeCount, bytes: arrays.reduce((sum, array) => sum + array.byteLength, 0) };
  }

  /** The first where it decides, else the second; of two sets, their union. */
  overlay(first: NodeId, second: NodeId): NodeId {
    return this.#start(overlayOperation, first, second);
  }

  /** What the first says within the set; of two sets, their intersection. */
  restrict(first: NodeId, set: NodeId): NodeId {
    return this.#start(restrictOperation, first, set);
  }

  /** What the first says outside the set; of two sets, their difference. */
  remove(first: NodeId, set: NodeId): NodeId {
    return this.#start(removeOperation, first, set);
  }

  /**
   * The node of a level that leads to `inside` in the spans and to `outside` elsewhere.
   *
   * @param spans in ascending order, neither overlapping nor touching
   */
  within(level: number, spans: readonly Span[], inside: NodeId, outside: NodeId): NodeId {
    this.#pendingEdges = 0;
    this.#pendingWords = 0;
    if (inside === outside) return inside;
    let next = 0n;
    for (const { first, last } of spans) {
      if (first > next) this.#pushValue(level, next, outside);
      this.#pushValue(level, first, inside);
      next = last + 1n;
    }
    if (next < this.#sizes[level]!) this.#pushValue(level, next, outside);
    return this.#finish(level, 0, 0);
  }

  /** The same diagram with other outcomes; `outcomes` is asked once for each. */
  mapOutcomes(node: NodeId, outcomes: (outcome: number) => number): NodeId {
    this.#pendingEdges = 0;
    this.#pendingWords = 0;
    return this.#map(node, outcomes, new Map());
  }

  /** Every outcome that some value has. */
  outcomes(node: NodeId): ReadonlySet<number> {
    const found = new Set<number>();
    const seen = new Set<NodeId>();
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next < 0) found.add(outcomeOf(next));
      if (next < 0 || seen.has(next)) continue;
      seen.add(next);
      for (let edge = this.#edgeOffsets[next]!; edge < this.#edgeOffsets[next + 1]!; edge++) open.push(this.#children[edge]!);
    }
    return found;
  }

  /** The outcome for these values, one for each level. */
  outcomeAt(node: NodeId, values: readonly bigint[]): number {
    let at = node;
    while (at >= 0) at = this.#childAt(at, wordsOf(values[this.#levels[at]!]!, this.#widths[this.#levels[at]!]!));
    return outcomeOf(at);
  }

  /** The level that the node looks at; `undefined` for an outcome. */
  levelOf(node: NodeId): number | undefined {
    return node < 0 ? undefined : this.#levels[node]!;
  }

  /** The intervals of a node, in ascending order; the last one ends with the field's last value. */
  edgesOf(node: NodeId): readonly Edge[] {
    const level = this.#levels[node]!;
    const width = this.#widths[level]!;
    const [offset, end] = [this.#edgeOffsets[node]!, this.#edgeOffsets[node + 1]!];
    const boundAt = (edge: number) => this.#valueAt(this.#wordOffsets[node]! + (edge - offset) * width, width);
    return Array.from(this.#children.subarray(offset, end), (child, index) => {
      const edge = offset + index;
      return { first: boundAt(edge), last: (edge + 1 < end ? boundAt(edge + 1) : this.#sizes[level]!) - 1n, child };
    });
  }

  #valueAt(word: number, width: number): bigint {
    let value = 0n;
    for (let index = 0; index < width; index++) value = value * wordSize + BigInt(this.#bounds[word + index]!);
    return value;
  }

  #childAt(node: NodeId, words: readonly number[]): NodeId {
    const width = words.length;
    let [low, high] = [this.#edgeOffsets[node]!, this.#edgeOffsets[node + 1]! - 1];
    const [firstEdge, firstWord] = [low, this.#wordOffsets[node]!];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#isAbove(firstWord + (middle - firstEdge) * width, words)) high = middle - 1;
      else low = middle;
    }
    return this.#children[low]!;
  }

  #isAbove(word: number, words: readonly number[]): boolean {
    for (let index = 0; index < words.length; index++) {
      const bound = this.#bounds[word + index]!;
      if (bound !== words[index]!) return bound > words[index]!;
    }
    return false;
  }

  #start(operation: Operation, first: NodeId, second: NodeId): NodeId {
    this.#pendingEdges = 0;
    this.#pendingWords = 0;
    return this.#combine(operation, first, second);
  }

  #combine(operation: Operation, first: NodeId, second: NodeId): NodeId {
    const known = immediate(operation, first, second);
    if (known !== undefined) return known;
    const remembered = this.#remembered(operation, first, second);
    if (remembered !== undefined) return remembered;
    const result = this.#combineEdges(operation, first, second);
    this.#remember(operation, first, second, result);
    return result;
  }

  /** Goes along the intervals of both nodes at once; a node of a later level is one interval here. */
  #combineEdges(operation: Operation, first: NodeId, second: NodeId): NodeId {
    const firstLevel = first < 0 ? belowAllFields : this.#levels[first]!;
    const secondLevel = second < 0 ? belowAllFields : this.#levels[second]!;
    const level = Math.min(firstLevel, secondLevel);
    const width = this.#widths[level]!;
    const [edgesBelow, wordsBelow] = [this.#pendingEdges, this.#pendingWords];

    const firstOpen = firstLevel === level;
    const secondOpen = secondLevel === level;
    let firstEdge = firstOpen ? this.#edgeOffsets[first]! : 0;
    let secondEdge = secondOpen ? this.#edgeOffsets[second]! : 0;
    const firstEnd = firstOpen ? this.#edgeOffsets[first + 1]! : 1;
    const secondEnd = secondOpen ? this.#edgeOffsets[second + 1]! : 1;
    let firstWord = firstOpen ? this.#wordOffsets[first]! : 0;
    let secondWord = secondOpen ? this.#wordOffsets[second]! : 0;
    let bound = firstOpen ? firstWord : secondWord;
    for (;;) {
      const child = this.#combine(operation, firstOpen ? this.#children[firstEdge]! : first, secondOpen ? this.#children[secondEdge]! : second);
      this.#push(bound, width, child, edgesBelow);
      const firstHasMore = firstEdge + 1 < firstEnd;
      const secondHasMore = secondEdge + 1 < secondEnd;
      if (!firstHasMore && !secondHasMore) break;
      const order = !secondHasMore ? -1 : !firstHasMore ? 1 : this.#compareBounds(firstWord + width, secondWord + width, width);
      if (order <= 0) {
        firstEdge++;
        firstWord += width;
      }
      if (order >= 0) {
        secondEdge++;
        secondWord += width;
      }
      bound = order <= 0 ? firstWord : secondWord;
    }
    return this.#finish(level, edgesBelow, wordsBelow);
  }

  #compareBounds(one: number, other: number, width: number): number {
    for (let index = 0; index < width; index++) {
      const difference = this.#bounds[one + index]! - this.#bounds[other + index]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #map(node: NodeId, outcomes: (outcome: number) => number, known: Map<NodeId, NodeId>): NodeId {
    const mapped = known.get(node);
    if (mapped !== undefined) return mapped;
    const result = node < 0 ? outcomeNode(outcomes(outcomeOf(node))) : this.#mapEdges(node, outcomes, known);
    known.set(node, result);
    return result;
  }

  #mapEdges(node: NodeId, outcomes: (outcome: number) => number, known: Map<NodeId, NodeId>): NodeId {
    const level = this.#levels[node]!;
    const width = this.#widths[level]!;
    const [edgesBelow, wordsBelow] = [this.#pendingEdges, this.#pendingWords];
    const [offset, end] = [this.#edgeOffsets[node]!, this.#edgeOffsets[node + 1]!];
    for (let edge = offset; edge < end; edge++) {
      const child = this.#map(this.#children[edge]!, outcomes, known);
      this.#push(this.#wordOffsets[node]! + (edge - offset) * width, width, child, edgesBelow);
    }
    return this.#finish(level, edgesBelow, wordsBelow);
  }

  #pushValue(level: number, value: bigint, child: NodeId): void {
    const width = this.#widths[level]!;
    this.#makeRoomForPending(width);
    if (width === 1) this.#pendingBounds[this.#pendingWords] = Number(value);
    else this.#pendingBounds.set(wordsOf(value, width), this.#pendingWords);
    this.#pendingChildren[this.#pendingEdges++] = child;
    this.#pendingWords += width;
  }

  /** Adds an interval to the node under construction, unless it leads where the one before it leads. */
  #push(bound: number, width: number, child: NodeId, edgesBelow: number): void {
    if (this.#pendingEdges > edgesBelow && this.#pendingChildren[this.#pendingEdges - 1] === child) return;
    this.#makeRoomForPending(width);
    for (let index = 0; index < width; index++) this.#pendingBounds[this.#pendingWords + index] = this.#bounds[bound + index]!;
    this.#pendingChildren[this.#pendingEdges++] = child;
    this.#pendingWords += width;
  }

  #makeRoomForPending(words: number): void {
    if (this.#pendingEdges + 1 > this.#pendingChildren.length) this.#pendingChildren = grown(this.#pendingChildren, this.#pendingEdges + 1);
    if (this.#pendingWords + words > this.#pendingBounds.length) this.#pendingBounds = grown(this.#pendingBounds, this.#pendingWords + words);
  }

  /** Takes the node under construction off the pile: its only child, the equal node that is stored, or a new one. */
  #finish(level: number, edgesBelow: number, wordsBelow: number): NodeId {
    const [edges, words] = [this.#pendingEdges - edgesBelow, this.#pendingWords - wordsBelow];
    const [edgeEnd, wordEnd] = [this.#pendingEdges, this.#pendingWords];
    this.#pendingEdges = edgesBelow;
    this.#pendingWords = wordsBelow;
    if (edges === 1) return this.#pendingChildren[edgesBelow]!;
    let hash = level;
    for (let edge = edgesBelow; edge < edgeEnd; edge++) hash = mixed(hash, this.#pendingChildren[edge]!);
    for (let word = wordsBelow; word < wordEnd; word++) hash = mixed(hash, this.#pendingBounds[word]!);
    hash ^= hash >>> 15;

    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const node = this.#slots[slot]! - 1;
      if (this.#hashes[node] === hash && this.#isStored(node, level, edges, words)) return node;
    }
    return this.#store(slot, level, hash, edges, words);
  }

  #isStored(node: NodeId, level: number, edges: number, words: number): boolean {
    const [edgeOffset, wordOffset] = [this.#edgeOffsets[node]!, this.#wordOffsets[node]!];
    if (this.#levels[node] !== level || this.#edgeOffsets[node + 1]! - edgeOffset !== edges) return false;
    for (let edge = 0; edge < edges; edge++) {
      if (this.#children[edgeOffset + edge] !== this.#pendingChildren[this.#pendingEdges + edge]) return false;
    }
    for (let word = 0; word < words; word++) {
      if (this.#bounds[wordOffset + word] !== this.#pendingBounds[this.#pendingWords + word]) return false;
    }
    return true;
  }

  #store(slot: number, level: number, hash: number, edges: number, words: number): NodeId {
    this.#makeRoom(edges, words);
    const node = this.#nodeCount++;
    this.#slots[slot] = this.#nodeCount;
    this.#levels[node] = level;
    this.#hashes[node] = hash;
    this.#children.set(this.#pendingChildren.subarray(this.#pendingEdges, this.#pendingEdges + edges), this.#edgeCount);
    this.#bounds.set(this.#pendingBounds.subarray(this.#pendingWords, this.#pendingWords + words), this.#wordCount);
    this.#edgeCount += edges;
    this.#wordCount += words;
    this.#edgeOffsets[this.#nodeCount] = this.#edgeCount;
    this.#wordOffsets[this.#nodeCount] = this.#wordCount;
    if (2 * this.#nodeCount > this.#slots.length) this.#growTables();
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

  #growTables(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let node = 0; node < this.#nodeCount; node++) {
      let slot = this.#hashes[node]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = node + 1;
    }
    this.#slots = slots;
    const old = this.#memo;
    this.#memo = new Int32Array(2 * old.length);
    for (let entry = 0; entry < old.length; entry += memoWords) {
      const operation = old[entry + 2]! - 1;
      if (operation >= 0) this.#remember(operation as Operation, old[entry]!, old[entry + 1]!, old[entry + 3]!);
    }
  }

  #remembered(operation: Operation, first: NodeId, second: NodeId): NodeId | undefined {
    const entry = this.#memoEntry(operation, first, second);
    const memo = this.#memo;
    return memo[entry] === first && memo[entry + 1] === second && memo[entry + 2] === operation + 1 ? memo[entry + 3] : undefined;
  }

  #remember(operation: Operation, first: NodeId, second: NodeId, result: NodeId): void {
    const entry = this.#memoEntry(operation, first, second);
    this.#memo[entry] = first;
    this.#memo[entry + 1] = second;
    this.#memo[entry + 2] = operation + 1;
    this.#memo[entry + 3] = result;
  }

  #memoEntry(operation: Operation, first: NodeId, second: NodeId): number {
    const hash = mixed(mixed(operation, first), second);
    return ((hash ^ (hash >>> 15)) & (this.#memo.length / memoWords - 1)) * memoWords;
  }
}

/** The answer that needs no look at the nodes below. */
function immediate(operation: Operation, first: NodeId, second: NodeId): NodeId | undefined {
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

function mixed(hash: number, value: number): number {
  const product = Math.imul(hash ^ value, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function wordsOf(value: bigint, width: number): readonly number[] {
  if (width === 1) return [Number(value)];
  return Array.from({ length: width }, (_, index) => Number(BigInt.asUintN(32, value >> BigInt(32 * (width - 1 - index)))));
}

function grown<T extends Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(array: T, needed: number): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.max(2 * array.length, needed));
  larger.set(array);
  return larger;
}
