import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProbePlan, Vantage } from "../probe/probePlan.ts";
import { fingerprintOf } from "../probe/probePlan.ts";
import { resultsFormat, writeSpans, type ProbeResults } from "../probe/results.ts";
import { say } from "../tests/sayCommand.ts";

let folder: string;
let scripts: string;
let plan: ProbePlan;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifecare-probe-command-"));
  scripts = join(folder, "scripts");
  expect(await say("probe", "--stack", "utb", "--out", scripts)).toMatchObject({ code: 0, notices: "" });
  plan = JSON.parse(await readFile(join(scripts, "probe-plan.json"), "utf8")) as ProbePlan;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Results as they should be, but for the checks that `wrong` picks. */
function resultsOf(vantage: Vantage, wrong: (check: Vantage["checks"][number]) => boolean = () => false): ProbeResults {
  const numbers = (expected: "reachable" | "unreachable") => writeSpans(vantage.checks.flatMap((check, number) => ((check.expect === expected) !== wrong(check) ? [number] : [])));
  return {
    format: resultsFormat,
    vantage: vantage.name,
    fingerprint: fingerprintOf(vantage),
    addresses: [vantage.prefix.replace(/\.0\/\d+$/, ".9").replace("/32", "")],
    startedAt: "2025-03-01T10:00:00.000Z",
    seconds: 5,
    outcomes: { open: numbers("reachable"), refused: "", filtered: numbers("unreachable"), cut: "" },
    unmeasured: {},
  };
}

async function resultsFolder(name: string, files: Readonly<Record<string, unknown>>): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [file, value] of Object.entries(files)) await writeFile(join(path, file), typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value));
  return path;
}

const right = () => Object.fromEntries(plan.vantages.map((vantage) => [`${vantage.name}.json`, resultsOf(vantage)]));

describe("lifecare probe --out", () => {
  test("writes a script for every server and client network, and a listener for every server", async () => {
    const files = await readdir(scripts);
    const servers = plan.vantages.filter(({ name }) => !name.startsWith("client-")).map(({ name }) => name);
    expect(servers).toHaveLength(4);
    expect(files.toSorted()).toEqual(
      ["README.md", "probe-plan.json", ...plan.vantages.flatMap(({ name }) => [`probe-${name}.ps1`, `probe-${name}.questions`]), ...servers.map((name) => `listen-${name}.ps1`)].toSorted(),
    );
  });

  test("says how: every script that is there as a managed run command, of which several run at once, and no other", async () => {
    const told = await readFile(join(scripts, "README.md"), "utf8");
    const run = [...told.matchAll(/^az vm run-command create .*--vm-name (\S+) .*--script @(\S+)$/gm)].map(([, machine, script]) => [machine, script]);
    const servers = plan.vantages.filter(({ name }) => !name.startsWith("client-")).map(({ name }) => name);
    expect(run.toSorted()).toEqual(servers.flatMap((name) => [[name, `listen-${name}.ps1`], [name, `probe-${name}.ps1`]]).toSorted());
    expect([...told.matchAll(/^az .*listen-.*$/gm)].every(([line]) => line.includes("--async-execution true"))).toBe(true);
    for (const [, file] of told.matchAll(/results\/(\S+)\.json/g)) expect(plan.vantages.map(({ name }) => name)).toContain(file);
  });

  test("writes the same again", async () => {
    const again = join(folder, "again");
    await say("probe", "--stack", "utb", "--out", again);
    for (const file of await readdir(scripts)) expect(await readFile(join(again, file), "utf8")).toBe(await readFile(join(scripts, file), "utf8"));
  });

  test("writes nothing that is secret or that names the subscription", async () => {
    for (const file of await readdir(scripts)) expect(await readFile(join(scripts, file), "utf8")).not.toMatch(/password|secret|00000000-0000-4000/i);
  });
});

