import type { Stack } from "../stack.ts";

/** What is found out of each stack once, however many ask: thousands of resources may. */
export function perStack<Found>(find: (stack: Stack) => Found): (stack: Stack) => Found {
  const known = new WeakMap<Stack, { readonly found: Found }>();
  return (stack) => {
    const entry = known.get(stack) ?? { found: find(stack) };
    known.set(stack, entry);
    return entry.found;
  };
}
