export { LifecareEnvironment, type StandingServer } from "./lifecareEnvironment.ts";
export { LifecareNetwork } from "./lifecareNetwork.ts";
export { LifecareServer } from "./lifecareServer.ts";
export { SecretStore } from "./secretStore.ts";
export { ApplicationServer, ComputeServer, CoreServer, DatabaseServer, IntranetWebServer, WebServer } from "./serverPresets.ts";
export * from "../environment/requests.ts";
export * from "../environment/environmentRequest.ts";
export { ProblemError, type Problem } from "../environment/problem.ts";
