import { distance } from "fastest-levenshtein";

/** The candidate that a misspelt word most likely means, case apart; none where nothing is near. */
export function suggestion(word: string, candidates: readonly string[]): string | undefined {
  const written = word.slice(0, 200).toLowerCase();
  const allowed = Math.max(2, Math.floor(written.length / 4));
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(written, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= allowed && edits < candidate.length)
    .toSorted((one, other) => one.edits - other.edits);
  return ranked[0]?.candidate;
}
