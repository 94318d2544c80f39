import type { AzureLimit } from "./limits.ts";

const single = (port: number) => ({ from: port, to: port });

/**
 * What a member of a Windows domain asks of domain controllers, save what serves other ends as well (53 for names, 123 for the time, the
 * dynamic ports): Kerberos, RPC, LDAP, SMB, change of passwords, the global catalogue, Active Directory's web services.
 */
export const domainControllerPorts: AzureLimit<readonly { readonly from: number; readonly to: number }[]> = {
  value: [88, 135, 389, 445, 464, 636, 3268, 3269, 9389].map(single),
  source: "MicrosoftDocs/SupportArticles-docs support/windows-server/active-directory/config-firewall-for-ad-domains-and-trusts.md",
};
