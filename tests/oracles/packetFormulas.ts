import type { AddressRange } from "../../reachability/addresses.ts";
import type { NumberRange, PacketBox } from "../../reachability/packetSetFields.ts";

/*
 * Packet filters as formulas over bit vectors, in SMT-LIB 2: what they match is left to the solver, and nothing of the algebra of
 * packet sets is used. A formula is the text of a term; the variables below are one packet.
 */

/** The text of a Boolean term over one packet. */
export type Formula = string;

/** A rule of an ordered list, judged by first match. */
export interface FormulaRule {
  readonly action: "allow" | "deny";
  readonly matches: Formula;
}

/** Ports of a packet whose protocol has none are 0, and so is the address of the other family: one value for each packet. */
export const packetVariables = `
(declare-const isIPv6 Bool)
(declare-const source4 (_ BitVec 32))
(declare-const destination4 (_ BitVec 32))
(declare-const source6 (_ BitVec 128))
(declare-const destination6 (_ BitVec 128))
(declare-const protocol (_ BitVec 8))
(declare-const sourcePort (_ BitVec 16))
(declare-const destinationPort (_ BitVec 16))
(define-fun hasPorts () Bool (or (= protocol #x06) (= protocol #x11) (= protocol #x21) (= protocol #x84) (= protocol #x88)))
(assert (=> (not hasPorts) (and (= sourcePort #x0000) (= destinationPort #x0000))))
(assert (ite isIPv6 (and (= source4 #x00000000) (= destination4 #x00000000)) (and (= source6 (_ bv0 128)) (= destination6 (_ bv0 128)))))
`;

export function and(...formulas: readonly Formula[]): Formula {
  return formulas.length === 0 ? "true" : `(and ${formulas.join(" ")})`;
}

export function or(...formulas: readonly Formula[]): Formula {
  return formulas.length === 0 ? "false" : `(or ${formulas.join(" ")})`;
}

export function not(formula: Formula): Formula {
  return `(not ${formula})`;
}

/** Packets on which the two are at odds. */
export function oddsBetween(one: Formula, other: Formula): Formula {
  return `(xor ${one} ${other})`;
}

export function boxFormula({ source, destination, protocols, sourcePorts, destinationPorts }: Partial<PacketBox>): Formula {
  return and(
    ...(source === undefined ? [] : [addressFormula("source", source)]),
    ...(destination === undefined ? [] : [addressFormula("destination", destination)]),
    ...(protocols === undefined ? [] : [or(...protocols.map((range) => numberFormula("protocol", 8, range)))]),
    ...(sourcePorts === undefined ? [] : [portFormula("sourcePort", sourcePorts)]),
    ...(destinationPorts === undefined ? [] : [portFormula("destinationPort", destinationPorts)]),
  );
}

function addressFormula(field: "source" | "destination", ranges: readonly AddressRange[]): Formula {
  return or(
    ...ranges.map(({ family, first, last }) => {
      const [bits, isFamily] = family === "IPv4" ? [32, "(not isIPv6)"] : [128, "isIPv6"];
      return and(isFamily!, between(`${field}${family === "IPv4" ? 4 : 6}`, Number(bits), first, last));
    }),
  );
}

/** Ports that are limited ask for a protocol that has ports; `0-65535` in whatever parts limits nothing. */
function portFormula(field: "sourcePort" | "destinationPort", ranges: readonly NumberRange[]): Formula {
  const covered = new Set<number>();
  for (const { first, last } of ranges) for (let port = first; port <= last; port += 1) covered.add(port);
  return covered.size === 65536 ? "true" : and("hasPorts", or(...ranges.map((range) => numberFormula(field, 16, range))));
}

function numberFormula(variable: string, bits: number, { first, last }: NumberRange): Formula {
  return between(variable, bits, BigInt(first), BigInt(last));
}

function between(variable: string, bits: number, first: bigint, last: bigint): Formula {
  return first === last ? `(= ${variable} (_ bv${first} ${bits}))` : and(`(bvule (_ bv${first} ${bits}) ${variable})`, `(bvule ${variable} (_ bv${last} ${bits}))`);
}

/** An ordered list as named formulas. */
export interface ListFormulas {
  readonly definitions: string;
  readonly allowed: Formula;
  /** For each rule, the packets that it is the first to match. */
  readonly firstMatches: readonly Formula[];
}

/** Every rule has definitions of its own, so that long lists do not nest. */
export function listFormulas(name: string, rules: readonly FormulaRule[]): ListFormulas {
  const matches = rules.map((rule, index) => `(define-fun ${name}-match-${index} () Bool ${rule.matches})`);
  const earlier = rules.map((_, index) => `(define-fun ${name}-earlier-${index} () Bool ${index === 0 ? "false" : `(or ${name}-earlier-${index - 1} ${name}-match-${index - 1})`})`);
  const allowed = rules.map(({ action }, index) => `(define-fun ${name}-from-${index} () Bool (ite ${name}-match-${index} ${action === "allow"} ${name}-from-${index + 1}))`);
  return {
    definitions: [...matches, ...earlier, `(define-fun ${name}-from-${rules.length} () Bool false)`, ...allowed.toReversed()].join("\n"),
    allowed: `${name}-from-0`,
    firstMatches: rules.map((_, index) => and(`${name}-match-${index}`, not(`${name}-earlier-${index}`))),
  };
}

/** The same packets as the union of the boxes. */
export function boxesFormula(boxes: readonly PacketBox[]): Formula {
  return or(...boxes.map(boxFormula));
}
