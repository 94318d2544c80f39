import { everyAddress, type AddressRange } from "./addresses.ts";
import type { Bounds } from "./bounds.ts";
import type { PacketSet, PacketSpace } from "./packetSet.ts";
import type { PacketBox } from "./packetSetFields.ts";

/**
 * The packets that are let through once another sender's address has taken the place of theirs: for certain where each of the new
 * addresses is let through, perhaps where one of them is.
 */
export function fromOtherSender(space: PacketSpace, allowed: Bounds, senders: readonly AddressRange[]): Bounds {
  const some = (set: PacketSet) => rebuilt(space, space.intersect(set, space.box({ source: senders })), (box) => ({ ...box, source: everyAddress }));
  const barred = some(space.complement(allowed.must));
  return { must: space.subtract(some(allowed.must), barred), may: some(allowed.may) };
}

/** As `fromOtherSender`, for a receiver that has one of these addresses: nobody knows which of them the filter sees. */
export function toOneOfReceivers(space: PacketSpace, allowed: Bounds, receivers: readonly AddressRange[]): Bounds {
  const some = (set: PacketSet) => rebuilt(space, space.intersect(set, space.box({ destination: receivers })), (box) => ({ ...box, destination: receivers }));
  const barred = some(space.complement(allowed.must));
  return { must: space.subtract(some(allowed.must), barred), may: some(allowed.may) };
}

/** The packets for these destinations and ports that are let through once they were sent on to another address and port. */
export function toOtherReceiver(space: PacketSpace, allowed: PacketSet, inner: Partial<PacketBox>, outer: Pick<PacketBox, "destination" | "destinationPorts">): PacketSet {
  return rebuilt(space, space.intersect(allowed, space.box(inner)), (box) => ({ ...box, ...outer }));
}

function rebuilt(space: PacketSpace, set: PacketSet, change: (box: PacketBox) => PacketBox): PacketSet {
  return space.union(...[...space.boxes(set)].map((box) => space.box(change(box))));
}
