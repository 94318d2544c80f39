/** What is wrong with a value, and how to mend it; undefined where nothing is. */
export type Reading = (value: unknown) => Fault | undefined;

export interface Fault {
  readonly limit: string;
  readonly fix: string;
}

export function text(pattern: RegExp, limit: string, fix: string): Reading {
  return (value) => (typeof value === "string" && pattern.test(value) ? undefined : { limit, fix });
}

export function oneOf(words: readonly string[], fix: string): Reading {
  return (value) => (words.some((word) => word === value) ? undefined : { limit: `one of ${words.join(", ")}`, fix });
}

/** A list without repetitions, each of whose members reads well. */
export function list(member: Reading, fix: string): Reading {
  return (value) => {
    if (!Array.isArray(value)) return { limit: "a list", fix };
    if (new Set(value.map(String)).size < value.length) return { limit: "a list in which nothing stands twice", fix: "leave out the repetition" };
    const index = value.findIndex((one) => member(one) !== undefined);
    const fault = index < 0 ? undefined : member(value[index]);
    return fault === undefined ? undefined : { limit: `[${index}]: ${fault.limit}`, fix: fault.fix };
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
