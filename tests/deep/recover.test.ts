import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changesOf } from "../../engine/operations.ts";
import type { ResolvedResource } from "../../environment/plan.ts";
import type { Properties } from "../../rehearsal/propertyValues.ts";
import { RehearsedAzure } from "../../rehearsal/rehearsedAzure.ts";
import { ResourceStore } from "../../rehearsal/resourceStore.ts";
import { rehearsedType } from "../../rehearsal/resourceTypes.ts";
import { openKilledEnvironment, type KilledEnvironment } from "../killing/killedEnvironment.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";

describeWithEngine("an update of UTB that was killed", (engine) => {
  let environment: KilledEnvironment;
  const locks = () => join(environment.folder, "state", ".pulumi", "locks", "organization", "lifecare", "utb");

  const sideFile = () => join(environment.folder, "state", ".pulumi", "stacks", "lifecare", "utb.json.attrs");

  beforeAll(async () => {
    environment = await openKilledEnvironment(engine, "utb");
    // Some calls into the security groups and route tables.
    expect((await environment.up({ whom: "engine", calls: 60, afterMilliseconds: 0 })).kind).toBe("killed");
  });
  afterAll(() => environment.close());

  test("is not recovered without a word, and not while another machine may be at it", async () => {
    const before = await environment.state();
    await expect(environment.recover({})).rejects.toThrow(/--yes/);
    mkdirSync(locks(), { recursive: true });
    writeFileSync(join(locks(), "elsewhere.json"), JSON.stringify({ pid: 1, username: "kim", hostname: "elsewhere", timestamp: "2026-11-22T12:00:00Z" }));
    expect(await environment.recover({ yes: true })).toBe(3);
    expect(environment.told()).toContain("by kim@elsewhere, process 1, since 2026-11-22T12:00:00Z");
    expect(await environment.takeDown({ yes: true })).toBe(1);
    expect(await environment.state()).toEqual(before);
  });

  test("is told of the side file that the kill cut off, which is taken away first", async () => {
    writeFileSync(sideFile(), "");
    await expect(environment.state()).rejects.toThrow(/EOF/);
    await expect(environment.recover({})).rejects.toThrow(/--yes/);
    expect(existsSync(sideFile())).toBe(true);
    expect(await environment.recover({ yes: true })).toBe(3);
    expect(existsSync(sideFile())).toBe(false);
  });

  test("is recovered when somebody vouches for that, and goes on without making anything twice", async () => {
    expect(await environment.recover({ yes: true, takeLock: true })).toBe(0);
    expect((await environment.state()).deployment.pending_operations ?? []).toEqual([]);
    const running = environment.up();
    while (!existsSync(locks()) || readdirSync(locks()).every((name) => !name.endsWith(".json"))) await wait(20);
    // The next update is under way: it is told of, and left alone.
    expect(await environment.recover({ yes: true, takeLock: true })).toBe(1);
    expect(environment.told()).toMatch(/An update of utb is running, held by \S+@\S+, process \d+/);
    const life = await running;
    if (life.kind === "killed") throw new Error("nobody was aimed at");
    const counts = Object.values(Object.groupBy(environment.deeds(), (deed) => deed)).map((deeds) => deeds!.length);
    expect(Math.max(...counts)).toBe(1);
    expect(changesOf(life.summary).every(({ op }) => op === "create" || op === "update")).toBe(true);
  });

  test("can be taken down then: nothing stands but the deleted vault", async () => {
    await expect(environment.takeDown({})).rejects.toThrow(/--yes/);
    expect(await environment.takeDown({ yes: true })).toBe(0);
    expect([...environment.standing()].map((id) => id.split("/").slice(-2, -1)[0])).toEqual(["deletedvaults"]);
    expect(environment.told()).toContain(`az keyvault recover --name ${vault().inputs.vaultName}`);
  });

  test("comes up again as the teardown said: it is refused the vault, which is recovered in Azure and then taken over", async () => {
    await expect(environment.up()).rejects.toThrow(/already exists in deleted state/);
    recoverVault();
    expect(await environment.recover()).toBe(0);
    expect((await environment.up()).kind).toBe("finished");
    const ids = environment.plan().resources.flatMap(({ id }) => (id === undefined ? [] : [id.toLowerCase()]));
    expect(ids.filter((id) => !environment.standing().has(id))).toEqual([]);
  });

  test("is gone in the end, the stack too, and a second teardown says that there is nothing", async () => {
    expect(await environment.takeDown({ yes: true })).toBe(0);
    expect(await environment.takeDown({ yes: true, removeStack: true })).toBe(0);
    expect(environment.told()).toContain("There is nothing to take down: no resource of utb stands.");
    rmSync(locks(), { recursive: true, force: true });
    expect(await environment.takeDown({ yes: true })).toBe(0);
    expect(environment.told()).toContain("no stack utb");
  });

  const vault = () => environment.plan().resources.find(({ type }) => type === "azure-native:keyvault:Vault") as ResolvedResource & { inputs: { vaultName: string; properties: object } };

  /** What `az keyvault recover` does. */
  function recoverVault(): void {
    const { id, inputs } = vault();
    const written = { ...inputs, properties: { ...inputs.properties, createMode: "recover" } } as unknown as Properties;
    new RehearsedAzure(new ResourceStore(join(environment.folder, "azure"))).put(rehearsedType("Microsoft.KeyVault/vaults")!, id!, written, environment.plan().azure, true);
  }
});
