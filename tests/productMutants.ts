import { isGenerated, type Inputs, type MutableResource } from "./proofSubjects.ts";

/*
 * Mechanical breaks of a plan's resources: every operator on every property, list entry and resource, whatever it means.
 */

export interface ProductMutant {
  /** Pulumi's type without provider: `compute:VirtualMachine`. */
  readonly type: string;
  /** Logical name. */
  readonly resource: string;
  /** Inside the inputs, places in lists left out: `securityRules[].priority`; empty for the resource itself. */
  readonly path: string;
  readonly operator: Operator;
  /** The resources with this one change; what did not change is shared. */
  readonly apply: (resources: readonly MutableResource[]) => readonly MutableResource[];
}

export type Operator = "deleted" | "lowered" | "raised" | "flipped" | "weakened" | "changed" | "pointed elsewhere" | "spelt out" | "taken from another" | "twice" | "resource deleted";

/** What stands there after an operator; `nothing` takes it away. */
const nothing = Symbol("nothing");
type Change = readonly [Operator, unknown];

/** Every mutant of these resources; they themselves stay as they are. */
export function productMutants(resources: readonly MutableResource[]): readonly ProductMutant[] {
  const literals = resources.flatMap(({ id }) => (id === undefined ? [] : [id]));
  return resources.flatMap((resource) => {
    const type = resource.type.startsWith("azure-native:") ? resource.type.slice("azure-native:".length) : resource.type.replace(/^(\w+):.*:/, "$1:");
    const common = { type, resource: resource.name };
    const gone: ProductMutant = { ...common, path: "", operator: "resource deleted", apply: (all) => all.filter(({ name }) => name !== resource.name) };
    const changes = placesIn(resource.inputs, []).flatMap(({ steps, value, inList }) =>
      changesOf(value, steps, inList, { resources, literals, resource }).map(([operator, changed]): ProductMutant => ({
        ...common,
        path: pathOf(steps),
        operator,
        apply: (all) => all.map((one) => (one.name === resource.name ? { ...one, ...dependenciesOf(one, value, changed), inputs: withChange(one.inputs, steps, changed, operator === "twice") as Inputs } : one)),
      })),
    );
    return [gone, ...changes];
  });
}

/** What takes another password depends on that one, and no longer on its own. */
function dependenciesOf({ dependencies = [] }: MutableResource, before: unknown, after: unknown): Pick<MutableResource, "dependencies"> {
  if (!isGenerated(before)) return {};
  const others = dependencies.filter((name) => name !== before.resource);
  return { dependencies: isGenerated(after) ? [...others, after.resource] : others };
}

type Steps = readonly (string | number)[];

interface Place {
  readonly steps: Steps;
  readonly value: unknown;
  readonly inList: boolean;
}

/** Every property and every entry of a list, however deep. */
function placesIn(value: unknown, steps: Steps): readonly Place[] {
  if (typeof value !== "object" || value === null || isGenerated(value)) return [];
  const inList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = [...steps, inList ? Number(key) : key];
    return [{ steps: below, value: inner, inList }, ...placesIn(inner, below)];
  });
}

function pathOf(steps: Steps): string {
  return steps.map((step) => (typeof step === "number" ? "[]" : `.${step}`)).join("").replace(/^\./, "");
}

interface Surroundings {
  readonly resources: readonly MutableResource[];
  readonly literals: readonly string[];
  readonly resource: MutableResource;
}

function changesOf(value: unknown, steps: Steps, inList: boolean, around: Surroundings): readonly Change[] {
  return [["deleted", nothing], ...(inList ? ([["twice", value]] as const) : []), ...worse(value, steps, around)];
}

/** What a value becomes, by its kind. */
function worse(value: unknown, steps: Steps, { resources, literals }: Surroundings): readonly Change[] {
  if (isGenerated(value)) {
    const other = resources.find(({ type, name }) => type === "random:index/randomPassword:RandomPassword" && name !== value.resource);
    return [["spelt out", "Sommar-2025-Sommar"], ...(other === undefined ? [] : ([["taken from another", { ...value, resource: other.name }]] as const))];
  }
  if (typeof value === "number") return [["lowered", Math.floor(value / 2)], ["raised", value * 2 + 1]];
  if (typeof value === "boolean") return [["flipped", !value]];
  if (typeof value !== "string") return [];
  const weaker = weakerWords[`${String(steps.at(-1))}=${value}`] ?? weakerWords[value];
  if (weaker !== undefined) return weaker.map((word) => ["weakened", word] as const);
  if (value.startsWith("/subscriptions/")) return [["pointed elsewhere", siblingOf(value, literals)], ["changed", `${value}-elsewhere`]];
  return [["changed", otherText(value)]];
}

