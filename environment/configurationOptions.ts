import type { Clause } from "../specification/vocabulary.ts";

/** An option of hosting that is recognised, so that it is refused with its reason instead of being taken for a misspelling. */
export interface UnavailableOption {
  readonly reason: string;
  readonly clause: Clause;
}

const unavailable = (what: string) => `not offered by this release: ${what}`;

const options: Readonly<Record<string, UnavailableOption>> = {
  "lifecare:publishing": { reason: unavailable("publishing to the internet, which takes a gateway, certificates and an identity provider"), clause: "T3.1.5-3" },
  "lifecare:certificates": { reason: unavailable("certificates brought along"), clause: "T12.7-1" },
  "lifecare:identityProvider": { reason: unavailable("the identity provider as a destination"), clause: "T6.1-1" },
  "lifecare:integrations": { reason: unavailable("integrations through TEIS"), clause: "T5-1" },
  "lifecare:remoteSupport": { reason: unavailable("remote support by TeamViewer"), clause: "T7.1-1" },
  "lifecare:cloudAgent": { reason: unavailable("the vendor's cloud agent"), clause: "T11.1-1" },
  "lifecare:directory": { reason: unavailable("joining machines to a directory"), clause: "T6.1-3" },
  "lifecare:domainJoin": { reason: unavailable("joining machines to a directory"), clause: "T6.1-3" },
  "lifecare:customers": { reason: unavailable("several customers in one environment"), clause: "S3.1-1" },
  "lifecare:tenancy": { reason: unavailable("several customers in one environment"), clause: "S3.1-1" },
  "lifecare:thinClients": { reason: unavailable("session hosts (Citrix or Remote Desktop Services)"), clause: "T3.1.2-1" },
  "lifecare:sessionHosts": { reason: unavailable("session hosts (Citrix or Remote Desktop Services)"), clause: "T3.1.2-1" },
  "lifecare:backup": { reason: unavailable("backup"), clause: "T6.2-1" },
  "lifecare:network.ipv6": { reason: unavailable("IPv6"), clause: "T4.6-1" },
  "lifecare:network.hub": { reason: unavailable("a network under a hub"), clause: "T4.1-1" },
  "lifecare:network.gateway": { reason: unavailable("a VPN or ExpressRoute gateway for the intranet's way in"), clause: "T4.1-1" },
};

/** The option that a key of the stack file names, if it is one that this release does not make whole. */
export function unavailableOption(path: string): UnavailableOption | undefined {
  return Object.hasOwn(options, path) ? options[path] : undefined;
}
