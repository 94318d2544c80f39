import type { Fact } from "./serverTypes.ts";

/** Headers that a TLS-terminating reverse proxy passes on to the web servers. */
export const forwardedHeaders: Fact<readonly string[]> = {
  value: ["X-Forwarded-Host", "X-Forwarded-Proto"],
  clause: "T10.1.4-1",
};

/** Extended key usage that the client certificate of an API customer carries: clientAuth (reading 15). */
export const clientAuthenticationKeyUsage: Fact<string> = { value: "1.3.6.1.5.5.7.3.2", clause: "T6.9-1" };

/** Lifetime of the cloud agent's certificate, in years. */
export const cloudAgentCertificateYears: Fact<number> = { value: 3, clause: "T11.1-1" };

/** Port outwards of remote support (TeamViewer), open on demand. */
export const remoteSupportPort: Fact<number> = { value: 443, clause: "T7.1-1" };

/** Domain that remote support goes by. Source: TeamViewer's own list of hosts and ports for firewalls. */
export const remoteSupportDomain: Fact<string> = { value: "teamviewer.com", clause: "T7.1-1" };
