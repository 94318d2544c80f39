import { fault, type ResourceRule } from "../../rule.ts";
import { azure } from "./samples.ts";

const form = "a start written as 2026-01-31 22:00";
const midnight = "a start that is not between 23:45 and midnight: Azure takes none";

const schedule = (startDateTime?: string) => azure("maintenance:MaintenanceConfiguration", "schedule", { maintenanceScope: "InGuestPatch", ...(startDateTime === undefined ? {} : { startDateTime }) });

/** azure.md §7, 11. Whether it has passed depends on when the schedule was made, which inputs do not say. */
export const maintenanceStart: ResourceRule = {
  id: "LC513",
  name: "maintenance-begins-when-azure-takes-it",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "A maintenance schedule says a start that Azure can read and takes.",
  why: "The start is text to a preview. Azure refuses another form, a start in the quarter of an hour before midnight, and none at all.",
  fix: "write startDateTime as YYYY-MM-DD hh:mm, before 23:45",
  sources: ["MicrosoftDocs/azure-compute-docs articles/virtual-machines/maintenance-configurations.md"],
  scope: "resource",
  types: ["maintenance:MaintenanceConfiguration"],
  *check(resource) {
    if (resource.inputs.text("maintenanceScope") !== "InGuestPatch") return;
    const start = resource.inputs.text("startDateTime") ?? "";
    if (!isMinute(start)) yield fault(resource, "startDateTime", form);
    else if (start.slice(-5) >= "23:45") yield fault(resource, "startDateTime", midnight);
  },
  good: [
    { title: "in the evening", resources: [schedule("2026-02-25 22:00")], findings: [] },
    { title: "for hosts", resources: [azure("maintenance:MaintenanceConfiguration", "schedule", { maintenanceScope: "Host" })], findings: [] },
    { title: "late, and later still", resources: [schedule("2026-02-25 22:50"), schedule("2026-02-25 23:44")].map((one, index) => ({ ...one, name: `${one.name}-${index}` })), findings: [] },
  ],
  bad: [
    { title: "no start", resources: [schedule()], findings: [{ resource: "schedule", path: "startDateTime", limit: form }] },
    { title: "a date alone, in another form, and on days that are none", resources: [schedule("2026-02-25"), { ...schedule("25/02/2026 22:00"), name: "other" }, { ...schedule("2026-13-01 22:00"), name: "third" }, { ...schedule("2026-02-30 22:00"), name: "fourth" }], findings: ["schedule", "other", "third", "fourth"].map((resource) => ({ resource, path: "startDateTime", limit: form })) },
    { title: "just before midnight", resources: [schedule("2026-02-25 23:45")], findings: [{ resource: "schedule", path: "startDateTime", limit: midnight }] },
    { title: "with seconds, with a weekday, and with a T", resources: [schedule("2026-02-25 22:00:30"), { ...schedule("Wed 2026-02-25 22:00"), name: "other" }, { ...schedule("2026-02-25T22:00"), name: "third" }], findings: ["schedule", "other", "third"].map((resource) => ({ resource, path: "startDateTime", limit: form })) },
  ],
};

/** Whether a text is a day and a minute that there are: 30 February is read as 2 March, and would be written otherwise. */
function isMinute(text: string): boolean {
  const minute = text.replace(" ", "T");
  const time = Date.parse(`${minute}Z`);
  return minute !== text && !Number.isNaN(time) && new Date(time).toISOString() === `${minute}:00.000Z`;
}
