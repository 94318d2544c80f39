import { createHash } from "node:crypto";
import type { Properties } from "./propertyValues.ts";
import type { ResourceStore, StoredResource } from "./resourceStore.ts";

/** What an answer is made from. `properties` is what the request said, in the shape of the response. */
export interface Answer {
  readonly id: string;
  readonly properties: Properties;
  readonly before: StoredResource | undefined;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly store: ResourceStore;
}

export type Complete = (answer: Answer) => Properties;

/** A rehearsal has no clock, so that the same program leaves the same store. */
export const madeAt = "2026-01-01T00:00:00Z";

/** A GUID that follows from what it stands for. */
export function guidOf(...parts: readonly string[]): string {
  const hex = createHash("sha256").update(parts.join("\n")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const systemData: Properties = { createdAt: madeAt, createdByType: "Application", lastModifiedAt: madeAt, lastModifiedByType: "Application" };
