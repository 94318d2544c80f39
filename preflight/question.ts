/** What is asked of Azure Resource Manager, as data: `wordsOf` says it as a call. */
export type Question =
  /** Whether a resource provider is registered in the subscription. */
  | { readonly kind: "provider"; readonly namespace: string }
  | { readonly kind: "feature"; readonly namespace: string; readonly feature: string }
  /** vCPUs in use and their limits, for each family and in total. */
  | { readonly kind: "computeUsage"; readonly location: string }
  | { readonly kind: "networkUsage"; readonly location: string }
  /** Sizes of machines in a region, with zones and what the subscription cannot have. */
  | { readonly kind: "sizes"; readonly location: string }
  | { readonly kind: "image"; readonly location: string; readonly publisher: string; readonly offer: string; readonly sku: string }
  | { readonly kind: "vaultName"; readonly name: string }
  /** Vaults of the subscription that are deleted and keep their names. */
  | { readonly kind: "deletedVaults" }
  /** What stands in the resource group already; nothing where there is no such group. */
  | { readonly kind: "standing"; readonly resourceGroupName: string }
  /** What who asks may do in the subscription. */
  | { readonly kind: "permissions" }
  /** What Azure Policy would say of a resource with this content. */
  | { readonly kind: "policy"; readonly resourceGroupName: string; readonly content: ResourceContent };

/** The part of a resource that Azure Policy is told. */
export interface ResourceContent {
  readonly type: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** What is answered, by kind of question. */
export interface Answers {
  readonly provider: { readonly state: string };
  readonly feature: { readonly state: string };
  readonly computeUsage: readonly Usage[];
  readonly networkUsage: readonly Usage[];
  readonly sizes: readonly OfferedSize[];
  readonly image: OfferedImage;
  readonly vaultName: { readonly available: boolean; readonly reason: string };
  readonly deletedVaults: readonly DeletedVault[];
  readonly standing: Standing;
  readonly permissions: readonly Permission[];
  readonly policy: readonly PolicyDenial[];
}

/** How much of something is in use, and how much there may be. */
export interface Usage {
  readonly name: string;
  readonly current: number;
  readonly limit: number;
}

export interface OfferedSize {
  readonly name: string;
  readonly zones: readonly string[];
  readonly restrictions: readonly { readonly kind: "region" | "zones"; readonly zones: readonly string[]; readonly reason: string }[];
}

export interface OfferedImage {
  /** None: nobody publishes it there. */
  readonly versions: readonly string[];
  /** Of a third party's image, whose terms have to be accepted once for each subscription. */
  readonly purchasePlan?: { readonly publisher: string; readonly product: string; readonly name: string; readonly accepted: boolean };
}

export interface DeletedVault {
  readonly name: string;
  readonly location: string;
  readonly purgeProtected: boolean;
  /** Day, ISO 8601; where Azure tells it. */
  readonly purgedOn?: string;
}

export interface Standing {
  /** ARM ids, in lower case. */
  readonly ids: readonly string[];
  /** Sizes of the machines, by id in lower case. */
  readonly machineSizes: Readonly<Record<string, string>>;
}

export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

export interface PolicyDenial {
  /** Id or name of the policy's assignment. */
  readonly policy: string;
  readonly reason: string;
}

export type AnswerTo<Asked extends Question> = Answers[Asked["kind"]];

/** The same question twice is one question. */
export function keyOf(question: Question): string {
  return JSON.stringify(question);
}

/** The call that asks it, from the subscription's path on, for somebody who is to see what would be asked. */
export function wordsOf(question: Question): string {
  switch (question.kind) {
    case "provider":
      return `GET /providers/${question.namespace}`;
    case "feature":
      return `GET /providers/Microsoft.Features/providers/${question.namespace}/features/${question.feature}`;
    case "computeUsage":
      return `GET /providers/Microsoft.Compute/locations/${question.location}/usages`;
    case "networkUsage":
      return `GET /providers/Microsoft.Network/locations/${question.location}/usages`;
    case "sizes":
      return `GET /providers/Microsoft.Compute/skus?$filter=location eq '${question.location}'`;
    case "image":
      return `GET /providers/Microsoft.Compute/locations/${question.location}/publishers/${question.publisher}/artifacttypes/vmimage/offers/${question.offer}/skus/${question.sku}/versions`;
    case "vaultName":
      return `POST /providers/Microsoft.KeyVault/checkNameAvailability (${question.name})`;
    case "deletedVaults":
      return "GET /providers/Microsoft.KeyVault/deletedVaults";
    case "standing":
      return `GET /resourceGroups/${question.resourceGroupName}/resources, and its machines`;
    case "permissions":
      return "GET /providers/Microsoft.Authorization/permissions";
    case "policy":
      return `POST /resourceGroups/${question.resourceGroupName}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions (${question.content.type})`;
  }
}
