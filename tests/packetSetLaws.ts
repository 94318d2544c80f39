import fc from "fast-check";
import { everyAddress, parseAddress, type Address, type AddressFamily, type AddressRange } from "../reachability/addresses.ts";
import { PacketSpace, type PacketSet } from "../reachability/packetSet.ts";
import type { NumberRange, Packet, PacketBox, PacketField } from "../reachability/packetSetFields.ts";
import { decide, type Rule } from "../reachability/ruleList.ts";

/*
 * Laws of the algebra, and a judge that knows nothing of it: a set is an expression, and a packet is in it or not by looking at
 * the expression. The bounds of all ranges come from a few values, so that one packet from each region that they cut out stands
 * for every packet there is: agreement on these is agreement on all.
 */

export type Expression =
  | { readonly kind: "box"; readonly box: Partial<PacketBox> }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "and" | "or" | "without"; readonly first: Expression; readonly second: Expression };

/** Whether the packet is in what the expression says. */
function judge(expression: Expression, packet: Packet): boolean {
  switch (expression.kind) {
    case "box":
      return matchesBox(expression.box, packet);
    case "not":
      return !judge(expression.operand, packet);
    case "and":
      return judge(expression.first, packet) && judge(expression.second, packet);
    case "or":
      return judge(expression.first, packet) || judge(expression.second, packet);
    case "without":
      return judge(expression.first, packet) && !judge(expression.second, packet);
  }
}

const protocolsThatHavePorts = [6, 17, 33, 132, 136];

/** Port ranges that say nothing match what has no ports; any other range does not. */
function matchesBox({ source, destination, protocols, sourcePorts, destinationPorts }: Partial<PacketBox>, packet: Packet): boolean {
  const addressIn = (ranges: readonly AddressRange[] | undefined, { family, value }: Address) =>
    ranges === undefined || ranges.some((range) => range.family === family && range.first <= value && value <= range.last);
  const numberIn = (ranges: readonly NumberRange[] | undefined, value: number) => ranges === undefined || ranges.some(({ first, last }) => first <= value && value <= last);
  const portIn = (ranges: readonly NumberRange[] | undefined, port: number) => {
    if (protocolsThatHavePorts.includes(packet.protocol)) return numberIn(ranges, port);
    return ports.every((every) => numberIn(ranges, every));
  };
  return (
    addressIn(source, packet.source) &&
    addressIn(destination, packet.destination) &&
    numberIn(protocols, packet.protocol) &&
    portIn(sourcePorts, packet.sourcePort) &&
    portIn(destinationPorts, packet.destinationPort)
  );
}

export function built(space: PacketSpace, expression: Expression): PacketSet {
  switch (expression.kind) {
    case "box":
      return space.box(expression.box);
    case "not":
      return space.complement(built(space, expression.operand));
    case "and":
      return space.intersect(built(space, expression.first), built(space, expression.second));
    case "or":
      return space.union(built(space, expression.first), built(space, expression.second));
    case "without":
      return space.subtract(built(space, expression.first), built(space, expression.second));
  }
}

/** Where ranges may begin: each value is the first of a region that reaches to the next one. The first is the lowest of all. */
const addressStarts: Readonly<Record<AddressFamily, readonly bigint[]>> = {
  IPv4: ["0.0.0.0", "10.0.0.0", "10.0.0.1", "10.0.1.0", "255.255.255.255"].map(numberOf),
  // Across the bounds of words of 32 bits, too.
  IPv6: ["::", "::1:0:0", "2001:db8::ffff:ffff", "2001:db8::1:0:0", "2001:db9::"].map(numberOf),
};
const addressEnds: Readonly<Record<AddressFamily, bigint>> = { IPv4: 2n ** 32n, IPv6: 2n ** 128n };
const portStarts = [0, 443, 444, 65535];
const protocolStarts = [0, 1, 2, 6, 7, 17, 18];
/** From 18 on, protocols with ports and those without are two regions. */
const protocols = [...protocolStarts, 33];
/** One port of every region. */
const ports: readonly number[] = portStarts;

function numberOf(address: string): bigint {
  return parseAddress(address)!.value;
}

