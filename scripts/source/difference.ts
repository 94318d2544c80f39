/** Facts by a key that says what each is about; both sides write the same fact the same way. */
export type Facts = ReadonlyMap<string, string>;

/** A fact that differs between our data and the vendor's document; undefined where one side does not have it. */
export interface Difference {
  readonly place: string;
  readonly ours: string | undefined;
  readonly vendors: string | undefined;
}

/** A pair of fact sets and the place in the document that they are from. */
export interface Comparison {
  readonly place: string;
  readonly ours: Facts;
  readonly vendors: Facts;
}

/** Differences in both directions, ours first. */
export function differencesIn(comparison: Comparison): readonly Difference[] {
  const { place, ours, vendors } = comparison;
  const keys = new Set([...ours.keys(), ...vendors.keys()]);
  return [...keys]
    .filter((key) => ours.get(key) !== vendors.get(key))
    .map((key) => ({ place: `${place}, ${key}`, ours: ours.get(key), vendors: vendors.get(key) }));
}

/** Facts of a list; a key that comes twice keeps both values, so that a doubled row does not hide behind its twin. */
export function factsOf(entries: Iterable<readonly [key: string, value: string]>): Facts {
  const facts = new Map<string, string>();
  for (const [key, value] of entries) {
    const earlier = facts.get(key);
    facts.set(key, earlier === undefined ? value : `${earlier} | ${value}`);
  }
  return facts;
}
