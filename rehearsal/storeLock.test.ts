import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { StoreError } from "./storeError.ts";
import { lockStore } from "./storeLock.ts";

let folder = "";
let lock = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "store-lock-"));
  lock = join(folder, ".rehearsal.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const words = (script: string) => ["--input-type=module-typescript", "-e", `import { lockStore } from ${JSON.stringify(join(import.meta.dirname, "storeLock.ts"))}; const folder = ${JSON.stringify(folder)}; ${script}`];

/** Another process that has the folder until it is killed. */
async function holder() {
  const child = spawn(process.execPath, words("lockStore(folder); console.log('held'); setInterval(() => {}, 1000);"), { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

it("is shared within a process, and given back by the last", () => {
  const [first, second] = [lockStore(folder), lockStore(folder)];
  first();
  first();
  expect(existsSync(lock)).toBe(true);
  second();
  expect(readdirSync(folder)).toEqual([]);
});

it("refuses a folder in which another process rehearses, with its number, and takes over from one that was killed", async () => {
  const other = await holder();
  const before = readFileSync(lock, "utf8");
  expect(() => lockStore(folder)).toThrow(StoreError);
  expect(() => lockStore(folder)).toThrow(`process ${other.pid} does`);
  expect([readdirSync(folder), readFileSync(lock, "utf8")]).toEqual([[".rehearsal.lock"], before]);
  other.kill("SIGKILL");
  await once(other, "exit");
  lockStore(folder)();
  expect(readdirSync(folder)).toEqual([]);
});

it.skipIf(process.platform !== "linux")("is not fooled by a process that has got the number of a dead one", () => {
  writeFileSync(lock, JSON.stringify({ pid: process.pid, started: "1" }));
  lockStore(folder)();
  writeFileSync(lock, JSON.stringify({ pid: process.pid, started: null }));
  expect(() => lockStore(folder)).toThrow(StoreError);
});

it.each(["", "{", "null", '{"pid":"x"}', '{"pid":-1,"started":null}'])("never takes over where the lock says %s", (text) => {
  writeFileSync(lock, text);
  expect(() => lockStore(folder)).toThrow(`delete ${lock}`);
  expect(readFileSync(lock, "utf8")).toBe(text);
});

it("goes to one of several processes that find a dead one's lock at once", async () => {
  const dead = await holder();
  dead.kill("SIGKILL");
  await once(dead, "exit");
  const script = "try { lockStore(folder); console.log('got it'); await new Promise((resolve) => setTimeout(resolve, 1500)); } catch (error) { console.log(error.name); }";
  const outcomes = await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, words(script))));
  expect(outcomes.map(({ stdout }) => stdout.trim()).sort()).toEqual(["StoreError", "StoreError", "got it"]);
});
