import * as grpc from "@grpc/grpc-js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import type * as wire from "@pulumi/pulumi/proto/provider_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import anyMessages from "google-protobuf/google/protobuf/any_pb.js";
import type { CallCounter } from "./callCounter.ts";
import { PartialFailure } from "./faults/partialFailure.ts";
import { ServerCrash } from "./faults/refusal.ts";
import type { PropertyChange } from "./inputDiff.ts";
import { fromStruct, toStruct } from "./propertyValues.ts";
import type { Naming, Provider, ProviderSession } from "./provider.ts";

type Answer = (request: never, session: ProviderSession) => unknown;
type Call = grpc.ServerUnaryCall<unknown, unknown>;

type Method = grpc.MethodDefinition<unknown, unknown> & { readonly responseType: new () => unknown };
const service = (services as unknown as { ResourceProviderService: Record<"cancel", Method> }).ResourceProviderService;
const Empty = service.cancel.responseType;

/** A provider that listens on 127.0.0.1 only, at a port that the system chooses. */
export interface ServedProvider {
  readonly port: number;
  /** Lets calls under way finish. */
  stop(): Promise<void>;
}

/** Puts a provider on the wire. What a call throws reaches the user as the error's message. */
export async function serveProvider(provider: Provider, calls: CallCounter): Promise<ServedProvider> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  // As where its process dies: connections break off, and nobody listens any more.
  const die = () => server.forceShutdown();
  server.addService(service, implementation(provider, calls, die));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  const stop = () => new Promise<void>((resolve, reject) => server.tryShutdown((error) => (error === undefined ? resolve() : reject(error))));
  return { port, stop };
}

function implementation(provider: Provider, calls: CallCounter, die: () => void): grpc.UntypedServiceImplementation {
  const sessions = new Sessions(provider);
  const unary = (method: string, answer: (call: Call) => unknown) => unaryHandler(method, calls, die, answer);
  const handlers: Record<string, grpc.UntypedHandleCall> = {};
  for (const [method, answer] of Object.entries(answers)) {
    handlers[method] = unary(method, (call) => answer(call.request as never, sessions.of(call.getPeer())));
  }
  handlers["configure"] = unary("configure", (call) => {
    sessions.configure(call.getPeer(), call.request as wire.ConfigureRequest);
    return new messages.ConfigureResponse().setSupportspreview(true).setSupportsAutonamingConfiguration(true);
  });
  handlers["handshake"] = unary("handshake", () => new messages.ProviderHandshakeResponse().setSupportsAutonamingConfiguration(true));
  handlers["getPluginInfo"] = unary("getPluginInfo", () => new pluginMessages.PluginInfo().setVersion(provider.version));
  handlers["getSchema"] = unary("getSchema", () => {
    const schema = { name: provider.name, version: provider.version };
    return new messages.GetSchemaResponse().setSchema(JSON.stringify(schema));
  });
  for (const method of ["attach", "cancel"]) handlers[method] = unary(method, () => new Empty());
  return handlers;
}

/** The engine opens one connection for each configured provider (two subscriptions, say), so the connection tells them apart. */
class Sessions {
  readonly #provider: Provider;
  readonly #sessions = new Map<string, ProviderSession>();
  #latest: ProviderSession | undefined;

  constructor(provider: Provider) {
    this.#provider = provider;
  }

  configure(peer: string, request: wire.ConfigureRequest): void {
    const variables: Record<string, string> = {};
    for (const [key, value] of request.getVariablesMap().getEntryList()) variables[key.replace(/^.*:config:/, "")] = value;
    this.#latest = this.#provider.configure(variables);
    this.#sessions.set(peer, this.#latest);
  }

  of(peer: string): ProviderSession {
    return this.#sessions.get(peer) ?? this.#latest ?? this.#provider.configure({});
  }
}

function unaryHandler(method: string, calls: CallCounter, die: () => void, answer: (call: Call) => unknown): grpc.handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    calls.count(method, typeToken(call.request));
    Promise.resolve()
      .then(() => answer(call))
      .then(
        (response) => callback(null, response),
        (error: unknown) => (error instanceof ServerCrash ? die() : callback(failure(error))),
      );
  };
}

/** What the engine is told: the message, and where a resource was left half-made, what stands of it. */
function failure(error: unknown): Partial<grpc.StatusObject> {
  const message = messageOf(error);
  if (!(error instanceof PartialFailure)) return { code: grpc.status.UNKNOWN, details: message };
  const detail = new messages.ErrorResourceInitFailed().setId(error.id).setProperties(toStruct(error.outputs)).setInputs(toStruct(error.inputs)).setReasonsList([message]);
  const packed = new anyMessages.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusMessages.Status().setCode(grpc.status.UNKNOWN).setMessage(message);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  // Where gRPC keeps what is more than a message.
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: message, metadata };
}

