import { isRecord, type Plain, type PlainRecord } from "../reachability/readValues.ts";
import { isList } from "./differences.ts";

/** Something of Azure's that a resource of the stack names, and that no state holds. */
export interface Stranger {
  readonly path: string;
  readonly id: string;
}

/** A resource as strangers are told from its own. */
export interface Known {
  readonly id: string;
  /** As Azure has them. */
  readonly inputs: PlainRecord;
}

/**
 * Parts that can be made by themselves below a resource of the stack, by the list in which a program may write them inline. Other parts (IP configurations, default rules) belong to
 * their resource.
 */
const standaloneParts: ReadonlySet<string> = new Set(["subnets", "virtualNetworkPeerings", "securityRules", "routes", "ruleCollectionGroups"]);

/**
 * What the answers of Azure name that is not the stack's: an interface in one of its subnets, a subnet that uses its security group, a peering, a group of firewall rules, a machine
 * that holds its disk. What the inputs name (a hub, an image) is meant.
 *
 * @param outputs of one resource, as Azure answers
 * @param own the same resource
 * @param all every resource of the stack
 */
export function strangersIn(outputs: PlainRecord, own: Known, all: readonly Known[]): readonly Stranger[] {
  const meant = new Set(idsIn(own.inputs, "").map(({ id }) => id.toLowerCase()));
  const found = idsIn(withoutMade(outputs), "").filter(({ id }) => !meant.has(id.toLowerCase()) && !belongs(id.toLowerCase(), all));
  return [...new Map(found.map((stranger) => [stranger.id.toLowerCase(), stranger])).values()];
}

function idsIn(value: Plain | undefined, path: string): readonly Stranger[] {
  if (typeof value === "string") return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/./i.test(value) ? [{ path, id: value }] : [];
  if (isList(value)) return value.flatMap((item, index) => idsIn(item, `${path}[${index}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => idsIn(inner, path === "" ? name : `${path}.${name}`));
}

/** A machine's operating system disk is made with it, and an extension belongs to it. */
function withoutMade(outputs: PlainRecord): PlainRecord {
  const { storageProfile, resources: _, ...rest } = outputs;
  if (!isRecord(storageProfile)) return rest;
  const { osDisk: _made, ...disks } = storageProfile;
  return { ...rest, storageProfile: disks };
}

function belongs(id: string, all: readonly Known[]): boolean {
  const holders = all.filter((known) => id === known.id.toLowerCase() || (isBelowGroup(known.id) && id.startsWith(`${known.id.toLowerCase()}/`)));
  const holder = holders.toSorted((one, other) => other.id.length - one.id.length)[0];
  if (holder === undefined) return false;
  const [kind = "", name = ""] = id.slice(holder.id.length + 1).split("/");
  const part = [...standaloneParts].find((list) => list.toLowerCase() === kind);
  if (part === undefined) return true;
  const inline = holder.inputs[part];
  return isList(inline) && inline.some((member) => isRecord(member) && String(member["name"]).toLowerCase() === name);
}

/** Everything lies below the resource group: that alone makes nothing the stack's. */
function isBelowGroup(id: string): boolean {
  return /\/providers\//i.test(id);
}
