import ipaddr from "ipaddr.js";

/** An IPv4 address lies in an IPv4 prefix. */
export function isWithin(address: string, prefix: string): boolean {
  return ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(prefix));
}
