import { isMap } from "./configurationData.ts";

export const masked = "[secret]";

const secretNames = /pass(?:word|phrase|wd)?|pwd|secret|token|credential|private|api_?key|access_?key|connection_?string|sas/i;

/** Whether a key's name suggests that its value is a secret. */
export function suggestsSecret(key: string): boolean {
  return secretNames.test(key);
}

/** An encrypted value of a stack file (`secure: …`), which stays closed. */
export function isEncrypted(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

/** The value as errors may show it: encrypted values, and those whose key suggests a secret, are masked at any depth. */
export function withoutSecrets(value: unknown, key = ""): unknown {
  if (isEncrypted(value) || (value !== undefined && suggestsSecret(key))) return masked;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSecrets(item, name)]));
}
