import { firstUsableHost } from "../azure/limits.ts";
import { ipv4Text, rangeOf } from "./ranges.ts";

/** The first IPv4 address of a subnet that hosts may have and nobody has; undefined where it is full or not IPv4. */
export function freeAddress(prefix: string, taken: ReadonlySet<string>): string | undefined {
  const range = rangeOf(prefix);
  if (range === undefined) return undefined;
  for (let address = range.first + firstUsableHost.value; address < range.last; address++) {
    const text = ipv4Text(address);
    if (!taken.has(text)) return text;
  }
  return undefined;
}
