import { describe, expect, test } from "vitest";
import { judgeProbes, type ProbeVerdict } from "./judge.ts";
import { fingerprintOf, planFormat, type Check, type ProbePlan, type Talk, type Vantage } from "./probePlan.ts";
import { resultsFormat, type Outcome, type ProbeResults } from "./results.ts";

const core = { host: "10.80.4.4", machine: "core01" };
const outside = { host: "licens.example.se" };

function check(expect: Check["expect"], target: Check["target"], talk: Talk = "connect", port = 2100): Check {
  return { expect, target, port, talk, row: "R5", clause: "T4.3-M", name: "application server to core server" };
}

function planOf(...checks: readonly Check[]): ProbePlan {
  return { format: planFormat, customer: "ank", environment: "prod", specification: "2025-01-21", vantages: [{ name: "app01", prefix: "10.80.4.132/32", checks }] };
}

function resultsOf(vantage: Vantage, said: Partial<Record<Outcome, string>>, changes: Partial<ProbeResults> = {}): ProbeResults {
  return {
    format: resultsFormat,
    vantage: vantage.name,
    fingerprint: fingerprintOf(vantage),
    addresses: ["10.80.4.132"],
    startedAt: "2025-03-01T10:00:00.000Z",
    seconds: 5,
    outcomes: { open: "", refused: "", filtered: "", cut: "", ...said },
    unmeasured: {},
    ...changes,
  };
}

/** What one check is said to be when it came out so. */
function verdictOn(one: Check, outcome: Outcome): string {
  const plan = planOf(one);
  return judgeProbes(plan, [{ file: "app01.json", value: resultsOf(plan.vantages[0]!, { [outcome]: "0" }) }]).checks[0]!.verdict;
}

describe("a flow that must get through", () => {
  test.each<[Outcome, string]>([["open", "holds"], ["refused", "holds"], ["filtered", "broken"], ["cut", "broken"]])("to a machine of the stack: %s %s", (outcome, verdict) => {
    expect(verdictOn(check("reachable", core), outcome)).toBe(verdict);
  });

  test.each<[Outcome, string]>([["open", "holds"], ["refused", "broken"], ["filtered", "broken"], ["cut", "broken"]])("to a host outside: %s %s", (outcome, verdict) => {
    expect(verdictOn(check("reachable", outside, "tls", 443), outcome)).toBe(verdict);
  });
});

test.each<[Outcome, string]>([["open", "broken"], ["refused", "broken"], ["filtered", "holds"], ["cut", "holds"]])("what must not get through: %s %s", (outcome, verdict) => {
  expect(verdictOn(check("unreachable", core), outcome)).toBe(verdict);
});

const plan = planOf(check("reachable", core), check("unreachable", core, "connect", 3389), check("reachable", outside, "tls", 443));
const [vantage] = plan.vantages as [Vantage];
const right = resultsOf(vantage, { open: "0,2", filtered: "1" });
const judged = (...values: readonly unknown[]): ProbeVerdict => judgeProbes(plan, values.map((value, index) => ({ file: `${index}.json`, value })));

test("everything measured and right holds", () => {
  expect(judged(right)).toMatchObject({ status: "holds", problems: [] });
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["no object", 7],
  ["an empty object", {}],
  ["another format", { ...right, format: "lifecare-probe-results/2" }],
  ["a word that nobody asked for", { ...right, secret: "x" }],
  ["another plan's", { ...right, fingerprint: "0".repeat(64) }],
  ["an unknown server's", { ...right, vantage: "app09" }],
  ["measured elsewhere", { ...right, addresses: ["10.80.4.133"] }],
  ["measured nowhere", { ...right, addresses: [] }],
  ["a check twice", resultsOf(vantage, { open: "0-2", filtered: "1" })],
  ["a check beyond the plan", resultsOf(vantage, { open: "0,2-3", filtered: "1" })],
  ["an endless span", resultsOf(vantage, { open: "0-99999" })],
  ["a check measured and not measured", resultsOf(vantage, { open: "0,2", filtered: "1" }, { unmeasured: { "no address for the name": "2" } })],
])("results that are %s are a problem, and then nothing counts as measured", (_, value) => {
  const { status, problems, checks } = judged(value);
  expect(status).toBe("unusable");
  expect(problems).toHaveLength(1);
  expect(checks.map(({ verdict }) => verdict)).toEqual(["unmeasured", "unmeasured", "unmeasured"]);
});

test("problems are told together, and the first usable file of a server counts", () => {
  const { status, problems } = judged(right, {}, right, { ...right, vantage: "app09" });
  expect(status).toBe("unusable");
  expect(problems.map(({ file }) => file)).toEqual(["1.json", "2.json", "3.json"]);
});

test("no results, results with gaps and names without an address leave checks unmeasured", () => {
  expect(judged()).toMatchObject({ status: "unmeasured", checks: [{ reason: "no results from here" }, {}, {}] });
  expect(judged(resultsOf(vantage, { open: "0" }, { unmeasured: { "no address for the name": "2" } }))).toMatchObject({
    status: "unmeasured",
    checks: [{ verdict: "holds" }, { verdict: "unmeasured", reason: "left out of the results" }, { verdict: "unmeasured", reason: "no address for the name" }],
  });
});

test("an empty plan proves nothing", () => {
  expect(judgeProbes({ ...plan, vantages: [] }, []).status).toBe("unmeasured");
});

test("a break is told whatever else is missing or spoilt", () => {
  expect(judged(resultsOf(vantage, { filtered: "0" }), {}).status).toBe("broken");
});

test("silence is vouched for where the same port answered somebody else", () => {
  const database = { host: "10.80.6.4", machine: "sql01" };
  const web: Vantage = { name: "web01", prefix: "10.80.5.4/32", checks: [check("unreachable", database, "connect", 1433), check("unreachable", database, "connect", 445)] };
  const app: Vantage = { name: "app01", prefix: "10.80.4.132/32", checks: [check("reachable", database, "connect", 1433)] };
  const { checks, status } = judgeProbes({ ...plan, vantages: [web, app] }, [
    { file: "web01.json", value: resultsOf(web, { filtered: "0-1" }, { addresses: ["10.80.5.4"] }) },
    { file: "app01.json", value: resultsOf(app, { open: "0" }) },
  ]);
  expect(status).toBe("holds");
  expect(checks.map(({ vouched }) => vouched)).toEqual([true, false, undefined]);
});
