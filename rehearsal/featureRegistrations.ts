import { resourceName } from "./resourceAddress.ts";
import type { Properties } from "./propertyValues.ts";
import type { ResourceStore } from "./resourceStore.ts";
import { featureState, giveFeatureBack, registerFeature } from "./subscriptionFacts.ts";

/** A registration is a resource; whether the feature is there is the subscription's, and comes a while later. */
export const featureRegistrationType = "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations";

export function registerFeatureOf(store: ResourceStore, subscriptionId: string, id: string): void {
  registerFeature(store, subscriptionId, featureOf(id));
}

/** Whoever deletes a registration gives the feature back. */
export function giveBackFeatureOf(store: ResourceStore, subscriptionId: string, id: string): void {
  giveFeatureBack(store, subscriptionId, featureOf(id));
}

/** How far the registration is, now; looking at it brings it on. */
export function registrationNow(store: ResourceStore, subscriptionId: string, id: string): Properties {
  const [providerNamespace = "", featureName = ""] = featureOf(id).split("/");
  return { subscriptionId, providerNamespace, featureName, state: featureState(store, subscriptionId, featureOf(id)) };
}

function featureOf(id: string): string {
  const namespace = /\/featureProviders\/([^/]+)\//i.exec(id)?.[1] ?? "";
  return `${namespace}/${resourceName(id)}`;
}