/** Words of Azure whose weaker sisters are known: by property and value, or by value alone. */
const weakerWords: Readonly<Record<string, readonly string[]>> = {
  "access=Allow": ["Deny"],
  "access=Deny": ["Allow"],
  "type=Allow": ["Deny"],
  "direction=Inbound": ["Outbound"],
  "direction=Outbound": ["Inbound"],
  "protocol=Tcp": ["*", "Udp"],
  "protocol=Udp": ["*", "Tcp"],
  "protocol=*": ["Tcp"],
  "nextHopType=VirtualAppliance": ["Internet", "VnetLocal", "None"],
  "threatIntelMode=Deny": ["Off", "Alert"],
  "defaultAction=Deny": ["Allow"],
  "bypass=None": ["AzureServices"],
  "publicNetworkAccess=Disabled": ["Enabled"],
  "networkAccessPolicy=DenyAll": ["AllowAll"],
  "tier=Standard": ["Basic"],
  "name=Standard": ["Basic"],
  "privateIPAllocationMethod=Static": ["Dynamic"],
  "publicIPAllocationMethod=Static": ["Dynamic"],
  "privateIPAddressVersion=IPv4": ["IPv6"],
  "publicIPAddressVersion=IPv4": ["IPv6"],
  "connectivityType=PRIVATE": ["PUBLIC", "LOCAL"],
  "sqlServerLicenseType=AHUB": ["PAYG"],
  "sqlImageSku=Standard": ["Developer", "Express"],
  "licenseType=Windows_Server": ["Windows_Client"],
  "caching=ReadOnly": ["ReadWrite", "None"],
  "caching=ReadWrite": ["None"],
  "caching=None": ["ReadWrite"],
  "createOption=Empty": ["Copy"],
  "createOption=Attach": ["Empty"],
  "createOption=FromImage": ["Attach"],
  "deleteOption=Delete": ["Detach"],
  "deleteOption=Detach": ["Delete"],
  "patchMode=AutomaticByPlatform": ["AutomaticByOS", "Manual"],
  "assessmentMode=AutomaticByPlatform": ["ImageDefault"],
  "rebootSetting=Never": ["IfRequired", "Always"],
  "securityType=TrustedLaunch": ["Standard"],
  "autoLearnPrivateRanges=Disabled": ["Enabled"],
  "sku=2022-datacenter-g2": ["2016-datacenter-gensecond", "2022-datacenter-core-g2"],
  "sku=standard-gen2": ["sqldev-gen2", "express-gen2"],
  "offer=sql2022-ws2022": ["sql2016sp3-ws2019"],
  Premium_LRS: ["StandardSSD_LRS", "Standard_LRS"],
  SystemAssigned: ["None"],
  standard: ["premium"],
};

/** An id of the same type that leads elsewhere in the stack, or an id of nothing where there is none. */
function siblingOf(id: string, literals: readonly string[]): string {
  const typeOf = (one: string) => one.split("/").filter((_, index) => index % 2 === 1).join("/");
  return literals.find((other) => other !== id && typeOf(other) === typeOf(id)) ?? `${id}-of-nobody`;
}

/** Another text of the same look: a size below all floors, another address, another port, a wider network, another word. */
function otherText(text: string): string {
  if (/^Standard_[A-Z]\d/.test(text)) return "Standard_D2s_v5";
  if (/^\d+\.\d+\.\d+\.\d+\/(\d+)$/.test(text)) return text.replace(/\/(\d+)$/, (_, length: string) => `/${Number(length) === 0 ? 1 : Number(length) - 1}`);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return text.replace(/\d+$/, (last) => String((Number(last) + 1) % 256));
  if (/^\d+$/.test(text)) return String(Number(text) + 1);
  if (/^\d+-\d+$/.test(text)) return text.replace(/\d+$/, (last) => String(Number(last) + 1));
  if (text === "*") return "10.0.0.0/8";
  return `${text}x`;
}

function withChange(value: unknown, [step, ...rest]: Steps, changed: unknown, twice: boolean): unknown {
  const inner = (value as Record<string | number, unknown>)[step!];
  const isLast = rest.length === 0;
  if (Array.isArray(value)) {
    const index = Number(step);
    const put = isLast ? (changed === nothing ? [] : twice ? [inner, inner] : [changed]) : [withChange(inner, rest, changed, twice)];
    return [...value.slice(0, index), ...put, ...value.slice(index + 1)];
  }
  const { [step!]: _, ...others } = value as Record<string | number, unknown>;
  if (isLast && changed === nothing) return others;
  return { ...(value as object), [step!]: isLast ? changed : withChange(inner, rest, changed, twice) };
}
