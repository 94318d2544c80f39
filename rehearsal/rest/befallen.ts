import { setTimeout as wait } from "node:timers/promises";
import { parseResourceId } from "../../azure/resourceIds.ts";
import type { AzureRequest } from "../faults/fault.ts";
import { noFaults, type Faults } from "../faults/faults.ts";
import { refusalWith, ServerCrash, throttled } from "../faults/refusal.ts";
import type { RestAnswer, RestAzure, RestRequest } from "./exchange.ts";

/** The connection drops: the client gets no answer, whatever was done. */
export class NoAnswer extends Error {}

const operationPath = /\/operation(?:s|Results)\/(?<operation>[^/]+)$/i;

/**
 * Answers a call unless a fault befalls it.
 *
 * @throws FaultRefusal, NoAnswer; ServerCrash where the interface itself is to go
 */
export async function befallen(azure: RestAzure, faults: Faults, request: RestRequest, answer: () => RestAnswer): Promise<RestAnswer> {
  if (faults === noFaults) return answer();
  const asked = requestOf(azure, request);
  const { milliseconds, blow } = faults.next(asked);
  if (milliseconds > 0) await wait(milliseconds);
  if (blow === undefined) return answer();
  const { effect, fault } = blow;
  if (effect.kind === "throttle") throw throttled(fault, effect.seconds);
  if (effect.kind === "error") {
    const refusal = refusalWith(fault, effect.code);
    if (asked.operation !== "poll") throw refusal;
    // The looks themselves are answered: what they tell is the bad end.
    azure.operations.fail(operationPath.exec(request.path)?.groups?.["operation"] ?? "", { code: refusal.code, message: refusal.text });
    azure.control.fail(asked.id);
    return answer();
  }
  if (effect.moment === "after") answer();
  throw effect.kind === "cut" ? new NoAnswer() : new ServerCrash();
}

/** A call as faults see it. */
function requestOf({ operations, control }: RestAzure, { method, path }: RestRequest): AzureRequest {
  const operation = operationPath.exec(path)?.groups?.["operation"];
  if (method === "GET" && operation !== undefined) {
    const id = operations.resourceOf(operation) ?? "";
    return { operation: "poll", armType: parseResourceId(id)?.type ?? "", id };
  }
  // Lists lack the last name; an action's word stands behind it.
  const id = method === "POST" ? path.replace(/\/[^/]+$/, "") : path;
  const armType = (parseResourceId(id) ?? parseResourceId(`${id}/list`))?.type ?? "";
  if (method === "GET" || method === "HEAD") return { operation: "read", armType, id };
  if (method === "DELETE") return { operation: "delete", armType, id };
  return { operation: method !== "PUT" || control.exists(id) ? "update" : "create", armType, id };
}
