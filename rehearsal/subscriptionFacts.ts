import { normalLocation } from "./inputDiff.ts";
import { isArray, isObject, listAt, objectAt, textAt, type Properties } from "./propertyValues.ts";
import type { ResourceStore } from "./resourceStore.ts";

/** A size that a subscription cannot have in a region, or in some of its zones. */
export interface RestrictedSize {
  readonly size: string;
  readonly location: string;
  /** All of the region where it is absent. */
  readonly zones?: readonly string[];
}

/**
 * What a subscription is entitled to. Where nothing is said everything is: all providers and features registered, no quota, every size everywhere.
 * Kept in the store as the subscription's own resource, so that all who share the folder see the same.
 */
export interface SubscriptionFacts {
  /** Namespaces (`Microsoft.KeyVault`) that are not registered. */
  readonly unregisteredProviders?: readonly string[];
  /** State by `Microsoft.Compute/EncryptionAtHost`. `Registering` becomes `Registered` when it has been looked at `lookups` times. */
  readonly features?: Readonly<Record<string, FeatureState>>;
  /** vCPUs by region and family, and network resources, as Azure names them: `{ swedencentral: { standardDSv5Family: 20, PublicIPAddresses: 10 } }`. */
  readonly quotas?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly restrictedSizes?: readonly RestrictedSize[];
  /** Vault names that other customers have. */
  readonly foreignVaultNames?: readonly string[];
  /** Names of storage accounts that other customers have. */
  readonly foreignStorageNames?: readonly string[];
  /** What the caller's roles allow, as Azure Resource Manager tells it. It is told, not enforced. */
  readonly permissions?: readonly { readonly actions: readonly string[]; readonly notActions: readonly string[] }[];
  /** Assignments of Azure Policy that deny types, everywhere or outside of some regions. */
  readonly policies?: readonly DenyingPolicy[];
  /** Plans that have to be bought with an image, by `publisher:offer:sku`. */
  readonly purchasePlans?: Readonly<Record<string, { readonly publisher: string; readonly product: string; readonly name: string; readonly accepted: boolean }>>;
}

export interface DenyingPolicy {
  readonly name: string;
  /** ARM types; every type where it is absent. */
  readonly types?: readonly string[];
  /** Regions in which it denies nothing. */
  readonly allowedLocations?: readonly string[];
}

export type FeatureState = { readonly state: "NotRegistered" | "Registered" } | { readonly state: "Registering"; readonly lookups: number };

/** A rehearsal has no clock: a registration under way is done after so many looks at it. */
const lookupsUntilRegistered = 2;

const subscriptionType = "Microsoft.Resources/subscriptions";

/** Says what a subscription is entitled to, in place of what was said before. */
export function writeSubscriptionFacts(store: ResourceStore, subscriptionId: string, facts: SubscriptionFacts): void {
  const id = `/subscriptions/${subscriptionId}`;
  const revision = (store.get(id)?.revision ?? 0) + 1;
  store.replace({ id, type: subscriptionType, revision, properties: { facts: JSON.parse(JSON.stringify(facts)) as Properties } });
}

export function readSubscriptionFacts(store: ResourceStore, subscriptionId: string): SubscriptionFacts {
  return objectAt(store.get(`/subscriptions/${subscriptionId}`)?.properties, "facts") as SubscriptionFacts;
}

export function isRegistered(store: ResourceStore, subscriptionId: string, namespace: string): boolean {
  const unregistered = readSubscriptionFacts(store, subscriptionId).unregisteredProviders ?? [];
  return !unregistered.some((name) => name.toLowerCase() === namespace.toLowerCase());
}

