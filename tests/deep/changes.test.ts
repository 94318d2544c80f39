import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EnvironmentRequest } from "../../environment/environmentRequest.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";
import { changes, machine, openEnvironment, type RunningEnvironment } from "../stacks/openEnvironment.ts";

describeWithEngine("of a UTB that stands, one change previews just that:", (engine) => {
  let environment: RunningEnvironment;

  beforeAll(async () => {
    environment = await openEnvironment(engine, "utb");
    await environment.stack.up();
  });
  afterAll(() => environment.close());

  const preview = async (change: (wanted: EnvironmentRequest) => void) => {
    environment.want(change);
    return changes(await environment.stack.preview());
  };

  test("another size of one machine, that machine", async () => {
    const found = await preview((wanted) => (machine(wanted, "cmp").size = "Standard_E4s_v5"));
    expect(found).toEqual(["update ankutbcmp01-machine"]);
  });

  test("another size of the database server, that machine and the memory that SQL Server may use", async () => {
    const found = await preview((wanted) => (machine(wanted, "sql").size = "Standard_E32s_v5"));
    expect(found).toEqual(["update ankutbsql01-database-registration", "update ankutbsql01-machine"]);
  });

  // Clients reach web modules, brokers and web services (E1, T 4.3), all through the firewall; neither database nor compute.
  test("another client network, the security groups that clients reach and the firewall's rules inwards", async () => {
    const found = await preview((wanted) => (wanted.network.clientNetworks[0]!.prefix = "10.30.0.0/16"));
    expect(found).toEqual(["update lifecare-core-security-group", "update lifecare-firewall-matrix", "update lifecare-web-security-group"]);
  });

  test("a client network outside the private ranges, the firewall's untranslated ranges as well", async () => {
    const found = await preview((wanted) => wanted.network.clientNetworks.push({ name: "hospital", prefix: "192.36.0.0/16" }));
    expect(found).toEqual(["update lifecare-core-security-group", "update lifecare-firewall-matrix", "update lifecare-firewall-policy", "update lifecare-web-security-group"]);
  });

  test("another host for licences, the firewall's rules outwards", async () => {
    const found = await preview((wanted) => (wanted.vendor.licenceHosts = ["other.example.se"]));
    expect(found).toEqual(["update lifecare-firewall-outbound"]);
  });

  // R8: core, application and compute reach the database; web servers do not.
  test("another port of SQL Server, its registration and the groups at both ends", async () => {
    const found = await preview((wanted) => (wanted.network.databasePort = 14330));
    expect(found).toEqual([
      "update ankutbsql01-database-registration",
      "update lifecare-compute-security-group",
      "update lifecare-core-security-group",
      "update lifecare-database-security-group",
    ]);
  });

  test("what Azure fixes at a machine's birth, nothing: images and time zone wait for a rebuild", async () => {
    const found = await preview((wanted) => {
      wanted.platform.windowsServer = "2019";
      wanted.platform.sqlServer = "2019";
      wanted.platform.timeZone = "Europe/Helsinki";
    });
    expect(found).toEqual([]);
  });

  test("a role on a machine of its own, that machine with its zone, and the rules that name the two zones: nothing is replaced or deleted", async () => {
    const found = await preview((wanted) => {
      machine(wanted, "app").roles = ["core", "application"];
      wanted.machines.push({ name: "int", roles: ["intranetWeb"] });
    });
    expect(found).toEqual([
      "create ankutbint01",
      "create ankutbint01-machine",
      "create ankutbint01-network-interface",
      "create ankutbint01-program-disk",
      "create lifecare-administrator-ankutbint01-password",
      "create lifecare-administrator-ankutbint01-secret",
      "create lifecare-intranetWeb-routes",
      "create lifecare-intranetWeb-security-group",
      // Its tag of roles, and the smaller size that the floors of the two others allow.
      "update ankutbapp01-machine",
      "update lifecare-compute-security-group",
      "update lifecare-core-security-group",
      "update lifecare-database-security-group",
      "update lifecare-firewall-matrix",
      "update lifecare-firewall-outbound",
      "update lifecare-network",
      "update lifecare-web-routes",
      "update lifecare-web-security-group",
    ]);
  });

  test("another address space, the network with every rule, route and interface that holds an address, and the warning that the firewall keeps its own", async () => {
    environment.want((wanted) => (wanted.network.addressSpace = "10.91.0.0/21"));
    const summary = await environment.stack.preview();
    expect(changes(summary)).toEqual([
      "update ankutbapp01-network-interface",
      "update ankutbcmp01-network-interface",
      "update ankutbsql01-network-interface",
      "update ankutbweb01-network-interface",
      "update lifecare-compute-routes",
      "update lifecare-compute-security-group",
      "update lifecare-core-routes",
      "update lifecare-core-security-group",
      "update lifecare-database-routes",
      "update lifecare-database-security-group",
      "update lifecare-firewall-matrix",
      "update lifecare-firewall-outbound",
      "update lifecare-network",
      "update lifecare-web-routes",
      "update lifecare-web-security-group",
    ]);
    const warnings = summary.diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    expect(warnings.join("\n")).toMatch(/The firewall has the private address 10\.81\.0\.4, but routes and name server lead to 10\.91\.0\.4 \(T3\.1\.5-3\)\. Fix: /);
  });

  test("another address of the firewall, given by Azure itself, the end of the next update", async () => {
    environment.want(() => undefined);
    const store = join(environment.folder, "azure");
    const [file] = readdirSync(store, { recursive: true, encoding: "utf8" }).filter((path) => /azurefirewalls.*\.json$/i.test(path));
    const path = join(store, file!);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("10.81.0.4", "10.81.0.5"));
    await environment.stack.refresh();
    await expect(environment.stack.up()).rejects.toThrow("The firewall has the private address 10.81.0.5, but routes and name server lead to 10.81.0.4");
  });
});

describeWithEngine("of a PROD with one application server,", (engine) => {
  let environment: RunningEnvironment;
  const single = (wanted: EnvironmentRequest) => {
    wanted.usage.availability = "single";
    machine(wanted, "app").count = 1;
  };

  beforeAll(async () => {
    environment = await openEnvironment(engine, "prod");
    environment.want(single);
    await environment.stack.up();
  });
  afterAll(() => environment.close());

  // R11: only with a second one are there peers to balance load between.
  test("a second one previews as itself and the rules between peers (R11), beside what stands", async () => {
    environment.want((wanted) => {
      single(wanted);
      machine(wanted, "app").count = 2;
    });
    expect(changes(await environment.stack.preview())).toEqual([
      "create ankprodapp02",
      "create ankprodapp02-machine",
      "create ankprodapp02-network-interface",
      "create ankprodapp02-program-disk",
      "create lifecare-administrator-ankprodapp02-password",
      "create lifecare-administrator-ankprodapp02-secret",
      "update lifecare-application-security-group",
    ]);
  });
});
