/** Subscription and resource group that resources live in. */
export interface Scope {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
}

/** Type and names of a resource below its resource group; `Microsoft.Network/virtualNetworks/subnets` takes two names. */
export interface ResourceAddress {
  readonly type: string;
  readonly names: readonly string[];
}

/** An ARM id taken apart. `resourceGroupName` is absent for resources of the subscription or the tenant. */
export interface ParsedResourceId {
  readonly subscriptionId: string;
  readonly resourceGroupName?: string;
  readonly type: string;
  readonly names: readonly string[];
}

export const resourceGroupType = "Microsoft.Resources/resourceGroups";

/**
 * The ARM id of a resource, in the case in which it was asked for.
 *
 * @param below path below the resource, for example `subnets/core`
 * @throws RangeError where type and names do not fit together: that is a mistake in the program, not in a configuration
 */
export function resourceId(scope: Scope, address: ResourceAddress, below?: string): string {
  const group = `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroupName}`;
  const id = address.type === resourceGroupType ? group : `${group}/providers/${providerPath(address)}`;
  return below === undefined ? id : `${id}/${below}`;
}

function providerPath({ type, names }: ResourceAddress): string {
  const [namespace, ...segments] = type.split("/");
  if (segments.length === 0 || segments.length !== names.length) {
    throw new RangeError(`${type} takes ${segments.length} names, not ${names.length}`);
  }
  return [namespace, ...segments.flatMap((segment, index) => [segment, names[index]])].join("/");
}

/**
 * Takes an ARM id apart; `undefined` where it is none. Names and types keep the case they were written in.
 * An extension resource (`…/providers/A/b/c/providers/D/e/f`) is read as the innermost one.
 */
export function parseResourceId(id: string): ParsedResourceId | undefined {
  const segments = id.split("/");
  if (segments.shift() !== "" || segments.length < 2 || segments.includes("")) return undefined;
  if (!isWord(segments[0], "subscriptions")) return undefined;
  const subscriptionId = segments[1]!;
  const inGroup = isWord(segments[2], "resourceGroups") && segments[3] !== undefined;
  const resourceGroupName = inGroup ? segments[3] : undefined;
  const rest = segments.slice(inGroup ? 4 : 2);
  if (rest.length === 0) return subscriptionOrGroup(subscriptionId, resourceGroupName);
  const provider = rest.findLastIndex((segment, index) => index % 2 === 0 && isWord(segment, "providers"));
  const [namespace, ...path] = rest.slice(provider + 1);
  if (!isWord(rest[0], "providers") || namespace === undefined || path.length === 0 || path.length % 2 !== 0) return undefined;
  const types = path.filter((_, index) => index % 2 === 0);
  const names = path.filter((_, index) => index % 2 === 1);
  return { subscriptionId, ...(inGroup ? { resourceGroupName } : {}), type: [namespace, ...types].join("/"), names };
}

function subscriptionOrGroup(subscriptionId: string, resourceGroupName: string | undefined): ParsedResourceId {
  if (resourceGroupName === undefined) return { subscriptionId, type: "Microsoft.Resources/subscriptions", names: [subscriptionId] };
  return { subscriptionId, resourceGroupName, type: resourceGroupType, names: [resourceGroupName] };
}

/** Azure answers ids in another case than it was given: never compare them as plain text. */
export function sameId(a: string, b: string): boolean {
  return normalised(a) === normalised(b);
}

/** Whether the id lies below the ancestor (a resource, a resource group or a subscription), or is the ancestor itself. */
export function isWithin(id: string, ancestor: string): boolean {
  return sameId(id, ancestor) || normalised(id).startsWith(`${normalised(ancestor)}/`);
}

function normalised(id: string): string {
  return id.toLowerCase().replace(/\/+$/, "");
}

function isWord(segment: string | undefined, word: string): boolean {
  return segment?.toLowerCase() === word.toLowerCase();
}
