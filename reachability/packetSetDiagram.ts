import { NodePile } from "./packetSetNodePile.ts";
import { NodeTable } from "./packetSetNodeTable.ts";
import { outcomeNode, outcomeOf, type Edge, type NodeId, type Span } from "./packetSetNodes.ts";
import { immediate, OperationMemo, overlayOperation, removeOperation, restrictOperation, type Operation } from "./packetSetOperations.ts";
import { valueOf, widthOf, wordsOf } from "./packetSetWords.ts";

const belowAllFields = 255;

/**
 * An interval decision diagram: a function from fields (numbers of 32 bits or more) to an outcome. A node looks at one field and
 * cuts its values into intervals, each with a node for the fields after it. Equal nodes are stored once and a node that decides
 * nothing is not stored, so two functions are equal exactly where their nodes are the same number.
 */
export class PacketSetDiagram {
  /** How many values each level has, and the words that one takes. */
  readonly #sizes: readonly bigint[];
  readonly #widths: readonly number[];
  readonly #nodes: NodeTable;
  readonly #pile = new NodePile();
  readonly #memo = new OperationMemo();

  /**
   * @param sizes how many values the field of each level has, level 0 being looked at first
   * @param maximumEdges what all diagrams here may hold together
   */
  constructor(sizes: readonly bigint[], maximumEdges: number) {
    this.#sizes = sizes;
    this.#widths = sizes.map(widthOf);
    this.#nodes = new NodeTable(maximumEdges);
  }

  get size(): { readonly nodes: number; readonly edges: number; readonly bytes: number } {
    const { bytes, ...counts } = this.#nodes.size;
    return { ...counts, bytes: bytes + this.#pile.bytes + this.#memo.bytes };
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
    this.#pile.lower(0, 0);
    if (inside === outside) return inside;
    const width = this.#widths[level]!;
    let next = 0n;
    for (const { first, last } of spans) {
      if (first > next) this.#pile.pushValue(next, width, outside);
      this.#pile.pushValue(first, width, inside);
      next = last + 1n;
    }
    if (next < this.#sizes[level]!) this.#pile.pushValue(next, width, outside);
    return this.#nodes.take(this.#pile, level, 0, 0);
  }

  /** The same diagram with other outcomes; `outcomes` is asked once for each. */
  mapOutcomes(node: NodeId, outcomes: (outcome: number) => number): NodeId {
    this.#pile.lower(0, 0);
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
      for (let edge = this.#nodes.firstEdge(next); edge < this.#nodes.endEdge(next); edge++) open.push(this.#nodes.childAt(edge));
    }
    return found;
  }

  /** The outcome for these values, one for each level. */
  outcomeAt(node: NodeId, values: readonly bigint[]): number {
    let at = node;
    while (at >= 0) {
      const level = this.#nodes.levelOf(at);
      at = this.#childAt(at, wordsOf(values[level]!, this.#widths[level]!));
    }
    return outcomeOf(at);
  }

  /** The level that the node looks at; `undefined` for an outcome. */
  levelOf(node: NodeId): number | undefined {
    return node < 0 ? undefined : this.#nodes.levelOf(node);
  }

  /** The intervals of a node, in ascending order; the last one ends with the field's last value. */
  edgesOf(node: NodeId): readonly Edge[] {
    const nodes = this.#nodes;
    const level = nodes.levelOf(node);
    const width = this.#widths[level]!;
    const [offset, word] = [nodes.firstEdge(node), nodes.firstWord(node)];
    const count = nodes.endEdge(node) - offset;
    const boundAt = (index: number) => valueOf(nodes.bounds.subarray(word + index * width, word + (index + 1) * width));
    return Array.from({ length: count }, (_, index) => ({
      first: boundAt(index),
      last: (index + 1 < count ? boundAt(index + 1) : this.#sizes[level]!) - 1n,
      child: nodes.childAt(offset + index),
    }));
  }

  #childAt(node: NodeId, words: readonly number[]): NodeId {
    const width = words.length;
    let [low, high] = [this.#nodes.firstEdge(node), this.#nodes.endEdge(node) - 1];
    const [firstEdge, firstWord] = [low, this.#nodes.firstWord(node)];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#isAbove(firstWord + (middle - firstEdge) * width, words)) high = middle - 1;
      else low = middle;
    }
    return this.#nodes.childAt(low);
  }

  #isAbove(word: number, words: readonly number[]): boolean {
    const { bounds } = this.#nodes;
    for (let index = 0; index < words.length; index++) {
      const bound = bounds[word + index]!;
      if (bound !== words[index]!) return bound > words[index]!;
    }
    return false;
  }

  #start(operation: Operation, first: NodeId, second: NodeId): NodeId {
    this.#pile.lower(0, 0);
    return this.#combine(operation, first, second);
  }

  #combine(operation: Operation, first: NodeId, second: NodeId): NodeId {
    const known = immediate(operation, first, second);
    if (known !== undefined) return known;
    const remembered = this.#memo.result(operation, first, second);
    if (remembered !== undefined) return remembered;
    const result = this.#combineEdges(operation, first, second);
    this.#memo.growTo(this.#nodes.capacity);
    this.#memo.remember(operation, first, second, result);
    return result;
  }

