import { everyAddress, type AddressRange } from "./addresses.ts";
import type { PacketSetDiagram } from "./packetSetDiagram.ts";
import { families, familyLevel, lastValue, type FieldLevels, type NumberRange, type PacketBox, type PacketField } from "./packetSetFields.ts";
import { everything, nothing, type NodeId, type Span } from "./packetSetNodes.ts";

/** A way on from a node: the values of one field that lead to the same child. */
interface Branch {
  readonly spans: readonly Span[];
  readonly child: NodeId;
}

/**
 * The set as disjoint boxes, one for each way through the diagram. The families' boxes are apart, IPv4 first, unless the set
 * has nothing to do with addresses.
 */
export function* boxesOf(diagram: PacketSetDiagram, fields: FieldLevels, node: NodeId): Generator<PacketBox> {
  if (diagram.levelOf(node) !== familyLevel) {
    for (const box of boxesBelow(diagram, fields, "IPv4", node, 0, {})) yield { ...box, source: everyAddress, destination: everyAddress };
    return;
  }
  for (const [index, family] of families.entries()) {
    const [ofFamily] = branches(diagram, node, familyLevel, 1n).filter(({ spans }) => spans.some(({ first, last }) => first <= index && index <= last));
    if (ofFamily !== undefined) yield* boxesBelow(diagram, fields, family, ofFamily.child, 0, {});
  }
}

function* boxesBelow(
  diagram: PacketSetDiagram,
  fields: FieldLevels,
  family: AddressRange["family"],
  node: NodeId,
  place: number,
  chosen: Partial<Record<PacketField, readonly Span[]>>,
): Generator<PacketBox> {
  if (place === fields.order.length) {
    yield boxFrom(family, chosen as Record<PacketField, readonly Span[]>);
    return;
  }
  const field = fields.order[place]!;
  for (const { spans, child } of branches(diagram, node, fields.levels[family][field], lastValue(field, family))) {
    yield* boxesBelow(diagram, fields, family, child, place + 1, { ...chosen, [field]: spans });
  }
}

/** The node's ways on at this level that do not end in nothing, each child once, in the order of their lowest value. */
function branches(diagram: PacketSetDiagram, node: NodeId, level: number, last: bigint): readonly Branch[] {
  if (node === nothing) return [];
  if (node === everything || diagram.levelOf(node) !== level) return [{ spans: [{ first: 0n, last }], child: node }];
  const byChild = new Map<NodeId, Span[]>();
  for (const { child, ...span } of diagram.edgesOf(node)) {
    if (child === nothing) continue;
    const spans = byChild.get(child);
    if (spans === undefined) byChild.set(child, [span]);
    else spans.push(span);
  }
  return [...byChild].map(([child, spans]) => ({ child, spans }));
}

function boxFrom(family: AddressRange["family"], chosen: Readonly<Record<PacketField, readonly Span[]>>): PacketBox {
  const addresses = (field: PacketField) => chosen[field].map((span): AddressRange => ({ family, ...span }));
  const numbers = (field: PacketField) => chosen[field].map(({ first, last }): NumberRange => ({ first: Number(first), last: Number(last) }));
  return {
    source: addresses("source"),
    destination: addresses("destination"),
    protocols: numbers("protocols"),
    sourcePorts: numbers("sourcePorts"),
    destinationPorts: numbers("destinationPorts"),
  };
}
