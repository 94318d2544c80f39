import { ComputeManagementClient } from "@azure/arm-compute";
import { FeatureClient } from "@azure/arm-features";
import { KeyVaultManagementClient } from "@azure/arm-keyvault";
import { NetworkManagementClient } from "@azure/arm-network";
import { ResourceManagementClient } from "@azure/arm-resources";
import type { Outcome } from "../check.ts";
import { keyOf, type Answers, type AnswerTo, type Question } from "../question.ts";
import type { Connection } from "./connection.ts";
import { OutOfTime, withinTime } from "./withinTime.ts";
import { askDirectly, type ArmRefusal } from "./directCalls.ts";

export interface AskOptions {
  /** Milliseconds that a question may take, the clients' own retries included. Default 30 seconds. */
  readonly timeoutMilliseconds?: number;
}

/** Azure Resource Manager bears more; a few at a time leave room for others who ask. */
const atATime = 6;

/**
 * Asks Azure every question, a few at a time. Nothing is changed in Azure, and nothing is thrown: what is refused or takes too long is unanswered, with the
 * reason.
 */
export async function askAzure(questions: readonly Question[], subscriptionId: string, connection: Connection, { timeoutMilliseconds = 30_000 }: AskOptions = {}): Promise<ReadonlyMap<string, Outcome>> {
  const asker = new Asker(subscriptionId, connection);
  const outcomes = new Map<string, Outcome>();
  const waiting = [...questions];
  const worker = async () => {
    for (let question = waiting.shift(); question !== undefined; question = waiting.shift()) outcomes.set(keyOf(question), await outcomeOf(asker, question, timeoutMilliseconds));
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return outcomes;
}

async function outcomeOf(asker: Asker, question: Question, timeoutMilliseconds: number): Promise<Outcome> {
  try {
    return { kind: "answered", answer: await withinTime(timeoutMilliseconds, (abortSignal) => asker.answer(question, abortSignal)) };
  } catch (error) {
    return { kind: "unanswered", reason: error instanceof OutOfTime ? error.message : reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const { statusCode, code } = error as { readonly statusCode?: number; readonly code?: string };
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split(/\r?\n/);
  if (statusCode === undefined) return `not answered: ${line}`;
  return [`refused with ${statusCode}${code === undefined ? "" : ` ${code}`}`, line].filter((part) => part !== "").join(": ");
}

/** Microsoft's clients, one answer for each kind of question. */
class Asker {
  readonly #compute: ComputeManagementClient;
  readonly #features: FeatureClient;
  readonly #network: NetworkManagementClient;
  readonly #resources: ResourceManagementClient;
  readonly #vaults: KeyVaultManagementClient;
  readonly #subscriptionId: string;
  readonly #endpoint: string | undefined;

  constructor(subscriptionId: string, { credential, clientOptions }: Connection) {
    this.#subscriptionId = subscriptionId;
    this.#endpoint = clientOptions?.endpoint;
    this.#compute = new ComputeManagementClient(credential, subscriptionId, clientOptions);
    this.#features = new FeatureClient(credential, subscriptionId, clientOptions);
    this.#network = new NetworkManagementClient(credential, subscriptionId, clientOptions);
    this.#resources = new ResourceManagementClient(credential, subscriptionId, clientOptions);
    this.#vaults = new KeyVaultManagementClient(credential, subscriptionId, clientOptions);
  }

  answer<Asked extends Question>(question: Asked, abortSignal: AbortSignal): Promise<AnswerTo<Asked>>;
  async answer(question: Question, abortSignal: AbortSignal): Promise<Answers[keyof Answers]> {
    const options = { abortSignal };
    switch (question.kind) {
      case "provider":
        return { state: (await this.#resources.providers.get(question.namespace, options)).registrationState ?? "unknown" };
      case "feature":
        return { state: (await this.#features.features.get(question.namespace, question.feature, options)).properties?.state ?? "unknown" };
      case "computeUsage":
        return usages(this.#compute.usageOperations.list(question.location, options));
      case "networkUsage":
        return usages(this.#network.usages.list(question.location, options));
      case "sizes":
        return this.#sizes(question.location, options);
      case "image":
        return this.#image(question, options);
      case "vaultName": {
        const { nameAvailable = false, reason = "" } = await this.#vaults.vaults.checkNameAvailability({ name: question.name, type: "Microsoft.KeyVault/vaults" }, options);
        return { available: nameAvailable, reason };
      }
      case "deletedVaults":
        return this.#deletedVaults(options);
      case "standing":
        return this.#standing(question.resourceGroupName, options);
      case "permissions": {
        const { value } = await this.#call<{ value: readonly { actions?: readonly string[]; notActions?: readonly string[] }[] }>("GET", "/providers/Microsoft.Authorization/permissions?api-version=2022-04-01", abortSignal);
        return value.map(({ actions = [], notActions = [] }) => ({ actions, notActions }));
      }
      case "policy":
        return this.#policy(question, abortSignal);
    }
  }

  async #sizes(location: string, options: CallOptions): Promise<Answers["sizes"]> {
    const skus = await all(this.#compute.resourceSkus.list({ ...options, filter: `location eq '${location}'` }));
    return skus.flatMap(({ resourceType, name, locationInfo = [], restrictions = [] }) => {
      if (resourceType !== "virtualMachines" || name === undefined) return [];
      const found = restrictions.map(({ type, restrictionInfo, reasonCode }) => ({ kind: type === "Zone" ? ("zones" as const) : ("region" as const), zones: restrictionInfo?.zones ?? [], reason: reasonCode ?? "no reason given" }));
      return [{ name, zones: locationInfo.flatMap(({ zones = [] }) => zones), restrictions: found }];
    });
  }

  async #image({ location, publisher, offer, sku }: Extract<Question, { kind: "image" }>, options: CallOptions): Promise<Answers["image"]> {
    const versions = (await absent(this.#compute.virtualMachineImages.list(location, publisher, offer, sku, options)) ?? []).map(({ name }) => name).sort(byVersion);
    const newest = versions.at(-1);
    if (newest === undefined) return { versions };
    const { plan } = await this.#compute.virtualMachineImages.get(location, publisher, offer, sku, newest, options);
    if (plan === undefined) return { versions };
    const path = `/providers/Microsoft.MarketplaceOrdering/offerTypes/virtualmachine/publishers/${plan.publisher}/offers/${plan.product}/plans/${plan.name}/agreements/current?api-version=2021-01-01`;
    const { properties } = await this.#call<{ properties?: { accepted?: boolean } }>("GET", path, options.abortSignal);
    return { versions, purchasePlan: { publisher: plan.publisher, product: plan.product, name: plan.name, accepted: properties?.accepted === true } };
  }

  async #deletedVaults(options: CallOptions): Promise<Answers["deletedVaults"]> {
    const vaults = await all(this.#vaults.vaults.listDeleted(options));
    return vaults.flatMap(({ name, properties }) => {
      const purgedOn = properties?.scheduledPurgeDate?.toISOString().slice(0, 10);
      return name === undefined ? [] : [{ name, location: properties?.location ?? "", purgeProtected: properties?.purgeProtectionEnabled === true, ...(purgedOn === undefined ? {} : { purgedOn }) }];
    });
  }

  async #standing(resourceGroupName: string, options: CallOptions): Promise<Answers["standing"]> {
    const resources = await absent(all(this.#resources.resources.listByResourceGroup(resourceGroupName, options)));
    if (resources === undefined) return { ids: [], machineSizes: {} };
    const machines = (await absent(all(this.#compute.virtualMachines.list(resourceGroupName, options)))) ?? [];
    return {
      ids: resources.flatMap(({ id }) => (id === undefined ? [] : [id.toLowerCase()])),
      machineSizes: Object.fromEntries(machines.flatMap(({ id, hardwareProfile }) => (id === undefined ? [] : [[id.toLowerCase(), hardwareProfile?.vmSize ?? ""]]))),
    };
  }

  /** Azure asks the group's policies where there is the group, else the subscription's. */
  async #policy({ resourceGroupName, content }: Extract<Question, { kind: "policy" }>, abortSignal: AbortSignal): Promise<Answers["policy"]> {
    const path = "/providers/Microsoft.PolicyInsights/checkPolicyRestrictions?api-version=2023-03-01";
    const body = { resourceDetails: { resourceContent: content } };
    const ask = (scope: string) => this.#call<PolicyRestrictions>("POST", `${scope}${path}`, abortSignal, body);
    const { contentEvaluationResult } = (await absent(ask(`/resourceGroups/${resourceGroupName}`))) ?? (await ask(""));
    return (contentEvaluationResult?.policyEvaluations ?? []).flatMap(({ policyInfo, evaluationResult = "no result", effectDetails }) => {
      if (evaluationResult === "Compliant" || !/^deny$/i.test(effectDetails?.policyEffect ?? "")) return [];
      const policy = policyInfo?.policyAssignmentId ?? policyInfo?.policyDefinitionId ?? "a policy without a name";
      // Azure says other words where it could not evaluate a policy.
      if (evaluationResult !== "NonCompliant") throw new Error(`what ${policy} says is ${evaluationResult}`);
      return [{ policy, reason: effectDetails?.policyEffect ?? "" }];
    });
  }

  #call<Answer>(method: "GET" | "POST", path: string, abortSignal: AbortSignal, body?: object): Promise<Answer> {
    return askDirectly(this.#resources, this.#endpoint, { method, path: `/subscriptions/${this.#subscriptionId}${path}`, abortSignal, ...(body === undefined ? {} : { body }) });
  }
}

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

interface PolicyRestrictions {
  readonly contentEvaluationResult?: {
    readonly policyEvaluations?: readonly {
      readonly policyInfo?: { readonly policyAssignmentId?: string; readonly policyDefinitionId?: string };
      readonly evaluationResult?: string;
      readonly effectDetails?: { readonly policyEffect?: string };
    }[];
  };
}

async function usages(list: AsyncIterable<{ readonly name: { readonly value?: string }; readonly currentValue: number; readonly limit: number }>): Promise<Answers["computeUsage"]> {
  return (await all(list)).map(({ name, currentValue, limit }) => ({ name: name.value ?? "", current: currentValue, limit }));
}

async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}

/** What is not there is an answer too; nothing else is. */
async function absent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const { statusCode, code } = error as Partial<ArmRefusal>;
    if (statusCode === 404 && code !== undefined && notThere.has(code)) return undefined;
    throw error;
  }
}

/** Source of the codes: Azure Resource Manager; of images, public logs of the Azure CLI. */
const notThere: ReadonlySet<string> = new Set(["ResourceGroupNotFound", "ResourceNotFound", "ImageNotFound", "NotFound", "PlatformImageNotFound"]);

/** `20348.2113.231202` comes before `20348.10000.1`. */
function byVersion(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split(".").map(Number)) as [number[], number[]];
  const place = a.findIndex((part, index) => part !== b[index]);
  return place < 0 ? a.length - b.length : a[place]! - (b[place] ?? -1);
}
