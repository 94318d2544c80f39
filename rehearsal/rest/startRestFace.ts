import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { AzureError } from "../azureError.ts";
import { noFaults, type Faults } from "../faults/faults.ts";
import { FaultRefusal, ServerCrash } from "../faults/refusal.ts";
import { openStore } from "../openStore.ts";
import type { Properties } from "../propertyValues.ts";
import { befallen, NoAnswer } from "./befallen.ts";
import { selfSignedCertificate } from "./certificate.ts";
import { controlPlane } from "./controlPlane.ts";
import { RestRefusal, type RestAnswer, type RestAzure, type RestRequest } from "./exchange.ts";
import { Operations } from "./operations.ts";
import { answer } from "./routes.ts";

export interface RestFaceOptions {
  /** The folder of the rehearsed Azure: the same as the providers', while they run or not. */
  readonly storeFolder: string;
  /** Looks at a long-running operation, or at its resource, before it is done. Default 2. */
  readonly looksUntilDone?: number;
  /** Entries of a list before there is a `nextLink`. Default 100. */
  readonly pageSize?: number;
  /** Default: all zeros, as the providers have it where none is configured. */
  readonly tenantId?: string;
  /** What goes wrong on demand; nothing by default. The providers of the same rehearsal may share it. */
  readonly faults?: Faults;
}

/** Azure Resource Manager's REST interface over a rehearsed Azure, on 127.0.0.1 only, at a port that the system chooses. */
export interface RestFace {
  /** `https://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** PEM of the certificate to trust; it signs itself. */
  readonly certificate: string;
  /** A `TokenCredential` of Azure's clients. Its token is this interface's own: no other is taken, and it is good nowhere else. */
  readonly credential: { readonly getToken: () => Promise<{ readonly token: string; readonly expiresOnTimestamp: number }> };
  /** What the constructor of a client of Azure needs besides credential and subscription. */
  readonly clientOptions: { readonly endpoint: string; readonly tlsOptions: { readonly ca: string } };
  /** Stops listening; calls under way are cut. */
  readonly stop: () => Promise<void>;
}

const noTenant = "00000000-0000-0000-0000-000000000000";

/** @throws StoreError where another process has the folder, or it is of another format, or not whole */
export async function startRestFace({ storeFolder, looksUntilDone = 2, pageSize = 100, tenantId = noTenant, faults = noFaults }: RestFaceOptions): Promise<RestFace> {
  const { key, certificate } = await selfSignedCertificate();
  const token = randomBytes(32).toString("base64url");
  const { store, close } = openStore(storeFolder);
  const operations = new Operations(looksUntilDone);
  const shared = { control: controlPlane(store, operations), store, operations, pageSize, tenantId };
  const server = createServer({ key, cert: certificate });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const azure: RestAzure = { ...shared, endpoint };
  // As where its process dies: connections break off, and nobody listens any more.
  const die = () => {
    server.close();
    server.closeAllConnections();
  };
  server.on("request", (incoming, outgoing) => void serve({ azure, token, faults, die }, incoming, outgoing));
  return {
    endpoint,
    certificate,
    credential: { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    clientOptions: { endpoint, tlsOptions: { ca: certificate } },
    stop: () =>
      new Promise((resolve) => {
        // An error says that it has stopped listening already.
        server.close(() => resolve(close()));
        server.closeAllConnections();
      }),
  };
}

interface Served {
  readonly azure: RestAzure;
  readonly token: string;
  readonly faults: Faults;
  readonly die: () => void;
}

async function serve(served: Served, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const answer = await answered(served, incoming);
  if (answer === undefined) {
    incoming.socket.destroy();
    return;
  }
  const { status, body, headers = {} } = answer;
  const correlation = incoming.headers["x-ms-correlation-request-id"] ?? randomUUID();
  outgoing.writeHead(status, {
    "x-ms-request-id": randomUUID(),
    "x-ms-correlation-request-id": correlation,
    ...(body === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" }),
    ...headers,
  });
  outgoing.end(body === undefined || incoming.method === "HEAD" ? undefined : JSON.stringify(body));
}

/** The answer; undefined where a fault leaves none. */
async function answered({ azure, token, faults, die }: Served, incoming: IncomingMessage): Promise<RestAnswer | undefined> {
  try {
    requireToken(token, incoming.headers.authorization);
    // Written together: clients that are given a whole id begin the path with two slashes, which alone would name a host.
    const url = new URL(`${azure.endpoint}${incoming.url ?? "/"}`);
    requireApiVersion(url.searchParams.get("api-version"));
    const request = await restRequest(incoming, url);
    return await befallen(azure, faults, request, () => answer(azure, request));
  } catch (error) {
    if (error instanceof ServerCrash) die();
    return error instanceof NoAnswer || error instanceof ServerCrash ? undefined : refusal(error);
  }
}

function requireToken(token: string, authorization: string | undefined): void {
  const [given, wanted] = [Buffer.from(authorization ?? ""), Buffer.from(`Bearer ${token}`)];
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new RestRefusal(401, "AuthenticationFailed", "Authentication failed: the token is not the one that this rehearsal handed out.");
}

/** Any version is answered in the one shape that azure-native's has. */
function requireApiVersion(version: string | null): void {
  if (version === null) throw new RestRefusal(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
  if (/^\d{4}-\d{2}-\d{2}(?:-[a-z]+)?$/i.test(version)) return;
  throw new RestRefusal(400, "InvalidApiVersionParameter", `The api-version '${version}' is invalid: it is a date, yyyy-MM-dd, or one with an ending such as -preview.`, "api-version");
}

async function restRequest(incoming: IncomingMessage, url: URL): Promise<RestRequest> {
  const { "if-match": ifMatch, "if-none-match": ifNoneMatch } = incoming.headers;
  const path = decodedPath(url.pathname);
  return { method: incoming.method ?? "GET", path, query: url.searchParams, parameters: {}, ifMatch, ifNoneMatch, body: await bodyOf(incoming) };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll(/\/{2,}/g, "/").replace(/\/+$/, "");
  } catch {
    throw new RestRefusal(400, "InvalidRequestUri", "The path is not percent-encoded as it should be.");
  }
}

/** Azure Resource Manager takes no more than 4 MB. */
const maximumBytes = 4 * 1024 * 1024;

async function bodyOf(incoming: IncomingMessage): Promise<Properties> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maximumBytes) throw new RestRefusal(413, "RequestContentTooLarge", `The request content is larger than ${maximumBytes} bytes.`);
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString("utf8").trim();
  if (text === "") return {};
  const value = parsed(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Properties;
  throw new RestRefusal(400, "InvalidRequestContent", "The request content was invalid and could not be deserialized: it is no JSON object.");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The text may hold a secret: it is not repeated.
    throw new RestRefusal(400, "InvalidRequestContent", "The request content was invalid and could not be deserialized: it is no JSON.");
  }
}

/** Azure's error envelope. */
function refusal(error: unknown): RestAnswer {
  if (error instanceof AzureError) return envelope(error.status, error.code, error.text);
  if (error instanceof FaultRefusal) {
    const answer = envelope(error.status, error.code, error.text);
    return error.retryAfter === undefined ? answer : { ...answer, headers: { "Retry-After": String(error.retryAfter) } };
  }
  if (error instanceof RestRefusal) return envelope(error.status, error.code, error.message, error.target);
  return envelope(500, "InternalServerError", error instanceof Error ? error.message : String(error));
}

function envelope(status: number, code: string, message: string, target?: string): RestAnswer {
  return { status, body: { error: { code, message, ...(target === undefined ? {} : { target }), details: [] } } };
}
