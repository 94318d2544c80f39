import { windowsTimeZone } from "../../../azure/timeZones.ts";
import { guestPatchMinutes, weekdays } from "../../../azure/updateManager.ts";
import { serviceWindows, type ServiceWindow } from "../../../specification/serviceWindows.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule, type SampleResource, type StackRule } from "../../rule.ts";
import { daysOf, isForGuests, opensOn, readSchedule, weekdayOfWindow, windowOf, windowsOf, type Schedule } from "./schedules.ts";

const swedish = windowsTimeZone("Europe/Stockholm")!;
const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const { shortest, longest } = guestPatchMinutes.value;

const titles: Readonly<Record<ServiceWindow["id"], string>> = { utbMain: "UTB's main window", utbExtra: "UTB's extra window", prod: "PROD's window" };
const titleOf = (window: ServiceWindow) => `${titles[window.id]} (${window.opens}–${window.closes}, a ${weekdays[weekdayOfWindow(window)]})`;

const duration = `${clock(shortest)} to ${clock(longest)}, which Update Manager takes`;
const start = "a first day and time, as 2027-01-24 22:00";
const inWindow = `a time within a service window from start to end: ${serviceWindows.map(titleOf).join(", ")} (S4.5-1)`;
const timeZone = `${swedish}: the vendor's windows are in Swedish time`;
const onDay = (windows: readonly ServiceWindow[]) => `every month, on the day of ${windows.map(titleOf).join(" or ")} (S4.5-1)`;
const byUser = "User: without it the schedule never runs";

function configuration(name: string, environment: string, inputs: Readonly<Record<string, unknown>>): SampleResource {
  const common = { maintenanceScope: "InGuestPatch", timeZone: swedish, extensionProperties: { InGuestPatchMode: "User" }, tags: { "lifecare-environment": environment } };
  return { type: "azure-native:maintenance:MaintenanceConfiguration", name, inputs: { ...common, ...inputs } };
}

const prod = (inputs: Readonly<Record<string, unknown>> = {}) => configuration("prod", "prod", { recurEvery: "Month Fourth Tuesday Offset1", startDateTime: "2027-01-27 22:00", duration: "03:00", ...inputs });
const main = (inputs: Readonly<Record<string, unknown>> = {}) => configuration("main", "utb", { recurEvery: "Month Third Tuesday Offset-2", startDateTime: "2027-01-17 08:00", duration: "03:55", ...inputs });
const extra = (inputs: Readonly<Record<string, unknown>> = {}) => configuration("extra", "utb", { recurEvery: "Month Fourth Tuesday Offset-1", startDateTime: "2027-01-25 16:00", duration: "02:00", ...inputs });

