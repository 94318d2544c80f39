import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";

const on = "true: an alarm that is off watches nothing";
const heard = "an action group that somebody listens to";

function alert(type: string, inputs: Readonly<Record<string, unknown>>): SampleResource {
  return { type: `azure-native:monitor:${type}`, name: "alarm", inputs };
}

/** T 6.3: what is watched is told to somebody. */
export const alarmsAreHeard: ResourceRule = {
  id: "LC410",
  name: "alarms-are-on-and-heard",
  group: "hardening",
  clauses: [],
  proposals: [],
  synopsis: "Every alarm in the stack is on and tells an action group.",
  why: "An alarm that is off, or that nobody hears, looks in a plan like one that works.",
  fix: "say enabled: true, and an action group",
  sources: ["https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-overview"],
  scope: "resource",
  types: ["monitor:MetricAlert", "monitor:ScheduledQueryRule", "monitor:ActivityLogAlert"],
  *check(resource) {
    if (resource.inputs.boolean("enabled") === false) yield fault(resource, "enabled", on);
    const actions = resource.type === "monitor:MetricAlert" ? resource.inputs.records("actions").length : resource.inputs.keys("actions").length;
    if (actions === 0) yield fault(resource, "actions", heard);
  },
  good: [
    { title: "of a metric", resources: [alert("MetricAlert", { enabled: true, actions: [{ actionGroupId: "/subscriptions/s" }] })], findings: [] },
    { title: "of a query", resources: [alert("ScheduledQueryRule", { actions: { actionGroups: ["/subscriptions/s"] } })], findings: [] },
  ],
  bad: [
    {
      title: "off, and unheard",
      resources: [alert("MetricAlert", { enabled: false })],
      findings: [
        { resource: "alarm", path: "enabled", limit: on },
        { resource: "alarm", path: "actions", limit: heard },
      ],
    },
    { title: "of a query, and told to nobody", resources: [alert("ScheduledQueryRule", { enabled: true })], findings: [{ resource: "alarm", path: "actions", limit: heard }] },
  ],
};
