import type { Clause, Environment } from "./vocabulary.ts";

/** A window of the vendor's calendar, placed by its distance from PROD's. Times of day are Swedish local time. */
export interface ServiceWindow {
  readonly id: "utbMain" | "utbExtra" | "prod";
  readonly environment: Environment;
  /** Whole days before the day on which PROD's window opens. */
  readonly daysBeforeProduction: number;
  /** Hours of the day; `closes` below `opens` means the next day. */
  readonly opens: number;
  readonly closes: number;
  readonly weekday?: "Monday";
  readonly clause: Clause;
}

/**
 * UTB comes first, PROD follows only if UTB showed no serious problem. The weekday of UTB's extra window stands in the
 * list of changes of S; two days later PROD is due on a Wednesday, and UTB's main window lies on the Sunday ten days before.
 */
export const serviceWindows: readonly ServiceWindow[] = [
  { id: "utbMain", environment: "utb", daysBeforeProduction: 10, opens: 8, closes: 18, clause: "S4.5-1" },
  { id: "utbExtra", environment: "utb", daysBeforeProduction: 2, opens: 16, closes: 19, weekday: "Monday", clause: "S4.5-1" },
  { id: "prod", environment: "prod", daysBeforeProduction: 0, opens: 22, closes: 2, clause: "S4.5-1" },
];

/** Days ahead of which a window is announced, at the least. */
export const announcementDays = { value: 7, clause: "S4.3-1" } as const;

/** Security updates come once a month, inside the windows. */
export const securityUpdatesPerMonth = { value: 1, clause: "T12.9-1" } as const;

/** Length of a window in hours. */
export function windowHours(window: ServiceWindow): number {
  return (window.closes - window.opens + 24) % 24;
}
