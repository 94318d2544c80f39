import { ensureEngine, type Engine, type EngineStep } from "./cli.ts";

/** Whether the engine's tests can run here; a reason otherwise. */
export type EnginePresence = { readonly kind: "present"; readonly engine: Engine } | { readonly kind: "absent"; readonly reason: string };

/**
 * Prepares the engine for tests. Where none is possible the tests that need it are skipped with the reason; with `LIFECARE_REQUIRE_ENGINE=1` that is a
 * failure instead.
 *
 * @throws EngineUnavailableError where the engine is required and absent
 */
export async function requireEngine(options: {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly prepare?: () => Promise<Engine>;
  readonly onStep?: (step: EngineStep) => void;
} = {}): Promise<EnginePresence> {
  const environment = options.environment ?? process.env;
  const prepare = options.prepare ?? (() => ensureEngine(options.onStep === undefined ? {} : { onStep: options.onStep }));
  try {
    return { kind: "present", engine: await prepare() };
  } catch (error) {
    if (environment["LIFECARE_REQUIRE_ENGINE"] === "1") throw error;
    return { kind: "absent", reason: (error as Error).message };
  }
}
