/** Counts calls by method (`create`, `diff`) and type token; tests and benchmarks read what the engine asked. */
export class CallCounter {
  readonly #counts = new Map<string, Map<string, number>>();

  count(method: string, type: string): void {
    const byType = this.#counts.get(method) ?? new Map<string, number>();
    this.#counts.set(method, byType.set(type, (byType.get(type) ?? 0) + 1));
  }

  /** Calls of a method, of one type where one is given. */
  of(method: string, type?: string): number {
    const byType = this.#counts.get(method) ?? new Map<string, number>();
    if (type !== undefined) return byType.get(type) ?? 0;
    return [...byType.values()].reduce((sum, count) => sum + count, 0);
  }

  reset(): void {
    this.#counts.clear();
  }
}