/** A feature's state as it is now; looking at a registration under way brings it on. */
export function featureState(store: ResourceStore, subscriptionId: string, feature: string): FeatureState["state"] {
  const facts = readSubscriptionFacts(store, subscriptionId);
  const name = Object.keys(facts.features ?? {}).find((known) => known.toLowerCase() === feature.toLowerCase());
  const found = name === undefined ? undefined : facts.features?.[name];
  if (name === undefined || found === undefined) return "Registered";
  if (found.state !== "Registering") return found.state;
  const next: FeatureState = found.lookups <= 1 ? { state: "Registered" } : { state: "Registering", lookups: found.lookups - 1 };
  writeSubscriptionFacts(store, subscriptionId, { ...facts, features: { ...facts.features, [name]: next } });
  return "Registering";
}

/** Asks for a feature: it is registered a while later, not at once. What is registered already stays so. */
export function registerFeature(store: ResourceStore, subscriptionId: string, feature: string): void {
  const facts = readSubscriptionFacts(store, subscriptionId);
  const name = Object.keys(facts.features ?? {}).find((known) => known.toLowerCase() === feature.toLowerCase());
  if (name === undefined || facts.features?.[name]?.state !== "NotRegistered") return;
  writeSubscriptionFacts(store, subscriptionId, { ...facts, features: { ...facts.features, [name]: { state: "Registering", lookups: lookupsUntilRegistered } } });
}

/** Gives a feature back: it is not registered any more, at once. */
export function giveFeatureBack(store: ResourceStore, subscriptionId: string, feature: string): void {
  const facts = readSubscriptionFacts(store, subscriptionId);
  const others = Object.entries(facts.features ?? {}).filter(([known]) => known.toLowerCase() !== feature.toLowerCase());
  writeSubscriptionFacts(store, subscriptionId, { ...facts, features: { ...Object.fromEntries(others), [feature]: { state: "NotRegistered" } } });
}

/** vCPUs of a family, or network resources of a kind, that a subscription may have in a region; undefined where there is no end. */
export function quotaOf(store: ResourceStore, subscriptionId: string, location: string, family: string): number | undefined {
  const quotas = objectAt(readSubscriptionFacts(store, subscriptionId) as Properties, "quotas");
  const ofRegion = Object.entries(quotas).find(([region]) => normalLocation(region) === normalLocation(location))?.[1];
  if (!isObject(ofRegion)) return undefined;
  const limit = Object.entries(ofRegion).find(([name]) => name.toLowerCase() === family.toLowerCase())?.[1];
  return typeof limit === "number" ? limit : undefined;
}

/** Policies that deny a resource of that type in that region. */
export function policyDenials(store: ResourceStore, subscriptionId: string, armType: string, location: string | undefined): readonly DenyingPolicy[] {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return (readSubscriptionFacts(store, subscriptionId).policies ?? []).filter(({ types, allowedLocations }) => {
    if (types !== undefined && !types.some((type) => same(type, armType))) return false;
    return allowedLocations === undefined || (location !== undefined && !allowedLocations.some((allowed) => normalLocation(allowed) === normalLocation(location)));
  });
}

/** The plan that has to be bought with an image; undefined where there is none. */
export function purchasePlanOf(store: ResourceStore, subscriptionId: string, { publisher, offer, sku }: { readonly publisher: string; readonly offer: string; readonly sku: string }) {
  const plans = Object.entries(readSubscriptionFacts(store, subscriptionId).purchasePlans ?? {});
  return plans.find(([image]) => image.toLowerCase() === [publisher, offer, sku].join(":").toLowerCase())?.[1];
}

/** Whether the subscription cannot have the size in the region, or in any of the zones that are asked for. */
export function isRestricted(store: ResourceStore, subscriptionId: string, size: string, location: string, zones: readonly string[]): boolean {
  const restricted = listAt(readSubscriptionFacts(store, subscriptionId) as Properties, "restrictedSizes");
  return restricted.some((row) => {
    if (textAt(row, "size")?.toLowerCase() !== size.toLowerCase()) return false;
    if (normalLocation(textAt(row, "location") ?? "") !== normalLocation(location)) return false;
    const restrictedZones = isObject(row) ? row["zones"] : undefined;
    return !isArray(restrictedZones) || zones.some((zone) => restrictedZones.includes(zone));
  });
}
