import { regions } from "../../azure/regions.ts";
import { resourceShape } from "../azureTypes.ts";
import { giveFeatureBack as takeBack, isRegistered, featureState, readSubscriptionFacts, registerFeature, writeSubscriptionFacts } from "../subscriptionFacts.ts";
import type { Properties } from "../propertyValues.ts";
import { rehearsedTypes } from "../resourceTypes.ts";
import { page } from "./collections.ts";
import { ok, RestRefusal, type RestAzure, type RestHandler } from "./exchange.ts";

/** Namespaces that there are here: those of the rehearsed types. */
const namespaces = [...new Set(rehearsedTypes.map(({ armType }) => armType.split("/")[0]!))].sort();

/** Features that may be asked for. Source: azure-compute-docs, disks-enable-host-based-encryption-powershell.md. */
const features = [{ namespace: "Microsoft.Compute", name: "EncryptionAtHost" }];

export const listProviders: RestHandler = (azure, request) => page(azure, request, namespaces.map((namespace) => provider(azure, subscriptionOf(request), namespace)));

export const getProvider: RestHandler = (azure, request) => ok(provider(azure, subscriptionOf(request), namespaceOf(request)));

/** Registration takes a while: `Registering` until it has been looked at often enough. */
export const registerProvider: RestHandler = (azure, request) => {
  const [subscriptionId, namespace] = [subscriptionOf(request), namespaceOf(request)];
  if (!isRegistered(azure.store, subscriptionId, namespace)) {
    writeUnregistered(azure, subscriptionId, (names) => names.filter((name) => name.toLowerCase() !== namespace.toLowerCase()));
    azure.operations.begin("Working", providerId(subscriptionId, namespace));
  }
  return ok(provider(azure, subscriptionId, namespace));
};

export const unregisterProvider: RestHandler = (azure, request) => {
  const [subscriptionId, namespace] = [subscriptionOf(request), namespaceOf(request)];
  if (isRegistered(azure.store, subscriptionId, namespace)) writeUnregistered(azure, subscriptionId, (names) => [...names, namespace]);
  return ok(provider(azure, subscriptionId, namespace));
};

function writeUnregistered({ store }: RestAzure, subscriptionId: string, change: (names: readonly string[]) => readonly string[]): void {
  const facts = readSubscriptionFacts(store, subscriptionId);
  writeSubscriptionFacts(store, subscriptionId, { ...facts, unregisteredProviders: change(facts.unregisteredProviders ?? []) });
}

function provider(azure: RestAzure, subscriptionId: string, namespace: string): Properties {
  const id = providerId(subscriptionId, namespace);
  const types = rehearsedTypes.filter(({ armType }) => armType.startsWith(`${namespace}/`));
  const registered = azure.operations.under(id) === undefined ? "Registered" : "Registering";
  return {
    id,
    namespace,
    registrationPolicy: "RegistrationRequired",
    registrationState: isRegistered(azure.store, subscriptionId, namespace) ? registered : "NotRegistered",
    resourceTypes: types.map(({ armType, token }) => ({
      resourceType: armType.slice(namespace.length + 1),
      locations: regions.map(({ title }) => title),
      apiVersions: [resourceShape(token).apiVersion],
    })),
  };
}

function providerId(subscriptionId: string, namespace: string): string {
  return `/subscriptions/${subscriptionId}/providers/${namespace}`;
}

export const listFeatures: RestHandler = (azure, request) => {
  const { namespace } = request.parameters;
  const asked = features.filter((feature) => namespace === undefined || feature.namespace.toLowerCase() === namespace.toLowerCase());
  return page(azure, request, asked.map(({ namespace: of, name }) => feature(azure, subscriptionOf(request), of, name)));
};

export const getFeature: RestHandler = (azure, request) => {
  const { namespace, name } = featureOf(request);
  return ok(feature(azure, subscriptionOf(request), namespace, name));
};

/** A feature is registered some minutes after it is asked for; here after some looks at it. */
export const requestFeature: RestHandler = (azure, request) => {
  const { namespace, name } = featureOf(request);
  registerFeature(azure.store, subscriptionOf(request), `${namespace}/${name}`);
  return ok(feature(azure, subscriptionOf(request), namespace, name));
};

/** What is given back is no longer registered at once. */
export const giveFeatureBack: RestHandler = (azure, request) => {
  const { namespace, name } = featureOf(request);
  takeBack(azure.store, subscriptionOf(request), `${namespace}/${name}`);
  return ok(feature(azure, subscriptionOf(request), namespace, name));
};

function feature({ store }: RestAzure, subscriptionId: string, namespace: string, name: string): Properties {
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.Features/providers/${namespace}/features/${name}`,
    name: `${namespace}/${name}`,
    type: "Microsoft.Features/providers/features",
    properties: { state: featureState(store, subscriptionId, `${namespace}/${name}`) },
  };
}

/** The same registration as a resource of its own. */
export const getFeatureRegistration: RestHandler = (azure, request) => ok(featureRegistration(azure, request));

export const putFeatureRegistration: RestHandler = (azure, request) => {
  requestFeature(azure, request);
  return ok(featureRegistration(azure, request));
};

function featureRegistration({ store }: RestAzure, request: WithParameters): Properties {
  const { namespace, name } = featureOf(request);
  const subscriptionId = subscriptionOf(request);
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.Features/featureProviders/${namespace}/subscriptionFeatureRegistrations/${name}`,
    name,
    type: "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations",
    properties: { subscriptionId, providerNamespace: namespace, featureName: name, state: featureState(store, subscriptionId, `${namespace}/${name}`) },
  };
}

interface WithParameters {
  readonly parameters: Readonly<Record<string, string>>;
}

function subscriptionOf({ parameters }: WithParameters): string {
  return parameters["subscriptionId"] ?? "";
}

function namespaceOf({ parameters: { namespace = "" } }: WithParameters): string {
  const known = namespaces.find((one) => one.toLowerCase() === namespace.toLowerCase());
  if (known !== undefined) return known;
  throw new RestRefusal(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid: nothing of it is rehearsed.`);
}

function featureOf({ parameters: { namespace = "", feature: name = "" } }: WithParameters): { readonly namespace: string; readonly name: string } {
  const known = features.find((one) => one.namespace.toLowerCase() === namespace.toLowerCase() && one.name.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known;
  throw new RestRefusal(404, "FeatureNotFound", `The feature '${name}' could not be found.`);
}
