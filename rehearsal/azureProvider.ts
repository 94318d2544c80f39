import { checkFailures, createBeforeDelete, withDefaults } from "./checkedInputs.ts";
import { AzureNativeRequests } from "./faults/azureNativeRequests.ts";
import { noFaults, type Faults } from "./faults/faults.ts";
import { PartialFailure } from "./faults/partialFailure.ts";
import { FaultRefusal, ServerCrash } from "./faults/refusal.ts";
import { isDeletedSlowly, mannerOf } from "./longRunningTypes.ts";
import { guidOf } from "./answer.ts";
import { resourceShape } from "./azureTypes.ts";
import { inputChanges, type Changes } from "./inputDiff.ts";
import { previewOutputs } from "./previewOutputs.ts";
import { sameValue, type Properties } from "./propertyValues.ts";
import type { CheckRequest, CreateRequest, DiffRequest, Provider, ProviderSession, ReadRequest, ResourceRequest, UpdateRequest } from "./provider.ts";
import { RehearsedAzure, type Caller } from "./rehearsedAzure.ts";
import { importedInputs, refreshedInputs } from "./refreshedInputs.ts";
import { idFromInputs, pathInputs } from "./resourceAddress.ts";
import type { ResourceStore } from "./resourceStore.ts";
import { resolveType, type RehearsedType, type ResolvedType } from "./resourceTypes.ts";
import { CallsUnderWay } from "./underWay.ts";

/** Where no subscription or tenant is configured. */
const noId = "00000000-0000-0000-0000-000000000000";

/**
 * azure-native against the rehearsed Azure in `store`.
 *
 * @param faults what goes wrong on demand
 * @param pauses milliseconds before what failed is asked for again
 */
export function azureProvider(store: ResourceStore, version: string, faults: Faults = noFaults, pauses?: readonly number[]): Provider {
  const underWay = new CallsUnderWay();
  const connection = { azure: new RehearsedAzure(store, underWay), requests: new AzureNativeRequests(faults, underWay, pauses) };
  return { name: "azure-native", version, configure: (variables) => azureSession(connection, variables) };
}

/** Azure, and how azure-native asks it. */
interface Connection {
  readonly azure: RehearsedAzure;
  readonly requests: AzureNativeRequests;
}

function azureSession(connection: Connection, variables: Readonly<Record<string, string>>): ProviderSession {
  const setting = (name: string, environment: string): string | undefined => variables[name] ?? process.env[environment];
  const caller: Caller = {
    subscriptionId: setting("subscriptionId", "ARM_SUBSCRIPTION_ID") ?? noId,
    tenantId: setting("tenantId", "ARM_TENANT_ID") ?? noId,
  };
  const locationOf = (name: string): string | undefined => connection.azure.location(`/subscriptions/${caller.subscriptionId}/resourceGroups/${name}`);
  return {
    check: (request) => check(request, setting("location", "ARM_LOCATION"), locationOf),
    diff,
    create: (request) => create(connection, caller, request),
    read: (request) => read(connection, caller, request),
    update: (request) => update(connection, caller, request),
    delete: (request) => remove(connection, caller, request),
    invoke: (token) => invoke(token, caller, setting("clientId", "ARM_CLIENT_ID")),
  };
}

/** A type without a row cannot be previewed truly, so it is refused where azure-native refuses what it does not know: in Check. */
function known(token: string): ResolvedType {
  const type = resolveType(token);
  if (type !== undefined) return type;
  throw new Error(
    `Resource type ${token} is not among the rehearsed types: add a row to rehearsal/resourceTypes.ts and run node scripts/generateAzureTypes.ts`,
  );
}

function check(request: CheckRequest, location: string | undefined, locationOf: (name: string) => string | undefined) {
  const type = known(request.type);
  const inputs = withDefaults(type, request, location, locationOf);
  return { inputs, failures: checkFailures(type, inputs) };
}

function diff({ type: token, inputsBefore, outputsBefore, inputs }: DiffRequest) {
  const { type } = known(token);
  const version = inputsBefore["azureApiVersion"] ?? outputsBefore["azureApiVersion"];
  const before = version === undefined ? inputsBefore : { ...inputsBefore, azureApiVersion: version };
  const found = inputChanges(before, inputs, new Set([...pathInputs(type), ...type.replacing]));
  const changes = withoutAnswered(found, inputs, outputsBefore);
  const replaces = [...changes.values()].some((change) => change.replaces);
  return { changes, deleteBeforeReplace: inputsBefore[createBeforeDelete] === true ? false : replaces };
}

