import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProcess } from "../engine/runProcess.ts";
import { firewallCollections, groupOf, subject, type MutableResource } from "../tests/proofSubjects.ts";
import { say } from "../tests/sayCommand.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifecare-verify-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const utb = subject("utb");

async function planFile(name: string, change: (resources: MutableResource[], plan: Record<string, unknown>) => void = () => undefined): Promise<string> {
  const plan = JSON.parse(JSON.stringify(utb.plan)) as Record<string, unknown> & { resources: MutableResource[] };
  change(plan.resources, plan);
  return write(`${name}.json`, JSON.stringify(plan));
}

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

/** As `pulumi stack export` has it. */
function exported(resources: readonly MutableResource[]): string {
  const states = resources.map(({ name, type, id, inputs, dependencies }) => ({ urn: `urn:pulumi:utb::lifecare::${type}::${name}`, type, custom: true, id, inputs, outputs: inputs, dependencies: (dependencies ?? []).map((dependency) => `urn:pulumi:utb::lifecare::x::${dependency}`) }));
  return JSON.stringify({ version: 3, deployment: { manifest: {}, resources: states } });
}

function oneRuleLess(resources: readonly MutableResource[]): void {
  const { resource, rules } = groupOf(resources, "database-security-group");
  resource.inputs["securityRules"] = rules.filter(({ name }) => name !== "R8-from-compute");
}

