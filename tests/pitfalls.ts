import type { BehaviourId } from "../rehearsal/refusals/behaviours.ts";
import type { SubscriptionFacts } from "../rehearsal/subscriptionFacts.ts";
import { breaks } from "./badResources.ts";
import { idOf, named, set, type Break } from "./badResources/breaking.ts";
import type { Inputs, MutableResource } from "./proofSubjects.ts";

/** Where a mistake is stopped, and how that is shown. */
export type Stop =
  /** A mandatory rule of the policy pack finds it before anything is made. */
  | { readonly by: "policy"; readonly rule: string; readonly apply: Break["apply"] }
  /** The rehearsal refuses it while PROD comes up, where PROD stands already and is changed, or where it is made again after it was deleted. */
  | { readonly by: "rehearsal"; readonly behaviour: BehaviourId; readonly when: "made" | "changed" | "remade"; readonly facts?: SubscriptionFacts; readonly apply?: Break["apply"] }
  /** The stack file is refused: the path that is named. */
  | { readonly by: "configuration"; readonly path: string; readonly change: (map: Record<string, unknown>) => void }
  /** The components leave nothing to do wrong: resources of PROD that show it. */
  | { readonly by: "component"; readonly holds: (resources: readonly MutableResource[]) => boolean }
  /** The type is not planned yet; once it is, this fails and the number becomes due. */
  | { readonly by: "later"; readonly type: string }
  /** Only Windows in the guest shows it. */
  | { readonly by: "guest" };

/** One mistake that makes a numbered pitfall happen. */
export interface Mistake {
  /** Number in the list of what passes a preview and fails in Azure (policies/rules/deployable/pitfalls.ts). */
  readonly number: number;
  readonly mistake: string;
  readonly stop: Stop;
}

/** The break that the tests of the policy pack know for a rule. */
function policy(number: number, rule: string): Mistake {
  const known = breaks.find((one) => one.rule === rule);
  if (known === undefined) throw new Error(`there is no break of ${rule}`);
  return { number, mistake: known.title, stop: { by: "policy", rule, apply: known.apply } };
}

function made(number: number, mistake: string, behaviour: BehaviourId, more: { readonly facts?: SubscriptionFacts; readonly apply?: Break["apply"] }): Mistake {
  return { number, mistake, stop: { by: "rehearsal", behaviour, when: "made", ...more } };
}

function changed(number: number, mistake: string, behaviour: BehaviourId, apply: Break["apply"]): Mistake {
  return { number, mistake, stop: { by: "rehearsal", behaviour, when: "changed", apply } };
}

const later = (number: number, mistake: string, type: string): Mistake => ({ number, mistake, stop: { by: "later", type: `azure-native:${type}` } });
const guest = (number: number, mistake: string): Mistake => ({ number, mistake, stop: { by: "guest" } });

const subnetNamed = (name: string, change: (subnet: Inputs) => void): Break["apply"] => (resources) => change((named(resources, "lifecare-network").inputs["subnets"] as Inputs[]).find((one) => one["name"] === name)!);

