import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "../../engine/cli.ts";
import { nameOf } from "../../engine/operations.ts";
import { failureOf, runProcess } from "../../engine/runProcess.ts";
import { openStackFolder } from "../../engine/stackFolder.ts";
import { findSecrets, secretForms } from "../secretSearch.ts";
import { describeWithEngine } from "./describeWithEngine.ts";
import { machine, openEnvironment, type RunningEnvironment } from "./openEnvironment.ts";

describeWithEngine("the generated passwords", (engine) => {
  let environment: RunningEnvironment;
  let passwords: ReadonlyMap<string, string>;

  beforeAll(async () => {
    environment = await openEnvironment(engine, "utb");
    // What a run prints lies where the search looks: events, summaries, outputs and exports.
    const logs = join(environment.folder, "logs");
    mkdirSync(logs);
    const told = (value: unknown) => appendFileSync(join(logs, "captured"), `${JSON.stringify(value)}\n`);
    const onEvent = (event: EngineEvent) => told(event);
    told(await environment.stack.preview({ onEvent }));
    told(await environment.stack.up({ onEvent }));
    environment.want((wanted) => (machine(wanted, "sql").rebuild = { token: "again" }));
    told(await environment.stack.up({ onEvent }));
    told(await environment.stack.refresh({ onEvent }));
    told(await environment.stack.outputs());
    told(await environment.stack.resources());
    told(environment.plan());
    passwords = await decryptedPasswords(engine, environment.folder);
  });
  afterAll(() => environment.close());

  test("are one for each login and machine, no two alike, as long as the product and Windows take (T3.1.4-1, T12.6-1)", () => {
    const lengths = Object.fromEntries([...passwords].map(([name, password]) => [name, password.length]));
    expect(lengths).toEqual({
      "lifecare-database-application-password": 15,
      "lifecare-database-installer-password": 15,
      "lifecare-administrator-ankutbapp01-password": 32,
      "lifecare-administrator-ankutbweb01-password": 32,
      "lifecare-administrator-ankutbsql01-password": 32,
      "lifecare-administrator-ankutbcmp01-password": 32,
    });
    expect(new Set(passwords.values()).size).toBe(6);
  });

  test("lie in no file that the runs left, in no form: not in state, history and backups, nor in the rehearsed Azure, nor in what was told", () => {
    expect(findSecrets(environment.folder, [...passwords.values()])).toEqual([]);
  });

  test("would be found in each of these places, in any form", () => {
    const [password] = passwords.values();
    for (const place of ["state", "azure", "logs"]) {
      const planted = join(environment.folder, place, "planted");
      for (const form of secretForms(password!).values()) {
        writeFileSync(planted, Buffer.concat([Buffer.from([0, 1]), form, Buffer.from([2])]));
        expect(findSecrets(join(environment.folder, place), [password!]).some((found) => found.startsWith(planted))).toBe(true);
      }
      rmSync(planted);
    }
  });
});

/** The true values, decrypted by the CLI and held in memory only; an error never shows what the CLI answered. */
async function decryptedPasswords(engine: Engine, path: string): Promise<ReadonlyMap<string, string>> {
  const folder = await openStackFolder(path);
  const answer = await runProcess({
    command: engine.executable,
    arguments: ["stack", "export", "--show-secrets", "--stack", "utb", "--non-interactive"],
    folder: join(path, "work", "utb"),
    environment: { PULUMI_BACKEND_URL: folder.backend, PULUMI_CONFIG_PASSPHRASE: folder.passphrase, PULUMI_HOME: folder.home, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMilliseconds: 60_000,
  });
  if (failureOf(answer) !== undefined || answer.kind !== "exited") throw new Error("the state cannot be decrypted");
  const { deployment } = JSON.parse(answer.stdout) as { deployment: { resources: { type: string; urn: string; outputs: { result: { plaintext: string } } }[] } };
  const generated = deployment.resources.filter(({ type }) => type === "random:index/randomPassword:RandomPassword");
  return new Map(generated.map(({ urn, outputs }) => [nameOf(urn), JSON.parse(outputs.result.plaintext) as string]));
}
