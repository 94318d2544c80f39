import type { ResourceManagementClient } from "@azure/arm-resources";
import { createHttpHeaders, createPipelineRequest } from "@azure/core-rest-pipeline";

/** Azure Resource Manager of the public cloud, where the clients are given no other endpoint. */
const publicCloud = "https://management.azure.com";

/** Azure Resource Manager's refusal of a call that no client has a method for. */
export class ArmRefusal extends Error {
  readonly statusCode: number;
  readonly code: string | undefined;

  constructor(statusCode: number, code: string | undefined, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

export interface DirectCall {
  readonly method: "GET" | "POST";
  /** From `/subscriptions` on, with its api-version. */
  readonly path: string;
  readonly body?: object;
  readonly abortSignal: AbortSignal;
}

/**
 * A call that Microsoft's clients have no method for, over a client's own pipeline: its sign-in, its retries.
 *
 * @throws ArmRefusal where it is not answered with 2xx
 */
export async function askDirectly<Answer>(client: ResourceManagementClient, endpoint: string | undefined, { method, path, body, abortSignal }: DirectCall): Promise<Answer> {
  const request = createPipelineRequest({
    url: `${endpoint ?? publicCloud}${path}`,
    method,
    abortSignal,
    headers: createHttpHeaders({ Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }) }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status, bodyAsText } = await client.sendRequest(request);
  const answer = parsed(bodyAsText ?? "") as { readonly error?: { readonly code?: string; readonly message?: string } };
  if (status >= 200 && status < 300) return answer as Answer;
  throw new ArmRefusal(status, answer.error?.code, answer.error?.message ?? "");
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
