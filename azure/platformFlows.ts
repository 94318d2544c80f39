/** An inclusive span of ports. */
interface PortSpan {
  readonly from: number;
  readonly to: number;
}

export type PlatformDestination =
  /** The firewall's DNS proxy, at the firewall's private address. */
  | { readonly kind: "firewallDns" }
  | { readonly kind: "addresses"; readonly prefixes: readonly string[] }
  /** A list of names that Microsoft keeps up to date for Azure Firewall's application rules. */
  | { readonly kind: "fqdnTag"; readonly tag: string }
  | { readonly kind: "fqdns"; readonly fqdns: readonly string[] };

/** A flow that Azure's own services need; no part of the vendor's matrix (decision 6). From every server. */
export interface PlatformFlow {
  readonly id: string;
  readonly reason: string;
  readonly protocol: "Tcp" | "Udp";
  readonly ports: readonly PortSpan[];
  readonly destination: PlatformDestination;
  readonly source: string;
}

const dns: readonly PortSpan[] = [{ from: 53, to: 53 }];
const web: readonly PortSpan[] = [
  { from: 80, to: 80 },
  { from: 443, to: 443 },
];

const fqdnTagSource = "MicrosoftDocs/azure-docs articles/firewall/fqdn-tags.md, 2020-06-30";

/**
 * What every server needs of Azure. The platform's own addresses (168.63.129.16, 169.254.169.254) take no rule: network
 * security groups and routes leave them out.
 */
export const platformFlows: readonly PlatformFlow[] = [
  {
    id: "dns-udp",
    reason: "Names are resolved through the firewall, which then knows the addresses behind the names that its rules allow",
    protocol: "Udp",
    ports: dns,
    destination: { kind: "firewallDns" },
    source: "MicrosoftDocs/azure-docs articles/firewall/dns-settings.md",
  },
  {
    id: "dns-tcp",
    reason: "DNS answers that do not fit one UDP packet",
    protocol: "Tcp",
    ports: dns,
    destination: { kind: "firewallDns" },
    source: "MicrosoftDocs/azure-docs articles/firewall/dns-settings.md",
  },
  {
    id: "kms",
    reason: "Windows is activated by Azure's key service; the request must leave from a public address of Azure",
    protocol: "Tcp",
    ports: [{ from: 1688, to: 1688 }],
    destination: { kind: "addresses", prefixes: ["20.118.99.224/32", "23.102.135.246/32", "40.83.235.53/32"] },
    source: "MicrosoftDocs/SupportArticles-docs support/azure/virtual-machines/windows/custom-routes-enable-kms-activation.md, 2024-07-17",
  },
  {
    id: "windows-update",
    reason: "Security updates of Windows and SQL Server (T12.9-1); the downloads themselves come over HTTP, signed",
    protocol: "Tcp",
    ports: web,
    destination: { kind: "fqdnTag", tag: "WindowsUpdate" },
    source: fqdnTagSource,
  },
  {
    id: "defender",
    reason: "Antivirus asks Microsoft's cloud protection and fetches its definitions (T6.7-1)",
    protocol: "Tcp",
    ports: [{ from: 443, to: 443 }],
    destination: { kind: "fqdnTag", tag: "MicrosoftActiveProtectionService" },
    source: fqdnTagSource,
  },
];
