import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { nameOf } from "../../engine/operations.ts";
import { EngineRunError, type RunOptions } from "../../engine/workspace.ts";
import { wholeStack } from "../../policies/finding.ts";
import { policyName } from "../../policies/pack.ts";

/** What the pack says of a run of the engine. */
export interface Told {
  readonly rule: string;
  /** Logical name. */
  readonly resource: string;
  readonly level: string;
  readonly message: string;
}

export interface GatedRun {
  readonly told: readonly Told[];
  readonly failure?: EngineRunError;
}

/**
 * A run with the pack, and what the pack said.
 *
 * @param folder where the pack's configuration is written
 */
export async function gated(folder: string, run: (options: RunOptions) => Promise<unknown>, pack: string, section: unknown): Promise<GatedRun> {
  const configuration = join(folder, "configuration.json");
  await writeFile(configuration, JSON.stringify({ [policyName]: section }));
  const told: Told[] = [];
  const onEvent = ({ policyEvent }: EngineEvent) => {
    if (policyEvent !== undefined) told.push({ rule: policyEvent.policyName.slice(0, "LC000".length), resource: resourceOf(policyEvent.resourceUrn), level: policyEvent.enforcementLevel, message: policyEvent.message });
  };
  try {
    await run({ policyPacks: [pack], policyPackConfigs: [configuration], onEvent });
    return { told };
  } catch (failure) {
    if (failure instanceof EngineRunError) return { told, failure };
    throw failure;
  }
}

/** What is found of no resource the engine gives to the stack. */
function resourceOf(urn: string | undefined): string {
  return urn === undefined || urn.includes("::pulumi:pulumi:Stack::") ? wholeStack : nameOf(urn);
}

export function mandatory(told: readonly Told[]): readonly Told[] {
  return told.filter(({ level }) => level === "mandatory");
}
