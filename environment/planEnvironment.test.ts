import { describe, expect, it, test } from "vitest";
import { refusals } from "../tests/sampleRequests.ts";
import { parseConfiguration, type Configuration } from "./configuration.ts";
import { readStackFile } from "./configurationFile.ts";
import { designEnvironment } from "./environmentDesign.ts";
import { planEnvironment } from "./planEnvironment.ts";

const parsed = (file: string): Configuration => parseConfiguration(readStackFile(file).config).configuration;
const prod = parsed("Pulumi.prod.yaml");
const utb = parsed("Pulumi.utb.yaml");

/** Machines by hand: name, size, address, availability. */
const standing = (configuration: Configuration) => planEnvironment(configuration).servers.map(({ computerName, size, address, availability }) => `${computerName} ${size} ${address} ${availability.kind === "none" ? "none" : availability.kind === "zone" ? availability.zone : availability.name}`);

describe("PROD of the package's own stack file", () => {
  it("has the machines that somebody with the vendor's document would draw", () => {
    expect(standing(prod)).toEqual([
      "ankprodcore01 Standard_D4s_v5 10.80.4.4 1",
      "ankprodapp01 Standard_D4s_v5 10.80.4.132 1",
      "ankprodapp02 Standard_D4s_v5 10.80.4.133 2",
      "ankprodint01 Standard_D4s_v5 10.80.5.4 1",
      "ankprodweb01 Standard_D4s_v5 10.80.5.132 1",
      "ankprodweb02 Standard_D4s_v5 10.80.5.133 2",
      "ankprodsql01 Standard_E20s_v5 10.80.6.4 1",
      "ankprodcmp01 Standard_E2s_v5 10.80.6.132 1",
    ]);
  });

  it("has subnets by their roles' places", () => {
    expect(planEnvironment(prod).zones.map(({ id, prefix, machines }) => `${id} ${prefix} ${machines.length}`)).toEqual(["core 10.80.4.0/25 1", "application 10.80.4.128/25 2", "intranetWeb 10.80.5.0/25 1", "web 10.80.5.128/25 2", "database 10.80.6.0/25 1", "compute 10.80.6.128/25 1"]);
  });

  it("says first what parsing had to say", () => {
    const advice = [{ path: "lifecare:connection", message: "first" }];
    expect(planEnvironment(prod, advice).advice[0]).toEqual(advice[0]);
  });
});

describe("UTB of the package's own stack file", () => {
  it("shares a machine between core, application and intranet web: larger memory, one subnet", () => {
    const [shared] = planEnvironment(utb).servers;
    expect([shared!.zone, shared!.memoryGiB, shared!.subnet]).toEqual(["core-application-intranetWeb", 32, "snet-core"]);
  });
});

describe("where machines stand", () => {
  const withMachines = (redundancy: "zones" | "set", machines: readonly { name: string; roles: readonly string[]; count: number }[]): Configuration => ({
    ...prod,
    platform: { ...prod.platform, redundancy },
    machines: [...prod.machines.filter(({ name }) => ["core", "sql", "cmp"].includes(name)), ...machines] as unknown as Configuration["machines"],
  });

  it("further entries with the same roles begin one zone further, so that each can grow alone", () => {
    const zones = planEnvironment(withMachines("zones", [{ name: "a", roles: ["application"], count: 2 }, { name: "b", roles: ["application"], count: 3 }])).servers.filter(({ zone }) => zone === "application");
    expect(zones.map(({ computerName, availability, address }) => [computerName.slice(7), availability, address.split(".")[3]])).toEqual([
      ["a01", { kind: "zone", zone: "1" }, "132"],
      ["a02", { kind: "zone", zone: "2" }, "133"],
      ["b01", { kind: "zone", zone: "2" }, "142"],
      ["b02", { kind: "zone", zone: "3" }, "143"],
      ["b03", { kind: "zone", zone: "1" }, "144"],
    ]);
  });

  it("eighteen machines with the same roles are one zone of two entries", () => {
    const nine = (name: string) => ({ name, roles: ["application"], count: 9 });
    expect(planEnvironment(withMachines("zones", [nine("a"), nine("b")])).zones.find(({ id }) => id === "application")!.machines).toHaveLength(18);
  });

  it("a single machine has its set already where sets are asked for, the database server has none", () => {
    const { servers } = planEnvironment(withMachines("set", [{ name: "a", roles: ["application"], count: 1 }]));
    expect(servers.map(({ zone, availability }) => `${zone} ${availability.kind}`)).toEqual(["core set", "application set", "database none", "compute set"]);
  });
});

describe("a configuration that cannot be planned is refused with every problem at once, by the path in the stack file", () => {
  test.each<[string, Partial<Configuration>, readonly string[]]>([
    ["placement, names and addresses", { customer: { ...prod.customer, code: "ankeborg" }, network: { ...prod.network, addressSpace: "8.8.0.0/16" }, machines: [{ name: "core", roles: ["web", "core"], count: 1 }] as unknown as Configuration["machines"] }, ["lifecare:machines[0].roles", "lifecare:customer.code", "lifecare:network.addressSpace"]],
    ["sizes and databases", { product: { ...prod.product, domains: [{ name: "Å" }] }, machines: prod.machines.map((machine) => ({ ...machine, size: "Standard_B2ms" })) }, ["lifecare:machines[0].size", "lifecare:machines[4].size", "lifecare:product.domains[0].name"]],
  ])("%s", (_, changes, paths) => {
    expect(refusals(() => designEnvironment({ ...prod, ...changes })).map(({ path }) => path)).toEqual(expect.arrayContaining([...paths]));
  });

  it("ports of services that share a machine, while the configuration is parsed already", () => {
    const { config } = readStackFile("Pulumi.utb.yaml");
    const together = {
      ...config,
      "lifecare:network": { ...(config["lifecare:network"] as object), databasePort: 45000, eventServicePort: 45000 },
      "lifecare:machines": [{ name: "all", roles: ["core", "application", "intranetWeb", "database"] }, { name: "cmp", roles: ["compute"] }],
    };
    expect(refusals(() => parseConfiguration(together)).map(({ path, clause }) => [path, clause])).toEqual([["lifecare:network.eventServicePort", "T4.3-C"]]);
  });
});
