import { describe, expect, it } from "vitest";
import { dayNumber, occurrence, readRecurrence, weekdayOf, type Recurrence } from "./updateManager.ts";

const monthly = (text: string) => readRecurrence(text) as Extract<Recurrence, { kind: "monthly" }>;

describe("Schedules", () => {
  it("are read as Azure writes them", () => {
    expect(readRecurrence("Month Third Tuesday Offset-2")).toEqual({ kind: "monthly", week: 3, weekday: 2, offsetDays: -2 });
    expect(readRecurrence("1Month last sunday")).toEqual({ kind: "monthly", week: -1, weekday: 0, offsetDays: 0 });
    expect(readRecurrence(undefined)).toEqual({ kind: "once" });
    for (const other of ["Day", "2Weeks Saturday", "Month day23,day24", "2Months Third Tuesday", "Month Third Tuesday Offset7", "Month Fifth Monday", "Month"]) expect(readRecurrence(other), other).toEqual({ kind: "other" });
  });

  it("come on the days that a calendar shows", () => {
    expect(occurrence(monthly("Month Fourth Tuesday Offset1"), 2026, 1)).toBe(dayNumber(2026, 1, 28));
    expect(occurrence(monthly("Month Third Tuesday Offset-2"), 2026, 13)).toBe(dayNumber(2027, 1, 17));
    expect(occurrence(monthly("Month Last Sunday"), 2026, 5)).toBe(dayNumber(2026, 5, 31));
    expect(occurrence(monthly("Month First Thursday"), 2026, 1)).toBe(dayNumber(2026, 1, 1));
  });

  it("come in the week and on the weekday that they name, in every month of twelve years", () => {
    for (const week of ["First", "Second", "Third", "Fourth"]) {
      for (let month = 1; month <= 144; month += 1) {
        const found = occurrence(monthly(`Month ${week} Friday`), 2025, month);
        const day = new Date(found * 86_400_000);
        expect(weekdayOf(found)).toBe(5);
        expect(Math.ceil(day.getUTCDate() / 7)).toBe(["First", "Second", "Third", "Fourth"].indexOf(week) + 1);
      }
    }
  });
});
