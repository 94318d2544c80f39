import { antimalware, antivirusExclusions, performanceMonitorOf, performanceMonitors } from "../../../azure/extensions.ts";
import { antivirusReferences } from "../../../specification/antivirus.ts";
import { withoutPerformanceMonitoring } from "../../../specification/alarms.ts";
import type { Role } from "../../../specification/vocabulary.ts";
import { each } from "../../judge.ts";
import { fault, type SampleResource, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { rolesOf } from "../machines.ts";
import { machinesMeant } from "../namedMachines.ts";
import { notKnownYet, roleTags, sampleMachine } from "../samples.ts";

function extension(name: string, inputs: Readonly<Record<string, unknown>>, more: Pick<SampleResource, "dependencies"> = {}): SampleResource {
  return { type: "azure-native:compute:VirtualMachineExtension", name, inputs, ...more };
}

const machine = (name: string, roles: string) => sampleMachine(name, { vmName: name, tags: roleTags(roles) });

function monitorOf({ inputs }: Resource) {
  const [publisher, type] = [inputs.text("publisher"), inputs.text("type")];
  return publisher === undefined || type === undefined ? undefined : performanceMonitorOf(publisher, type);
}

/** Roles of the machine that an extension is for. */
function rolesMeant(stack: Stack, agent: Resource): readonly Role[] {
  const machines = machinesMeant(stack, agent, "vmName");
  if (machines.length === 0) throw agent.inputs.notKnown("vmName", "names a machine of another stack, whose roles nobody can tell");
  return machines.flatMap((one) => rolesOf(one, stack.facts) ?? []);
}

const none = (product: string) => `no application performance monitoring on the application server, and ${product} is one (T6.3-12, reading 19)`;

/** P-41: an agent that looks into the product's processes changes how they run. */
export const noPerformanceMonitoring: StackRule = {
  id: "LC405",
  name: "application-servers-are-not-looked-into",
  group: "specification",
  clauses: ["T6.3-12"],
  proposals: ["P-41"],
  synopsis: "No extension for application performance monitoring is installed on a machine with the application role.",
  why: "The vendor forbids it for Operations Manager, because the agent's profiler gets between the product's processes; every such agent has one.",
  fix: "leave the extension out on this machine; what the vendor wants watched is watched from outside the processes (T 6.3)",
  sources: performanceMonitors.map(({ source }) => source),
  scope: "stack",
  *check(stack) {
    yield* each(
      stack.of("compute:VirtualMachineExtension"),
      function* (agent) {
        const monitor = monitorOf(agent);
        if (monitor === undefined || !rolesMeant(stack, agent).some((role) => (withoutPerformanceMonitoring.roles as readonly Role[]).includes(role))) return;
        yield fault(agent, "type", none(monitor.product));
      },
    );
  },
  unknown: [
    { title: "on a machine of another stack", resources: [extension("agent", { vmName: "elsewhere", publisher: "dynatrace.ruxit", type: "oneAgentWindows" })], findings: [{ resource: "agent", path: "vmName", limit: "names a machine of another stack, whose roles nobody can tell" }] },
  ],
  good: [
    { title: "an agent that collects counters and events", resources: [machine("app", "application"), extension("agent", { vmName: "app", publisher: "Microsoft.Azure.Monitor", type: "AzureMonitorWindowsAgent" })], findings: [] },
    { title: "on another machine", resources: [machine("sql", "database"), extension("agent", { vmName: "SQL", publisher: "Datadog.Agent", type: "DatadogWindowsAgent" })], findings: [] },
    { title: "an extension that says neither what nor whose it is", resources: [machine("app", "application"), extension("agent", { vmName: "app" })], findings: [] },
    { title: "on a machine without a role, which is another rule's", resources: [sampleMachine("app", { vmName: "app" }), extension("agent", { vmName: "app", publisher: "dynatrace.ruxit", type: "oneAgentWindows" })], findings: [] },
  ],
  bad: [
    { title: "Application Insights, by name in another case", resources: [machine("app", "application intranetWeb"), extension("agent", { vmName: "APP", publisher: "microsoft.azure.diagnostics", type: "applicationMonitoringWindows" })], findings: [{ resource: "agent", path: "type", limit: none("Application Insights") }] },
    { title: "another tool, on a machine whose name is not known yet", resources: [machine("app", "core application"), extension("agent", { vmName: notKnownYet, publisher: "dynatrace.ruxit", type: "oneAgentWindows" }, { dependencies: ["app"] })], findings: [{ resource: "agent", path: "type", limit: none("Dynatrace OneAgent") }] },
  ],
};

const on = "settings.AntimalwareEnabled";
const turnedOn = "true: an antimalware that is installed and off protects nothing (T6.7-1)";
const exclusionLimit = (technology: keyof typeof antivirusExclusions) => `${antivirusExclusions[technology].words.join(", ")} left alone, as Microsoft has it for ${technology} (T6.7-1)`;

function* exclusionsOf(agent: Resource, held: readonly Role[]) {
  const needed = antivirusReferences.filter(({ roles }) => roles.some((role) => held.includes(role)));
  for (const { technology } of needed) {
    const { setting, words } = antivirusExclusions[technology];
    const said = agent.inputs.text(`settings.Exclusions.${setting}`)?.toLowerCase();
    if (!words.every((word) => said?.includes(word.toLowerCase()))) yield fault(agent, `settings.Exclusions.${setting}`, exclusionLimit(technology));
  }
}

/** T6.7-1: an antivirus that scans data files locks them. */
export const antivirusLeavesDataAlone: StackRule = {
  id: "LC406",
  name: "antivirus-leaves-data-files-alone",
  group: "specification",
  clauses: ["T6.7-1"],
  proposals: [],
  synopsis: "Where Microsoft's antimalware extension is installed, it is on, and leaves alone what Microsoft has antivirus leave alone for IIS and SQL Server.",
  why: "A scanner that opens database files or IIS's compressed files locks them away from the product, which stops.",
  fix: "name the exclusions in the extension's settings: Extensions and Paths, separated by semicolons",
  sources: ["https://learn.microsoft.com/azure/security/fundamentals/antimalware", "https://learn.microsoft.com/troubleshoot/sql/database-engine/security/antivirus-and-sql-server"],
  scope: "stack",
  *check(stack) {
    yield* each(
      stack.of("compute:VirtualMachineExtension"),
      function* (agent) {
        const isAntimalware = agent.inputs.text("publisher")?.toLowerCase() === antimalware.publisher && agent.inputs.text("type")?.toLowerCase() === antimalware.type;
        if (!isAntimalware) return;
        if (agent.inputs.word(on) !== "true") yield fault(agent, on, turnedOn);
        yield* exclusionsOf(agent, rolesMeant(stack, agent));
      },
    );
  },
  good: [
    {
      title: "on both kinds of server",
      resources: [
        machine("sql", "database"),
        machine("web", "web"),
        extension("of-sql", { vmName: "sql", publisher: "Microsoft.Azure.Security", type: "IaaSAntimalware", settings: { AntimalwareEnabled: true, Exclusions: { Extensions: ".mdf;.ldf;.ndf;.bak" } } }),
        extension("of-web", { vmName: "web", publisher: "Microsoft.Azure.Security", type: "IaaSAntimalware", settings: { AntimalwareEnabled: "true", Exclusions: { Paths: "C:\\inetpub\\temp\\IIS Temporary Compressed Files" } } }),
      ],
      findings: [],
    },
    { title: "other extensions: of the publisher, and of the name", resources: [machine("sql", "database"), extension("one", { vmName: "sql", publisher: "Microsoft.Azure.Security", type: "AntimalwareSignature" }), extension("two", { vmName: "sql", publisher: "Somebody.Else", type: "IaaSAntimalware" })], findings: [] },
  ],
  bad: [
    {
      title: "off, and with the web server's exclusions on the database server",
      resources: [machine("sql", "database"), extension("agent", { vmName: "sql", publisher: "Microsoft.Azure.Security", type: "IaaSAntimalware", settings: { AntimalwareEnabled: false, Exclusions: { Paths: "C:\\inetpub", Extensions: ".mdf" } } })],
      findings: [
        { resource: "agent", path: on, limit: turnedOn },
        { resource: "agent", path: "settings.Exclusions.Extensions", limit: exclusionLimit("SQL Server") },
      ],
    },
    {
      title: "without exclusions",
      resources: [machine("core", "core"), extension("agent", { vmName: "core", publisher: "microsoft.azure.security", type: "iaasAntimalware", settings: { AntimalwareEnabled: true } })],
      findings: [{ resource: "agent", path: "settings.Exclusions.Paths", limit: exclusionLimit("IIS") }],
    },
  ],
};
