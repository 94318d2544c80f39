import { objectAt, textAt, type Properties } from "../propertyValues.ts";
import { normalLocation } from "../inputDiff.ts";
import { policyDenials, purchasePlanOf, quotaOf, readSubscriptionFacts } from "../subscriptionFacts.ts";
import { page } from "./collections.ts";
import { withoutEnd } from "./computeCatalogue.ts";
import { ok, RestRefusal, type RestHandler } from "./exchange.ts";
import { requireGroup } from "./resources.ts";

/** What Azure calls the quota of a network type. Source: Azure/azure-cli, test of `network usage list`. */
const networkQuotas: Readonly<Record<string, string>> = {
  NetworkInterfaces: "Microsoft.Network/networkInterfaces",
  NetworkSecurityGroups: "Microsoft.Network/networkSecurityGroups",
  PublicIPAddresses: "Microsoft.Network/publicIPAddresses",
  RouteTables: "Microsoft.Network/routeTables",
  VirtualNetworks: "Microsoft.Network/virtualNetworks",
};

/** Network resources in a region and how many there may be. */
export const listNetworkUsage: RestHandler = (azure, request) => {
  const { subscriptionId = "", location = "" } = request.parameters;
  const usages = Object.entries(networkQuotas).map(([name, type]): Properties => {
    const here = azure.store.ofType(subscriptionId, type).filter(({ properties }) => normalLocation(textAt(properties, "location") ?? "") === normalLocation(location));
    return {
      id: `/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/${location}/usages/${name}`,
      unit: "Count",
      currentValue: here.length,
      limit: quotaOf(azure.store, subscriptionId, location, name) ?? withoutEnd,
      name: { value: name, localizedValue: name },
    };
  });
  return page(azure, request, usages);
};

/** What the caller's roles allow in the subscription: everything, unless the facts say otherwise. */
export const listPermissions: RestHandler = (azure, request) => {
  const { permissions = [{ actions: ["*"], notActions: [] }] } = readSubscriptionFacts(azure.store, request.parameters["subscriptionId"] ?? "");
  return page(azure, request, permissions.map(({ actions, notActions }) => ({ actions: [...actions], notActions: [...notActions], dataActions: [], notDataActions: [] })));
};

/** What the facts' policies would say of a resource that is only described. */
export const checkPolicyRestrictions: RestHandler = (azure, request) => {
  const { subscriptionId = "", resourceGroupName } = request.parameters;
  if (resourceGroupName !== undefined) requireGroup(azure, `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`);
  const content = objectAt(objectAt(request.body, "resourceDetails"), "resourceContent");
  const type = textAt(content, "type");
  if (type === undefined) throw new RestRefusal(400, "InvalidRequestContent", "resourceDetails.resourceContent.type is missing.", "resourceDetails.resourceContent.type");
  const denials = policyDenials(azure.store, subscriptionId, type, textAt(content, "location"));
  const policyEvaluations = denials.map(({ name }): Properties => ({
    policyInfo: { policyAssignmentId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/policyAssignments/${name}` },
    evaluationResult: "NonCompliant",
    effectDetails: { policyEffect: "Deny" },
  }));
  return ok({ fieldRestrictions: [], contentEvaluationResult: { policyEvaluations } });
};

/** Whether the terms of a third party's image are accepted. */
export const getAgreement: RestHandler = (azure, { parameters: { subscriptionId = "", publisher = "", offer = "", plan = "" } }) => {
  const plans = Object.values(readSubscriptionFacts(azure.store, subscriptionId).purchasePlans ?? {});
  const found = plans.find((one) => [one.publisher, one.product, one.name].join("/").toLowerCase() === [publisher, offer, plan].join("/").toLowerCase());
  if (found === undefined) throw new RestRefusal(404, "ResourceNotFound", `There are no terms for the plan '${plan}'.`);
  const id = `/subscriptions/${subscriptionId}/providers/Microsoft.MarketplaceOrdering/offerTypes/virtualmachine/publishers/${publisher}/offers/${offer}/plans/${plan}/agreements/current`;
  return ok({ id, name: plan, type: "Microsoft.MarketplaceOrdering/offertypes", properties: { publisher, product: offer, plan, accepted: found.accepted } });
};

/** One version of an image, with the plan that has to be bought with it. */
export const getImage: RestHandler = (azure, { parameters: { subscriptionId = "", location = "", publisher = "", offer = "", sku = "", version = "" } }) => {
  const plan = purchasePlanOf(azure.store, subscriptionId, { publisher, offer, sku });
  const folder = `/Subscriptions/${subscriptionId}/Providers/Microsoft.Compute/Locations/${location}/Publishers/${publisher}/ArtifactTypes/VMImage/Offers/${offer}/Skus/${sku}`;
  const { accepted: _, ...said } = plan ?? { accepted: false };
  return ok({ id: `${folder}/Versions/${version}`, name: version, location, properties: { osDiskImage: { operatingSystem: "Windows" }, ...(plan === undefined ? {} : { plan: said }) } });
};
