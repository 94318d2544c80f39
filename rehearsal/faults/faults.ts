import type { AzureRequest, Effect, Fault } from "./fault.ts";

/** What befalls a request: how long it is held up, and what else, if anything. */
export interface Fate {
  readonly milliseconds: number;
  readonly blow?: { readonly effect: Exclude<Effect, { readonly kind: "slow" }>; readonly fault: Fault };
}

/** A fault that met a request. */
export interface Happening {
  readonly fault: Fault;
  readonly request: AzureRequest;
}

const untouched: Fate = { milliseconds: 0 };

/**
 * Faults on demand over one rehearsal. Each counts the requests that it could meet, on whichever face they come; what holds up adds up, of everything else the
 * first that is due happens.
 */
export class Faults {
  readonly #faults: readonly Fault[];
  readonly #counts: number[];
  readonly #happened: Happening[] = [];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
    this.#counts = faults.map(() => 0);
  }

  /** What befalls this request; to be asked once for each. */
  next(request: AzureRequest): Fate {
    if (this.#faults.length === 0) return untouched;
    let [milliseconds, blow] = [0, undefined as Fate["blow"]];
    for (const [index, fault] of this.#faults.entries()) {
      if (!meets(fault, request)) continue;
      const count = (this.#counts[index] = this.#counts[index]! + 1);
      if (count < fault.calls.from || count > fault.calls.to) continue;
      const { effect } = fault;
      if (effect.kind === "slow") milliseconds += effect.milliseconds;
      else if (blow === undefined) blow = { effect, fault };
      else continue;
      this.#happened.push({ fault, request });
    }
    return blow === undefined ? { milliseconds } : { milliseconds, blow };
  }

  /** What happened, in order. */
  get happened(): readonly Happening[] {
    return this.#happened;
  }

  /** Faults that have met no request so far. */
  get idle(): readonly Fault[] {
    return this.#faults.filter((fault) => !this.#happened.some((happening) => happening.fault === fault));
  }
}

/** None. */
export const noFaults = new Faults([]);

function meets({ operations, armTypes }: Fault, { operation, armType }: AzureRequest): boolean {
  return operations.includes(operation) && (armTypes === undefined || armTypes.includes(armType.toLowerCase()));
}