/** Azure's words; what a rehearsal knows of the cause stands in a line of its own. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = "hint" in error && typeof error.hint === "string" ? error.hint : undefined;
  return hint === undefined ? error.message : `${error.message}\nRehearsal: ${hint}`;
}

function typeToken(request: unknown): string {
  const message = request as { getUrn?: () => string; getTok?: () => string };
  const urn = message.getUrn?.();
  return urn === undefined || urn === "" ? (message.getTok?.() ?? "") : typeOf(urn);
}

/** `urn:pulumi:stack::project::parent$type::name`: the type after the last `$`. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

const answers: Readonly<Record<string, Answer>> = {
  checkConfig: (request: wire.CheckRequest) => new messages.CheckResponse().setInputs(request.getNews()),
  diffConfig: () => new messages.DiffResponse(),
  check: (request: wire.CheckRequest, session) => {
    const urn = request.getUrn();
    const { inputs, failures } = session.check({
      type: typeOf(urn),
      name: nameOf(urn),
      before: fromStruct(request.getOlds()),
      inputs: fromStruct(request.getNews()),
      randomSeed: request.getRandomseed_asU8(),
      naming: namingOf(request.getAutonaming()),
    });
    return new messages.CheckResponse()
      .setInputs(toStruct(inputs))
      .setFailuresList(failures.map((reason) => new messages.CheckFailure().setReason(reason)));
  },
  diff: (request: wire.DiffRequest, session) => {
    const { changes, deleteBeforeReplace } = session.diff({
      ...named(request),
      inputsBefore: fromStruct(request.getOldInputs()),
      outputsBefore: fromStruct(request.getOlds()),
      inputs: fromStruct(request.getNews()),
    });
    return diffResponse(changes, deleteBeforeReplace);
  },
  create: async (request: wire.CreateRequest, session) => {
    const urn = request.getUrn();
    const inputs = fromStruct(request.getProperties());
    const { id, outputs } = await session.create({ type: typeOf(urn), name: nameOf(urn), inputs, preview: request.getPreview() });
    return new messages.CreateResponse().setId(id).setProperties(toStruct(outputs));
  },
  read: async (request: wire.ReadRequest, session) => {
    const inputs = request.hasInputs() ? fromStruct(request.getInputs()) : undefined;
    const found = await session.read({ ...named(request), inputs, outputs: fromStruct(request.getProperties()) });
    if (found === undefined) return new messages.ReadResponse();
    return new messages.ReadResponse().setId(found.id).setProperties(toStruct(found.outputs)).setInputs(toStruct(found.inputs));
  },
  update: async (request: wire.UpdateRequest, session) => {
    const outputs = await session.update({
      ...named(request),
      inputsBefore: fromStruct(request.getOldInputs()),
      inputs: fromStruct(request.getNews()),
      outputsBefore: fromStruct(request.getOlds()),
      preview: request.getPreview(),
    });
    return new messages.UpdateResponse().setProperties(toStruct(outputs));
  },
  delete: async (request: wire.DeleteRequest, session) => {
    await session.delete(named(request));
    return new Empty();
  },
  invoke: (request: wire.InvokeRequest, session) =>
    new messages.InvokeResponse().setReturn(toStruct(session.invoke(request.getTok(), fromStruct(request.getArgs())))),
};

function named(request: { getUrn(): string; getId(): string }) {
  const urn = request.getUrn();
  return { type: typeOf(urn), name: nameOf(urn), id: request.getId() };
}

function namingOf(options: wire.CheckRequest.AutonamingOptions | undefined): Naming {
  const { PROPOSE, ENFORCE, DISABLE } = messages.CheckRequest.AutonamingOptions.Mode;
  switch (options?.getMode()) {
    case PROPOSE:
      return { kind: "proposed", name: options.getProposedName() };
    case ENFORCE:
      return { kind: "enforced", name: options.getProposedName() };
    case DISABLE:
      return { kind: "disabled" };
    default:
      return { kind: "default" };
  }
}

function diffResponse(changes: ReadonlyMap<string, PropertyChange>, deleteBeforeReplace: boolean): wire.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse().setChanges(changes.size === 0 ? DIFF_NONE : DIFF_SOME);
  if (changes.size === 0) return response;
  const paths = [...changes];
  const detailed = response.getDetaileddiffMap();
  for (const [path, change] of paths) detailed.set(path, new messages.PropertyDiff().setKind(kindOf(change)).setInputdiff(true));
  return response
    .setReplacesList(paths.filter(([, change]) => change.replaces).map(([path]) => path))
    .setDiffsList([...new Set(paths.map(([path]) => path.split(".")[0] ?? ""))])
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
}

function kindOf({ kind, replaces }: PropertyChange): wire.PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
  if (kind === "add") return replaces ? ADD_REPLACE : ADD;
  if (kind === "delete") return replaces ? DELETE_REPLACE : DELETE;
  return replaces ? UPDATE_REPLACE : UPDATE;
}
