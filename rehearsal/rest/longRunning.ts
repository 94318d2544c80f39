import { parseResourceId } from "../../azure/resourceIds.ts";
import { groupType, isDeletedSlowly, mannerOf } from "../longRunningTypes.ts";
import { objectAt, textAt, type Properties } from "../propertyValues.ts";
import { RestRefusal, type RestAnswer, type RestAzure, type RestHandler } from "./exchange.ts";
import type { OperationKind } from "./operations.ts";

/** The answer to a PUT or PATCH, with the resource as it will be and, where Azure takes its time, where to ask. */
export function writeAnswer(azure: RestAzure, armType: string, id: string, body: Properties, existed: boolean): RestAnswer {
  const status = existed ? 200 : 201;
  const manner = mannerOf(armType);
  if (manner === "none" || (manner === "state" && existed)) return { status, body };
  const kind = existed ? "Updating" : "Creating";
  const operation = azure.operations.begin(kind, id);
  const headers = manner === "state" ? {} : { "Azure-AsyncOperation": operationUrl(azure, id, "operations", operation), ...askAgain };
  return { status, body: withState(body, stateName(armType, kind)), headers };
}

/** The answer to a DELETE of something that was there. */
export function deleteAnswer(azure: RestAzure, armType: string, id: string): RestAnswer {
  if (!isDeletedSlowly(armType)) return { status: 200 };
  return acceptedAnswer(azure, id, "Deleting");
}

/** 202, and where to ask. A resource group's deletion has a `Location` only. */
export function acceptedAnswer(azure: RestAzure, id: string, kind: OperationKind): RestAnswer {
  const operation = azure.operations.begin(kind, id);
  const location = { Location: operationUrl(azure, id, "operationResults", operation), ...askAgain };
  const isGroup = parseResourceId(id)?.type.toLowerCase() === groupType;
  return { status: 202, headers: isGroup ? location : { ...location, "Azure-AsyncOperation": operationUrl(azure, id, "operations", operation) } };
}

/** A rehearsal is done after some looks, however quickly they follow. */
const askAgain = { "Retry-After": "0" };

function operationUrl({ endpoint }: RestAzure, id: string, kind: "operations" | "operationResults", operation: string): string {
  const parsed = parseResourceId(id);
  const namespace = parsed?.type.split("/")[0] ?? "Microsoft.Resources";
  return `${endpoint}/subscriptions/${parsed?.subscriptionId ?? ""}/providers/${namespace}/locations/rehearsal/${kind}/${operation}?api-version=2024-05-01`;
}

/** The resource with the state of what is going on with it. */
export function withStateUnderWay(azure: RestAzure, armType: string, id: string, body: Properties): Properties {
  const kind = azure.operations.under(id);
  return kind === undefined || kind === "Working" ? body : withState(body, stateName(armType, kind));
}

function stateName(armType: string, kind: OperationKind): string {
  return mannerOf(armType) === "state" && kind === "Creating" ? "RegisteringDns" : kind;
}

function withState(body: Properties, state: string): Properties {
  const properties = objectAt(body, "properties");
  return textAt(properties, "provisioningState") === undefined ? body : { ...body, properties: { ...properties, provisioningState: state } };
}

/** GET of an `Azure-AsyncOperation` address. */
export const operationStatus: RestHandler = ({ operations }, { parameters: { operation = "" }, path }) => {
  const found = operations.look(operation);
  if (found === undefined) throw unknownOperation(operation);
  const { state: status } = found;
  return { status: 200, body: { id: path, name: operation, status, ...(found.state === "Failed" ? { error: { ...found.error } } : {}) }, headers: status === "InProgress" ? askAgain : {} };
};

/** GET of a `Location` address. */
export const operationResult: RestHandler = ({ operations, endpoint }, { parameters: { operation = "" }, path, query }) => {
  const found = operations.look(operation);
  if (found === undefined) throw unknownOperation(operation);
  if (found.state === "Failed") throw new RestRefusal(409, found.error.code, found.error.message);
  return found.state === "Succeeded" ? { status: 200 } : { status: 202, headers: { Location: `${endpoint}${path}?${query.toString()}`, ...askAgain } };
};

function unknownOperation(operation: string): RestRefusal {
  return new RestRefusal(404, "OperationNotFound", `The operation '${operation}' is not known: a rehearsal forgets its operations when it ends.`);
}