/** An input that is now said and that Azure had answered with the same value replaces nothing. */
function withoutAnswered(changes: Changes, inputs: Properties, outputs: Properties): Changes {
  return new Map(
    [...changes].map(([path, change]) => {
      const answered = change.kind === "add" && change.replaces && sameValue(inputs[path], outputs[path]);
      return [path, answered ? { ...change, replaces: false } : change];
    }),
  );
}

async function create({ azure, requests }: Connection, caller: Caller, { type: token, inputs, preview }: CreateRequest) {
  const { type, apiVersion } = known(token);
  const shape = resourceShape(type.token);
  if (preview) return { id: "", outputs: previewOutputs(inputs, shape.outputs) };
  const id = idFromInputs(type, inputs, caller.subscriptionId);
  const request = { armType: type.armType, id };
  const version = { azureApiVersion: apiVersion ?? shape.apiVersion };
  // azure-native looks first whether there is one, then puts; a PUT that is repeated finds what the first may have left.
  await requests.ask({ ...request, operation: "read" }, () => undefined);
  const outputs = await requests.ask({ ...request, operation: "create" }, (attempt) => azure.put(type, id, inputs, caller, attempt === 1));
  await finished({ azure, requests }, type, id, caller, inputs, version);
  return { id, outputs: { ...outputs, ...version } };
}

async function update({ azure, requests }: Connection, caller: Caller, { type: token, id, inputsBefore, inputs, outputsBefore, preview }: UpdateRequest) {
  const { type, apiVersion } = known(token);
  const shape = resourceShape(type.token);
  if (preview) return { ...previewOutputs(inputs, shape.outputs), ...only(outputsBefore, ["name", "location"]) };
  const version = { azureApiVersion: apiVersion ?? shape.apiVersion };
  const outputs = await requests.ask({ operation: "update", armType: type.armType, id }, () => azure.put(type, azure.canonicalId(id), inputs, caller, false, inputsBefore));
  await finished({ azure, requests }, type, id, caller, inputs, version);
  return { ...outputs, ...version };
}

/**
 * Waits until a write that was accepted is done.
 *
 * @throws PartialFailure where it came to no good end, or nobody heard of it
 */
async function finished({ azure, requests }: Connection, type: RehearsedType, id: string, caller: Caller, inputs: Properties, version: Properties): Promise<void> {
  if (mannerOf(type.armType) === "none") return;
  const request = { armType: type.armType, id };
  try {
    await requests.ask({ ...request, operation: "poll" }, () => undefined);
  } catch (error) {
    if (error instanceof ServerCrash) throw error;
    if (error instanceof FaultRefusal && error.retryAfter === undefined) azure.fail(id);
    const outputs = await requests.ask({ ...request, operation: "read" }, () => azure.read(type, id, caller)).catch((unread: Error) => {
      throw new Error(`resource partially created but read failed ${unread.message}: ${(error as Error).message}`);
    });
    throw new PartialFailure(id, { ...outputs, ...version }, inputs, error as Error);
  }
}

async function remove({ azure, requests }: Connection, caller: Caller, { type: token, id }: ResourceRequest): Promise<void> {
  const { type } = known(token);
  const request = { armType: type.armType, id };
  await requests.ask({ ...request, operation: "delete" }, () => azure.delete(type, id, caller));
  if (isDeletedSlowly(type.armType)) await requests.ask({ ...request, operation: "poll" }, () => undefined);
}

function only(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}

async function read({ azure, requests }: Connection, caller: Caller, { type: token, id, inputs, outputs: outputsBefore }: ReadRequest) {
  const { type, apiVersion } = known(token);
  const answered = await requests.ask({ operation: "read", armType: type.armType, id }, () => azure.read(type, id, caller));
  if (answered === undefined) return undefined;
  const outputs = { ...answered, azureApiVersion: apiVersion ?? resourceShape(type.token).apiVersion };
  const inputsNow = inputs === undefined ? importedInputs(type, id, outputs) : refreshedInputs(type, inputs, outputsBefore, outputs);
  return { id, inputs: inputsNow, outputs };
}

function invoke(token: string, { subscriptionId, tenantId }: Caller, clientId: string | undefined): Properties {
  if (token !== "azure-native:authorization:getClientConfig") throw new Error(`Invoke type ${token} is not rehearsed`);
  return { clientId: clientId ?? guidOf("rehearsal", "client"), objectId: guidOf("rehearsal", "principal"), subscriptionId, tenantId };
}