describe("lifecare probe --results", () => {
  test("answers 0 where everything was measured as specified, against a stack that is proved", async () => {
    const { code, result } = await say("probe", "--stack", "utb", "--results", await resultsFolder("right", right()));
    expect(code).toBe(0);
    expect(result).toContain("measured as specified");
    expect(result).toContain("the plan of the same stack is proved");
    expect(Math.max(...result.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test("takes the plan beside the results where no stack is named, and what Windows PowerShell writes", async () => {
    const files = Object.fromEntries(Object.entries(right()).map(([file, value]) => [file, Buffer.from(`\ufeff${JSON.stringify(value)}\r\n`, "utf16le")]));
    expect(await say("probe", "--results", await resultsFolder("windows", { ...files, "probe-plan.json": plan }))).toMatchObject({ code: 0 });
  });

  test("answers 1 with row and clause for a flow that is closed and a port that is open", async () => {
    const wrong = ({ expect: must, row, port }: Vantage["checks"][number]) => (must === "reachable" ? row === "R8" : port === 3389);
    const files = { ...right(), "ankutbapp01.json": resultsOf(plan.vantages.find(({ name }) => name === "ankutbapp01")!, wrong) };
    const path = await resultsFolder("wrong", files);
    const { code, result } = await say("probe", "--stack", "utb", "--results", path);
    expect(code).toBe(1);
    expect(result).toMatch(/ankutbapp01 │ ankutbsql01 +│ R8: servers to database +│ T4\.3-M │ get through +│ filtered/);
    const json = JSON.parse((await say("probe", "--stack", "utb", "--results", path, "--format", "json")).result) as { status: string; checks: { verdict: string; check: { port: number; clause: string } }[] };
    const broken = json.checks.filter(({ verdict }) => verdict === "broken").map(({ check }) => check.port);
    expect(json.status).toBe("broken");
    expect(new Set(broken)).toEqual(new Set([1433, 3389]));
  });

  test("answers 2 for results that are spoilt, and shows no escape sequence of theirs", async () => {
    const path = await resultsFolder("spoilt", { ...right(), "a.json": "{", "b.json": { format: "\u001b[2J" }, "c.json": "x".repeat(1024 * 1024 + 1), "d.json": { ...resultsOf(plan.vantages[0]!), vantage: "\u001b[2J" } });
    const { code, result } = await say("probe", "--stack", "utb", "--results", path);
    expect(code).toBe(2);
    for (const file of ["a.json", "b.json", "c.json", "d.json"]) expect(result).toContain(file);
    expect(result).not.toContain("\u001b");
  });

  test("answers 2 for results of another stack's plan", async () => {
    const { code, result } = await say("probe", "--stack", "prod", "--results", await resultsFolder("other", right()), "--format", "json");
    expect(code).toBe(2);
    expect(result).toContain("ankutbapp01 is no server or client network of this plan");
    expect(result).toContain("client-town-hall measured another plan than this");
  });

  test("answers 3 where a server gave no results", async () => {
    const { "ankutbsql01.json": _, ...files } = right();
    const { code, result } = await say("probe", "--stack", "utb", "--results", await resultsFolder("missing", files));
    expect(code).toBe(3);
    expect(result).toMatch(/ankutbsql01 +│ no results from here/);
  });
});

test.each([
  ["nothing to do", []],
  ["two things to do", ["--out", "a", "--results", "b"]],
  ["scripts of no stack", ["--out", "a"]],
  ["a stack without a file", ["--stack", "nowhere", "--out", "a"]],
  ["a folder that is none", ["--stack", "utb", "--results", "/nowhere/at/all"]],
  ["a folder that is a file", ["--stack", "utb", "--out", "package.json"]],
  ["results without a plan", ["--results", "reports"]],
])("answers 2 to %s, without a stack trace", async (_, words) => {
  const { code, result, notices } = await say("probe", ...words);
  expect({ code, result }).toEqual({ code: 2, result: "" });
  expect(notices).toMatch(/Fix: /);
  expect(notices).not.toMatch(/^\s+at /m);
});
