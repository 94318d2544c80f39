import type { ModelInterface, ModelMachine } from "./model.ts";
import { lastName, type Directory } from "./readDirectory.ts";
import { note, originAt, required, sectionsOr, valueOr, type Gaps, type Place } from "./readGaps.ts";
import { idReference, type Reference } from "./readReferences.ts";
import type { Stated } from "./readStated.ts";
import { below, sectionAt, textAt, type Section } from "./readValues.ts";

/** Machines with their interfaces and tags. */
export function readMachines(directory: Directory, gaps: Gaps, interfaces: readonly ModelInterface[]): readonly ModelMachine[] {
  const known = new Map(interfaces.map((found) => [found.id, found]));
  const machines = directory.of("compute:VirtualMachine").map((resource) => machine(resource, directory, gaps, known));
  const owners = new Map<string, ModelMachine>();
  for (const found of machines) {
    for (const id of found.interfaces) {
      const other = owners.get(id);
      if (other !== undefined) note({ gaps, resource: found.origin.resource, concerns: [id, found.id, other.id] }, "networkProfile", `has an interface of ${other.name}`);
      owners.set(id, found);
    }
  }
  return machines;
}

function machine(resource: Stated, directory: Directory, gaps: Gaps, known: ReadonlyMap<string, ModelInterface>): ModelMachine {
  const id = directory.idOf(resource);
  const doubts: Gaps = { found: [] };
  const place: Place = { gaps: doubts, resource: resource.label, concerns: [id] };
  const named = textAt(resource.inputs, "vmName");
  const profile = required(place, "networkProfile", sectionAt(resource.inputs, "networkProfile"));
  const found: ModelMachine = {
    id,
    name: named.kind === "known" ? named.value : resource.id === undefined ? resource.name : lastName(id),
    tags: tagsOf(place, resource.inputs),
    interfaces: profile === undefined ? [] : interfacesOf(place, profile, resource, directory, known),
    origin: originAt(place, undefined),
  };
  // A machine is only asked about by its interfaces, and an interface perhaps by its subnet: the doubt is theirs, too.
  const standing = found.interfaces.flatMap((face) => [face, known.get(face)?.subnet ?? face]);
  for (const gap of doubts.found) gaps.found.push(gap.concerns.includes(id) ? { ...gap, concerns: [...new Set([...gap.concerns, ...standing])] } : gap);
  return found;
}

function interfacesOf(place: Place, profile: Section, resource: Stated, directory: Directory, known: ReadonlyMap<string, ModelInterface>): readonly string[] {
  // Interfaces that are made with the machine: a placeholder stands for them.
  const made = profile.values["networkInterfaceConfigurations"] === undefined ? [] : [`${place.concerns[0] ?? ""}/networkinterfaces/made`];
  if (made.length > 0) note(place, below(profile, "networkInterfaceConfigurations"), "make interfaces with the machine, which are not read", [...place.concerns, ...made]);
  const path = below(profile, "networkInterfaces");
  const references = sectionsOr(place, profile, "networkInterfaces").map((section): Reference => idReference(place, section, { directory, resource, kinds: ["network:NetworkInterface"] }));
  const several = references.flatMap((reference) => (reference.kind === "several" ? [reference] : []));
  const possible = new Set(several.flatMap(({ ids }) => ids));
  // As many unknown ids as interfaces behind them: the machine has them all.
  const isClear = possible.size === several.length;
  if (!isClear) note(place, path, `are not known: some of ${[...possible].join(", ")}`, [...place.concerns, ...[...possible].flatMap((id) => [id, known.get(id)?.subnet ?? id])]);
  const ids = [...references.flatMap((reference) => (reference.kind === "one" ? [reference.id] : [])), ...(isClear ? possible : [])];
  if (new Set(ids).size < ids.length) note(place, path, "name an interface twice");
  for (const id of ids) if (!known.has(id)) note(place, path, `name ${id}, which is not in the stack`, [id]);
  if (references.length === 0 && made.length === 0) note(place, path, "are missing");
  return [...ids, ...made];
}

function tagsOf(place: Place, inputs: Section): Readonly<Record<string, string>> {
  const tags = valueOr(place, "tags", sectionAt(inputs, "tags"), undefined);
  const read: Record<string, string> = Object.create(null) as Record<string, string>;
  if (tags === undefined) return read;
  for (const key of Object.keys(tags.values)) {
    const value = valueOr(place, below(tags, key), textAt(tags, key), undefined);
    if (value !== undefined) read[key] = value;
  }
  return read;
}
