import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties } from "../rehearsal/propertyValues.ts";
import { RehearsedAzure } from "../rehearsal/rehearsedAzure.ts";
import { idFromInputs } from "../rehearsal/resourceAddress.ts";
import { ResourceStore } from "../rehearsal/resourceStore.ts";
import { resolveType } from "../rehearsal/resourceTypes.ts";
import { writeSubscriptionFacts, type SubscriptionFacts } from "../rehearsal/subscriptionFacts.ts";
import { isGenerated, type MutableResource } from "./proofSubjects.ts";

const caller = { subscriptionId: "00000000-0000-4000-8000-000000000001", tenantId: "00000000-0000-4000-8000-00000000000a" };

/** A plan's resources on the rehearsed Azure, written one after another as the engine would, without the engine. */
export class RehearsedTable {
  /** Of the rehearsed Azure. */
  readonly folder = mkdtempSync(join(tmpdir(), "rehearsed-table-"));
  readonly #store = new ResourceStore(this.folder);
  readonly #azure = new RehearsedAzure(this.#store);
  readonly #written = new Map<string, Properties>();

  entitle(facts: SubscriptionFacts): void {
    writeSubscriptionFacts(this.#store, caller.subscriptionId, facts);
  }

  /**
   * Makes what is new and updates what differs, in the order given; what is generated is a word of its own.
   * @throws AzureError the first refusal
   */
  up(resources: readonly MutableResource[]): void {
    for (const { type: token, name, inputs: written } of resources) {
      const type = resolveType(token)?.type;
      if (type === undefined) continue;
      const inputs = generated(written) as Properties;
      const before = this.#written.get(name);
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(inputs)) continue;
      this.#azure.put(type, idFromInputs(type, inputs, caller.subscriptionId), inputs, caller, before === undefined, before);
      this.#written.set(name, inputs);
    }
  }

  /** Deletes all of it, the last made first. */
  down(resources: readonly MutableResource[]): void {
    for (const { type: token, name } of [...resources].reverse()) {
      const [type, inputs] = [resolveType(token)?.type, this.#written.get(name)];
      if (type === undefined || inputs === undefined) continue;
      this.#azure.delete(type, idFromInputs(type, inputs, caller.subscriptionId), caller);
      this.#written.delete(name);
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function generated(value: unknown): unknown {
  if (isGenerated(value)) return `generated for ${value.resource}`;
  if (Array.isArray(value)) return value.map(generated);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, generated(inner)]));
}
