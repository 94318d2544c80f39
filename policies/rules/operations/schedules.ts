import { dayNumber, occurrence, readRecurrence, weekdayOf, weekdays, type Recurrence } from "../../../azure/updateManager.ts";
import { serviceWindows, type ServiceWindow } from "../../../specification/serviceWindows.ts";
import type { Facts } from "../../facts.ts";
import type { Resource } from "../../stack.ts";
import { environmentOf } from "../machines.ts";

/** A schedule for updates inside the guests, as far as it can be read. */
export interface Schedule {
  readonly resource: Resource;
  readonly recurrence: Recurrence;
  /** Day since 1970 and minute of the day at which it first opens. */
  readonly starts: { readonly day: number; readonly minute: number };
  readonly minutes: number;
}

/** Whether a configuration installs updates inside machines, as its scope or its patches say; others are for hosts and images. */
export function isForGuests({ inputs }: Resource): boolean {
  const scope = inputs.text("maintenanceScope")?.toLowerCase();
  return scope === undefined ? inputs.has("installPatches") : scope === "inguestpatch";
}

/**
 * Reads a schedule; `undefined` where its start or duration are missing or not written as Azure takes them.
 *
 * @throws NotKnown where they are not known
 */
export function readSchedule(resource: Resource): Schedule | undefined {
  const recurrence = readRecurrence(resource.inputs.text("recurEvery"));
  const start = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})/.exec(resource.inputs.text("startDateTime") ?? "");
  const duration = /^(\d{2}):(\d{2})$/.exec(resource.inputs.text("duration") ?? "");
  if (start === null || duration === null) return undefined;
  const [year, month, day, hour, minute] = start.slice(1).map(Number) as [number, number, number, number, number];
  return { resource, recurrence, starts: { day: dayNumber(year, month, day), minute: hour * 60 + minute }, minutes: Number(duration[1]) * 60 + Number(duration[2]) };
}

/** The windows of the vendor's calendar in which a schedule lies by its time of day; of all environments where nobody says which it is for. */
export function windowsOf(schedule: Schedule, facts: Facts): readonly ServiceWindow[] {
  const environment = environmentOf(schedule.resource, facts);
  return serviceWindows.filter((window) => (environment === undefined || window.environment === environment) && liesWithin(schedule, window));
}

function liesWithin({ starts, minutes }: Schedule, { opens, closes }: ServiceWindow): boolean {
  const length = ((closes - opens + 24) % 24) * 60;
  const since = (starts.minute - opens * 60 + 1440) % 1440;
  return since + minutes <= length;
}

/** Weekday on which a window opens: PROD's follows from UTB's extra window, the only one of which the vendor names it. */
export function weekdayOfWindow(window: ServiceWindow): number {
  const named = serviceWindows.find(({ weekday }) => weekday !== undefined)!;
  const production = weekdays.indexOf(named.weekday!) + named.daysBeforeProduction;
  return (production - window.daysBeforeProduction + 14) % 7;
}

/**
 * The days on which the window opens that a schedule uses, in the months that are simulated, from that of `asOf`; none where it is no monthly
 * schedule. After midnight it is still the window of the day before.
 *
 * @param asOf ISO 8601
 * @param around months besides, before and after
 */
export function daysOf(schedule: Schedule, window: ServiceWindow, asOf: string, around = 0): readonly number[] {
  const isNextDay = schedule.starts.minute < window.opens * 60;
  return ownDaysOf(schedule, asOf, around).map((day) => (isNextDay ? day - 1 : day));
}

function ownDaysOf({ recurrence, starts }: Schedule, asOf: string, around: number): readonly number[] {
  if (recurrence.kind === "once") return [starts.day];
  if (recurrence.kind === "other") return [];
  const [year, month] = asOf.split("-").map(Number) as [number, number];
  return Array.from({ length: simulatedMonths + 2 * around }, (_, index) => occurrence(recurrence, year, month - around + index));
}

/** Whether it always lies in a window that opens on its weekday. */
export function opensOn(schedule: Schedule, window: ServiceWindow, asOf: string): boolean {
  const days = daysOf(schedule, window, asOf);
  return days.length > 0 && days.every((day) => weekdayOf(day) === weekdayOfWindow(window));
}

/** Months for which schedules are held against the calendar: two years, in which every month begins on other weekdays. */
const simulatedMonths = 24;

/** The vendor's window that a schedule is for, where its time and its days leave no other. */
export function windowOf(resource: Resource, facts: Facts): { readonly schedule: Schedule; readonly window: ServiceWindow } | undefined {
  const schedule = readSchedule(resource);
  const window = schedule === undefined ? undefined : windowsOf(schedule, facts).find((one) => opensOn(schedule, one, facts.asOf));
  return schedule === undefined || window === undefined ? undefined : { schedule, window };
}
