import type { AddressRange } from "../reachability/addresses.ts";
import { everyPort, type NumberRange, type PacketBox } from "../reachability/packetSetFields.ts";
import { PacketSpace, type PacketSet } from "../reachability/packetSet.ts";
import { formatPacket } from "../reachability/packetSetText.ts";
import { decide, type RuleDecisions, type Rule } from "../reachability/ruleList.ts";
import { rewritten, type BoxRule } from "./bench/ruleListFamilies.ts";
import { and, boxesFormula, boxFormula, listFormulas, not, oddsBetween, or, type Formula } from "./oracles/packetFormulas.ts";
import type { Z3 } from "./oracles/z3.ts";

/*
 * The algebra of packet sets held against z3, which gets the same rules as formulas. Every answer of one side is put to the other:
 * z3's packets to the algebra, the algebra's witnesses and boxes to z3. A law returns what they disagree about.
 */

/** A set that the algebra computed, and the formula that is to say the same. */
export interface Claim {
  readonly what: string;
  readonly formula: Formula;
  readonly set: PacketSet;
}

const sampleCount = 20;
/** So many boxes as one formula are decided in a second; three times as many take ten. */
const maximumBoxes = 200;

export async function checkClaims(z3: Z3, definitions: string, claims: readonly Claim[]): Promise<readonly string[]> {
  const found = await z3.find({ definitions, formulas: claims.map(({ formula }) => formula) });
  const disagreements = claims.flatMap(({ what, set }, index): readonly string[] => {
    const answer = found[index]!;
    if (answer.kind === "undecided") return [`${what}: z3 does not decide`];
    if (answer.kind === "none") return set.space.isEmpty(set) ? [] : [`${what}: z3 finds nothing, the algebra ${formatPacket(set.space.witness(set)!)}`];
    return set.space.contains(set, answer.packet) ? [] : [`${what}: z3 finds ${formatPacket(answer.packet)}, which is not in the algebra's set`];
  });
  const samples = claims.map(({ set }) => set.space.samples(set, sampleCount));
  const values = await z3.evaluate({ definitions, formulas: claims.map(({ formula }) => formula), packets: samples.flat() });
  let row = 0;
  for (const [index, packets] of samples.entries()) {
    for (const packet of packets) {
      if (!values[row++]![index]!) disagreements.push(`${claims[index]!.what}: the algebra's ${formatPacket(packet)} is not in z3's formula`);
    }
  }
  return [...disagreements, ...(await checkBoxes(z3, definitions, claims))];
}

/** Formulas and the boxes of their sets mean the same, packet by packet: asked of all at once. */
async function checkBoxes(z3: Z3, definitions: string, claims: readonly Claim[]): Promise<readonly string[]> {
  const boxed = claims.map((claim) => ({ ...claim, boxes: firstBoxes(claim.set, maximumBoxes + 1) })).filter(({ boxes }) => boxes.length <= maximumBoxes);
  const odds = boxed.map(({ formula, boxes }) => oddsBetween(formula, boxesFormula(boxes)));
  const [answer] = await z3.find({ definitions, formulas: [or(...odds)] });
  if (answer!.kind === "none") return [];
  if (answer!.kind === "undecided") return ["boxes: z3 does not decide"];
  const [values] = await z3.evaluate({ definitions, formulas: odds, packets: [answer!.packet] });
  return boxed.filter((_, index) => values![index]!).map(({ what }) => `boxes of ${what}: formula and boxes differ for ${formatPacket(answer!.packet)}`);
}

function firstBoxes(set: PacketSet, count: number): readonly PacketBox[] {
  const boxes: PacketBox[] = [];
  for (const box of set.space.boxes(set)) {
    boxes.push(box);
    if (boxes.length === count) break;
  }
  return boxes;
}

/** What two lists allow: equivalence, containment both ways, what both allow, what neither does. */
export async function checkPair(z3: Z3, one: readonly BoxRule[], other: readonly BoxRule[], judge = decideBoxes): Promise<readonly string[]> {
  const space = new PacketSpace();
  const [first, second] = [judge(space, one).decided("allow"), judge(space, other).decided("allow")];
  const [a, b] = [formulasOf("one", one), formulasOf("other", other)];
  const claims: readonly Claim[] = [
    { what: "what the one allows", formula: a.allowed, set: first },
    { what: "what only the one allows", formula: and(a.allowed, not(b.allowed)), set: space.subtract(first, second) },
    { what: "what only the other allows", formula: and(b.allowed, not(a.allowed)), set: space.subtract(second, first) },
    { what: "what both allow", formula: and(a.allowed, b.allowed), set: space.intersect(first, second) },
    { what: "what neither allows", formula: not(or(a.allowed, b.allowed)), set: space.complement(space.union(first, second)) },
  ];
  const disagreements = await checkClaims(z3, `${a.definitions}\n${b.definitions}`, claims);
  // z3 has said of each of the two differences whether it is empty: that the sets are equal where both are needs no third question.
  const [onlyFirst, onlySecond] = [claims[1]!.set, claims[2]!.set];
  const agreed = space.equals(first, second) === (space.isEmpty(onlyFirst) && space.isEmpty(onlySecond));
  return agreed ? disagreements : [...disagreements, `the algebra says equal: ${space.equals(first, second)}, and that only one of them allows something: ${!agreed}`];
}

