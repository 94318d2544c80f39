import { describe, expect, test } from "vitest";
import { NodePile } from "./packetSetNodePile.ts";
import { NodeTable } from "./packetSetNodeTable.ts";
import { everything, nothing, outcomeNode, TooManyEdgesError, type NodeId } from "./packetSetNodes.ts";
import { immediate, OperationMemo, overlayOperation, removeOperation, restrictOperation } from "./packetSetOperations.ts";
import { mixed, widthOf } from "./packetSetWords.ts";

interface Node {
  readonly level: number;
  readonly children: readonly NodeId[];
  /** One word for each child. */
  readonly bounds: readonly number[];
}

function stored(table: NodeTable, { level, children, bounds }: Node): NodeId {
  const pile = new NodePile();
  for (const [index, child] of children.entries()) pile.pushValue(BigInt(bounds[index]!), 1, child);
  return table.take(pile, level, 0, 0);
}

/** The other node with a last bound by which its hash is the first one's: each step of a hash gives another one for another word. */
function meeting(one: Node, other: Node): Node {
  const before = ({ level, children, bounds }: Node) => [...children, ...bounds.slice(0, -1)].reduce(mixed, level);
  const last = (before(other) ^ before(one) ^ one.bounds.at(-1)!) >>> 0;
  return { ...other, bounds: other.bounds.with(-1, last) };
}

const one: Node = { level: 1, children: [nothing, everything], bounds: [0, 443] };

describe("nodes whose hashes meet are kept apart", () => {
  test.each<readonly [string, Node]>([
    ["their level", { ...one, level: 2 }],
    ["their first child", { ...one, children: [outcomeNode(2), everything] }],
    ["their last child", { ...one, children: [nothing, outcomeNode(2)] }],
    ["a bound", { ...one, bounds: [7, 443] }],
    ["how many edges they have", { ...one, children: [nothing, everything, nothing], bounds: [0, 443, 444] }],
  ])("where they differ in %s", (_, differing) => {
    const table = new NodeTable(1000);
    const twin = meeting(one, differing);
    const made = [one, twin].map((node) => stored(table, node));
    expect(made).toEqual([0, 1]);
    expect([twin, one].map((node) => stored(table, node))).toEqual([1, 0]);
    const other = new NodeTable(1000);
    expect([twin, one].map((node) => stored(other, node))).toEqual([0, 1]);
  });
  test("where they differ in their children alone", () => {
    const begins = (child: NodeId) => mixed(one.level, child);
    const [first, last] = [outcomeNode(2), begins(outcomeNode(2)) ^ begins(nothing) ^ everything];
    const table = new NodeTable(1000);
    expect([one, { ...one, children: [first, last] }].map((node) => stored(table, node))).toEqual([0, 1]);
  });
});

describe("a table of nodes", () => {
  test("has a node of one edge nowhere: it is its child", () => {
    const table = new NodeTable(10);
    expect(stored(table, { level: 0, children: [everything], bounds: [0] })).toBe(everything);
    expect(table.size).toMatchObject({ nodes: 0, edges: 0 });
  });
  test("grows with one node of many edges of many words, and with many nodes", () => {
    const table = new NodeTable(10_000);
    const pile = new NodePile();
    const children = Array.from({ length: 3000 }, (_, index) => outcomeNode(index % 5));
    for (const [index, child] of children.entries()) pile.pushValue((BigInt(index) << 96n) + BigInt(index), 4, child);
    const wide = table.take(pile, 3, 0, 0);
    const narrow = Array.from({ length: 1500 }, (_, index) => stored(table, { ...one, bounds: [0, index + 1] }));
    expect(Array.from({ length: 3000 }, (_, index) => table.childAt(table.firstEdge(wide) + index))).toEqual(children);
    expect([...table.bounds.subarray(table.firstWord(wide) + 4 * 2999, table.firstWord(wide) + 4 * 3000)]).toEqual([2999, 0, 0, 2999]);
    expect(narrow).toEqual(Array.from({ length: 1500 }, (_, index) => index + 1));
    expect(narrow.map((node) => [table.levelOf(node), table.endEdge(node) - table.firstEdge(node), table.bounds[table.firstWord(node) + 1]])).toEqual(narrow.map((_, index) => [1, 2, index + 1]));
    expect(Array.from({ length: 1500 }, (_, index) => stored(table, { ...one, bounds: [0, index + 1] }))).toEqual(narrow);
    expect(table.size).toMatchObject({ nodes: 1501, edges: 6000 });
    expect([new NodeTable(1).capacity, table.capacity]).toEqual([256, 2048]);
  });
  test("holds as many edges as it may, and no more", () => {
    const table = new NodeTable(4);
    const both = [one, { ...one, level: 2 }].map((node) => stored(table, node));
    expect(both).toEqual([0, 1]);
    expect(() => stored(table, { ...one, level: 3 })).toThrow(TooManyEdgesError);
    expect(stored(table, one)).toBe(0);
    expect(new TooManyEdgesError(4)).toMatchObject({ name: "TooManyEdgesError", maximumEdges: 4 });
  });
  test("says what it takes: its arrays' bytes", () => {
    const [levels, hashes, offsets, children, bounds, slots] = [256, 4 * 256, 2 * 4 * 257, 4 * 256, 4 * 256, 4 * 512];
    expect(new NodeTable(10).size).toEqual({ nodes: 0, edges: 0, bytes: levels + hashes + offsets + children + bounds + slots });
    expect(new NodePile().bytes).toBe(4 * 256 + 4 * 256);
    expect(new OperationMemo().bytes).toBe(4 * 4 * 256);
  });
});