/** A packet of every region: of all packets, as far as any expression can tell. */
function* regions(): Generator<Packet> {
  for (const family of ["IPv4", "IPv6"] as const) {
    for (const source of addressStarts[family]) {
      for (const destination of addressStarts[family]) {
        for (const protocol of protocols) {
          const hasPorts = protocolsThatHavePorts.includes(protocol);
          for (const sourcePort of hasPorts ? portStarts : [0]) {
            for (const destinationPort of hasPorts ? portStarts : [0]) {
              yield { source: { family, value: source }, destination: { family, value: destination }, protocol, sourcePort, destinationPort };
            }
          }
        }
      }
    }
  }
}

export const everyRegion: readonly Packet[] = [...regions()];

function rangesBetween<T extends number | bigint>(starts: readonly T[], end: T): fc.Arbitrary<{ readonly first: T; readonly last: T }> {
  const before = (value: T) => (typeof value === "bigint" ? value - 1n : value - 1) as T;
  const ends = [...starts.slice(1), end].map(before);
  return fc.tuple(fc.nat(starts.length - 1), fc.nat(starts.length - 1)).map(([one, other]) => ({ first: starts[Math.min(one, other)]!, last: ends[Math.max(one, other)]! }));
}

/** Seldom an empty list. */
function lists<T>(values: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<readonly T[]> {
  return fc.oneof({ weight: 15, arbitrary: fc.array(values, { minLength: 1, maxLength }) }, { weight: 1, arbitrary: fc.constant([]) });
}

function addressLists(): fc.Arbitrary<readonly AddressRange[]> {
  const family = fc.constantFrom<AddressFamily>("IPv4", "IPv4", "IPv6");
  return lists(family.chain((of) => rangesBetween(addressStarts[of], addressEnds[of]).map((range) => ({ family: of, ...range }))), 3);
}

/** Boxes whose bounds are among the few; left-out fields are among them. */
export function smallBoxes(): fc.Arbitrary<Partial<PacketBox>> {
  const [ofProtocols, ofPorts] = [lists(rangesBetween(protocolStarts, 256), 2), lists(rangesBetween(portStarts, 65536), 2)];
  return fc.record({ source: addressLists(), destination: addressLists(), protocols: ofProtocols, sourcePorts: ofPorts, destinationPorts: ofPorts }, { requiredKeys: [] });
}

export function expressions(boxes: fc.Arbitrary<Partial<PacketBox>>): fc.Arbitrary<Expression> {
  const leaf = boxes.map((box): Expression => ({ kind: "box", box }));
  return fc.letrec<{ expression: Expression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5, depthSize: "medium" },
      { weight: 1, arbitrary: leaf },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("not" as const), operand: tie("expression") }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("and" as const, "or" as const, "or" as const, "without" as const), first: tie("expression"), second: tie("expression") }) },
    ),
  })).expression;
}

/** Two expressions: any two, or one and the same set said in other words. */
export function pairs(boxes: fc.Arbitrary<Partial<PacketBox>>): fc.Arbitrary<readonly [Expression, Expression]> {
  return fc.oneof(fc.tuple(expressions(boxes), expressions(boxes)), expressions(boxes).map((expression) => [expression, inOtherWords(expression)] as const));
}

function inOtherWords(expression: Expression): Expression {
  const not = (operand: Expression): Expression => ({ kind: "not", operand });
  switch (expression.kind) {
    case "box":
      return oneRangeAtATime(expression.box);
    case "not":
      return { kind: "without", first: { kind: "box", box: {} }, second: inOtherWords(expression.operand) };
    case "and":
      return not({ kind: "or", first: not(inOtherWords(expression.second)), second: not(inOtherWords(expression.first)) });
    case "or":
      return not({ kind: "and", first: not(inOtherWords(expression.second)), second: not(inOtherWords(expression.first)) });
    case "without":
      return { kind: "and", first: not(inOtherWords(expression.second)), second: inOtherWords(expression.first) };
  }
}

/** A box as the union of one box for each of its sources, the last one first. */
function oneRangeAtATime(box: Partial<PacketBox>): Expression {
  const parts = (box.source ?? everyAddress).map((range): Expression => ({ kind: "box", box: { ...box, source: [range] } }));
  return parts.reduceRight((sum, part): Expression => ({ kind: "or", first: sum, second: part }), { kind: "box", box: { source: [] } } as Expression);
}

