import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nameOf, requireNoChanges } from "../../engine/operations.ts";
import type { EnvironmentRequest } from "../../environment/environmentRequest.ts";
import { openKilledEnvironment, type Aim, type KilledEnvironment } from "../killing/killedEnvironment.ts";
import { findSecrets, formsIn } from "../secretSearch.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";
import { machine } from "../stacks/openEnvironment.ts";

/** How many updates are killed; `LIFECARE_KILLS=200` kills more of them. */
const kills = Number(process.env["LIFECARE_KILLS"] ?? "20");
const seed = process.env["LIFECARE_SEED"] === "random" ? Date.now() % 2 ** 31 : Number(process.env["LIFECARE_SEED"] ?? "20250121");

const aims: fc.Arbitrary<Aim> = fc.record({
  whom: fc.constantFrom("engine", "engine", "both", "providers"),
  calls: fc.integer({ min: 1, max: 90 }),
  afterMilliseconds: fc.constantFrom(0, 0, 1, 5, 20, 100),
});

/** What is wanted one after the other: all of it new, changed in place, replaced, and as it was. */
const wishes: readonly ((wanted: EnvironmentRequest) => void)[] = [
  () => undefined,
  (wanted) => void wanted.network.clientNetworks.push({ name: "library", prefix: "10.30.0.0/16" }),
  (wanted) => (machine(wanted, "sql").rebuild = { token: "again" }),
  () => undefined,
];

describeWithEngine("after kill -9", (engine) => {
  describe.each([
    { stack: "utb", share: Math.ceil(kills * 0.6) },
    { stack: "prod", share: Math.floor(kills * 0.4) },
  ] as const)(`of engine and providers at random points (seed ${seed}), $share times in $stack,`, ({ stack, share }) => {
    let environment: KilledEnvironment;
    const passwords = new Map<string, string>();
    /** Updates that went through after the last kill. */
    let ended = 0;

    beforeAll(async () => {
      environment = await openKilledEnvironment(engine, stack);
    });
    afterAll(() => environment.close());

    test("recovery leaves state and Azure knowing the same resources, with the passwords that they had", async () => {
      let killed = 0;
      let wish = 0;
      for (const aim of fc.sample(aims, { numRuns: share * 4, seed })) {
        if (killed === share) break;
        environment.want(wishes[wish % wishes.length]!);
        const life = await environment.up(aim);
        if (life.kind === "finished") {
          wish += 1;
          continue;
        }
        killed += 1;
        console.log(`${stack}, kill ${killed}: ${aim.whom} at call ${aim.calls}${aim.afterMilliseconds === 0 ? "" : ` and ${aim.afterMilliseconds} ms`}`);
        expect(await environment.recover()).toBe(0);
        await requireAgreement();
        await requirePasswordsKept();
      }
      expect(killed).toBe(share);
      environment.want(wishes[wish % wishes.length]!);
      expect((await environment.up()).kind).toBe("finished");
      ended += 1;
    });

    test("an update converges, and a second one changes nothing", async () => {
      expect(ended).toBe(1);
      const second = await environment.up();
      if (second.kind === "killed") throw new Error("nobody was aimed at");
      requireNoChanges(second.summary);
      expect([...environment.standing()].filter((id) => plannedIds().has(id)).sort()).toEqual([...plannedIds()].sort());
    });

    test("nothing was made twice, and nothing was lost: what was removed was to be replaced", () => {
      const counts = Object.groupBy(environment.deeds(), (deed) => deed);
      const removed = new Set(environment.deeds().filter((deed) => deed.startsWith("removed ")).map((deed) => deed.slice("removed ".length)));
      const rebuilt = environment.plan().resources.filter(({ name }) => /sql01-(?:machine|database-registration)$/.test(name)).map(({ id }) => id!.toLowerCase());
      expect([...removed].filter((id) => plannedIds().has(id)).sort()).toEqual([...removed].filter((id) => rebuilt.includes(id)).sort());
      for (const id of plannedIds()) if (!removed.has(id)) expect(counts[`made ${id}`]?.length ?? 0, id).toBeLessThanOrEqual(1);
      for (const id of removed) if (plannedIds().has(id)) expect(counts[`made ${id}`]!.length, id).toBeLessThanOrEqual(1 + counts[`removed ${id}`]!.length);
    });

    test("what holds data is protected still", async () => {
      const held = new Map((await environment.state()).deployment.resources!.map(({ urn, protect }) => [nameOf(urn), protect === true]));
      for (const { name, options } of environment.plan().resources) if (options?.protect === true) expect(held.get(name), name).toBe(true);
    });

    test("no password was told, nor lies in any file", () => {
      expect(passwords.size).toBe(environment.plan().secrets.length);
      const told = Buffer.from(environment.told());
      for (const password of passwords.values()) expect(formsIn(told, password)).toEqual([]);
      expect(findSecrets(environment.folder, [...passwords.values()])).toEqual([]);
    });

    test("a teardown leaves nothing but the deleted vault, and goes at production only where its name is typed", async () => {
      if (stack === "prod") await expect(environment.takeDown({ yes: true })).rejects.toThrow(/--confirm/);
      await expect(environment.takeDown({ confirm: "other" })).rejects.toThrow(/--confirm/);
      expect(await environment.takeDown({ confirm: stack })).toBe(0);
      expect([...environment.standing()].filter((id) => !id.includes("/deletedvaults/"))).toEqual([]);
      expect([...environment.standing()].length).toBe(1);
    });

    const plannedIds = () => new Set(environment.plan().resources.flatMap(({ id }) => (id === undefined ? [] : [id.toLowerCase()])));

    async function requireAgreement(): Promise<void> {
      const { resources = [], pending_operations: pending = [] } = (await environment.state()).deployment;
      expect(pending).toEqual([]);
      const known = resources.filter(({ type, pendingReplacement }) => type.startsWith("azure-native:") && pendingReplacement !== true).map(({ id }) => id!.toLowerCase());
      expect(known.sort()).toEqual([...environment.standing()].filter((id) => plannedIds().has(id)).sort());
    }

    /** A password that was stored once is never another. */
    async function requirePasswordsKept(): Promise<void> {
      const now = await environment.passwords();
      for (const [name, password] of passwords) expect(now.get(name) === password, name).toBe(true);
      for (const [name, password] of now) passwords.set(name, password);
    }
  });
});