/** P-43: a schedule lies within one of the vendor's windows. */
export const withinWindows: ResourceRule = {
  id: "LC403",
  name: "update-schedules-lie-within-service-windows",
  group: "specification",
  clauses: ["T6.5-1", "S4.5-1", "T12.9-1"],
  proposals: ["P-43"],
  synopsis: "Every schedule that installs updates comes once a month, in Swedish time, on the weekday and within the hours of a service window of its environment, and has a length that Update Manager takes.",
  why: "Outside the windows PROD is promised to be up, and the vendor's own updates come in them; Update Manager takes no window as long as UTB's or PROD's.",
  fix: "PROD: Month Fourth Tuesday Offset1, 22:00 for 03:00; UTB: Month Third Tuesday Offset-2, 08:00 for 03:55, and Month Fourth Tuesday Offset-1, 16:00 for 02:00; or single schedules by the vendor's calendar",
  sources: [guestPatchMinutes.source],
  scope: "resource",
  types: ["maintenance:MaintenanceConfiguration"],
  *check(resource, facts) {
    if (!isForGuests(resource)) return;
    const { inputs } = resource;
    if (inputs.text("timeZone") !== swedish) yield fault(resource, "timeZone", timeZone);
    if (inputs.text("extensionProperties.InGuestPatchMode")?.toLowerCase() !== "user") yield fault(resource, "extensionProperties.InGuestPatchMode", byUser);
    const schedule = readSchedule(resource);
    if (schedule === undefined) return void (yield inputs.matches("duration", /^\d{2}:\d{2}$/) ? fault(resource, "startDateTime", start) : fault(resource, "duration", duration));
    if (schedule.minutes < shortest || schedule.minutes > longest) yield fault(resource, "duration", duration);
    const windows = windowsOf(schedule, facts);
    if (windows.length === 0) yield fault(resource, "startDateTime", inWindow, { clause: "S4.5-1" });
    else if (!windows.some((window) => opensOn(schedule, window, facts.asOf))) yield fault(resource, schedule.recurrence.kind === "once" ? "startDateTime" : "recurEvery", onDay(windows), { clause: "S4.5-1" });
  },
  good: [
    { title: "PROD", resources: [prod()], findings: [] },
    { title: "UTB", resources: [main(), extra()], findings: [] },
    { title: "once, by the vendor's calendar", resources: [prod({ recurEvery: undefined, startDateTime: "2027-02-03 22:30" })].map(withoutUndefined), findings: [] },
    { title: "of an environment that nobody says, in a window of one of them", resources: [prod({ tags: {} })], findings: [] },
    { title: "without a scope, and without patches", resources: [prod({ maintenanceScope: undefined, startDateTime: "2027-01-27 08:00" })].map(withoutUndefined), findings: [] },
    { title: "of hosts, not guests", resources: [configuration("host", "prod", { maintenanceScope: "Host", recurEvery: "Day", duration: "05:00" })], findings: [] },
  ],
  bad: [
    { title: "as long as the vendor's window", resources: [prod({ duration: "04:00" })], findings: [{ resource: "prod", path: "duration", limit: duration }] },
    { title: "of no length", resources: [prod({ duration: "" })], findings: [{ resource: "prod", path: "duration", limit: duration }] },
    { title: "in PROD's daytime", resources: [prod({ startDateTime: "2027-01-27 08:00" })], findings: [{ resource: "prod", path: "startDateTime", limit: inWindow }] },
    { title: "after the midnight that begins its day, in the window of the day before", resources: [prod({ startDateTime: "2027-01-27 00:15", duration: "01:30" })], findings: [{ resource: "prod", path: "recurEvery", limit: onDay(serviceWindows.filter(({ id }) => id === "prod")) }] },
    { title: "ends after the window", resources: [prod({ startDateTime: "2027-01-27 23:30" })], findings: [{ resource: "prod", path: "startDateTime", limit: inWindow }] },
    { title: "another time zone, and by nobody", resources: [prod({ timeZone: "UTC", extensionProperties: {} })], findings: [{ resource: "prod", path: "timeZone", limit: timeZone }, { resource: "prod", path: "extensionProperties.InGuestPatchMode", limit: byUser }] },
    ...["Week Wednesday", "Day", "Month day23", "2Months Fourth Tuesday Offset1", "Month Fourth Tuesday"].map((recurEvery) => ({
      title: recurEvery,
      resources: [prod({ recurEvery })],
      findings: [{ resource: "prod", path: "recurEvery", limit: onDay(serviceWindows.filter(({ id }) => id === "prod")) }],
    })),
    { title: "once, on another weekday", resources: [prod({ recurEvery: undefined, startDateTime: "2027-02-04 22:00" })].map(withoutUndefined), findings: [{ resource: "prod", path: "startDateTime", limit: onDay(serviceWindows.filter(({ id }) => id === "prod")) }] },
    { title: "no length that is one, and a start that is none", resources: [...["4:00", "044:00", "03:000", "aa:00", "04:aa", "04:0"].map((text, index) => ({ ...prod({ duration: text }), name: `length-${index}` })), { ...prod({ startDateTime: "soon" }), name: "start" }, { ...prod({ startDateTime: "about 2027-01-27 22:00" }), name: "vague" }], findings: [...[0, 1, 2, 3, 4, 5].map((index) => ({ resource: `length-${index}`, path: "duration", limit: duration })), ...["start", "vague"].map((resource) => ({ resource, path: "startDateTime", limit: start }))] },
    { title: "without a scope, and with patches, in PROD's daytime", resources: [prod({ maintenanceScope: undefined, installPatches: { rebootSetting: "IfRequired" }, startDateTime: "2027-01-27 08:00" })].map(withoutUndefined), findings: [{ resource: "prod", path: "startDateTime", limit: inWindow }] },
    {
      title: "every day, where two windows are open and nobody says the environment",
      resources: [extra({ tags: {}, recurEvery: "Day" })],
      findings: [{ resource: "extra", path: "recurEvery", limit: "every month, on the day of UTB's main window (8–18, a Sunday) or UTB's extra window (16–19, a Monday) (S4.5-1)" }],
    },
    { title: "too short for Update Manager", resources: [prod({ duration: "01:00" })], findings: [{ resource: "prod", path: "duration", limit: duration }] },
  ],
};

function withoutUndefined(resource: SampleResource): SampleResource {
  return { ...resource, inputs: JSON.parse(JSON.stringify(resource.inputs)) as unknown };
}

interface Placed {
  readonly schedule: Schedule;
  readonly window: ServiceWindow;
}

