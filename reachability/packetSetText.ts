import { allAddresses, formatAddress, formatRange, mergedRanges, type Address, type AddressRange } from "./addresses.ts";
import { everyPort, everyProtocol, hasPorts, mergedNumbers, protocolNumbers, type NumberRange, type Packet, type PacketBox } from "./packetSetFields.ts";

/** `10.80.8.4:49152 → 10.80.9.4:1433 TCP`; ports only where the protocol has them, IPv6 addresses then in brackets. */
export function formatPacket({ source, destination, protocol, sourcePort, destinationPort }: Packet): string {
  const end = (address: Address, port: number) => (hasPorts(protocol) ? formatEnd(address, port) : formatAddress(address));
  return `${end(source, sourcePort)} → ${end(destination, destinationPort)} ${formatProtocol(protocol)}`;
}

/** `10.80.8.0/24, 10.81.0.4 → 10.80.9.0/24 TCP 443, 1433`; `*` is every address, source ports only where they are limited. */
export function formatBox({ source, destination, protocols, sourcePorts, destinationPorts }: PacketBox): string {
  const from = covers(mergedNumbers(sourcePorts), everyPort) ? "" : ` from ports ${formatNumbers(sourcePorts)}`;
  const to = covers(mergedNumbers(destinationPorts), everyPort) ? "" : ` ${formatNumbers(destinationPorts)}`;
  return `${formatAddresses(source)} → ${formatAddresses(destination)} ${formatProtocols(protocols)}${to}${from}`;
}

/** `*` for every address, `IPv4` or `IPv6` for all of one family, else prefixes and ranges. */
export function formatAddresses(ranges: readonly AddressRange[]): string {
  const merged = mergedRanges(ranges);
  if (merged.length === 2 && merged.every(isWholeFamily)) return "*";
  return merged.map((range) => (isWholeFamily(range) ? range.family : formatRange(range))).join(", ");
}

/** `443, 2100-2140`; neighbours are one range. */
export function formatNumbers(ranges: readonly NumberRange[]): string {
  return mergedNumbers(ranges).map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
}

/** `TCP` and the like, or the number. */
export function formatProtocol(protocol: number): string {
  return protocolNames.get(protocol) ?? `protocol ${protocol}`;
}

const protocolNames: ReadonlyMap<number, string> = new Map([
  [protocolNumbers.icmp, "ICMP"],
  [protocolNumbers.tcp, "TCP"],
  [protocolNumbers.udp, "UDP"],
  [protocolNumbers.dccp, "DCCP"],
  [protocolNumbers.esp, "ESP"],
  [protocolNumbers.ah, "AH"],
  [protocolNumbers.icmpv6, "ICMPv6"],
  [protocolNumbers.sctp, "SCTP"],
  [protocolNumbers.udpLite, "UDP-Lite"],
]);

function formatProtocols(ranges: readonly NumberRange[]): string {
  const merged = mergedNumbers(ranges);
  const others = without(everyProtocol, merged);
  if (others.length === 0) return "any protocol";
  return others.length < merged.length ? `any protocol but ${listOfProtocols(others)}` : listOfProtocols(merged);
}

function listOfProtocols(ranges: readonly NumberRange[]): string {
  return ranges.map(({ first, last }) => (first === last ? formatProtocol(first) : `protocols ${first}-${last}`)).join(", ");
}

/** What lies between sorted ranges. */
function without(every: NumberRange, ranges: readonly NumberRange[]): readonly NumberRange[] {
  const starts = [every.first, ...ranges.map(({ last }) => last + 1)];
  const ends = [...ranges.map(({ first }) => first - 1), every.last];
  return starts.map((first, index) => ({ first, last: ends[index]! })).filter(({ first, last }) => first <= last);
}

function formatEnd(address: Address, port: number): string {
  const text = formatAddress(address);
  return address.family === "IPv6" ? `[${text}]:${port}` : `${text}:${port}`;
}

function covers([only, ...others]: readonly NumberRange[], every: NumberRange): boolean {
  return only !== undefined && others.length === 0 && only.first === every.first && only.last === every.last;
}

function isWholeFamily({ family, first, last }: AddressRange): boolean {
  const all = allAddresses(family);
  return first === all.first && last === all.last;
}
