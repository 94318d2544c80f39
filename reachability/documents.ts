import type { ReadableResource } from "./readStated.ts";

/** What a document holds, or why it cannot be used. */
export type ReadDocument =
  | { readonly kind: "resources"; readonly source: "plan" | "preview" | "state"; readonly resources: readonly ReadableResource[] }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Reads the text of a document as `readDocument` does. */
export function parseDocument(text: string): ReadDocument {
  if (text.trim() === "") return unreadable("is empty");
  try {
    return readDocument(JSON.parse(text));
  } catch (error) {
    // A document of too many levels ends the parser, too.
    const ends = error instanceof SyntaxError && /end of JSON|Unterminated|after (?:array element|property value)/i.test(error.message);
    return unreadable(ends ? "ends too early: it was cut off" : "is no JSON");
  }
}

/**
 * Finds the resources in a plan (`lifecare plan --format json`), in a preview (`pulumi preview --json`), in an exported state
 * (`pulumi stack export`) or in a checkpoint of the file backend. Encrypted secrets stay as they are: nothing of a network is one.
 */
export function readDocument(value: unknown): ReadDocument {
  if (!isRecord(value)) return unreadable("is neither a plan nor a state: it is no record");
  if (has(value, "deployment")) return ofState(value["deployment"], value["version"]);
  if (has(value, "checkpoint")) {
    const checkpoint = value["checkpoint"];
    return ofState(isRecord(checkpoint) ? checkpoint["latest"] : undefined, value["version"]);
  }
  if (has(value, "steps")) return ofPreview(value["steps"]);
  if (has(value, "resources") && has(value, "specification")) return ofResources("plan", value["resources"], []);
  return unreadable("is neither a plan nor a state: it has none of the fields resources, steps, deployment and checkpoint that these have");
}

/** Source of the versions: pulumi/pulumi sdk/go/common/apitype/core.go. */
const stateVersions: readonly unknown[] = [3, 4];

function ofState(deployment: unknown, version: unknown): ReadDocument {
  if (!stateVersions.includes(version)) return unreadable(`is a state of ${typeof version === "number" ? `version ${version}` : "no version"}: versions ${stateVersions.join(" and ")} are read`);
  if (!isRecord(deployment)) return unreadable("is a state without a deployment: the stack was never brought up, or the file is not whole");
  const pending = deployment["pending_operations"] ?? [];
  if (!Array.isArray(pending)) return unreadable("is a state whose pending operations are no list");
  return ofResources("state", deployment["resources"], pending.flatMap(interrupted));
}

/** What was under way when a run died may be there or not. */
function interrupted(operation: unknown): readonly ReadableResource[] {
  const resource = isRecord(operation) ? operation["resource"] : undefined;
  return [{ ...(isRecord(resource) ? resource : {}), interrupted: true } as unknown as ReadableResource];
}

function ofPreview(steps: unknown): ReadDocument {
  if (!Array.isArray(steps)) return unreadable("is a preview whose steps are no list");
  const states = steps.map((step) => (isRecord(step) ? step["newState"] : step)).filter((state) => state !== undefined);
  return ofResources("preview", states, []);
}

function ofResources(source: "plan" | "preview" | "state", resources: unknown, interruptedOnes: readonly ReadableResource[]): ReadDocument {
  if (resources === undefined || resources === null || (Array.isArray(resources) && resources.length + interruptedOnes.length === 0)) return unreadable(`is a ${source} without resources: there is nothing to judge`);
  if (!Array.isArray(resources)) return unreadable(`is a ${source} whose resources are no list`);
  return { kind: "resources", source, resources: [...(resources as readonly ReadableResource[]), ...interruptedOnes] };
}

function unreadable(reason: string): ReadDocument {
  return { kind: "unreadable", reason };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function has(value: Readonly<Record<string, unknown>>, key: string): boolean {
  return Object.hasOwn(value, key);
}
