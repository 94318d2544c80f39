import type { Properties, PropertyValue } from "../propertyValues.ts";
import type { ResourceStore } from "../resourceStore.ts";
import type { ControlPlane } from "./controlPlane.ts";
import type { Operations } from "./operations.ts";

/** A call of Azure Resource Manager, after the wire. */
export interface RestRequest {
  readonly method: string;
  /** Path without query, decoded segment by segment, no slash at its end. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What the route's pattern names: `subscriptionId`, `location` … */
  readonly parameters: Readonly<Record<string, string>>;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  /** Empty where none was sent. */
  readonly body: Properties;
}

export interface RestAnswer {
  readonly status: number;
  readonly body?: PropertyValue;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an answer is made from. */
export interface RestAzure {
  readonly control: ControlPlane;
  readonly store: ResourceStore;
  readonly operations: Operations;
  readonly tenantId: string;
  /** `https://127.0.0.1:PORT`, for links. */
  readonly endpoint: string;
  /** Entries of one page of a list. */
  readonly pageSize: number;
}

export type RestHandler = (azure: RestAzure, request: RestRequest) => RestAnswer;

/** A refusal of the interface itself; what Azure's resources refuse is an `AzureError`. */
export class RestRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly target: string | undefined;

  constructor(status: number, code: string, text: string, target?: string) {
    super(text);
    this.name = "RestRefusal";
    this.status = status;
    this.code = code;
    this.target = target;
  }
}

export function ok(body: Properties): RestAnswer {
  return { status: 200, body };
}
