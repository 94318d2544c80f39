import { requireGoodStorageAccount, requireNewRole } from "./accounts.ts";
import type { Deletion, Write, WriteRule } from "./change.ts";
import { requireUnused } from "./dependents.ts";
import { requireGoodBastion, requireGoodFirewall, requireGoodRuleGroup } from "./firewalls.ts";
import { requireGoodInterface } from "./interfaces.ts";
import { requireFixed, requireGoodDisk, requireMachineSettings, requireParts, requireSize, requireTerms } from "./machines.ts";
import { requireGoodName } from "./names.ts";
import { placeRules, requireDeletable } from "./place.ts";
import { requireAddressQuota, requireGoodPublicAddress, requireSameZones } from "./publicAddresses.ts";
import { requireReferences } from "./references.ts";
import { requireFittingRule, requireGoodGroup, requireGoodRule } from "./securityRules.ts";
import { requireShape } from "./shapes.ts";
import { requireFittingSubnet, requireGoodNetwork, requireGoodPeering, requireGoodSubnet } from "./subnets.ts";
import { requireGoodVault } from "./vaults.ts";

/** What holds for a type however it is written, and what only a request of its own has to fit to. */
interface TypeRules {
  readonly always: readonly WriteRule[];
  readonly alone?: readonly WriteRule[];
}

const network = "microsoft.network";
const rulesByType: Readonly<Record<string, TypeRules>> = {
  [`${network}/virtualnetworks`]: { always: [requireGoodNetwork] },
  [`${network}/virtualnetworks/subnets`]: { always: [requireGoodSubnet], alone: [requireFittingSubnet] },
  [`${network}/virtualnetworks/virtualnetworkpeerings`]: { always: [requireGoodPeering] },
  [`${network}/networksecuritygroups`]: { always: [requireGoodGroup] },
  [`${network}/networksecuritygroups/securityrules`]: { always: [requireGoodRule], alone: [requireFittingRule] },
  [`${network}/publicipaddresses`]: { always: [requireGoodPublicAddress, requireAddressQuota, requireSameZones] },
  [`${network}/networkinterfaces`]: { always: [requireGoodInterface] },
  [`${network}/azurefirewalls`]: { always: [requireGoodFirewall] },
  [`${network}/firewallpolicies/rulecollectiongroups`]: { always: [requireGoodRuleGroup] },
  [`${network}/bastionhosts`]: { always: [requireGoodBastion] },
  "microsoft.compute/virtualmachines": { always: [requireFixed, requireTerms, requireMachineSettings, requireSize, requireParts] },
  "microsoft.compute/disks": { always: [requireGoodDisk, requireSameZones] },
  "microsoft.keyvault/vaults": { always: [requireGoodVault] },
  "microsoft.storage/storageaccounts": { always: [requireGoodStorageAccount] },
  "microsoft.authorization/roleassignments": { always: [requireNewRole] },
};

/**
 * The one place where a write is refused, before anything of it is done: `inline` are the children that it brings along.
 * @throws AzureError the first of the table's refusals that holds
 */
export function refuseWrite(write: Write, inline: readonly Write[]): void {
  for (const rule of placeRules) rule(write);
  requireShape(write);
  for (const one of [write, ...inline]) {
    requireGoodName(one);
    requireReferences(one);
    for (const rule of rulesByType[one.type.armType.toLowerCase()]?.always ?? []) rule(one);
  }
  for (const rule of rulesByType[write.type.armType.toLowerCase()]?.alone ?? []) rule(write);
}

/**
 * The one place where a deletion is refused.
 * @throws AzureError the first of the table's refusals that holds
 */
export function refuseDeletion(deletion: Deletion): void {
  requireDeletable(deletion);
  requireUnused(deletion);
}
