import { everyAddress, type AddressRange } from "../../reachability/addresses.ts";
import { everyPort, everyProtocol, protocolsWithPortsAmong, type NumberRange } from "../../reachability/packetSetFields.ts";
import type { BoxRule } from "./ruleListFamilies.ts";

/*
 * The naive peer of the decision diagrams: a set is a list of disjoint boxes, and what a rule matches is cut out of what the
 * rules before it left.
 */

/** Values from the first up to, not including, the second: numbers, or big integers for IPv6. */
type Interval = readonly [number | bigint, number | bigint];

/** The family's number, source, destination, protocol, source port, destination port. */
type Box = readonly Interval[];

/** More boxes than the peer is given time for. */
export class TooManyBoxesError extends Error {}

interface Budget {
  boxes: number;
}

/** @throws TooManyBoxesError where more than `maximumBoxes` boxes are made on the way */
export function areEquivalentByBoxes(one: readonly BoxRule[], other: readonly BoxRule[], maximumBoxes: number): boolean {
  const budget = { boxes: maximumBoxes };
  const [first, second] = [allowedBoxes(one, budget), allowedBoxes(other, budget)];
  return subtractAll(first, second, budget).length === 0 && subtractAll(second, first, budget).length === 0;
}

function allowedBoxes(rules: readonly BoxRule[], budget: Budget): readonly Box[] {
  let left = boxesOfRule({});
  const allowed: Box[] = [];
  for (const { action, box } of rules.toSorted((one, other) => one.priority - other.priority)) {
    const boxes = boxesOfRule(box);
    if (action === "allow") allowed.push(...left.flatMap((remaining) => boxes.map((rule) => intersection(remaining, rule)).filter((box) => box !== undefined)));
    left = subtractAll(left, boxes, budget);
  }
  return allowed;
}

function subtractAll(from: readonly Box[], boxes: readonly Box[], budget: Budget): readonly Box[] {
  let left = from;
  for (const box of boxes) {
    left = left.flatMap((remaining) => difference(remaining, box));
    budget.boxes -= left.length;
    if (budget.boxes < 0) throw new TooManyBoxesError("too many boxes");
  }
  return left;
}

function intersection(one: Box, other: Box): Box | undefined {
  const box = one.map(([first, end], field): Interval => {
    const [otherFirst, otherEnd] = other[field]!;
    return [first > otherFirst ? first : otherFirst, end < otherEnd ? end : otherEnd];
  });
  return box.every(([first, end]) => first < end) ? box : undefined;
}

/** What remains of the first: for each field the parts below and above, within the second in the fields before it. */
function difference(one: Box, other: Box): readonly Box[] {
  const inner = intersection(one, other);
  if (inner === undefined) return [one];
  return one.flatMap(([first, end], field) => {
    const [innerFirst, innerEnd] = inner[field]!;
    const slices: readonly Interval[] = [[first, innerFirst], [innerEnd, end]];
    return slices.filter(([from, to]) => from < to).map((slice) => [...inner.slice(0, field), slice, ...one.slice(field + 1)]);
  });
}

/** Disjoint as far as the lists of a rule's ranges are. */
function boxesOfRule({ source = everyAddress, destination = everyAddress, protocols, sourcePorts = [everyPort], destinationPorts = [everyPort] }: BoxRule["box"]): readonly Box[] {
  const limited = [...sourcePorts, ...destinationPorts].some(({ first, last }) => first > everyPort.first || last < everyPort.last);
  const numbers = limited ? protocolsWithPortsAmong(protocols) : (protocols ?? [everyProtocol]);
  const boxes: Box[] = [];
  for (const from of source) {
    for (const to of destination.filter(({ family }) => family === from.family)) {
      for (const protocol of numbers) {
        for (const sourcePort of sourcePorts) {
          for (const port of destinationPorts) boxes.push([familyInterval(from), addressInterval(from), addressInterval(to), ...[protocol, sourcePort, port].map(numberInterval)]);
        }
      }
    }
  }
  return boxes;
}

function familyInterval({ family }: AddressRange): Interval {
  return family === "IPv4" ? [0, 1] : [1, 2];
}

function addressInterval({ family, first, last }: AddressRange): Interval {
  return family === "IPv4" ? [Number(first), Number(last) + 1] : [first, last + 1n];
}

function numberInterval({ first, last }: NumberRange): Interval {
  return [first, last + 1];
}
