import { afterAll, beforeAll, expect, test } from "vitest";
import { nameOf } from "../../engine/operations.ts";
import { EngineRunError } from "../../engine/workspace.ts";
import type { EnvironmentRequest, MachineSettings } from "../../environment/environmentRequest.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";
import { changes, machine, openEnvironment, type RunningEnvironment } from "../stacks/openEnvironment.ts";

describeWithEngine("a machine that holds data", (engine) => {
  let environment: RunningEnvironment;

  beforeAll(async () => {
    environment = await openEnvironment(engine, "utb");
    await environment.stack.up();
  });
  afterAll(() => environment.close());

  /** The names that the engine refuses to touch, and how it says so. */
  async function refusalOf(change: (wanted: EnvironmentRequest) => void): Promise<string> {
    environment.want(change);
    const refusal = await environment.stack.preview().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(EngineRunError);
    return (refusal as EngineRunError).message;
  }

  const refusedReplacement = (name: string) => new RegExp(`unable to replace resource "[^"]*::${name}"\\s+as it is currently marked for protection`);

  test("is not moved to an availability zone: the preview is refused, and names each machine and data disk", async () => {
    const message = await refusalOf((wanted) => (wanted.platform.redundancy = "zones"));
    for (const name of ["ankutbapp01-machine", "ankutbsql01-machine", "ankutbapp01-program-disk", "ankutbsql01-data-disk", "ankutbsql01-log-disk", "ankutbsql01-tempdb-disk"]) expect(message).toMatch(refusedReplacement(name));
    // Web and compute servers hold none: their machines may be replaced, their disks not without a word.
    for (const name of ["ankutbweb01-machine", "ankutbcmp01-machine"]) expect(message).not.toMatch(refusedReplacement(name));
  });

  test("is not replaced by a new customer code, which would rename everything", async () => {
    expect(await refusalOf((wanted) => (wanted.customer.code = "anka"))).toMatch(/unable to replace resource "[^"]*::ankutb\w+-[a-z-]+" as part of replacing "[^"]*::lifecare-group" as it is currently marked for protection/);
  });

  test("is not deleted when its entry gets another name", async () => {
    expect(await refusalOf((wanted) => (machine(wanted, "sql").name = "dbs"))).toMatch(/resource "[^"]*::ankutbsql01-[a-z-]+" cannot be deleted\s+because it is protected/);
  });

  const rebuild = (asked: MachineSettings["rebuild"], change: (wanted: EnvironmentRequest) => void = () => undefined) => environment.want((wanted) => {
    machine(wanted, "sql").rebuild = asked;
    change(wanted);
  });
  const older = (wanted: EnvironmentRequest) => {
    wanted.platform.windowsServer = "2019";
    wanted.platform.sqlServer = "2019";
  };
  const disks = ["ankutbsql01-data-disk", "ankutbsql01-log-disk", "ankutbsql01-tempdb-disk"];
  const standing = async (name: string) => (await environment.stack.resources()).find(({ urn }) => nameOf(urn) === name)!;
  const birthOf = async (name: string) => (await standing(name) as unknown as { created: string }).created;

  test("is replaced by the first token already, and with it SQL Server's registration alone", async () => {
    rebuild({ token: "windows-2019" }, older);
    expect(changes(await environment.stack.preview())).toEqual(["replace ankutbsql01-database-registration", "replace ankutbsql01-machine"]);
  });

  test("is replaced in place by one update, takes what only a birth can change, and keeps its data disks", async () => {
    const births = await Promise.all(disks.map(birthOf));
    const before = await standing("ankutbsql01-machine");
    const summary = await environment.stack.up();
    expect(changes(summary)).toEqual(["replace ankutbsql01-database-registration", "replace ankutbsql01-machine"]);
    const order = summary.operations.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`);
    // Both have fixed names: the old ones go first, what depends on the machine before the machine.
    expect(order.filter((line) => line.startsWith("delete-replaced"))).toEqual(["delete-replaced ankutbsql01-database-registration", "delete-replaced ankutbsql01-machine"]);
    expect(order.indexOf("delete-replaced ankutbsql01-machine")).toBeLessThan(order.indexOf("create-replacement ankutbsql01-machine"));

    const after = await standing("ankutbsql01-machine");
    expect(after.id).toBe(before.id);
    expect(after.protect).toBe(false);
    expect(imageOf(before.inputs)).toMatch(/2022/);
    expect(imageOf(after.inputs)).toMatch(/2019/);
    expect(await Promise.all(disks.map(birthOf))).toEqual(births);
    for (const disk of disks) expect(await standing(disk)).toMatchObject({ protect: true });
    expect(disksOf(after.inputs)).toEqual(disksOf(before.inputs));
  });

  test("never has its data disks formatted again by SQL Server's registration", async () => {
    expect((await standing("ankutbsql01-database-registration")).inputs).not.toHaveProperty("storageConfigurationSettings");
  });

  test("is not replaced again by the same token, whatever else waits for a rebuild", async () => {
    rebuild({ token: "windows-2019" });
    expect(changes(await environment.stack.preview())).toEqual([]);
  });

  test("is protected again when the token is done, and nothing else happens", async () => {
    rebuild({ token: "windows-2019", done: "windows-2019" }, older);
    expect(changes(await environment.stack.up())).toEqual([]);
    expect(await standing("ankutbsql01-machine")).toMatchObject({ protect: true });
    environment.want((wanted) => {
      older(wanted);
      machine(wanted, "sql").rebuild = { token: "windows-2019", done: "windows-2019" };
      wanted.platform.redundancy = "zones";
    });
    await expect(environment.stack.preview()).rejects.toThrow(/unable to replace resource "[^"]*::ankutbsql01-machine"\s+as it is currently marked for protection/);
  });

  test("is replaced once more by another token", async () => {
    rebuild({ token: "again", done: "windows-2019" }, older);
    expect(changes(await environment.stack.preview())).toEqual(["replace ankutbsql01-database-registration", "replace ankutbsql01-machine"]);
  });

  test("stays when the request is taken out of the stack file: only the tag goes", async () => {
    rebuild(undefined, older);
    const summary = await environment.stack.up();
    expect(changes(summary)).toEqual(["update ankutbsql01-machine"]);
    expect(summary.operations.find(({ name }) => name === "ankutbsql01-machine")!.differences).toEqual(["tags.lifecare-rebuild"]);
    expect(changes(await environment.stack.preview())).toEqual([]);
  });
});

function imageOf(inputs: Readonly<Record<string, unknown>>): string {
  return JSON.stringify((inputs["storageProfile"] as { imageReference: object }).imageReference);
}

function disksOf(inputs: Readonly<Record<string, unknown>>): unknown {
  return (inputs["storageProfile"] as { dataDisks: unknown }).dataDisks;
}
