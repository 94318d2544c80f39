import type { TestProject } from "vitest/node";
import { requireEngine, type EnginePresence } from "../../engine/requireEngine.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly engine: EnginePresence;
  }
}

/** Runs once before the tests of stacks: an engine that has to be built is built here, not inside a test's time. */
export default async function prepareEngine(project: TestProject): Promise<void> {
  const presence = await requireEngine({ onStep: ({ state, message }) => state === "trying" || console.log(`engine: ${message}`) });
  if (presence.kind === "absent") console.log(`The engine's tests are skipped. ${presence.reason}`);
  project.provide("engine", presence);
}
