import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packConfigurationOf, packFolder } from "../../commands/policyConfig.ts";
import { EngineRunError } from "../../engine/workspace.ts";
import { broken, sorted } from "../badResources.ts";
import { addRule, set, type Break } from "../badResources/breaking.ts";
import { groupOf, subject } from "../proofSubjects.ts";
import { describeWithEngine } from "./describeWithEngine.ts";
import { registerForeign, type ForeignStyle } from "./foreignTable.ts";
import { openProgram, type RunningTable } from "./openTable.ts";
import { gated, mandatory, type GatedRun, type Told } from "./policyRuns.ts";

/** What decides at preview where nothing but the program's own words is known: no id, no name, nothing that Azure answers. */
describeWithEngine("a program of another team, of which a preview knows no name and no id", (engine) => {
  const utb = subject("utb");
  let folder: string;
  const open: RunningTable[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lifecare-unknown-"));
  });
  afterAll(async () => {
    await Promise.all(open.map(({ close }) => close()));
    await rm(folder, { recursive: true, force: true });
  });

  async function previewed(style: ForeignStyle, ...breaks: readonly Break["apply"][]): Promise<GatedRun> {
    const table = broken(utb, breaks.map((apply) => ({ rule: "", title: "", apply, found: [] })));
    const program = await openProgram(engine, "utb", () => registerForeign(table, style));
    open.push(program);
    return gated(folder, program.stack.preview, packFolder, packConfigurationOf({ stack: "utb" }));
  }

  const rulesAndResources = (told: readonly Told[]) => sorted(told.map(({ rule, resource }) => `${rule} ${resource}`));
  const isUnknown = ({ message }: Told) => /the rule cannot be judged|known whether anything gets through/.test(message);
  const written: ForeignStyle = { nextHop: "written", machineNames: "written" };

  test("passes where what decides is written: what belongs to what follows from dependencies", async () => {
    const { told, failure } = await previewed(written);
    expect(rulesAndResources(mandatory(told))).toEqual([]);
    expect(failure?.message).toBeUndefined();
  });

  test("is stopped where the names of machines are made up, since nobody can tell whether the registration of SQL Server has its machine's", async () => {
    const { told, failure } = await previewed({ ...written, machineNames: "made up" });
    expect(rulesAndResources(mandatory(told))).toEqual(["LC512 ankutbsql01-database-registration", "LC515 ankutbsql01-database-registration"]);
    expect(mandatory(told).every(isUnknown)).toBe(true);
    expect(failure).toBeInstanceOf(EngineRunError);
  });

  test("is stopped as unknown where routes lead to an address that only Azure answers", async () => {
    const { told, failure } = await previewed({ ...written, nextHop: "answered" });
    expect([...new Set(mandatory(told).map(({ rule }) => rule))].sort()).toEqual(["LC001", "LC106"]);
    expect(mandatory(told).every(isUnknown)).toBe(true);
    expect(failure).toBeInstanceOf(EngineRunError);
  });

  test("is found broken by dependency alone: a disk below the floor, an address that Azure keeps, a rule that opens, one that is missing, a registration of another name", async () => {
    const { told, failure } = await previewed(
      written,
      set("ankutbapp01-program-disk", "diskSizeGB", 32),
      set("ankutbcmp01-network-interface", "ipConfigurations.0.privateIPAddress", "10.81.6.129"),
      addRule("database", { name: "reports", priority: 3400, direction: "Inbound", destinationPortRange: "1433", sourceAddressPrefix: "10.81.5.0/25", destinationAddressPrefix: "10.81.6.0/25" }),
      (resources) => {
        const { rules } = groupOf(resources, "-database-security-group");
        rules.splice(rules.findIndex(({ name }) => name === "R8-from-compute"), 1);
      },
      set("ankutbsql01-database-registration", "sqlVirtualMachineName", "sql"),
    );
    expect(rulesAndResources(mandatory(told))).toEqual([
      "LC001 lifecare-database-security-group-deny-everything-else-inbound",
      "LC112 lifecare-database-security-group-reports",
      "LC205 ankutbapp01-machine",
      "LC515 ankutbsql01-database-registration",
      "LC516 ankutbcmp01-network-interface",
    ]);
    expect(mandatory(told).some(isUnknown)).toBe(false);
    expect(failure).toBeInstanceOf(EngineRunError);
  });
});