describe("lifecare verify", () => {
  test.each(["utb", "prod"])("proves %s from its configuration and answers 0", async (stack) => {
    const { code, result, notices } = await say("verify", "--stack", stack);
    expect({ code, notices }).toEqual({ code: 0, notices: "" });
    expect(result).toContain(`${stack.toUpperCase()} is proved`);
    expect(Math.max(...result.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test("proves a plan file, which says itself what is expected", async () => {
    expect(await say("verify", "--plan", await planFile("whole"))).toMatchObject({ code: 0, notices: "" });
  });

  test("shows the packet that breaks a plan, its hops, row, clause and what made it, and answers 1", async () => {
    const { code, result } = await say("verify", "--plan", await planFile("broken", oneRuleLess));
    expect(code).toBe(1);
    for (const part of ["missing: compute → database, TCP 1433", "R8 [T4.3-M]", "10.81.6.132:49152 → 10.81.6.4:1433 TCP", "deny-everything-else-inbound", "lifecare:machines[2]"]) expect(result).toContain(part);
  });

  test("prints JSON with the same", async () => {
    const { result } = await say("verify", "--format", "json", "--plan", await planFile("broken", oneRuleLess));
    expect(JSON.parse(result)).toMatchObject({ status: "broken", differences: [{ kind: "missing", flow: { row: "R8", clause: "T4.3-M" }, witness: { protocol: "TCP", destinationPort: 1433 } }] });
  });

  test("answers 3 where a group may stand in the way or not", async () => {
    const file = await planFile("unknown", (resources) => {
      const rule = firewallCollections(resources).flatMap(({ rules }) => rules).find(({ name }) => name === "out-web-to-vendor")!;
      const network = firewallCollections(resources).find(({ collection }) => collection["name"] === "outbound-network")!;
      network.rules.push({ ...rule, name: "tagged", ruleType: "NetworkRule", destinationAddresses: ["AzureMonitor"], destinationPorts: ["443"], ...{ ipProtocols: ["TCP"], targetFqdns: undefined, protocols: undefined } } as never);
    });
    const { code, result } = await say("verify", "--plan", file);
    expect({ code, first: result.split("\n")[0] }).toEqual({ code: 3, first: expect.stringContaining("neither proved nor broken") as string });
  });

  test("reads a state, and asks the stack's configuration what is expected", async () => {
    const state = await write("state.json", exported(utb.resources()));
    expect(await say("verify", "--state", state, "--stack", "utb")).toMatchObject({ code: 0, notices: "" });
    const { code, notices } = await say("verify", "--state", state);
    expect(code).toBe(2);
    expect(notices).toContain("--stack utb");
  });

  test("measures a state against another stack's configuration and finds it wanting", async () => {
    expect(await say("verify", "--state", await write("state.json", exported(utb.resources())), "--stack", "prod")).toMatchObject({ code: 1 });
  });

  test("names what a plan file does not say", async () => {
    const file = await planFile("older", (_, plan) => void delete (plan["expectation"] as Record<string, unknown>)["clientNetworks"]);
    const { code, notices } = await say("verify", "--plan", file);
    expect(code).toBe(2);
    expect(notices).toContain("expectation.clientNetworks");
  });

  test.each([
    ["no stack at all", () => Promise.resolve([])],
    ["a plan and a state at once", async () => ["--plan", await planFile("whole"), "--state", await planFile("whole")]],
    ["a file that is not there", () => Promise.resolve(["--plan", join(folder, "nowhere.json")])],
    ["a folder", () => Promise.resolve(["--plan", folder])],
    ["an empty file", async () => ["--plan", await write("empty.json", "")]],
    ["a plan that was cut off", async () => ["--plan", await write("cut.json", JSON.stringify(utb.plan).slice(0, 20_000))]],
    ["JSON that is neither plan nor state", async () => ["--state", await write("other.json", "[1, 2]")]],
    ["a state without a deployment", async () => ["--state", await write("bare.json", '{"version": 3}')]],
    ["a stack without a network", async () => ["--plan", await planFile("networkless", (resources) => void resources.splice(0, resources.length, ...resources.filter(({ type }) => !type.includes(":network:"))))]],
  ])("answers 2 to %s, with a reason and without a stack trace", async (_, words) => {
    const { code, result, notices } = await say("verify", ...(await words()));
    expect({ code, result }).toEqual({ code: 2, result: "" });
    expect(notices).toMatch(/Fix: /);
    expect(notices).not.toMatch(/^\s+at /m);
  });

  test("shows hostile names as text", async () => {
    const { code, result } = await say("verify", "--plan", await planFile("hostile", (resources) => {
      const machine = resources.find(({ type }) => type.endsWith(":VirtualMachine"))!;
      machine.inputs["tags"]["lifecare-roles"] = "\u001b[2Jcore";
    }));
    expect(code).toBe(1);
    expect(result).not.toContain("\u001b");
  });
});

describe("lifecare trace", () => {
  test("follows a specified packet hop by hop, with rule, row and clause", async () => {
    const { code, result } = await say("trace", "--stack", "utb", "--from", "intranet", "--to", "ankutbweb01", "--port", "443");
    expect(code).toBe(0);
    for (const part of ["R1 [T4.3-M]", "R1-intranet-to-web", "R1-from-intranet", "[R1 T4.3-M]", "Reply", "attached at the firewall"]) expect(result).toContain(part);
  });

  test.each([
    ["internet", "web", "443", 1],
    ["web", "database", "1433", 1],
    ["compute", "10.81.6.4", "1433", 0],
    ["10.81.5.132", "leverans.example.se", "22", 0],
    ["web", "elsewhere.example.org", "443", 1],
    ["application", "database", "1433", 0],
    ["10.20.3.4", "core-application-intranetWeb", "2100", 0],
    ["10.99.3.4", "core-application-intranetWeb", "2100", 1],
  ])("from %s to %s on %s answers %i", async (from, to, port, code) => {
    expect(await say("trace", "--stack", "utb", "--from", from, "--to", to, "--port", port)).toMatchObject({ code, notices: "" });
  });

  test("says every word that means nothing here, and what was perhaps meant", async () => {
    const { code, notices } = await say("trace", "--stack", "utb", "--from", "ankutbweb1", "--to", "nowhere", "--port", "99999");
    expect(code).toBe(2);
    for (const part of ["--port", "--from", "did you mean ankutbweb01?", "--to"]) expect(notices).toContain(part);
  });

  test("works on a state without its configuration", async () => {
    const state = await write("state.json", exported(utb.resources()));
    expect(await say("trace", "--state", state, "--from", "compute", "--to", "database", "--port", "1433")).toMatchObject({ code: 0 });
  });
});

describe("lifecare diff", () => {
  test("finds nothing between a plan and itself, nor between a plan and the state that it became", async () => {
    const plan = await planFile("whole");
    for (const head of [plan, await write("state.json", exported(utb.resources()))]) {
      const { code, result } = await say("diff", plan, head, "--format", "json");
      expect(code).toBe(0);
      expect(JSON.parse(result)).toMatchObject({ opened: [], closed: [], uncertain: [], servers: [] });
    }
  });

  test("names the flow that a change closes, with its row, and the size that it changes", async () => {
    const head = await planFile("head", (resources) => {
      oneRuleLess(resources);
      resources.find(({ type, inputs }) => type.endsWith(":VirtualMachine") && inputs["vmName"] === "ankutbcmp01")!.inputs["hardwareProfile"].vmSize = "Standard_E8s_v5";
    });
    const { result } = await say("diff", "utb", head, "--format", "json");
    expect(JSON.parse(result)).toMatchObject({
      opened: [],
      closed: [{ from: "compute", to: "database", packets: ["TCP 1433"], rows: ["R8 [T4.3-M]"] }],
      servers: [{ name: "ankutbcmp01", change: "changed", details: [expect.stringMatching(/^size .* → Standard_E8s_v5/) as string] }],
    });
  });

  test("prints Markdown that fits one comment, whatever changed, and is escaped", async () => {
    const many = await planFile("many", (resources) => {
      const machine = resources.find(({ type }) => type.endsWith(":VirtualMachine"))!;
      for (let index = 0; index < 3000; index += 1) resources.push({ ...structuredClone(machine), name: `m${index}`, id: `${machine.id}${index}`, inputs: { ...machine.inputs, vmName: `m${index}`, osProfile: { computerName: `<b>|m${index}` } } });
    });
    const { result } = await say("diff", "utb", many, "--format", "markdown");
    expect(result.length).toBeLessThan(65_000);
    expect(result).toMatch(/more/);
    expect(result).not.toContain("<b>");
  });

  test("says what is wrong with both files at once", async () => {
    const { code, notices } = await say("diff", join(folder, "one.json"), join(folder, "other.json"));
    expect(code).toBe(2);
    for (const name of ["one.json", "other.json"]) expect(notices).toContain(name);
  });
});

describe("the commands as processes", () => {
  test.each([["verify", "--stack", "utb"], ["diff", "utb", "prod"]])("%s runs without loading the Pulumi SDK", async (...words) => {
    const trace = "--import=data:text/javascript,import{registerHooks}from'node:module';registerHooks({resolve(s,c,n){const r=n(s,c);process._rawDebug('loaded '+r.url);return r}})";
    const outcome = await runProcess({ command: process.execPath, arguments: [trace, "commands/lifecare.ts", ...words], timeoutMilliseconds: 60_000 });
    if (outcome.kind !== "exited") throw new Error(outcome.kind);
    expect(outcome.code).toBe(0);
    expect(outcome.stderr.split("\n").filter((line) => /@pulumi|@grpc|azure-native/.test(line))).toEqual([]);
  });
});