/** Which rules never decide, and that every other one does. */
export async function checkShadows(z3: Z3, rules: readonly BoxRule[], judge = decideBoxes): Promise<readonly string[]> {
  const space = new PacketSpace();
  const decisions = judge(space, rules);
  const shadowed = new Set(decisions.shadowed());
  const { definitions, firstMatches } = formulasOf("list", rules);
  const [ofShadowed] = await z3.find({ definitions, formulas: [or(...firstMatches.filter((_, index) => shadowed.has(decisions.rules[index]!)))] });
  const deciding = decisions.rules.flatMap((rule, index) => (shadowed.has(rule) ? [] : [{ index, packet: space.witness(decisions.firstMatches(rule))! }]));
  const values = await z3.evaluate({ definitions, formulas: firstMatches, packets: deciding.map(({ packet }) => packet) });
  return [
    ...(ofShadowed!.kind === "none" ? [] : [`a shadowed rule: z3 finds ${ofShadowed!.kind === "packet" ? formatPacket(ofShadowed!.packet) : "no answer"}`]),
    ...deciding.filter(({ index }, row) => !values[row]![index]).map(({ index, packet }) => `rule ${index} is not the first that matches ${formatPacket(packet)}`),
  ];
}

function formulasOf(name: string, rules: readonly BoxRule[]) {
  return listFormulas(name, inOrder(rules).map(({ action, box }) => ({ action, matches: boxFormula(box) })));
}

export function decideBoxes(space: PacketSpace, rules: readonly BoxRule[]): RuleDecisions<Rule> {
  return decide(space, rules.map(({ priority, action, box }) => ({ priority, action, packets: space.box(box) })));
}

function inOrder(rules: readonly BoxRule[]): readonly BoxRule[] {
  return rules.toSorted((one, other) => one.priority - other.priority);
}

type Change = (rules: readonly BoxRule[], place: number) => readonly BoxRule[];

/** What may be done to a list, at one place of it; only the first never changes its meaning. */
export const changes = {
  "every source cut in halves": rewritten,
  "one rule dropped": (rules, place) => rules.toSpliced(place, 1),
  "allow for deny in one rule": changed((rule) => ({ ...rule, action: rule.action === "allow" ? "deny" : "allow" })),
  "two neighbours swapped": (rules, place) => {
    const [rule, next] = [rules[place]!, rules[place + 1]!];
    return rules.with(place, { ...rule, priority: next.priority }).with(place + 1, { ...next, priority: rule.priority });
  },
  "one port more": changed((rule) => ({ ...rule, box: { ...rule.box, destinationPorts: onePortMore(rule.box.destinationPorts) } })),
  "one address less": changed((rule) => ({ ...rule, box: { ...rule.box, source: oneAddressLess(rule.box.source) } })),
} satisfies Readonly<Record<string, Change>>;

export const changeNames = Object.keys(changes) as readonly (keyof typeof changes)[];

function changed(change: (rule: BoxRule) => BoxRule): Change {
  return (rules, place) => rules.with(place, change(rules[place]!));
}

function onePortMore(ranges: readonly NumberRange[] | undefined): readonly NumberRange[] | undefined {
  return ranges?.map(({ first, last }) => ({ first, last: Math.min(last + 1, everyPort.last) }));
}

function oneAddressLess(ranges: readonly AddressRange[] | undefined): readonly AddressRange[] | undefined {
  return ranges?.map((range) => ({ ...range, last: range.last > range.first ? range.last - 1n : range.last }));
}

type Lists = readonly (readonly BoxRule[])[];

/** What z3 and the algebra disagree about; empty where they agree. */
export type Law = (lists: Lists) => Promise<readonly string[]>;

/** The smallest lists on which a law still fails, found by leaving rules out: what is kept as a case of its own. */
export async function shrunk(lists: Lists, law: Law): Promise<Lists> {
  let smallest = lists;
  for (let size = Math.max(...lists.map(({ length }) => length)); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let list = 0; list < smallest.length; list += 1) {
      for (let start = 0; start < smallest[list]!.length; ) {
        const smaller = smallest.with(list, smallest[list]!.toSpliced(start, size));
        if ((await law(smaller)).length > 0) smallest = smaller;
        else start += size;
      }
    }
  }
  return smallest;
}

/** Lists as they can be written into a test. */
function asText(lists: Lists): string {
  return JSON.stringify(lists, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value)).replaceAll(/"(\d+n)"/g, "$1");
}

/** @throws Error with the smallest lists that z3 and the algebra disagree about */
export async function expectAgreement(lists: Lists, law: Law): Promise<void> {
  const disagreements = await law(lists);
  if (disagreements.length === 0) return;
  const smallest = await shrunk(lists, law);
  throw new Error(`${disagreements.join("\n")}\nThe smallest lists: ${asText(smallest)}\n${(await law(smallest)).join("\n")}`);
}
