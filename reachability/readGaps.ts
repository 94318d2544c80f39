import type { Gap, Origin } from "./model.ts";
import { sectionsAt, textsAt, type Read, type Section } from "./readValues.ts";

/** Collects what cannot be read. A reader makes one for what it reads, with what would be left undecided. */
export interface Gaps {
  readonly found: Gap[];
}

/** Where reading stands: what a gap would come from, and what it would leave undecided. */
export interface Place {
  readonly gaps: Gaps;
  /** Logical name or URN of the resource. */
  readonly resource: string;
  readonly concerns: readonly string[];
}

export function note(place: Place, path: string | undefined, reason: string, concerns: readonly string[] = place.concerns): void {
  place.gaps.found.push({ origin: originAt(place, path), reason, concerns: [...new Set(concerns)] });
}

export function originAt({ resource }: Place, path: string | undefined): Origin {
  return path === undefined || path === "" ? { resource } : { resource, path };
}

/** The value where it is known, `otherwise` where nothing is said; a gap and `otherwise` where it cannot be read. */
export function valueOr<Value, Other>(place: Place, path: string, found: Read<Value>, otherwise: Other): Value | Other {
  if (found.kind === "known") return found.value;
  if (found.kind === "unknown") note(place, path, found.reason);
  return otherwise;
}

/** The value where it is known; a gap where it cannot be read or nothing is said. */
export function required<Value>(place: Place, path: string, found: Read<Value>): Value | undefined {
  if (found.kind === "absent") note(place, path, "is missing");
  return valueOr(place, path, found, undefined);
}

/** The records of a list that can be read; gaps for the others. */
export function sectionsOr(place: Place, section: Section, key: string): readonly Section[] {
  const list = valueOr(place, pathOf(section, key), sectionsAt(section, key), []);
  return list.map(({ path, section: entry }) => required(place, path, entry)).filter((entry) => entry !== undefined);
}

/** The texts of a list that can be read; gaps for the others. */
export function textsOr(place: Place, section: Section, key: string): readonly string[] {
  const list = valueOr(place, pathOf(section, key), textsAt(section, key), []);
  return list.map(({ path, text }) => required(place, path, text)).filter((text) => text !== undefined);
}

function pathOf(section: Section, key: string): string {
  return section.path === "" ? key : `${section.path}.${key}`;
}
