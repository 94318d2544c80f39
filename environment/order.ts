/** Compares texts by code unit: the same order on every machine, whatever its locale. */
export function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A sorted copy without repetitions. */
export function sortedUnique(values: readonly string[]): string[] {
  return [...new Set(values)].sort(byText);
}
