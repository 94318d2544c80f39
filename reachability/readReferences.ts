import { note, type Place } from "./readGaps.ts";
import type { Directory } from "./readDirectory.ts";
import type { KindName } from "./readKinds.ts";
import type { Stated } from "./readStated.ts";
import { below, sectionAt, textAt, type Section } from "./readValues.ts";

/** What a property `{ id }` refers to; ids as the model knows them. */
export type Reference =
  | { readonly kind: "none" }
  | { readonly kind: "one"; readonly id: string }
  /** Unknown at preview: one of these, judged by dependency. */
  | { readonly kind: "several"; readonly ids: readonly string[]; readonly orNone: boolean }
  /** Nobody can tell; a gap says so. */
  | { readonly kind: "unresolved" };

export interface ReferenceOptions {
  readonly directory: Directory;
  readonly resource: Stated;
  readonly kinds: readonly KindName[];
  /** Ids that a resource behind an unknown value may have given: its own, unless it holds parts of its own. */
  readonly idsOf?: (resource: Stated) => readonly string[];
}

/**
 * Reads `{ key: { id } }`. An id that is not known yet is looked for behind the property: what that property depends on, else what
 * the resource depends on, of the right kind.
 */
export function referenceAt(place: Place, section: Section, key: string, options: ReferenceOptions): Reference {
  const target = sectionAt(section, key);
  if (target.kind === "absent") return { kind: "none" };
  if (target.kind === "unknown") {
    if (!target.malformed) return behindUnknown(place, below(section, key), options, true);
    note(place, below(section, key), target.reason);
    return { kind: "unresolved" };
  }
  return idReference(place, target.value, options);
}

/** Reads `{ id }`. */
export function idReference(place: Place, section: Section, options: ReferenceOptions): Reference {
  const id = textAt(section, "id");
  const path = below(section, "id");
  if (id.kind === "known") return { kind: "one", id: options.directory.canonical(id.value) };
  if (id.kind === "unknown" && !id.malformed) return behindUnknown(place, path, options, false);
  note(place, path, id.kind === "absent" ? "is missing" : id.reason);
  return { kind: "unresolved" };
}

function behindUnknown(place: Place, path: string, { directory, resource, kinds, idsOf }: ReferenceOptions, orNone: boolean): Reference {
  const property = /^[^.[]*/.exec(path)![0];
  const ids = [...new Set(directory.behind(resource, property, kinds).flatMap((found) => idsOf?.(found) ?? [directory.idOf(found)]))];
  if (ids.length === 0) {
    note(place, path, "is not known, and nothing of the stack that it depends on can be it");
    return { kind: "unresolved" };
  }
  return ids.length === 1 && !orNone ? { kind: "one", id: ids[0]! } : { kind: "several", ids, orNone };
}
