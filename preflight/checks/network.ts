import { sameId } from "../../azure/resourceIds.ts";
import { broken, holds, NotKnown, type Check, type Subject } from "../check.ts";
import type { Question } from "../question.ts";

interface LimitedType {
  readonly title: string;
  /** What Azure calls the quotas that count it; which of them it lists differs between subscriptions. */
  readonly quotas: readonly string[];
  /** What it means where Azure lists none of them. */
  readonly unlisted: "unknown" | "unlimited";
}

/**
 * Source of the names: Azure/azure-cli, test of `network usage list`; Azure/azure-rest-api-specs, examples of Microsoft.Network and Microsoft.Quota (both
 * spellings of Standard addresses are about). Of firewalls no quota name is documented.
 */
const limitedTypes: Readonly<Record<string, LimitedType>> = {
  "Microsoft.Network/azureFirewalls": { title: "firewalls", quotas: ["AzureFirewalls"], unlisted: "unlimited" },
  "Microsoft.Network/networkInterfaces": { title: "network interfaces", quotas: ["NetworkInterfaces"], unlisted: "unknown" },
  "Microsoft.Network/networkSecurityGroups": { title: "security groups", quotas: ["NetworkSecurityGroups"], unlisted: "unknown" },
  "Microsoft.Network/publicIPAddresses": { title: "public addresses", quotas: ["PublicIPAddresses", "StaticPublicIPAddresses", "StandardSkuPublicIpAddresses", "IPv4StandardSkuPublicIpAddresses"], unlisted: "unknown" },
  "Microsoft.Network/routeTables": { title: "route tables", quotas: ["RouteTables"], unlisted: "unknown" },
  "Microsoft.Network/virtualNetworks": { title: "virtual networks", quotas: ["VirtualNetworks"], unlisted: "unknown" },
};

/** Each kind of network resource that a subscription has a limited number of. */
export function networkChecks(subject: Subject): readonly Check[] {
  return Object.entries(limitedTypes).flatMap(([armType, limited]) => {
    const ids = subject.resources.flatMap(({ arm, id }) => (arm?.type === armType && id !== undefined ? [id] : []));
    return ids.length === 0 ? [] : [networkCheck(subject, limited, ids)];
  });
}

function networkCheck({ azure: { location, resourceGroupName } }: Subject, { title, quotas, unlisted }: LimitedType, ids: readonly string[]): Check {
  const usage = { kind: "networkUsage", location } as const satisfies Question;
  const standing = { kind: "standing", resourceGroupName } as const satisfies Question;
  return {
    id: `quota/${location}/${quotas[0]}`,
    subject: `${title} in ${location}`,
    questions: [usage, standing],
    demand: `suffice for ${ids.length}`,
    clauses: [],
    source: "MicrosoftDocs/azure-docs, includes/azure-virtual-network-limits.md",
    fix: "ask for more (portal, Quotas), or delete what nobody uses; az network list-usages shows what there is",
    judge: (answers) => {
      const listed = answers.to(usage).filter(({ name }) => quotas.some((quota) => quota.toLowerCase() === name.toLowerCase()));
      if (listed.length === 0 && unlisted === "unknown") throw new NotKnown(`Azure lists no quota ${quotas.join(", ")}`);
      if (listed.length === 0) return holds("Azure lists no quota for them");
      const stands = answers.to(standing).ids;
      const toMake = ids.filter((id) => !stands.some((one) => sameId(one, id))).length;
      const short = listed.filter(({ current, limit }) => current + toMake > limit);
      const told = (short.length > 0 ? short : listed).map(({ name, current, limit }) => `${name}: ${current} of ${limit} in use`).join("; ");
      return short.length === 0 ? holds(`${told}; ${toMake} to be made`) : broken(`${told}; ${toMake} to be made`);
    },
  };
}
