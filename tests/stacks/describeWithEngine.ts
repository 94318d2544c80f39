import { describe, inject } from "vitest";
import type { Engine } from "../../engine/cli.ts";

/**
 * A group of tests that runs stacks on the real engine. Where no engine is possible the whole group is skipped, the reason beside its title, hooks included;
 * `engine` is then never used.
 */
export function describeWithEngine(title: string, body: (engine: Engine) => void): void {
  const presence = inject("engine");
  if (presence.kind === "present") {
    describe(title, () => body(presence.engine));
    return;
  }
  describe.skip(`${title} (skipped: ${presence.reason.split("\n")[0]})`, () => body(noEngine));
}

const noEngine: Engine = { executable: "", version: "", way: "path" };
