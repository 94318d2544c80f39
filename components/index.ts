export { SecretStore } from "./secretStore.ts";
