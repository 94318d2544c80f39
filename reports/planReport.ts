import type { EnvironmentPlan, PlannedServer } from "../environment/plan.ts";
import { flowFacts, flowTable } from "./describeFlow.ts";
import type { Facts, Report, Table } from "./report.ts";

/** Everything that was decided for one stack, for a reader who approves it. Secrets are named, never shown. */
export function planReport(plan: EnvironmentPlan): Report {
  return {
    title: `Plan for ${plan.customer.name}, ${plan.environment.toUpperCase()}`,
    sections: [
      summary(plan),
      serverTable(plan.servers),
      subnetTable(plan.network.addressSpace, subnetsOf(plan)),
      flowTable(plan.flows.map(flowFacts), "vendor"),
      flowTable(plan.flows.map(flowFacts), "platform"),
      secretTable(plan),
      databaseTable(plan),
      adviceTable(plan),
      resourceTable(plan),
    ],
  };
}

function summary(plan: EnvironmentPlan): Facts {
  const { azure, customer, network } = plan;
  return {
    kind: "facts",
    title: "Stack",
    facts: [
      ["Customer", `${customer.name} (${customer.code})`],
      ["Specification", plan.specification],
      ["Subscription", azure.subscriptionId],
      ["Resource group", `${azure.resourceGroupName} in ${azure.location}`],
      ["Address space", network.addressSpace],
      ["Firewall", network.firewallAddress],
      ["Client networks", network.clientNetworks.map(({ name, prefix }) => `${name} ${prefix}`)],
      ["Databases, expected", `${formatGiB(plan.databases.expectedGiB)} at the end of the planned years`],
      ["Collation", plan.databases.collation],
      ["Resources", String(plan.resources.length)],
    ],
  };
}

/** What the table of servers needs of a server, planned or standing. */
export type ServerFacts = Pick<PlannedServer, "computerName" | "roles" | "size" | "vCpu" | "memoryGiB" | "operatingSystemDiskGiB" | "subnet" | "address" | "availability"> & {
  readonly disks: readonly { readonly purpose: string; readonly sizeGiB: number; readonly tier: string }[];
};

export function serverTable(servers: readonly ServerFacts[]): Table {
  return {
    kind: "table",
    title: "Servers",
    columns: [
      { title: "Computer" },
      { title: "Roles" },
      { title: "Size" },
      { title: "vCPU", align: "right" },
      { title: "RAM, GiB", align: "right" },
      { title: "Disks, GiB" },
      { title: "Address, subnet" },
      { title: "Stands in" },
    ],
    rows: servers.map((server) => [
      server.computerName,
      server.roles,
      server.size,
      server.vCpu,
      server.memoryGiB,
      [`os ${server.operatingSystemDiskGiB}`, ...server.disks.map((disk) => `${disk.purpose} ${disk.sizeGiB} (${disk.tier})`)],
      [server.address, server.subnet],
      describeAvailability(server.availability),
    ]),
    empty: "No servers.",
  };
}

function describeAvailability(availability: PlannedServer["availability"]): string {
  switch (availability.kind) {
    case "zone":
      return `zone ${availability.zone}`;
    case "set":
      return availability.name;
    case "none":
      return "";
  }
}

/** A subnet as the table of networks shows it. */
export interface SubnetFacts {
  readonly name: string;
  readonly prefix: string;
  readonly use: string;
  readonly machines: readonly string[];
}

function subnetsOf(plan: EnvironmentPlan): readonly SubnetFacts[] {
  const zones = plan.zones.map((zone) => ({
    name: zone.subnet,
    prefix: zone.prefix,
    use: `${zone.roles.join(", ")}${zone.demilitarised ? " (DMZ)" : ""}`,
    machines: zone.machines,
  }));
  const service = plan.network.serviceSubnets.map((subnet) => ({
    name: subnet.name,
    prefix: subnet.prefix,
    use: subnet.state === "made" ? subnet.use : `kept free: ${subnet.use}`,
    machines: [],
  }));
  return [...zones, ...service];
}

export function subnetTable(addressSpace: string, subnets: readonly SubnetFacts[]): Table {
  return {
    kind: "table",
    title: `Network ${addressSpace}`,
    columns: [{ title: "Subnet" }, { title: "Prefix" }, { title: "Use" }, { title: "Machines" }],
    rows: subnets.map(({ name, prefix, use, machines }) => [name, prefix, use, machines]),
    empty: "No subnets.",
  };
}

function secretTable(plan: EnvironmentPlan): Table {
  return {
    kind: "table",
    title: "Secrets (generated into the vault, never shown)",
    columns: [{ title: "Secret" }, { title: "Purpose" }, { title: "Characters", align: "right" }, { title: "Clause" }],
    rows: plan.secrets.map((secret) => [secret.vaultSecret, secret.purpose, secret.length, secret.clause]),
    empty: "None.",
  };
}

function databaseTable(plan: EnvironmentPlan): Table {
  const bySubsystem = Map.groupBy(plan.databases.names, (database) => database.subsystem);
  return {
    kind: "table",
    title: `Databases (${plan.databases.names.length})`,
    columns: [{ title: "Part" }, { title: "Names" }],
    rows: [...bySubsystem].map(([subsystem, databases]) => [subsystem, databases.map((database) => database.name).join(", ")]),
    empty: "None.",
  };
}

function adviceTable(plan: EnvironmentPlan): Table {
  return {
    kind: "table",
    title: "Advice",
    columns: [{ title: "Where" }, { title: "Advice" }, { title: "Clause" }],
    rows: plan.advice.map((advice) => [advice.path, advice.message, advice.clause ?? ""]),
    empty: "Nothing is advised against.",
  };
}

function resourceTable(plan: EnvironmentPlan): Table {
  const byType = Map.groupBy(plan.resources, (resource) => resource.type);
  return {
    kind: "table",
    title: `Resources (${plan.resources.length})`,
    columns: [{ title: "Type" }, { title: "Count", align: "right" }],
    rows: [...byType].map(([type, resources]) => [type, resources.length] as const).sort(([one], [other]) => (one < other ? -1 : 1)),
    empty: "None.",
  };
}

/** GiB with at most one decimal. */
export function formatGiB(value: number): string {
  return `${Math.round(value * 10) / 10} GiB`;
}
