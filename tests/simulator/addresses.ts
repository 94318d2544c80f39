import ipaddr from "ipaddr.js";

/** Whether an address is in a prefix of its own family. */
export function isIn(address: string, prefix: string): boolean {
  const [network, length] = prefix.split("/");
  const [one, other] = [ipaddr.parse(address), ipaddr.parse(network!)];
  return one.kind() === other.kind() && one.match(other, Number(length ?? (one.kind() === "ipv4" ? 32 : 128)));
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
