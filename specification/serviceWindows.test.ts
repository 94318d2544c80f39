import { describe, expect, it } from "vitest";
import { serviceWindows, windowHours } from "./serviceWindows.ts";

const find = (id: string) => serviceWindows.find((window) => window.id === id)!;

describe("the service windows", () => {
  it("last ten, three and four hours, PROD's beyond midnight", () => {
    expect(serviceWindows.map((window) => [window.id, windowHours(window)])).toEqual([
      ["utbMain", 10],
      ["utbExtra", 3],
      ["prod", 4],
    ]);
  });

  it("bring UTB first", () => {
    const production = serviceWindows.filter((window) => window.environment === "prod");
    expect(production.map((window) => window.daysBeforeProduction)).toEqual([0]);
    for (const window of serviceWindows.filter(({ environment }) => environment === "utb")) expect(window.daysBeforeProduction).toBeGreaterThan(0);
  });

  it("lie on a Monday, two days before a Wednesday, and on the Sunday before the week of it", () => {
    const wednesday = Date.UTC(2026, 2, 11);
    const dayBefore = (days: number) => new Date(wednesday - days * 86_400_000).toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" });
    expect(dayBefore(find("utbExtra").daysBeforeProduction)).toBe(find("utbExtra").weekday);
    expect(dayBefore(find("utbMain").daysBeforeProduction)).toBe("Sunday");
  });
});
