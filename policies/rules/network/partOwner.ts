import type { Resource } from "../../stack.ts";

/**
 * What a part that is a resource of its own belongs to (the group of a security rule, the network of a peering), by the name that it
 * says or, where that is an output, by what it depends on; `undefined` where it is not in the stack.
 *
 * @param key input of the part, and of its owner, that holds the owner's name
 * @throws NotKnown where the name is not known and nothing tells the owner
 */
export function ownerOf(part: Resource, key: string, owners: readonly Resource[]): Resource | undefined {
  const references = part.stated.propertyDependencies[key] ?? [];
  const dependedOn = owners.filter(({ label, name }) => references.includes(label) || references.includes(name));
  if (dependedOn.length === 1) return dependedOn[0];
  const name = part.inputs.text(key)?.toLowerCase();
  if (name === undefined) return undefined;
  const named = owners.filter(({ stated, inputs }) => stated.id?.endsWith(`/${name}`) === true || lowerCase(inputs.shown(key)) === name);
  return named.length === 1 ? named[0] : undefined;
}

function lowerCase(text: unknown): string | undefined {
  return typeof text === "string" ? text.toLowerCase() : undefined;
}
