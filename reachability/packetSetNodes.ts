/** Nodes of the diagrams: numbers from 0. Outcomes are the negative ones; a set is a diagram of two outcomes, `nothing` and `everything`. */
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
