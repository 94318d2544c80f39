import type { Locate, Location } from "./locations.ts";

/** Where what is found at a resource is decided. */
export type LocateFinding = (finding: { readonly resource: string; readonly path: string }) => Location;

/** What a plan says of where its resources come from. */
export interface PlanSources {
  readonly servers: readonly { readonly computerName: string; readonly source: string }[];
  readonly resources: readonly { readonly name: string; readonly type: string; readonly component: string }[];
}

/** Keys of the stack file that decide what belongs to no machine, by module; `*` for all that is of a stack and of no module here. */
const decidingKeys: Readonly<Record<string, string>> = {
  network: "lifecare:network",
  compute: "lifecare:platform.redundancy",
  keyvault: "lifecare:customer",
  resources: "lifecare:customer",
  random: "lifecare:customer",
};

/** Keys of a machine's entry by what they decide of the resources: beginning of the input's path. */
const machineKeys: readonly (readonly [input: string, key: string])[] = [
  ["hardwareProfile", "size"],
  ["tags", "roles"],
  ["zones", "zone"],
  ["osProfile.computerName", "name"],
];

/** Findings at the stack file of a plan: at the machine's entry, at the key that decides, or at the first line. */
export function plannedLocator({ servers, resources }: PlanSources, locate: Locate): LocateFinding {
  const sources = new Map(servers.map(({ computerName, source }) => [computerName, source]));
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  return ({ resource: name, path }) => {
    const resource = byName.get(name);
    if (resource === undefined) return locate(path);
    const source = sources.get(resource.component) ?? servers.find(({ computerName }) => name.split(/[-/]/).includes(computerName))?.source;
    if (source === undefined) return locate(decidingKeys[moduleOf(resource.type)] ?? "");
    const key = machineKeys.find(([input]) => path === input || path.startsWith(`${input}.`))?.[1];
    return locate(key === undefined ? source : `${source}.${key}`);
  };
}

function moduleOf(type: string): string {
  const [provider = "", module = ""] = type.split(":");
  return provider === "random" ? provider : (module.split("/")[0] ?? "");
}
