import { azureNativeWords } from "../azureError.ts";
import { errorCodes, type ErrorCode } from "./errorCodes.ts";
import type { AzureRequest, Fault } from "./fault.ts";

/** A refusal that was asked for. `message` has azure-native's words, as that of an `AzureError` has; no rule of Azure's is behind it. */
export class FaultRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  /** Whole seconds, where the answer says when to come again. */
  readonly retryAfter: number | undefined;
  /** For whoever rehearses, no part of Azure's answer. */
  readonly hint: string;

  constructor(fault: Fault, { status, code, text }: Pick<ErrorCode, "status" | "code" | "text">, retryAfter?: number) {
    super(azureNativeWords(status, code, text));
    this.name = "FaultRefusal";
    this.status = status;
    this.code = code;
    this.text = text;
    this.retryAfter = retryAfter;
    this.hint = hintOf(fault);
  }
}

function hintOf({ text }: Fault): string {
  return `the fault ${text}, which was asked for`;
}

/** The refusal with one of Azure's codes, which the parser knows. */
export function refusalWith(fault: Fault, code: string): FaultRefusal {
  return new FaultRefusal(fault, errorCodes.get(code)!);
}

/** Azure Resource Manager's answer to who asks too often. Source: MicrosoftDocs/azure-docs, request-limits-and-throttling.md. */
export function throttled(fault: Fault, seconds: number): FaultRefusal {
  return new FaultRefusal(fault, { status: 429, code: "TooManyRequests", text: `The request is being throttled as the limit has been reached. Please try again after '${seconds}' seconds.` }, seconds);
}

const verbs = { create: "Put", update: "Put", delete: "Delete", read: "Get", poll: "Get" } as const;

/** A connection that dropped: of what was asked for nobody knows whether it is done. The words are those of azure-native's transport. */
export class ConnectionCut extends Error {
  readonly hint: string;

  constructor(fault: Fault, { operation, id }: AzureRequest) {
    super(`${verbs[operation]} "https://management.azure.com${id}": read: connection reset by peer`);
    this.name = "ConnectionCut";
    this.hint = hintOf(fault);
  }
}

/** Whoever serves is to die, without an answer. */
export class ServerCrash extends Error {
  constructor() {
    super("The server crashed.");
    this.name = "ServerCrash";
  }
}
