import { regions } from "../../azure/regions.ts";
import { listAllResources, listGroups, listResources, page } from "./collections.ts";
import { listComputeUsage, listImages, listSkus } from "./computeCatalogue.ts";
import { checkPolicyRestrictions, getAgreement, getImage, listNetworkUsage, listPermissions } from "./entitlements.ts";
import { ok, RestRefusal, type RestAnswer, type RestAzure, type RestHandler, type RestRequest } from "./exchange.ts";
import { operationResult, operationStatus } from "./longRunning.ts";
import { actOnMachine, machineInstanceView } from "./machines.ts";
import { getFeature, getFeatureRegistration, getProvider, giveFeatureBack, listFeatures, listProviders, putFeatureRegistration, registerProvider, requestFeature, unregisterProvider } from "./registrations.ts";
import { deleteResource, getResource, headResource, patchResource, putResource } from "./resources.ts";
import { checkVaultName, getDeletedVault, listDeletedVaults, purgeDeletedVault } from "./vaults.ts";

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: RestHandler;
}

/** `{name}` is one segment; Azure's paths have no case. */
function route(method: string, path: string, handle: RestHandler): Route {
  return { method, pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`, "i"), handle };
}

const subscription = "/subscriptions/{subscriptionId}";
const compute = `${subscription}/providers/Microsoft.Compute`;
const vaults = `${subscription}/providers/Microsoft.KeyVault`;
const features = `${subscription}/providers/Microsoft.Features`;
const featureRegistration = `${features}/featureProviders/{namespace}/subscriptionFeatureRegistrations/{feature}`;
const provider = `${subscription}/providers/{namespace}`;
const machine = `${subscription}/resourceGroups/{resourceGroupName}/providers/Microsoft.Compute/virtualMachines/{name}`;
const images = `${compute}/locations/{location}/publishers/{publisher}/artifacttypes/vmimage/offers/{offer}/skus`;

/** What is not a resource or a list of resources. The first that fits answers. */
const routes: readonly Route[] = [
  route("GET", subscription, (azure, { parameters }) => ok(subscriptionAnswer(azure, parameters["subscriptionId"] ?? ""))),
  route("GET", `${subscription}/locations`, (azure, request) => page(azure, request, regions.map(({ name, title }) => ({ name, displayName: title })))),
  route("GET", `${subscription}/resourceGroups`, listGroups),
  route("GET", `${subscription}/resources`, listAllResources),
  route("GET", `${subscription}/resourceGroups/{resourceGroupName}/resources`, listAllResources),
  route("GET", `${provider}/locations/{location}/operations/{operation}`, operationStatus),
  route("GET", `${provider}/locations/{location}/operationResults/{operation}`, operationResult),
  route("GET", `${subscription}/providers`, listProviders),
  route("GET", provider, getProvider),
  route("POST", `${provider}/register`, registerProvider),
  route("POST", `${provider}/unregister`, unregisterProvider),
  route("GET", `${features}/features`, listFeatures),
  route("GET", `${features}/providers/{namespace}/features`, listFeatures),
  route("GET", `${features}/providers/{namespace}/features/{feature}`, getFeature),
  route("POST", `${features}/providers/{namespace}/features/{feature}/register`, requestFeature),
  route("POST", `${features}/providers/{namespace}/features/{feature}/unregister`, giveFeatureBack),
  route("GET", featureRegistration, getFeatureRegistration),
  route("PUT", featureRegistration, putFeatureRegistration),
  route("DELETE", featureRegistration, giveFeatureBack),
  route("GET", `${compute}/locations/{location}/usages`, listComputeUsage),
  route("GET", `${compute}/skus`, listSkus),
  route("GET", images, listImages),
  route("GET", `${images}/{sku}/versions`, listImages),
  route("GET", `${machine}/instanceView`, machineInstanceView),
  route("POST", `${machine}/{action}`, actOnMachine),
  route("GET", `${images}/{sku}/versions/{version}`, getImage),
  route("GET", `${subscription}/providers/Microsoft.Network/locations/{location}/usages`, listNetworkUsage),
  route("GET", `${subscription}/providers/Microsoft.Authorization/permissions`, listPermissions),
  route("POST", `${subscription}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`, checkPolicyRestrictions),
  route("POST", `${subscription}/resourceGroups/{resourceGroupName}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`, checkPolicyRestrictions),
  route("GET", `${subscription}/providers/Microsoft.MarketplaceOrdering/offerTypes/virtualmachine/publishers/{publisher}/offers/{offer}/plans/{plan}/agreements/current`, getAgreement),
  route("POST", `${vaults}/checkNameAvailability`, checkVaultName),
  route("GET", `${vaults}/deletedVaults`, listDeletedVaults),
  route("GET", `${vaults}/locations/{location}/deletedVaults/{name}`, getDeletedVault),
  route("POST", `${vaults}/locations/{location}/deletedVaults/{name}/purge`, purgeDeletedVault),
];

const resourceHandlers: Readonly<Record<string, RestHandler>> = {
  DELETE: deleteResource,
  GET: getResource,
  HEAD: headResource,
  PATCH: patchResource,
  PUT: putResource,
};

/** Answers a call; what it refuses is thrown. */
export function answer(azure: RestAzure, request: RestRequest): RestAnswer {
  for (const { method, pattern, handle } of routes) {
    const match = method === request.method ? pattern.exec(request.path) : null;
    if (match !== null) return handle(azure, { ...request, parameters: { ...match.groups } });
  }
  const handle = namesResource(request.path) ? resourceHandlers[request.method] : request.method === "GET" ? listResources : undefined;
  if (handle !== undefined) return handle(azure, request);
  throw new RestRefusal(405, "MethodNotAllowed", `${request.method} is not answered at '${request.path}'.`);
}

/** A resource's path has a name for each type, a list's lacks the last one. */
function namesResource(path: string): boolean {
  const afterProvider = /^.*\/providers\/[^/]+\/(.*)$/i.exec(path)?.[1];
  return afterProvider === undefined || afterProvider.split("/").length % 2 === 0;
}

function subscriptionAnswer({ tenantId }: RestAzure, subscriptionId: string) {
  return { id: `/subscriptions/${subscriptionId}`, subscriptionId, tenantId, displayName: "Rehearsal", state: "Enabled" };
}
