import { describe, expect, test } from "vitest";
import { PacketSetDiagram } from "./packetSetDiagram.ts";
import { NodePile } from "./packetSetNodePile.ts";
import { NodeTable } from "./packetSetNodeTable.ts";
import { OperationMemo } from "./packetSetOperations.ts";
import { everything, nothing, outcomeNode } from "./packetSetNodes.ts";

describe("a diagram", () => {
  test("keeps nodes apart that differ in their bounds alone, even where their hashes meet", () => {
    const diagram = new PacketSetDiagram([2n ** 32n], 10_000_000);
    // Of 200,000 nodes, some pairs share a hash of 32 bits.
    const nodes = (count: number) => Array.from({ length: count }, (_, index) => {
      const first = BigInt(Math.imul(index, 0x61c88647) >>> 0) / 2n;
      return diagram.within(0, [{ first: first + 1n, last: first + 2n ** 31n - BigInt((index * 7919) % 65536) - 2n }], everything, nothing);
    });
    const made = nodes(200_000);
    expect(new Set(made).size).toBe(200_000);
    expect(nodes(1000)).toEqual(made.slice(0, 1000));
  });
  test("says what it holds and takes, more with each node", () => {
    const diagram = new PacketSetDiagram([256n], 1000);
    const empty = diagram.size;
    expect(empty).toEqual({ nodes: 0, edges: 0, bytes: new NodeTable(1).size.bytes + new NodePile().bytes + new OperationMemo().bytes });
    diagram.within(0, [{ first: 7n, last: 9n }], everything, nothing);
    expect(diagram.size).toEqual({ ...empty, nodes: 1, edges: 3 });
  });
  test("has the outcomes of a node, and not those of the node that is stored after it", () => {
    const diagram = new PacketSetDiagram([256n], 1000);
    const [low, high] = [2, 3].map((outcome) => diagram.within(0, [{ first: 0n, last: 7n }], outcomeNode(outcome), outcomeNode(outcome + 10)));
    expect([low, high, nothing, outcomeNode(7)].map((node) => [...diagram.outcomes(node!)].toSorted((one, other) => one - other))).toEqual([[2, 12], [3, 13], [0], [7]]);
  });
  test("takes the first outcome that is decided", () => {
    const diagram = new PacketSetDiagram([2n ** 128n, 256n], 1000);
    const low = diagram.within(0, [{ first: 0n, last: 2n ** 96n }], outcomeNode(2), nothing);
    const odd = diagram.within(1, [{ first: 1n, last: 1n }], outcomeNode(3), nothing);
    const both = diagram.overlay(low, odd);
    const outcomes = [[2n ** 96n, 1n], [2n ** 96n + 1n, 1n], [2n ** 128n - 1n, 2n], [2n ** 64n, 0n]].map((values) => diagram.outcomeAt(both, values));
    expect(outcomes).toEqual([2, 3, 0, 2]);
    expect(diagram.outcomes(both)).toEqual(new Set([0, 2, 3]));
    expect(diagram.mapOutcomes(both, (outcome) => (outcome === 3 ? 3 : 0))).toBe(diagram.remove(odd, diagram.mapOutcomes(low, (outcome) => outcome / 2)));
  });
});
