import { isRecord, unreadable, type Plain, type PlainList, type PlainRecord } from "../reachability/readValues.ts";

/** A property, or the member of a list that has this name, id or LUN. */
export type Step = { readonly property: string } | { readonly member: string };

/** A place where two values differ; an absent side is left out. */
export interface Difference {
  readonly steps: readonly Step[];
  readonly before?: Plain;
  readonly now?: Plain;
}

/**
 * What of a resource's properties is another than before, each place once and as deep as it goes. Members of lists are the same where their name, id or
 * LUN is, in whatever order Azure tells them; what Azure alone writes (etags, states, the ids of members) is no difference.
 */
export function differencesBetween(before: PlainRecord, now: PlainRecord): readonly Difference[] {
  return ofRecords(before, now, []);
}

/** A place as it is shown: members of lists by name, an ARM id by its last name. */
export function pathOf(steps: readonly Step[]): string {
  return steps.map((step, index) => ("member" in step ? `[${step.member.slice(step.member.lastIndexOf("/") + 1)}]` : `${index === 0 ? "" : "."}${step.property}`)).join("");
}

/** What stands at a place; undefined where nothing does. */
export function valueAt(values: Plain | undefined, steps: readonly Step[]): Plain | undefined {
  return steps.reduce<Plain | undefined>((found, step) => {
    if ("property" in step) return isRecord(found) ? found[step.property] : undefined;
    return isList(found) ? keyed(found)?.get(step.member.toLowerCase())?.value : undefined;
  }, values);
}

/** Whether two values are the same, read-only parts aside. */
export function sameValue(one: Plain | undefined, other: Plain | undefined): boolean {
  return compare(one, other, []).length === 0;
}

/** Written by Azure with every change of anything around them. */
const readOnlyNames: ReadonlySet<string> = new Set(["etag", "provisioningState", "resourceGuid"]);

function compare(before: Plain | undefined, now: Plain | undefined, steps: readonly Step[]): readonly Difference[] {
  if (isRecord(before) && isRecord(now)) return ofRecords(before, now, steps);
  if (isList(before) && isList(now)) return ofLists(before, now, steps);
  if ((isEmpty(before) && isEmpty(now)) || sameScalar(before, now, steps)) return [];
  return [{ steps, ...(isEmpty(before) ? {} : { before: withoutReadOnly(before) }), ...(isEmpty(now) ? {} : { now: withoutReadOnly(now) }) }];
}

function ofRecords(before: PlainRecord, now: PlainRecord, steps: readonly Step[]): readonly Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => !readOnlyNames.has(name));
  return names.flatMap((property) => compare(before[property], now[property], [...steps, { property }]));
}

function ofLists(before: PlainList, now: PlainList, steps: readonly Step[]): readonly Difference[] {
  const [known, found] = [keyed(before), keyed(now)];
  if (known === undefined || found === undefined) {
    const same = before.length === now.length && before.every((value, index) => sameValue(value, now[index]));
    return same ? [] : [{ steps, before: withoutReadOnly(before), now: withoutReadOnly(now) }];
  }
  return [...new Map([...known, ...found]).keys()].flatMap((key) => {
    const [one, other] = [known.get(key), found.get(key)];
    return compare(one?.value, withoutOwnId(one?.value, other?.value), [...steps, { member: (one ?? other)!.key }]);
  });
}

interface Member {
  readonly key: string;
  readonly value: PlainRecord;
}

/** The members of a list by what tells them apart, in lower case; undefined where that is not so of all of them. */
function keyed(list: PlainList): ReadonlyMap<string, Member> | undefined {
  const members = new Map<string, Member>();
  for (const value of list) {
    const key = isRecord(value) ? [value["name"], value["id"], value["lun"]].find((found) => typeof found === "string" || typeof found === "number") : undefined;
    if (key === undefined || members.has(String(key).toLowerCase())) return undefined;
    members.set(String(key).toLowerCase(), { key: String(key), value: value as PlainRecord });
  }
  return members;
}

/** A refresh adds to each member of a list the id under which Azure knows it. */
function withoutOwnId(before: PlainRecord | undefined, now: PlainRecord | undefined): PlainRecord | undefined {
  if (before === undefined || now === undefined || before["id"] !== undefined || !isOwnId(now)) return now;
  const { id: _, ...rest } = now;
  return rest;
}

function isOwnId({ id, name }: PlainRecord): boolean {
  return typeof id === "string" && typeof name === "string" && id.toLowerCase().endsWith(`/${name.toLowerCase()}`);
}

/** A value as it is shown: without what Azure alone writes, and without what it writes where nothing was said. */
function withoutReadOnly(value: Plain): Plain {
  if (isList(value)) return value.map(withoutReadOnly);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([name, inner]) => !readOnlyNames.has(name) && !isEmpty(inner) && !(name === "id" && isOwnId(value)) && !isArmType(name, inner));
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutReadOnly(inner!)]));
}

function isArmType(name: string, value: Plain | undefined): boolean {
  return name === "type" && typeof value === "string" && /^Microsoft\.\w+\//.test(value);
}

/** Azure answers ids in another case than it was given; what is secret on both sides nobody can compare. */
function sameScalar(before: Plain | undefined, now: Plain | undefined, steps: readonly Step[]): boolean {
  if (before === now) return true;
  const last = steps.at(-1);
  const isId = last !== undefined && "property" in last && /^(?:id|\w+Id)$/.test(last.property);
  return isId && typeof before === "string" && typeof now === "string" && before.toLowerCase() === now.toLowerCase();
}

/** Where nothing is said, Azure may answer an empty list, or a record that says nothing. */
function isEmpty(value: Plain | undefined): value is undefined | null {
  if (value === undefined || value === null) return true;
  if (value === unreadable) return false;
  return isList(value) ? value.length === 0 : isRecord(value) && Object.entries(value).every(([name, inner]) => readOnlyNames.has(name) || isEmpty(inner));
}

export function isList(value: Plain | undefined): value is PlainList {
  return Array.isArray(value);
}