const apart = (window: ServiceWindow, other: ServiceWindow) => `${titles[other.id]} ${Math.abs(other.daysBeforeProduction - window.daysBeforeProduction)} days ${other.daysBeforeProduction > window.daysBeforeProduction ? "before" : "after"} each of its own days (S4.5-1)`;

/** P-44: two years of days, each with the days of the other windows at the vendor's distance. */
export const inOrder: StackRule = {
  id: "LC404",
  name: "update-schedules-keep-their-distance",
  group: "specification",
  clauses: ["S4.5-1"],
  proposals: ["P-44"],
  synopsis: "Where a stack holds schedules for several of the vendor's windows, each comes the vendor's number of days before or after the others, in every month of two years.",
  why: "UTB is updated ten days, and again two days, before PROD, so that PROD follows only what has shown no serious problem. Schedules by the third Sunday and the fourth Wednesday are ten days apart in some months, and three in others.",
  fix: "count all of them from Tuesdays of the same month: Third Tuesday Offset-2, Fourth Tuesday Offset-1, Fourth Tuesday Offset1",
  scope: "stack",
  *check(stack) {
    const placed: Placed[] = [];
    yield* each(
      stack.of("maintenance:MaintenanceConfiguration"),
      function* (resource) {
        const found = isForGuests(resource) ? windowOf(resource, stack.facts) : undefined;
        if (found !== undefined) placed.push(found);
        yield* [];
      },
    );
    const windows = serviceWindows.filter(({ id }) => placed.some(({ window }) => window.id === id));
    // A month more on either side, since a window may lie in another month than PROD's.
    const daysOfWindows = new Map(windows.map(({ id }) => [id, new Set(placed.filter((one) => one.window.id === id).flatMap(({ schedule, window }) => daysOf(schedule, window, stack.facts.asOf, 1)))]));
    for (const { schedule, window } of placed) {
      for (const other of windows.filter(({ id }) => id !== window.id)) {
        const days = daysOfWindows.get(other.id)!;
        const meets = (day: number) => days.has(day + window.daysBeforeProduction - other.daysBeforeProduction);
        if (!daysOf(schedule, window, stack.facts.asOf).every(meets)) yield fault(schedule.resource, schedule.recurrence.kind === "once" ? "startDateTime" : "recurEvery", apart(window, other));
      }
    }
  },
  good: [
    { title: "all three", resources: [main(), extra(), prod()], findings: [] },
    { title: "each once, by the vendor's calendar", resources: [main({ recurEvery: undefined, startDateTime: "2027-01-24 09:00" }), prod({ recurEvery: undefined, startDateTime: "2027-02-03 22:00" })].map(withoutUndefined), findings: [] },
    { title: "one alone", resources: [prod({ recurEvery: "Month Second Wednesday" })], findings: [] },
  ],
  bad: [
    {
      title: "third Sunday and fourth Wednesday",
      resources: [main({ recurEvery: "Month Third Sunday" }), prod({ recurEvery: "Month Fourth Wednesday" })],
      findings: [
        { resource: "main", path: "recurEvery", limit: "PROD's window 10 days after each of its own days (S4.5-1)" },
        { resource: "prod", path: "recurEvery", limit: "UTB's main window 10 days before each of its own days (S4.5-1)" },
      ],
    },
    {
      title: "PROD before UTB",
      resources: [extra(), prod({ recurEvery: "Month Third Tuesday Offset1" })],
      findings: [
        { resource: "extra", path: "recurEvery", limit: "PROD's window 2 days after each of its own days (S4.5-1)" },
        { resource: "prod", path: "recurEvery", limit: "UTB's extra window 2 days before each of its own days (S4.5-1)" },
      ],
    },
    {
      title: "UTB's windows a week further apart",
      resources: [main({ recurEvery: "Month Second Tuesday Offset-2" }), extra()],
      findings: [
        { resource: "main", path: "recurEvery", limit: "UTB's extra window 8 days after each of its own days (S4.5-1)" },
        { resource: "extra", path: "recurEvery", limit: "UTB's main window 8 days before each of its own days (S4.5-1)" },
      ],
    },
    {
      title: "each once, and UTB after PROD",
      resources: [main({ recurEvery: undefined, startDateTime: "2027-02-07 09:00" }), prod({ recurEvery: undefined, startDateTime: "2027-02-03 22:00" })].map(withoutUndefined),
      findings: [
        { resource: "main", path: "startDateTime", limit: "PROD's window 10 days after each of its own days (S4.5-1)" },
        { resource: "prod", path: "startDateTime", limit: "UTB's main window 10 days before each of its own days (S4.5-1)" },
      ],
    },
  ],
};