/** Boxes of any bounds, IPv6 among them. */
export function anyBoxes(): fc.Arbitrary<Partial<PacketBox>> {
  const numbers = (last: number) => fc.array(fc.tuple(fc.nat(last), fc.nat(last)).map(([one, other]) => ({ first: Math.min(one, other), last: Math.max(one, other) })), { minLength: 1, maxLength: 3 });
  const addresses = fc.array(
    fc.constantFrom<AddressFamily>("IPv4", "IPv6").chain((family) => {
      const values = fc.bigInt({ min: 0n, max: addressEnds[family] - 1n });
      return fc.tuple(values, values).map(([one, other]) => (one < other ? { family, first: one, last: other } : { family, first: other, last: one }));
    }),
    { minLength: 1, maxLength: 3 },
  );
  return fc.record({ source: addresses, destination: addresses, protocols: numbers(255), sourcePorts: numbers(65535), destinationPorts: numbers(65535) }, { requiredKeys: [] });
}

function holdThat(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

const otherOrder: readonly PacketField[] = ["destination", "protocols", "destinationPorts", "source", "sourcePorts"];

/** What holds of any three sets. */
export function checkAlgebra([one, other, third]: readonly [Expression, Expression, Expression]): void {
  const space = new PacketSpace();
  const [a, b, c] = [built(space, one), built(space, other), built(space, third)];
  const { union, intersect, complement, subtract } = operationsOf(space);
  const same = (left: PacketSet, right: PacketSet, law: string) => holdThat(space.equals(left, right), law);
  same(complement(union(a, b)), intersect(complement(a), complement(b)), "De Morgan, union");
  same(complement(intersect(a, b)), union(complement(a), complement(b)), "De Morgan, intersection");
  same(intersect(a, union(b, c)), union(intersect(a, b), intersect(a, c)), "distributivity of intersection");
  same(union(a, intersect(b, c)), intersect(union(a, b), union(a, c)), "distributivity of union");
  same(complement(complement(a)), a, "double complement");
  same(union(a, b), union(b, a), "commutativity of union");
  same(intersect(a, b), intersect(b, a), "commutativity of intersection");
  same(union(a, union(b, c)), union(union(a, b), c), "associativity of union");
  same(space.union(a, b, c), union(c, union(b, a)), "union of several");
  same(space.intersect(a, b, c), intersect(c, intersect(b, a)), "intersection of several");
  same(subtract(a, b), intersect(a, complement(b)), "subtraction");
  same(union(a, intersect(a, b)), a, "absorption");
  same(union(subtract(a, b), intersect(a, b)), a, "a set's two parts");
  holdThat(space.equals(a, b) === space.isEmpty(union(subtract(a, b), subtract(b, a))), "equality is an empty symmetric difference");
  holdThat(space.isWithin(a, b) === space.equals(union(a, b), b), "a subset adds nothing");
  for (const set of [a, b, c]) checkWitness(space, set);
  checkBoxes(space, a);
}

function operationsOf(space: PacketSpace) {
  return {
    union: (a: PacketSet, b: PacketSet) => space.union(a, b),
    intersect: (a: PacketSet, b: PacketSet) => space.intersect(a, b),
    complement: (a: PacketSet) => space.complement(a),
    subtract: (a: PacketSet, b: PacketSet) => space.subtract(a, b),
  };
}

function checkWitness(space: PacketSpace, set: PacketSet): void {
  const witness = space.witness(set);
  holdThat((witness === undefined) === space.isEmpty(set), "a witness of what is not empty, and only of that");
  if (witness !== undefined) holdThat(space.contains(set, witness) && !space.contains(space.complement(set), witness), "the witness is in the set");
  for (const sample of space.samples(set, 5)) holdThat(space.contains(set, sample), "samples are in the set");
}

function checkBoxes(space: PacketSpace, set: PacketSet): void {
  const boxes = [...space.boxes(set)].slice(0, 60).map((box) => space.box(box));
  let sum = space.empty;
  for (const box of boxes) {
    holdThat(!space.isEmpty(box), "no empty box");
    holdThat(space.isEmpty(space.intersect(sum, box)), "disjoint boxes");
    sum = space.union(sum, box);
  }
  holdThat(boxes.length === 60 || space.equals(sum, set), "the boxes make up the set");
  holdThat(space.isWithin(sum, set), "no box goes beyond the set");
}

/** Each region's packet is in the set where the expression says so, in whatever order the diagram looks at the fields. */
export function checkAgainstJudge(expression: Expression): void {
  const spaces = [new PacketSpace(), new PacketSpace({ fieldOrder: otherOrder })];
  const sets = spaces.map((space) => built(space, expression));
  const judged = everyRegion.map((packet) => judge(expression, packet));
  for (const [index, space] of spaces.entries()) {
    const set = sets[index]!;
    for (const [at, packet] of everyRegion.entries()) holdThat(space.contains(set, packet) === judged[at], `membership of ${inspect(packet)}`);
    holdThat(space.isEmpty(set) === !judged.includes(true), "emptiness");
    const witness = space.witness(set);
    holdThat(witness === undefined || judge(expression, witness), "the witness is in the set, as the judge sees it");
    checkBoxes(space, set);
  }
}

/** Sets are equal exactly where they agree in every region, and then they are the same node. */
export function checkEquality([one, other]: readonly [Expression, Expression]): void {
  const space = new PacketSpace();
  const agree = everyRegion.every((packet) => judge(one, packet) === judge(other, packet));
  const [a, b] = [built(space, one), built(space, other)];
  holdThat(space.equals(a, b) === agree, "equality");
  holdThat((a.node === b.node) === agree, "one node for one set");
}

export interface JudgedRule {
  readonly priority: number;
  readonly action: string;
  readonly expression: Expression;
}

export function ruleLists(maximum: number): fc.Arbitrary<readonly JudgedRule[]> {
  const leaf = smallBoxes().map((box): Expression => ({ kind: "box", box }));
  return fc.array(fc.record({ priority: fc.nat(8), action: fc.constantFrom("allow", "deny", "log"), expression: leaf }), { maxLength: maximum });
}

/** The first match by priority, then by place, against everything that a decided list says. */
export function checkRuleList(judgedRules: readonly JudgedRule[]): void {
  const space = new PacketSpace();
  const rules = judgedRules.map((judged): Rule & { readonly judged: JudgedRule } => ({ priority: judged.priority, action: judged.action, packets: built(space, judged.expression), judged }));
  const decisions = decide(space, rules);
  const decided = new Map(["allow", "deny", "log", "never"].map((action) => [action, decisions.decided(action)]));
  const undecided = decisions.undecided();
  const firstMatches = new Map(rules.map((rule) => [rule.judged, decisions.firstMatches(rule)]));
  const matched = new Set<JudgedRule>();
  for (const packet of everyRegion) {
    const first = firstMatch(judgedRules, packet);
    if (first !== undefined) matched.add(first);
    holdThat(decisions.ruleFor(packet)?.judged === first, `the rule for ${inspect(packet)}`);
    for (const [action, set] of decided) holdThat(space.contains(set, packet) === (first?.action === action), `${action}: ${inspect(packet)}`);
    for (const [rule, set] of firstMatches) holdThat(space.contains(set, packet) === (first === rule), `first matches: ${inspect(packet)}`);
    holdThat(space.contains(undecided, packet) === (first === undefined), `undecided: ${inspect(packet)}`);
  }
  const shadowed = new Set(decisions.shadowed().map((rule) => rule.judged));
  holdThat(judgedRules.every((rule) => shadowed.has(rule) !== matched.has(rule)), "shadowed rules are those that no packet meets first");
}

function firstMatch(rules: readonly JudgedRule[], packet: Packet): JudgedRule | undefined {
  let best: JudgedRule | undefined;
  for (const rule of rules) {
    if (judge(rule.expression, packet) && (best === undefined || rule.priority < best.priority)) best = rule;
  }
  return best;
}

function inspect(packet: Packet): string {
  return JSON.stringify(packet, (_, value: unknown) => (typeof value === "bigint" ? value.toString(16) : value));
}