  /** Goes along the intervals of both nodes at once; a node of a later level is one interval here. */
  #combineEdges(operation: Operation, first: NodeId, second: NodeId): NodeId {
    const [nodes, pile] = [this.#nodes, this.#pile];
    const firstLevel = first < 0 ? belowAllFields : nodes.levelOf(first);
    const secondLevel = second < 0 ? belowAllFields : nodes.levelOf(second);
    const level = Math.min(firstLevel, secondLevel);
    const width = this.#widths[level]!;
    const [edgesBelow, wordsBelow] = [pile.edges, pile.words];

    const firstOpen = firstLevel === level;
    const secondOpen = secondLevel === level;
    let firstEdge = firstOpen ? nodes.firstEdge(first) : 0;
    let secondEdge = secondOpen ? nodes.firstEdge(second) : 0;
    const firstEnd = firstOpen ? nodes.endEdge(first) : 1;
    const secondEnd = secondOpen ? nodes.endEdge(second) : 1;
    let firstWord = firstOpen ? nodes.firstWord(first) : 0;
    let secondWord = secondOpen ? nodes.firstWord(second) : 0;
    let bound = firstOpen ? firstWord : secondWord;
    for (;;) {
      const child = this.#combine(operation, firstOpen ? nodes.childAt(firstEdge) : first, secondOpen ? nodes.childAt(secondEdge) : second);
      pile.push(nodes.bounds, bound, width, child, edgesBelow);
      const firstHasMore = firstEdge + 1 < firstEnd;
      const secondHasMore = secondEdge + 1 < secondEnd;
      if (!firstHasMore && !secondHasMore) break;
      const order = !secondHasMore ? -1 : !firstHasMore ? 1 : nodes.compareBounds(firstWord + width, secondWord + width, width);
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
    return nodes.take(pile, level, edgesBelow, wordsBelow);
  }

  #map(node: NodeId, outcomes: (outcome: number) => number, known: Map<NodeId, NodeId>): NodeId {
    const mapped = known.get(node);
    if (mapped !== undefined) return mapped;
    const result = node < 0 ? outcomeNode(outcomes(outcomeOf(node))) : this.#mapEdges(node, outcomes, known);
    known.set(node, result);
    return result;
  }

  #mapEdges(node: NodeId, outcomes: (outcome: number) => number, known: Map<NodeId, NodeId>): NodeId {
    const [nodes, pile] = [this.#nodes, this.#pile];
    const level = nodes.levelOf(node);
    const width = this.#widths[level]!;
    const [edgesBelow, wordsBelow] = [pile.edges, pile.words];
    const [offset, end, word] = [nodes.firstEdge(node), nodes.endEdge(node), nodes.firstWord(node)];
    for (let edge = offset; edge < end; edge++) {
      const child = this.#map(nodes.childAt(edge), outcomes, known);
      pile.push(nodes.bounds, word + (edge - offset) * width, width, child, edgesBelow);
    }
    return nodes.take(pile, level, edgesBelow, wordsBelow);
  }
}
