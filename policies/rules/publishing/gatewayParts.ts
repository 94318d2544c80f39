import type { View } from "../../view.ts";

/**
 * Name, in lower case, of the part of the same gateway that a record names by `{ id }`; `undefined` where it names none.
 *
 * @throws NotKnown where the id is not known
 */
export function partName(record: View, path: string): string | undefined {
  const id = record.text(`${path}.id`);
  return id === undefined ? undefined : lastName(id);
}

/**
 * The part of a collection that a record names; `undefined` where it names none.
 *
 * @throws NotKnown where it is not known which one it names, or where it names one that is not there
 */
export function part(gateway: View, collection: string, record: View, path: string): View | undefined {
  const name = partName(record, path);
  if (name === undefined) return undefined;
  const found = gateway.records(collection).find((one) => one.text("name")?.toLowerCase() === name);
  if (found === undefined) throw record.notKnown(`${path}.id`, `names nothing of ${collection}`);
  return found;
}

function lastName(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1).toLowerCase();
}
