import type { AzureLimit } from "./limits.ts";

const page = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/maintenance-configurations.md, 2026-09";

/** Minutes that a schedule for updates in the guest may last. */
export const guestPatchMinutes: AzureLimit<{ readonly shortest: number; readonly longest: number }> = { value: { shortest: 90, longest: 235 }, source: page };

/** Days by which a monthly schedule may be moved from its weekday, either way. */
export const largestScheduleOffset: AzureLimit<number> = { value: 6, source: "azure-native 3.28, MaintenanceConfiguration.recurEvery" };

/** How often a schedule comes. Days are calendar days as ISO 8601 writes them. */
export type Recurrence =
  | { readonly kind: "once" }
  /** The first (1) to fourth or the last (-1) such weekday (Sunday is 0) of every month, moved by some days. */
  | { readonly kind: "monthly"; readonly week: 1 | 2 | 3 | 4 | -1; readonly weekday: number; readonly offsetDays: number }
  /** Every few days, weeks or months, or on days of the month: no nth weekday of every month. */
  | { readonly kind: "other" };

const weeks = { first: 1, second: 2, third: 3, fourth: 4, last: -1 } as const;
export const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** Reads `recurEvery`; where it is absent the schedule comes once. */
export function readRecurrence(recurEvery: string | undefined): Recurrence {
  if (recurEvery === undefined) return { kind: "once" };
  const match = /^(?:1\s*)?Months?\s+(First|Second|Third|Fourth|Last)\s+(\w+?day)(?:\s+Offset\s*([+-]?\d+))?$/i.exec(recurEvery.trim());
  const weekday = weekdays.findIndex((name) => name.toLowerCase() === match?.[2]?.toLowerCase());
  const offsetDays = Number(match?.[3] ?? 0);
  if (match === null || weekday < 0 || Math.abs(offsetDays) > largestScheduleOffset.value) return { kind: "other" };
  return { kind: "monthly", week: weeks[match[1]!.toLowerCase() as keyof typeof weeks], weekday, offsetDays };
}

const dayMilliseconds = 86_400_000;

/** Days since 1970 of a calendar day. */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMilliseconds;
}

export function weekdayOf(day: number): number {
  return new Date(day * dayMilliseconds).getUTCDay();
}

/** The day (since 1970) on which a monthly schedule comes in a month; months beyond 12 are those of the years that follow. */
export function occurrence({ week, weekday, offsetDays }: Extract<Recurrence, { kind: "monthly" }>, year: number, month: number): number {
  const first = dayNumber(year, month, 1);
  const firstSuch = first + ((weekday - weekdayOf(first) + 7) % 7);
  const last = dayNumber(year, month + 1, 1) - 1;
  const lastSuch = last - ((weekdayOf(last) - weekday + 7) % 7);
  return (week === -1 ? lastSuch : firstSuch + 7 * (week - 1)) + offsetDays;
}
