import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The ways in which a secret could lie in a file or an output: as it is, and as other programs write text. */
export function secretForms(secret: string): ReadonlyMap<string, Buffer> {
  const json = JSON.stringify(secret).slice(1, -1);
  return new Map([
    ["plain", Buffer.from(secret)],
    ["JSON", Buffer.from(json)],
    ["JSON in JSON", Buffer.from(JSON.stringify(json).slice(1, -1))],
    ["JSON with HTML escapes", Buffer.from(json.replaceAll("&", "\\u0026").replaceAll("<", "\\u003c").replaceAll(">", "\\u003e"))],
    ["URL", Buffer.from(encodeURIComponent(secret))],
    ["form", Buffer.from(new URLSearchParams({ s: secret }).toString().slice(2))],
    ["base64", withoutPadding(Buffer.from(secret).toString("base64"))],
    ["base64url", withoutPadding(Buffer.from(secret).toString("base64url"))],
    ["base64 of UTF-16", withoutPadding(Buffer.from(secret, "utf16le").toString("base64"))],
    ["hexadecimal", Buffer.from(Buffer.from(secret).toString("hex"))],
    ["UTF-16 little endian", Buffer.from(secret, "utf16le")],
    ["UTF-16 big endian", Buffer.from(secret, "utf16le").swap16()],
  ]);
}

/** The last characters of a base64 text depend on what follows. */
function withoutPadding(text: string): Buffer {
  return Buffer.from(text.replace(/=+$/, "").slice(0, -1));
}

/** Where a secret lies: the forms in which the content holds it. */
export function formsIn(content: Buffer, secret: string): readonly string[] {
  return [...secretForms(secret)].filter(([, form]) => content.includes(form)).map(([name]) => name);
}

/** Every file below a folder that holds one of the secrets, as `path: form`. */
export function findSecrets(folder: string, secrets: readonly string[]): readonly string[] {
  return filesBelow(folder).flatMap((path) => {
    const content = readFileSync(path);
    return secrets.flatMap((secret) => formsIn(content, secret).map((form) => `${path}: ${form}`));
  });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}
