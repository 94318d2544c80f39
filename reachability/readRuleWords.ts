import { readAddresses } from "./addresses.ts";
import { unknownWord } from "./model.ts";
import { note, type Place } from "./readGaps.ts";
import { below, textAt, textsAt, type Read, type Section } from "./readValues.ts";

/** How a rule is read: what is not known concerns the rule alone, what Azure would refuse concerns all that it belongs to. */
export interface RulePlaces {
  readonly whole: Place;
  readonly rule: Place;
}

/** What a word must be to be one that Azure takes; the reason where it is not. */
export type WordCheck = (word: string) => string | undefined;

/** The words of a list, or of one text and a list as `sourceAddressPrefix` and `sourceAddressPrefixes`; what cannot be read is `unknownWord`. */
export function wordsAt(places: RulePlaces, section: Section, keys: { readonly one?: string; readonly many: string }, check: WordCheck): readonly string[] {
  const word = (path: string, text: Read<string>): string | undefined => {
    if (text.kind === "absent") return undefined;
    const wrong = text.kind === "known" ? check(text.value) : text.reason;
    if (wrong === undefined) return text.kind === "known" ? text.value : undefined;
    note(text.kind === "unknown" && !text.malformed ? places.rule : places.whole, path, wrong);
    return unknownWord;
  };
  const one = keys.one === undefined ? undefined : word(below(section, keys.one), textAt(section, keys.one));
  const many = textsAt(section, keys.many);
  const list = many.kind === "known" ? many.value.map(({ path, text }) => word(path, text)) : [word(below(section, keys.many), many.kind === "unknown" ? many : { kind: "absent" })];
  return [one, ...list].filter((found) => found !== undefined);
}

/** Prefixes, addresses, ranges, `*`, and service tags, which begin with a letter. */
export const addressWord: WordCheck = (word) => {
  if (/^[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*$/.test(word)) return undefined;
  const read = readAddresses(word);
  return read.kind === "invalid" ? read.reason : undefined;
};

export const portWord: WordCheck = (word) => {
  if (word === "*") return undefined;
  const span = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(word);
  const first = Number(span?.[1] ?? Number.NaN);
  const last = Number(span?.[2] ?? span?.[1] ?? Number.NaN);
  return first <= last && last <= 65535 ? undefined : "is neither a port nor a range of ports";
};

export const anyWord: WordCheck = () => undefined;

/** The text as Azure writes it, where it is one of a few; a gap where it is none of them. */
export function oneOfWords<Word extends string>(places: RulePlaces, section: Section, key: string, words: readonly Word[]): Word | undefined {
  const text = textAt(section, key);
  const path = below(section, key);
  if (text.kind !== "known") return void note(places.whole, path, text.kind === "absent" ? "is missing" : text.reason);
  const word = words.find((known) => known.toLowerCase() === text.value.toLowerCase());
  if (word === undefined) note(places.whole, path, `is none of ${words.join(", ")}`);
  return word;
}