test("a value takes as many words of 32 bits as the highest of its field", () => {
  expect([1n, 2n, 2n ** 32n, 2n ** 32n + 1n, 2n ** 64n, 2n ** 128n].map(widthOf)).toEqual([1, 1, 1, 2, 2, 4]);
});

test("a pile of edges grows, edge by edge, and leaves out an interval that leads where the one before it leads", () => {
  const pile = new NodePile();
  const bounds = Uint32Array.from({ length: 4000 }, (_, index) => index);
  for (let index = 0; index < 1000; index++) pile.push(bounds, 4 * index, 4, outcomeNode(index >>> 1), 0);
  expect([pile.edges, pile.words]).toEqual([500, 2000]);
  expect(Array.from({ length: 500 }, (_, edge) => [pile.childAt(edge), pile.wordAt(4 * edge), pile.wordAt(4 * edge + 3)])).toEqual(Array.from({ length: 500 }, (_, edge) => [outcomeNode(edge), 8 * edge, 8 * edge + 3]));
});

describe("an operation needs no look at the nodes below", () => {
  test.each([
    ["overlay", overlayOperation, nothing, 7, 7],
    ["overlay", overlayOperation, 7, nothing, 7],
    ["overlay", overlayOperation, everything, 7, everything],
    ["overlay", overlayOperation, 7, 7, 7],
    ["overlay", overlayOperation, 7, everything, undefined],
    ["overlay", overlayOperation, 7, 8, undefined],
    ["restrict", restrictOperation, nothing, 7, nothing],
    ["restrict", restrictOperation, 7, nothing, nothing],
    ["restrict", restrictOperation, 7, everything, 7],
    ["restrict", restrictOperation, 7, 7, 7],
    ["restrict", restrictOperation, everything, 7, undefined],
    ["restrict", restrictOperation, 7, 8, undefined],
    ["remove", removeOperation, nothing, 7, nothing],
    ["remove", removeOperation, 7, everything, nothing],
    ["remove", removeOperation, 7, 7, nothing],
    ["remove", removeOperation, 7, nothing, 7],
    ["remove", removeOperation, everything, 7, undefined],
    ["remove", removeOperation, 7, 8, undefined],
  ] as const)("%s of %d, %d and %d is %s", (_, operation, first, second, expected) => {
    expect(immediate(operation, first, second)).toBe(expected);
  });
});

describe("what operations came to", () => {
  const operations = [overlayOperation, restrictOperation, removeOperation] as const;
  test("is remembered for its own operands alone, and nothing is that was not told", () => {
    const memo = new OperationMemo();
    expect(operations.map((operation) => memo.result(operation, 0, 0))).toEqual([undefined, undefined, undefined]);
    memo.remember(restrictOperation, 5, 6, 7);
    expect([memo.result(restrictOperation, 5, 6), memo.result(removeOperation, 5, 6), memo.result(restrictOperation, 6, 5), memo.result(restrictOperation, 5, 7)]).toEqual([7, undefined, undefined, undefined]);
  });
  test("is kept when there is to be more room, and the room is never less", () => {
    const memo = new OperationMemo();
    const results = () => operations.map((operation) => memo.result(operation, 11, 12));
    for (const operation of operations) memo.remember(operation, 11, 12, 100 + operation);
    memo.growTo(4096);
    expect(memo.bytes).toBe(4 * 4 * 4096);
    expect(results()).toEqual([100, 101, 102]);
    memo.growTo(256);
    memo.growTo(4096);
    expect(memo.bytes).toBe(4 * 4 * 4096);
    expect(results()).toEqual([100, 101, 102]);
  });
  test("is found again for nearly all of as many as there is room for", () => {
    const memo = new OperationMemo();
    memo.growTo(4096);
    for (let index = 0; index < 1000; index++) memo.remember(overlayOperation, index, 2 * index + 1, index);
    const found = Array.from({ length: 1000 }, (_, index) => memo.result(overlayOperation, index, 2 * index + 1)).filter((result) => result !== undefined);
    expect(found.length).toBeGreaterThan(700);
  });
});
