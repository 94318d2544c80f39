/** Stacks that differ in customer, address space, users, size of the municipality and number of machines. */
export function variedStack(base: Readonly<Record<string, unknown>>, index: number): Record<string, unknown> {
  const section = (key: string) => base[key] as Record<string, unknown>;
  const machines = base["lifecare:machines"] as readonly Record<string, unknown>[];
  return {
    ...base,
    "lifecare:customer": { ...section("lifecare:customer"), code: customerCode(index), name: `Kommun ${index}` },
    "lifecare:network": { ...section("lifecare:network"), addressSpace: `10.${100 + Math.floor(index / 32)}.${8 * (index % 32)}.0/21` },
    "lifecare:usage": { ...section("lifecare:usage"), users: 100 + index },
    "lifecare:database": { ...section("lifecare:database"), inhabitants: 5000 + 50 * index },
    "lifecare:machines": machines.map((machine) => (machine["name"] === "app" ? { ...machine, count: 2 + (index % 3) } : machine)),
  };
}

function customerCode(index: number): string {
  const letter = (place: number) => String.fromCharCode("a".charCodeAt(0) + (Math.floor(index / 26 ** place) % 26));
  return `${letter(2)}${letter(1)}${letter(0)}`;
}
