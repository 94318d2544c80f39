import { posix } from "node:path";
import type { Location } from "./locations.ts";
import type { LocateFinding } from "./plannedLocations.ts";

/** A resource as a state or a preview has it; nothing is taken for granted. */
interface Positioned {
  readonly urn: string;
  readonly parent?: string;
  readonly position?: string;
}

/**
 * Findings at the program of a foreign stack. What a component makes is registered in the component's file, often in a package: the nearest ancestor inside
 * the program is where somebody can change it.
 *
 * @param resources as the state or preview has them
 * @param folder of the project, from the repository's root; empty, or ending in a slash
 */
export function programLocator(resources: readonly unknown[], folder: string): LocateFinding {
  const byUrn = new Map(resources.flatMap((resource) => positioned(resource)).map((resource) => [resource.urn, resource]));
  const project: Location = { file: `${folder}Pulumi.yaml`, line: 1 };
  return ({ resource }) => {
    const seen = new Set<string>();
    for (let urn: string | undefined = resource; urn !== undefined && !seen.has(urn); urn = byUrn.get(urn)?.parent) {
      seen.add(urn);
      const found = locationOf(byUrn.get(urn)?.position, folder);
      if (found !== undefined) return found;
    }
    return project;
  };
}

function positioned(resource: unknown): readonly Positioned[] {
  if (typeof resource !== "object" || resource === null) return [];
  const text = (field: string): string | undefined => {
    const value = Object.hasOwn(resource, field) ? (resource as Record<string, unknown>)[field] : undefined;
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const [urn, parent, position] = [text("urn"), text("parent"), text("sourcePosition")];
  return urn === undefined ? [] : [{ urn, ...(parent === undefined ? {} : { parent }), ...(position === undefined ? {} : { position }) }];
}

/** `project:///network.ts#12,3`, from the project's folder; what lies outside begins with `..` (pulumi/pulumi, pkg/resource/deploy/source_eval.go). */
function locationOf(position: string | undefined, folder: string): Location | undefined {
  const read = /^project:\/\/\/([^#?]+)#(\d{1,9})(?:,(\d{1,9}))?$/.exec(position ?? "");
  if (read === null) return undefined;
  const file = decoded(read[1]!);
  if (file === undefined || posix.isAbsolute(file) || file.split("/").includes("..") || file.split("/").includes("node_modules")) return undefined;
  const line = Number(read[2]);
  if (line < 1) return undefined;
  const column = Number(read[3] ?? 0);
  return { file: posix.normalize(`${folder}${file}`), line, ...(column < 1 ? {} : { column }) };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
