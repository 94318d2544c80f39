import { lastName } from "./readDirectory.ts";
import { sectionsOr, type Gaps } from "./readGaps.ts";
import { sectionAt, textAt, type Section } from "./readValues.ts";

/** The records of a list, none where it is left out; nothing where one of them cannot be read. */
export function readWhole(section: Section, key: string): readonly Section[] | undefined {
  const gaps: Gaps = { found: [] };
  const sections = sectionsOr({ gaps, resource: "", concerns: [] }, section, key);
  return gaps.found.length === 0 ? sections : undefined;
}

export function hasEntries(section: Section, key: string): boolean {
  const value = section.values[key];
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

export function nameOf(section: Section): string {
  const name = textAt(section, "name");
  return name.kind === "known" ? name.value.toLowerCase() : "";
}

/** The name that an id ends with: parts of a gateway refer to each other by id. */
export function referredTo(section: Section, key: string): string {
  const target = sectionAt(section, key);
  const id = target.kind === "known" ? textAt(target.value, "id") : target;
  return id.kind === "known" ? lastName(id.value as string).toLowerCase() : "?";
}
