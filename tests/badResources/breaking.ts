import type { Inputs, MutableResource, RuleInputs } from "../proofSubjects.ts";
import { groupOf } from "../proofSubjects.ts";

/** One resource of a plan made bad, so that one rule is broken. */
export interface Break {
  /** Id of the rule that it is about. */
  readonly rule: string;
  readonly title: string;
  /** Left out: PROD. */
  readonly stack?: "utb";
  /** Changes, adds or takes away one resource. */
  readonly apply: (resources: MutableResource[]) => void;
  /** Written by hand: rule and resource of everything mandatory that is found then, `LC201 ankprodcmp01-machine`. */
  readonly found: readonly string[];
}

const subscription = "/subscriptions/00000000-0000-4000-8000-000000000001";
export const inGroup = { resourceGroupName: "rg-ank-prod", location: "swedencentral" };

/** ARM id of a resource in PROD's group: `Microsoft.Compute/disks`, `ankprodsql01-data`. */
export function idOf(type: string, ...names: readonly string[]): string {
  const [provider, ...segments] = type.split("/");
  return `${subscription}/resourceGroups/rg-ank-prod/providers/${provider}/${segments.map((segment, index) => `${segment}/${names[index]}`).join("/")}`;
}

export function named(resources: readonly MutableResource[], name: string): MutableResource {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`PROD's plan holds no ${name}`);
  return found;
}

/** Sets a value deep in the inputs of one resource: `hardwareProfile.vmSize`, `subnets.2.name`; `undefined` takes it away. */
export function set(name: string, path: string, value: unknown): Break["apply"] {
  return (resources) => {
    const keys = path.split(/[.](?=[^.])/).map((key) => key.replaceAll("~", "."));
    const last = keys.pop()!;
    const holder = keys.reduce<Inputs>((record, key) => (record[key] ??= {}) as Inputs, named(resources, name).inputs);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  };
}

/** Adds a resource of a type that need not be planned yet: `network:ApplicationGateway`. */
export function add(type: string, name: string, inputs: Inputs, more: Pick<MutableResource, "dependencies"> = {}): Break["apply"] {
  return (resources) => void resources.push({ type: type.includes("/") ? type : `azure-native:${type}`, name, inputs, dependencies: [], ...more });
}

/** Adds a security rule to a zone's group; words that are left out are those of a harmless one. */
export function addRule(zone: string, rule: Partial<RuleInputs> & Pick<RuleInputs, "name" | "priority" | "direction">): Break["apply"] {
  const usual = { access: "Allow", protocol: "Tcp", sourcePortRange: "*" } as const;
  return (resources) => void groupOf(resources, `-${zone}-security-group`).rules.push({ ...usual, ...rule });
}

/** Prefixes of the zones' subnets in PROD. */
export const prefixes = { core: "10.80.4.0/25", application: "10.80.4.128/25", intranetWeb: "10.80.5.0/25", web: "10.80.5.128/25", database: "10.80.6.0/25", compute: "10.80.6.128/25" } as const;
