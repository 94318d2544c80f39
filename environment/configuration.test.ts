import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documentedChoices } from "../specification/flows.ts";
import { requirements } from "../specification/register.ts";
import { parseConfiguration } from "./configuration.ts";
import { readStackFile } from "./configurationFile.ts";
import { ProblemError, type Problem } from "./problem.ts";

/** What JSON holds: the tests break it on purpose, so its type is nobody's business. */
type MutableMap = ReturnType<typeof JSON.parse>;

/** PROD's stack file as a map, with a change. */
function prod(change: (config: MutableMap) => void = () => undefined): MutableMap {
  const config = structuredClone(readStackFile(join(import.meta.dirname, "../Pulumi.prod.yaml")).config) as MutableMap;
  change(config);
  return config;
}

function problemsOf(input: unknown): readonly Problem[] {
  try {
    parseConfiguration(input);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

function adviceOf(input: unknown) {
  return parseConfiguration(input).advice;
}

describe("what the documents decide", () => {
  test("is filled in where the stack file leaves it out", () => {
    const { configuration } = parseConfiguration(prod((config) => {
      delete config["lifecare:network"].clientPorts;
      delete config["lifecare:network"].databasePort;
      delete config["lifecare:product"].feedback;
      delete config["lifecare:vendor"].databaseServerAccess;
    }));
    const { network, product, vendor } = configuration;
    const { careModule: installed, ...choices } = documentedChoices;
    expect(installed).toBe(false);
    expect({ ...network, feedback: product.feedback, databaseVendorAccess: vendor.databaseServerAccess }).toMatchObject(choices);
    expect(configuration.machines.map((machine) => machine.count)).toEqual([1, 2, 1, 2, 1, 1]);
    expect(configuration.protectData).toBe(true);
  });
});

describe("what vendor or customer must decide", () => {
  test.each([
    "lifecare:customer.databaseSuffix",
    "lifecare:product.release",
    "lifecare:product.modules",
    "lifecare:usage.users",
    "lifecare:usage.recoveryTimeObjectiveHours",
    "lifecare:usage.availability",
    "lifecare:usage.authentication",
    "lifecare:connection.latencyMilliseconds",
    "lifecare:network.addressSpace",
    "lifecare:network.clientNetworks",
    "lifecare:vendor.packageHosts",
    "lifecare:vendor.socialInsuranceHosts",
    "lifecare:platform.timeZone",
    "lifecare:platform.sqlServerLicence",
    "lifecare:database.collation",
    "lifecare:database.inhabitants",
    "lifecare:database.familyCareDocuments",
    "lifecare:database.careDocuments",
    "lifecare:database.yearsPlanned",
    "lifecare:machines",
    "lifecare:trainingEnvironment",
  ])("%s is asked for, never assumed", (path) => {
    const [section = "", field] = path.split(".");
    const problems = problemsOf(prod((config) => {
      if (field === undefined) delete config[section];
      else delete config[section][field];
    }));
    expect(problems).toEqual([expect.objectContaining({ path, value: undefined })]);
    expect(problems[0]?.fix).not.toBe("");
  });
});

describe("every problem", () => {
  test("carries a clause of the register, where it has one", () => {
    const known = new Set(requirements.map((requirement) => requirement.id));
    const broken = problemsOf({ "lifecare:network": { topology: "spoke", legacyWeb: true }, "lifecare:usage": { access: "internet", authentication: "tss" }, "lifecare:connection": { latencyMilliseconds: 50 }, "lifecare:directory": {}, "lifecare:backup": {} });
    expect(broken.length).toBeGreaterThan(20);
    expect(broken.map((problem) => problem.clause).filter((clause) => clause !== undefined && !known.has(clause))).toEqual([]);
  });

  test("is told at once, each with its own path", () => {
    const problems = problemsOf(prod((config) => {
      config["lifecare:usage"].users = 0;
      config["lifecare:connection"].latencyMilliseconds = 11;
      config["lifecare:vendor"].packageHosts = ["sftp_1.example.se"];
      config["lifecare:machines"][4].size = "Standard_E4s_v4";
      config["lifecare:platform"].sqlServer = "2017";
    }));
    expect(problems.map((problem) => problem.path).sort()).toEqual([
      "lifecare:connection.latencyMilliseconds",
      "lifecare:machines[4].size",
      "lifecare:platform.sqlServer",
      "lifecare:usage.users",
      "lifecare:vendor.packageHosts[0]",
    ]);
  });
});

describe("a misspelt word", () => {
  test.each<[string, (config: MutableMap) => void, string, string]>([
    ["key at the top", (config) => { config["lifecare:machnies"] = config["lifecare:machines"]; delete config["lifecare:machines"]; }, "lifecare:machnies", "lifecare:machines"],
    ["key of Azure's provider", (config) => { config["azure-native:subscriptionID2"] = config["azure-native:subscriptionId"]; delete config["azure-native:subscriptionId"]; }, "azure-native:subscriptionID2", "azure-native:subscriptionId"],
    ["key in a section", (config) => { config["lifecare:network"].adressSpace = "10.80.0.0/21"; }, "lifecare:network.adressSpace", "addressSpace"],
    ["key in a list", (config) => { config["lifecare:machines"][1].Count = 2; }, "lifecare:machines[1].Count", "count"],
    ["role", (config) => { config["lifecare:machines"][1].roles = ["aplication"]; }, "lifecare:machines[1].roles[0]", "application"],
    ["feature", (config) => { config["lifecare:product"].features[1] = "planing"; }, "lifecare:product.features[1]", "planning"],
    ["size", (config) => { config["lifecare:machines"][4].size = "Standard_E4sv5"; }, "lifecare:machines[4].size", "Standard_E4s_v5"],
    ["time zone", (config) => { config["lifecare:platform"].timeZone = "Europe/Stokholm"; }, "lifecare:platform.timeZone", "Europe/Stockholm"],
    ["region", (config) => { config["azure-native:location"] = "swedencentrall"; }, "azure-native:location", "swedencentral"],
  ])("as a %s is answered with what was meant", (_, change, path, meant) => {
    expect(problemsOf(prod(change))).toContainEqual(expect.objectContaining({ path, fix: `did you mean ${meant}?` }));
  });

  test("of another program is left alone", () => {
    expect(problemsOf(prod((config) => { config["aws:region"] = "eu-north-1"; config["azure-native:clientId"] = "x"; }))).toEqual([]);
  });
});

describe("an option that is not made whole", () => {
  test.each<[string, (config: MutableMap) => void, string, string]>([
    ["a network under a hub", (config) => { config["lifecare:network"].topology = "spoke"; }, "lifecare:network.topology", "T4.1-1"],
    ["a given network", (config) => { config["lifecare:network"].topology = "existing"; }, "lifecare:network.topology", "T4.1-1"],
    ["publishing to the internet", (config) => { config["lifecare:usage"].access = "internet"; }, "lifecare:usage.access", "T3.1.5-3"],
    ["older web applications", (config) => { config["lifecare:network"].legacyWeb = true; }, "lifecare:network.legacyWeb", "T13.1-1"],
    ["IPv6", (config) => { config["lifecare:network"].clientNetworks[0].prefix = "fd00:20::/48"; }, "lifecare:network.clientNetworks[0].prefix", "T4.6-1"],
    ["thin clients", (config) => { config["lifecare:thinClients"] = { count: 2 }; }, "lifecare:thinClients", "T3.1.2-1"],
    ["domain join", (config) => { config["lifecare:domainJoin"] = { domain: "ank.local" }; }, "lifecare:domainJoin", "T6.1-3"],
    ["another customer", (config) => { config["lifecare:customers"] = []; }, "lifecare:customers", "S3.1-1"],
    ["a connection that needs session hosts", (config) => { config["lifecare:connection"].latencyMilliseconds = 12; }, "lifecare:connection.latencyMilliseconds", "T4.2-1"],
  ])("(%s) is refused with its reason and clause", (_, change, path, clause) => {
    expect(problemsOf(prod(change))).toEqual([expect.objectContaining({ path, clause, limit: expect.stringMatching(/not offered|option|at most/), fix: expect.stringMatching(/./) })]);
  });
});

describe("platform versions", () => {
  test.each([
    ["windowsServer", "2022v3", "lifecare:platform.windowsServer", "2022v4"],
    ["sqlServer", "2023v06", "lifecare:platform.sqlServer", "2023v7"],
  ])("%s 2022 is refused with release %s", (_, release, path, first) => {
    expect(problemsOf(prod((config) => { config["lifecare:product"].release = release; }))).toContainEqual(expect.objectContaining({ path, clause: "T8.2-4", limit: expect.stringContaining(first) }));
  });

  test("Windows Server 2025 is refused, the vendor's approval or not, as long as there is no image of it", () => {
    const newer = (config: MutableMap) => { config["lifecare:platform"].windowsServer = "2025"; };
    expect(problemsOf(prod(newer))).toEqual([expect.objectContaining({ path: "lifecare:platform.windowsServer", clause: "T8.1-1" })]);
    const approval = { product: "windowsServer", version: "2025", reference: "letter 2026-17", approver: "vendor", date: "2026-09-01" };
    expect(problemsOf(prod((config) => { newer(config); config["lifecare:approvals"] = [approval]; }))).toEqual([expect.objectContaining({ path: "lifecare:platform.windowsServer", limit: expect.stringContaining("letter 2026-17") })]);
  });

  test("an approval that nothing uses is noticed", () => {
    const approval = { product: "sqlServer", version: "2025", reference: "letter 2026-17", approver: "vendor", date: "2026-09-01" };
    expect(adviceOf(prod((config) => { config["lifecare:approvals"] = [approval]; }))).toContainEqual(expect.objectContaining({ path: "lifecare:approvals[0]" }));
  });

  test("SQL Server 2022 on Windows Server 2019 is refused: no image of it is confirmed", () => {
    expect(problemsOf(prod((config) => { config["lifecare:platform"].windowsServer = "2019"; }))).toEqual([expect.objectContaining({ path: "lifecare:platform.sqlServer" })]);
  });

  test("zones are refused in a region that has none", () => {
    expect(problemsOf(prod((config) => { config["azure-native:location"] = "swedensouth"; }))).toEqual([expect.objectContaining({ path: "lifecare:platform.redundancy" })]);
  });
});

describe("figures", () => {
  test("are refused where their subsystem is not installed", () => {
    const problems = problemsOf(prod((config) => { config["lifecare:product"].subsystems = ["IFO", "VoO"]; }));
    expect(problems).toEqual([expect.objectContaining({ path: "lifecare:database.inhabitants", value: 38000, clause: "T3.1.4-4" })]);
  });

  test("are not judged while the subsystems cannot be read", () => {
    const problems = problemsOf(prod((config) => { config["lifecare:product"].subsystems = ["KIR", "IFOO"]; }));
    expect(problems.map((problem) => problem.path)).toEqual(["lifecare:product.subsystems[1]"]);
  });
});

describe("addresses and host names", () => {
  test("are answered with their canonical form", () => {
    const problems = problemsOf(prod((config) => {
      config["lifecare:network"].clientNetworks[0].prefix = "10.20.0.1/16";
      config["lifecare:vendor"].packageHosts = ["Leverans.Example.se", "lön.example.se", "leverans.example.se."];
    }));
    expect(problems.map(({ path, fix }) => [path, fix])).toEqual([
      ["lifecare:network.clientNetworks[0].prefix", "write 10.20.0.0/16"],
      ["lifecare:vendor.packageHosts[0]", "write leverans.example.se"],
      ["lifecare:vendor.packageHosts[1]", "write xn--ln-fka.example.se"],
      ["lifecare:vendor.packageHosts[2]", "write leverans.example.se"],
    ]);
  });

  test.each(["*.example.se", "under_score.example.se", "10.0.0.1", "localhost", "https://leverans.example.se", "leverans.example.se/path", "-a.example.se", ""])("%j is no host name for a firewall", (host) => {
    expect(problemsOf(prod((config) => { config["lifecare:vendor"].licenceHosts = [host]; })).map((problem) => problem.path)).toEqual(["lifecare:vendor.licenceHosts[0]"]);
  });

  test("overlapping networks are refused", () => {
    expect(problemsOf(prod((config) => { config["lifecare:network"].clientNetworks[1].prefix = "10.20.8.0/24"; })).map((problem) => problem.path)).toEqual(["lifecare:network.clientNetworks[1].prefix"]);
  });
});

describe("opt-ins", () => {
  test("hold, each with an advice that names the clause", () => {
    const advice = adviceOf(prod((config) => Object.assign(config["lifecare:network"], { clientPorts: "spans", databasePort: 14330, eventServicePort: 45000, plaintextMessaging: true, intranetRedirect: true, recyclingOverHttp: true })));
    const clauses = Object.fromEntries(advice.filter(({ path }) => path.startsWith("lifecare:network.")).map(({ path, clause }) => [path.slice("lifecare:network.".length), clause]));
    expect(clauses).toEqual({ clientPorts: "T4.3-C", databasePort: "T4.3-M", eventServicePort: "T4.3-C", plaintextMessaging: "T12.3-3", intranetRedirect: "T3.1.5-4", recyclingOverHttp: "T12.4-1" });
  });

  test("a slow connection is advised against", () => {
    expect(adviceOf(prod((config) => { config["lifecare:connection"].bandwidthMegabitsPerSecond = 4; }))).toContainEqual(expect.objectContaining({ path: "lifecare:connection.bandwidthMegabitsPerSecond", clause: "T4.2-1" }));
  });
});

describe("hostile input", () => {
  test.each([
    ["null", null],
    ["a list", []],
    ["a text", "lifecare:machines"],
    ["a number", 1],
    ["nothing", undefined],
    ["a list for a map", { "lifecare:network": [] }],
    ["a map for a list", { "lifecare:machines": {} }],
    ["keys of the prototype", JSON.parse('{"__proto__":{"a":1},"constructor":{},"lifecare:network":{"__proto__":{"topology":"isolated"}}}')],
    ["a large list", { "lifecare:machines": Array(100_000).fill({ name: "a", roles: ["core"] }) }],
    ["a sparse list", { "lifecare:machines": new Array(4_000_000_000) }],
    ["a long text", { "lifecare:environment": "x".repeat(1_000_000) }],
    ["an accessor that throws", Object.defineProperty({}, "lifecare:network", { enumerable: true, get() { throw new Error("no"); } })],
    ["a function", { "lifecare:network": () => undefined }],
    ["a number that is none", { "lifecare:usage": { users: Number.NaN } }],
  ])("(%s) is refused with problems", (_, input) => {
    expect(problemsOf(input).length).toBeGreaterThan(0);
  });

  test("that refers to itself is refused", () => {
    const cyclic: MutableMap = {};
    cyclic["lifecare:network"] = cyclic;
    expect(problemsOf(cyclic).length).toBeGreaterThan(0);
  });

  test("never shows what looks like a secret", () => {
    const problems = problemsOf(prod((config) => {
      config["lifecare:sqlPassword"] = "hunter2";
      config["lifecare:vendor"].licenceHosts = [{ apiKey: "hunter2" }];
      config["lifecare:usage"] = { users: { secure: "hunter2" }, token: "hunter2" };
    }));
    expect(JSON.stringify(problems)).not.toContain("hunter2");
    expect(problems.map((problem) => problem.value)).toContain("[secret]");
  });
});
