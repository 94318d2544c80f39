import { expect, test } from "vitest";
import { bareFacts } from "../../facts.ts";
import { judgeStack } from "../../judge.ts";
import { readStack } from "../../stack.ts";
import { daysOf, readSchedule } from "./schedules.ts";
import { serviceWindows } from "../../../specification/serviceWindows.ts";
import { inOrder, withinWindows } from "./serviceWindows.ts";

const swedish = "W. Europe Standard Time";

function schedule(name: string, environment: string, recurEvery: string, startDateTime: string, duration: string) {
  const inputs = { maintenanceScope: "InGuestPatch", extensionProperties: { InGuestPatchMode: "User" }, timeZone: swedish, tags: { "lifecare-environment": environment }, recurEvery, startDateTime, duration };
  return { type: "azure-native:maintenance:MaintenanceConfiguration", name, inputs };
}

const found = (resources: readonly ReturnType<typeof schedule>[], asOf: string) => judgeStack([withinWindows, inOrder], readStack(resources, bareFacts(asOf))).flatMap(({ findings }) => findings);

const advised = [
  schedule("main", "utb", "Month Third Tuesday Offset-2", "2027-01-17 08:00", "03:55"),
  schedule("extra", "utb", "Month Fourth Tuesday Offset-1", "2027-01-25 16:00", "02:00"),
  schedule("prod", "prod", "Month Fourth Tuesday Offset1", "2027-01-27 22:00", "03:00"),
];

test("the advised schedules keep the vendor's calendar from whichever month of twelve years they are looked at", () => {
  for (let year = 2025; year <= 2036; year += 1) {
    for (let month = 1; month <= 12; month += 1) expect(found(advised, `${year}-${String(month).padStart(2, "0")}-15`), `${year}-${month}`).toEqual([]);
  }
});

test("schedules that count their weekdays from the month are found out from whichever month they are looked at", () => {
  const naive = [schedule("main", "utb", "Month Third Sunday", "2027-01-17 08:00", "03:55"), schedule("prod", "prod", "Month Fourth Wednesday", "2027-01-27 22:00", "03:00")];
  for (let year = 2025; year <= 2036; year += 1) expect(found(naive, `${year}-06-01`).map(({ resource }) => resource), String(year)).toEqual(["main", "prod"]);
});

test("a window may begin and end anywhere within the vendor's hours, midnight included", () => {
  for (const [start, duration, isWithin, offset] of [
    ["22:00", "01:30", true, 1],
    ["22:05", "03:55", true, 1],
    ["22:10", "03:55", false, 1],
    ["00:30", "01:30", true, 2],
    ["00:31", "01:30", false, 2],
    ["21:59", "01:30", false, 1],
  ] as const) {
    const paths = found([schedule("prod", "prod", `Month Fourth Tuesday Offset${offset}`, `2027-01-27 ${start}`, duration)], "2026-01-15").map(({ path }) => path);
    expect(paths, `${start} for ${duration}`).toEqual(isWithin ? [] : ["startDateTime"]);
  }
});

test("a schedule that is neither monthly nor single has no days that could be held against a window", () => {
  for (const recurEvery of ["Day", "Week Wednesday", "Month day23"]) {
    const stack = readStack([schedule("prod", "prod", recurEvery, "2027-01-27 22:00", "03:00")], bareFacts("2027-01-15"));
    const read = readSchedule(stack.resources[0]!)!;
    for (const window of serviceWindows) expect(daysOf(read, window, "2027-01-15"), recurEvery).toEqual([]);
  }
});