/** At least one mistake for each of the twenty. */
export const mistakes: readonly Mistake[] = [
  made(1, "a feature of the subscription is not registered", "feature-unregistered", { facts: { features: { "Microsoft.Compute/EncryptionAtHost": { state: "NotRegistered" } } } }),
  made(1, "a feature was asked for a moment ago", "feature-unregistered", { facts: { features: { "Microsoft.Compute/EncryptionAtHost": { state: "Registering", lookups: 2 } } } }),
  made(1, "a resource provider is not registered", "provider-unregistered", { facts: { unregisteredProviders: ["Microsoft.SqlVirtualMachine"] } }),
  later(2, "a gateway is made before its certificate", "network:ApplicationGateway"),
  policy(2, "LC307"),
  later(3, "a gateway is made before its identity's role is known", "managedidentity:UserAssignedIdentity"),
  policy(3, "LC514"),
  policy(4, "LC501"),
  changed(4, "a subnet is given its way out afterwards", "default-outbound", subnetNamed("snet-database", (subnet) => delete subnet["defaultOutboundAccess"])),
  policy(5, "LC517"),
  policy(6, "LC506"),
  policy(7, "LC508"),
  made(7, "the firewall's policy is of a higher tier", "firewall-tier", { apply: set("lifecare-firewall-policy", "sku.tier", "Premium") }),
  made(7, "the firewall stands in a subnet of another name", "firewall-subnet", { apply: set("lifecare-firewall", "ipConfigurations.0.subnet.id", idOf("Microsoft.Network/virtualNetworks/subnets", "vnet-ank-prod", "snet-core")) }),
  policy(8, "LC503"),
  { number: 8, mistake: "subnets are written one by one, at once", stop: { by: "component", holds: (resources) => resources.every(({ type }) => type !== "azure-native:network:Subnet" && type !== "azure-native:network:SecurityRule" && type !== "azure-native:network:Route") } },
  changed(9, "a machine gets a size with a temporary disk", "resize-temporary-disk", set("ankprodcmp01-machine", "hardwareProfile.vmSize", "Standard_E4ds_v5")),
  changed(9, "a machine gets a size with NVMe alone", "resize-controller", set("ankprodcmp01-machine", "hardwareProfile.vmSize", "Standard_E4s_v6")),
  changed(10, "an administrator gets another name", "machine-fixed", set("ankprodcmp01-machine", "osProfile.adminUsername", "other")),
  changed(10, "a machine gets another image", "machine-fixed", set("ankprodcmp01-machine", "storageProfile.imageReference.sku", "2019-datacenter-gensecond")),
  changed(10, "a password is drawn anew", "machine-fixed", set("ankprodcmp01-machine", "osProfile.adminPassword", "drawn-anew")),
  changed(10, "a machine moves to another zone", "machine-fixed", set("ankprodcmp01-machine", "zones", ["3"])),
  policy(11, "LC505"),
  policy(11, "LC402"),
  policy(11, "LC513"),
  made(11, "patching by platform without automatic updates", "patch-mode", { apply: set("ankprodcmp01-machine", "osProfile.windowsConfiguration.enableAutomaticUpdates", false) }),
  later(12, "a machine with Trusted Launch is backed up by a standard policy", "recoveryservices:ProtectionPolicy"),
  policy(13, "LC515"),
  policy(14, "LC511"),
  guest(15, "a client driver demands a certificate that the machine does not trust"),
  later(16, "servers take TLS 1.3 alone from a gateway that speaks 1.2", "network:ApplicationGateway"),
  policy(16, "LC507"),
  policy(17, "LC305"),
  later(17, "a client certificate without its key usage is let in", "network:ApplicationGateway"),
  later(18, "an alert asks a table that does not exist yet", "monitor:ScheduledQueryRule"),
  policy(19, "LC510"),
  made(19, "the family's quota is too small", "quota", { facts: { quotas: { swedencentral: { standardDSv5Family: 8 } } } }),
  made(19, "a size is not to be had in the zone", "size-unavailable", { facts: { restrictedSizes: [{ size: "Standard_D4s_v5", location: "swedencentral", zones: ["1"] }] } }),
  { number: 19, mistake: "zones are asked for in a region without them", stop: { by: "configuration", path: "lifecare:platform.redundancy", change: (map) => void (map["azure-native:location"] = "swedensouth") } },
  policy(20, "LC306"),
  changed(20, "purge protection is taken back", "purge-protection", set("lifecare-vault", "properties.enablePurgeProtection", false)),
  { number: 20, mistake: "a stack is made again under the name of its deleted vault", stop: { by: "rehearsal", behaviour: "vault-soft-deleted", when: "remade" } },
  made(20, "the vault's name is another customer's", "vault-name-taken", { facts: { foreignVaultNames: ["kv-ank-prod-96c8fcf6"] } }),
];
