import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";
import * as z from "zod";
import { refuse } from "./configurationFields.ts";

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const cidrPattern = `^${octet}(?:\\.${octet}){3}/(?:3[0-2]|[12]?\\d)$`;

/** An IPv4 prefix in canonical form (no host bits set), between the two prefix lengths. */
export function ipv4Prefix(shortest: number, longest: number) {
  return z.string().superRefine((value, context) => {
    if (value.includes(":") && ipaddr.IPv6.isValidCIDR(value)) {
      refuse(context, { limit: "IPv4: IPv6 is an option that this release does not make whole", clause: "T4.6-1", fix: "give the IPv4 prefix" });
      return;
    }
    if (!new RegExp(cidrPattern).test(value)) {
      refuse(context, {});
      return;
    }
    const canonical = canonicalPrefix(value);
    if (canonical !== value) {
      refuse(context, { limit: "a prefix without host bits", fix: `write ${canonical}` });
      return;
    }
    const length = Number(value.split("/")[1]);
    if (length < shortest || length > longest) refuse(context, { limit: `a prefix length from /${shortest} to /${longest}` });
  }).meta({ pattern: cidrPattern });
}

/** The network that an IPv4 prefix lies in: `10.20.0.1/16` gives `10.20.0.0/16`. */
export function canonicalPrefix(prefix: string): string {
  return `${ipaddr.IPv4.networkAddressFromCIDR(prefix).toString()}/${prefix.split("/")[1]}`;
}

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const hostNamePattern = `^(?=.{4,253}$)(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`;

/** A fully qualified host name, lower case, as the firewall's rules name destinations (no wildcard, no address). */
export const hostName = z.string().superRefine((value, context) => {
  if (new RegExp(hostNamePattern).test(value)) return;
  const ascii = domainToASCII(value.replace(/\.$/, "")).toLowerCase();
  const usable = ascii !== value && new RegExp(hostNamePattern).test(ascii);
  refuse(context, usable ? { fix: `write ${ascii}` } : {});
}).meta({ pattern: hostNamePattern });
