import { checkFailures, createBeforeDelete, withDefaults } from "./checkedInputs.ts";
import { guidOf } from "./answer.ts";
import { resourceShape } from "./azureTypes.ts";
import { inputChanges, type Changes } from "./inputDiff.ts";
import { previewOutputs } from "./previewOutputs.ts";
import { sameValue, type Properties } from "./propertyValues.ts";
import type { CheckRequest, CreateRequest, DiffRequest, Provider, ProviderSession, ReadRequest, UpdateRequest } from "./provider.ts";
import { RehearsedAzure, type Caller } from "./rehearsedAzure.ts";
import { importedInputs, refreshedInputs } from "./refreshedInputs.ts";
import { idFromInputs, pathInputs } from "./resourceAddress.ts";
import type { ResourceStore } from "./resourceStore.ts";
import { resolveType, type ResolvedType } from "./resourceTypes.ts";

/** Where no subscription or tenant is configured. */
const noId = "00000000-0000-0000-0000-000000000000";

/** azure-native against the rehearsed Azure in `store`. */
export function azureProvider(store: ResourceStore, version: string): Provider {
  const azure = new RehearsedAzure(store);
  return { name: "azure-native", version, configure: (variables) => azureSession(azure, variables) };
}

function azureSession(azure: RehearsedAzure, variables: Readonly<Record<string, string>>): ProviderSession {
  const setting = (name: string, environment: string): string | undefined => variables[name] ?? process.env[environment];
  const caller: Caller = {
    subscriptionId: setting("subscriptionId", "ARM_SUBSCRIPTION_ID") ?? noId,
    tenantId: setting("tenantId", "ARM_TENANT_ID") ?? noId,
  };
  const locationOf = (name: string): string | undefined => azure.location(`/subscriptions/${caller.subscriptionId}/resourceGroups/${name}`);
  return {
    check: (request) => check(request, setting("location", "ARM_LOCATION"), locationOf),
    diff,
    create: (request) => create(azure, caller, request),
    read: (request) => read(azure, caller, request),
    update: (request) => update(azure, caller, request),
    delete: ({ type, id }) => azure.delete(known(type).type, id, caller),
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

function create(azure: RehearsedAzure, caller: Caller, { type: token, inputs, preview }: CreateRequest) {
  const { type, apiVersion } = known(token);
  const shape = resourceShape(type.token);
  if (preview) return { id: "", outputs: previewOutputs(inputs, shape.outputs) };
  const id = idFromInputs(type, inputs, caller.subscriptionId);
  const outputs = azure.put(type, id, inputs, caller, true);
  return { id, outputs: { ...outputs, azureApiVersion: apiVersion ?? shape.apiVersion } };
}

function update(azure: RehearsedAzure, caller: Caller, { type: token, id, inputsBefore, inputs, outputsBefore, preview }: UpdateRequest) {
  const { type, apiVersion } = known(token);
  const shape = resourceShape(type.token);
  if (preview) return { ...previewOutputs(inputs, shape.outputs), ...only(outputsBefore, ["name", "location"]) };
  return { ...azure.put(type, azure.canonicalId(id), inputs, caller, false, inputsBefore), azureApiVersion: apiVersion ?? shape.apiVersion };
}

function only(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}

function read(azure: RehearsedAzure, caller: Caller, { type: token, id, inputs, outputs: outputsBefore }: ReadRequest) {
  const { type, apiVersion } = known(token);
  const answered = azure.read(type, id, caller);
  if (answered === undefined) return undefined;
  const outputs = { ...answered, azureApiVersion: apiVersion ?? resourceShape(type.token).apiVersion };
  const inputsNow = inputs === undefined ? importedInputs(type, id, outputs) : refreshedInputs(type, inputs, outputsBefore, outputs);
  return { id, inputs: inputsNow, outputs };
}

function invoke(token: string, { subscriptionId, tenantId }: Caller, clientId: string | undefined): Properties {
  if (token !== "azure-native:authorization:getClientConfig") throw new Error(`Invoke type ${token} is not rehearsed`);
  return { clientId: clientId ?? guidOf("rehearsal", "client"), objectId: guidOf("rehearsal", "principal"), subscriptionId, tenantId };
}
