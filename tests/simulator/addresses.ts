import ipaddr from "ipaddr.js";
import { remembering } from "../remembering.ts";

const parse = remembering((address) => ipaddr.parse(address));

const parsePrefix = remembering((prefix) => {
  const [network, length] = prefix.split("/");
  const parsed = parse(network!);
  return { network: parsed, length: Number(length ?? (parsed.kind() === "ipv4" ? 32 : 128)) };
});

/** Whether an address is in a prefix of its own family. */
export function isIn(address: string, prefix: string): boolean {
  const one = parse(address);
  const { network, length } = parsePrefix(prefix);
  return one.kind() === network.kind() && one.match(network, length);
}

export function isPublic(address: string): boolean {
  return address.includes(":") ? isIn(address, "2000::/3") : !notPublic.some((prefix) => isIn(address, prefix));
}

const notPublic = ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "168.63.129.16/32", "224.0.0.0/4"];

export function isPrivate(address: string): boolean {
  return ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"].some((prefix) => isIn(address, prefix));
}

export function sameFamily(addresses: readonly string[], address: string): string | undefined {
  return addresses.find((candidate) => candidate.includes(":") === address.includes(":"));
}
