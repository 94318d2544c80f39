import { setTimeout as wait } from "node:timers/promises";
import { AzureError } from "../azureError.ts";
import { requireIdle } from "../refusals/busy.ts";
import type { CallsUnderWay } from "../underWay.ts";
import type { AzureRequest } from "./fault.ts";
import type { Faults } from "./faults.ts";
import { ConnectionCut, FaultRefusal, refusalWith, ServerCrash, throttled } from "./refusal.ts";

/** A request is made so often at most. Source: azcore, `runtime/policy_retry.go` (three repetitions), which azure-native leaves as it is. */
const mostAttempts = 4;

/** Statuses after which azure-native asks again. Source: pulumi-azure-native, `azure/client_azcore.go`. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Whoever is told to wait for longer gives up. Source: the same, `MaxRetryDelay`. */
const longestRetryAfterSeconds = 120;

/** azure-native's own pauses are 20, 60 and 120 seconds; a rehearsal takes a hundredth of that. */
export const rehearsedPauses: readonly number[] = [200, 600, 1200];

/** How azure-native asks Azure: what passes is asked for again, what it is told to wait it waits. */
export class AzureNativeRequests {
  readonly #faults: Faults;
  readonly #underWay: CallsUnderWay;
  readonly #pauses: readonly number[];

  /** @param pauses milliseconds before each repetition, where the answer does not say how long to wait */
  constructor(faults: Faults, underWay: CallsUnderWay, pauses = rehearsedPauses) {
    this.#faults = faults;
    this.#underWay = underWay;
    this.#pauses = pauses;
  }

  /**
   * Makes a request until it is answered.
   *
   * @param work what Azure does, told which attempt this is; it takes no time
   * @throws AzureError, FaultRefusal where Azure refuses; ConnectionCut where the connection drops each time; ServerCrash
   */
  async ask<T>(request: AzureRequest, work: (attempt: number) => T): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(request, () => work(attempt));
      } catch (error) {
        if (attempt === mostAttempts || !isPassing(error, request)) throw error;
        await wait(error instanceof FaultRefusal && error.retryAfter !== undefined ? error.retryAfter * 1000 : this.#pauses[attempt - 1]);
      }
    }
  }

  async #attempt<T>(request: AzureRequest, work: () => T): Promise<T> {
    const { milliseconds, blow } = this.#faults.next(request);
    if (milliseconds > 0) await this.#holdUp(request, milliseconds);
    if (blow === undefined) return work();
    const { effect, fault } = blow;
    if (effect.kind === "error") throw refusalWith(fault, effect.code);
    if (effect.kind === "throttle") throw throttled(fault, effect.seconds);
    if (effect.moment === "after") work();
    throw effect.kind === "cut" ? new ConnectionCut(fault, request) : new ServerCrash();
  }

  async #holdUp({ operation, id }: AzureRequest, milliseconds: number): Promise<void> {
    if (operation === "read" || operation === "poll") return wait(milliseconds);
    requireIdle(this.#underWay, id);
    const end = this.#underWay.begin(id);
    await wait(milliseconds);
    end();
  }
}

/** What an operation ended with, seen at a poll, is its end; everything else of these kinds passes. */
function isPassing(error: unknown, { operation }: AzureRequest): boolean {
  if (error instanceof ConnectionCut) return true;
  if (!(error instanceof FaultRefusal || error instanceof AzureError)) return false;
  const retryAfter = error instanceof FaultRefusal ? error.retryAfter : undefined;
  if (operation === "poll" && retryAfter === undefined) return false;
  if (retryAfter !== undefined && retryAfter > longestRetryAfterSeconds) return false;
  return passing.has(error.status) || (error.status === 409 && error.code === "AnotherOperationInProgress");
}
