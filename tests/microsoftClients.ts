import { request } from "node:https";
import { ComputeManagementClient } from "@azure/arm-compute";
import { FeatureClient } from "@azure/arm-features";
import { KeyVaultManagementClient } from "@azure/arm-keyvault";
import { NetworkManagementClient } from "@azure/arm-network";
import { ResourceManagementClient } from "@azure/arm-resources";
import { startRestFace, type RestFace, type RestFaceOptions } from "../rehearsal/rest/startRestFace.ts";

/** An answer as it is on the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: { readonly error?: { readonly code: string; readonly message: string; readonly target?: string }; readonly value?: readonly unknown[] };
}

export interface WireOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Default: an api-version. */
  readonly query?: string;
}

/** Microsoft's clients of a rehearsed Azure. */
export interface MicrosoftClients {
  readonly face: RestFace;
  readonly compute: ComputeManagementClient;
  readonly features: FeatureClient;
  readonly network: NetworkManagementClient;
  readonly resources: ResourceManagementClient;
  readonly vaults: KeyVaultManagementClient;
  /** A call without any client, to see what is on the wire. */
  readonly call: (method: string, path: string, options?: WireOptions) => Promise<WireAnswer>;
}

/** @param retries how the clients ask again what failed; a second later, and then ever later, by default */
export async function openMicrosoftClients(subscriptionId: string, options: RestFaceOptions, retries: { readonly retryOptions?: { readonly retryDelayInMs: number; readonly maxRetryDelayInMs: number } } = {}): Promise<MicrosoftClients> {
  const face = await startRestFace(options);
  const { credential } = face;
  const clientOptions = { ...face.clientOptions, ...retries };
  return {
    face,
    compute: new ComputeManagementClient(credential, subscriptionId, clientOptions),
    features: new FeatureClient(credential, subscriptionId, clientOptions),
    network: new NetworkManagementClient(credential, subscriptionId, clientOptions),
    resources: new ResourceManagementClient(credential, subscriptionId, clientOptions),
    vaults: new KeyVaultManagementClient(credential, subscriptionId, clientOptions),
    call: (method, path, sent = {}) => call(face, method, path, sent),
  };
}

async function call({ endpoint, certificate, credential }: RestFace, method: string, path: string, { headers = {}, body, query = "?api-version=2024-05-01" }: WireOptions): Promise<WireAnswer> {
  const { token } = await credential.getToken();
  const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(`${endpoint}${path}${query}`, { method, ca: certificate, headers: { Authorization: `Bearer ${token}`, ...length, ...headers } }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += String(part)));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text === "" ? {} : (JSON.parse(text) as WireAnswer["body"]) }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Clients wait two seconds between looks where they are not told otherwise. */
export const quickly = { updateIntervalInMs: 1 };

/** A list to its last page. */
export async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}

/** Status and code of what a client was refused. */
export async function refusalOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => "taken",
    (error: unknown) => `${(error as { statusCode?: number }).statusCode} ${(error as { code?: string }).code}`,
  );
}
