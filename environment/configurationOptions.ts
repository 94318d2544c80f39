import type { Clause } from "../specification/vocabulary.ts";

/** An option of hosting that is recognised, so that it is refused with its reason instead of being taken for a misspelling. */
export interface UnavailableOption {
  readonly reason: string;
  readonly clause: Clause;
}

/** The limit of an option that this release does not make whole. */
export function notOffered(what: string): string {
  return `not offered by this release: ${what}`;
}

const options: Readonly<Record<string, UnavailableOption>> = {
  "lifecare:publishing": { reason: notOffered("publishing to the internet, which takes a gateway, certificates and an identity provider"), clause: "T3.1.5-3" },
  "lifecare:certificates": { reason: notOffered("certificates brought along"), clause: "T12.7-1" },
  "lifecare:identityProvider": { reason: notOffered("the identity provider as a destination"), clause: "T6.1-1" },
  "lifecare:integrations": { reason: notOffered("integrations through TEIS"), clause: "T5-1" },
  "lifecare:remoteSupport": { reason: notOffered("remote support by TeamViewer"), clause: "T7.1-1" },
  "lifecare:cloudAgent": { reason: notOffered("the vendor's cloud agent"), clause: "T11.1-1" },
  "lifecare:directory": { reason: notOffered("joining machines to a directory"), clause: "T6.1-3" },
  "lifecare:domainJoin": { reason: notOffered("joining machines to a directory"), clause: "T6.1-3" },
  "lifecare:customers": { reason: notOffered("several customers in one environment"), clause: "S3.1-1" },
  "lifecare:tenancy": { reason: notOffered("several customers in one environment"), clause: "S3.1-1" },
  "lifecare:thinClients": { reason: notOffered("session hosts (Citrix or Remote Desktop Services)"), clause: "T3.1.2-1" },
  "lifecare:sessionHosts": { reason: notOffered("session hosts (Citrix or Remote Desktop Services)"), clause: "T3.1.2-1" },
  "lifecare:backup": { reason: notOffered("backup"), clause: "T6.2-1" },
  "lifecare:network.ipv6": { reason: notOffered("IPv6"), clause: "T4.6-1" },
  "lifecare:network.hub": { reason: notOffered("a network under a hub"), clause: "T4.1-1" },
  "lifecare:network.gateway": { reason: notOffered("a VPN or ExpressRoute gateway for the intranet's way in"), clause: "T4.1-1" },
};

/** The option that a key of the stack file names, if it is one that this release does not make whole. */
export function unavailableOption(path: string): UnavailableOption | undefined {
  return Object.hasOwn(options, path) ? options[path] : undefined;
}
