import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import pc from "picocolors";
import { afterAll, describe, expect, test } from "vitest";
import { gate, type GateOptions } from "../commands/gate.ts";
import type { Output } from "../commands/output.ts";
import { packConfigurationOf } from "../commands/policyConfig.ts";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { plainText } from "../reports/text.ts";
import { gitHubFiles, makeRepository, stackFileWith, writeFiles, type Files, type Repository } from "./gateRepository.ts";

const repositories: string[] = [];
afterAll(() => {
  for (const folder of repositories) rmSync(folder, { recursive: true, force: true });
});

function repository(base: Files, head: Files, project?: string): Repository {
  const made = makeRepository(base, head, project);
  repositories.push(made.folder);
  return made;
}

const today = "2026-10-01";

async function judged({ folder, base, head }: Pick<Repository, "folder" | "base" | "head">, options: Partial<GateOptions> = {}, environment = {}) {
  let [result, notices] = ["", ""];
  const output: Output = { result: (text) => void (result += text), notice: (text) => void (notices += text), style: plainText, colours: pc.createColors(false), interactive: false };
  const out = join(folder, "out");
  const code = await gate({ base, head, stack: ["utb"], out, exemptions: "exemptions/{stack}.yaml", ...options }, output, { today, environment });
  const read = (name: string) => readFileSync(join(out, name), "utf8");
  interface Shown {
    readonly runs: readonly { readonly results: readonly { readonly ruleId: string; readonly level: string; readonly suppressions: readonly unknown[]; readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } } }[] }[] }[];
  }
  const found = () => (JSON.parse(read("gate.sarif")) as Shown).runs[0]!.results.map(({ ruleId, level, locations, suppressions }) => ({ rule: ruleId, level: suppressions.length > 0 ? "exempted" : level, file: locations[0]!.physicalLocation.artifactLocation.uri, line: locations[0]!.physicalLocation.region.startLine }));
  const errors = () => found().filter(({ level }) => level === "error");
  return { code, result, notices, read, found, errors, configuration: (stack = "utb") => (JSON.parse(read(`${stack}.policy-config.json`)) as { lifecare: Record<string, unknown> }).lifecare };
}

const network = { text: "      - name: town-hall\n        prefix: 10.20.0.0/16\n", more: "      - name: everybody\n        prefix: 10.128.0.0/9\n" };
const widened = stackFileWith("utb", network.text, network.text + network.more);

describe("a change to the stack file", () => {
  test("that changes nothing passes, and the engine is told what is in force", async () => {
    const { code, errors, configuration, read } = await judged(repository({}, {}), { stack: ["prod", "utb", "prod"] });
    expect({ code, errors: errors() }).toEqual({ code: 0, errors: [] });
    expect(configuration("prod")).toEqual(JSON.parse(JSON.stringify(packConfigurationOf({ stack: "prod" }))));
    expect(read("junit.xml")).toMatch(/<testsuite name="Chapter T 3"/);
    expect(read("summary.md")).toMatch(/^# Gate: passes$/m);
  });

  test("that makes a machine smaller than its floor is refused, at the line that says so", async () => {
    const file = stackFileWith("utb", "size: Standard_E8s_v5", "size: Standard_D2s_v5");
    const { code, errors } = await judged(repository({}, { "Pulumi.utb.yaml": file }));
    const line = file.split("\n").findIndex((text) => text.includes("Standard_D2s_v5")) + 1;
    expect(code).toBe(2);
    for (const error of errors()) expect(error).toEqual({ rule: "LC-CONFIGURATION", level: "error", file: "Pulumi.utb.yaml", line });
  });

  test("that lets another network in is held against what the base branch expects", async () => {
    const { code, result, errors, found, configuration, read } = await judged(repository({}, { "Pulumi.utb.yaml": widened }));
    expect(code).toBe(1);
    expect(new Set(errors().map(({ rule }) => rule))).toEqual(new Set(["LC001"]));
    const line = widened.split("\n").findIndex((text) => text.includes("name: everybody")) + 1;
    expect(found().filter(({ rule }) => rule === "LC-APPROVAL")).toEqual([{ rule: "LC-APPROVAL", level: "warning", file: "Pulumi.utb.yaml", line }]);
    expect(result).toContain("10.128.0.0/9");
    expect(result).toContain("the base branch's configuration");
    expect(configuration()["expectation"]).toEqual(packConfigurationOf({ stack: "utb" }).expectation);
    expect(read("comment.md")).toMatch(/Flows opened \([1-9]/);
  });

  test("the same passes when an owner of the file has approved it, and is what the engine is told", async () => {
    const made = repository({}, { "Pulumi.utb.yaml": widened });
    const github = writeFiles(join(made.folder, "review"), gitHubFiles(made, [{ login: "Security" }]));
    const { code, configuration, result } = await judged(made, { github });
    expect(code).toBe(0);
    expect(JSON.stringify(configuration()["expectation"])).toContain("10.128.0.0/9");
    expect(result).toContain("approved by security");
  });

  test("owners that the change itself names have no say", async () => {
    const made = repository({}, { "Pulumi.utb.yaml": widened, ".github/CODEOWNERS": "* @mallory\n", CODEOWNERS: "* @mallory\n" });
    const github = writeFiles(join(made.folder, "review"), gitHubFiles(made, [{ login: "mallory" }]));
    expect((await judged(made, { github })).code).toBe(1);
  });

  test("an approval of another commit than is judged is bad input", async () => {
    const made = repository({}, { "Pulumi.utb.yaml": widened });
    const github = writeFiles(join(made.folder, "review"), gitHubFiles({ ...made, headCommit: "f".repeat(40) }, [{ login: "security" }]));
    const { code, notices } = await judged(made, { github });
    expect(code).toBe(2);
    expect(notices).toContain("--head");
    const swapped = writeFiles(join(made.folder, "swapped"), gitHubFiles({ ...made, baseCommit: made.headCommit }, [{ login: "security" }]));
    expect((await judged(made, { github: swapped })).notices).toContain("--base");
  });

  test("a stack that the base branch does not have is known by nobody's word", async () => {
    const made = repository({ "Pulumi.utb.yaml": undefined }, { "Pulumi.utb.yaml": readFileSync("Pulumi.utb.yaml", "utf8") });
    const { code, result } = await judged(made);
    expect(code).toBe(3);
    expect(result).toContain("does not have this stack");
    const github = writeFiles(join(made.folder, "review"), gitHubFiles(made, [{ login: "security" }]));
    expect((await judged(made, { github })).code).toBe(0);
  });

  test("in a project below the repository's root, files are named from the root", async () => {
    const { errors } = await judged(repository({}, { "Pulumi.utb.yaml": widened }, "hosting/lifecare"));
    expect(new Set(errors().map(({ file }) => file))).toEqual(new Set(["hosting/lifecare/Pulumi.utb.yaml"]));
  });
});

describe("exemptions", () => {
  const exemption = (more = "") => `- rule: LC204\n  resource: ankutbapp01-machine\n  category: waiver\n  reason: forty users in training, measured\n  reference: case 17\n  approver: Anna Andersson\n  expires: "2026-12-31"\n${more}`;
  const file = "exemptions/utb.yaml";

  test("of the base branch count, and are suppressed, not left out", async () => {
    const { found } = await judged(repository({ [file]: exemption() }, {}));
    expect(found().filter(({ rule }) => rule === "LC204").map(({ level }) => level)).toEqual(["exempted"]);
  });

  test("of the change do not, until an owner has approved", async () => {
    const made = repository({}, { [file]: exemption() });
    const { found, result, configuration } = await judged(made);
    expect(found().filter(({ rule }) => rule === "LC204").map(({ level }) => level)).toEqual(["warning"]);
    expect(result).toContain("LC-APPROVAL");
    expect(configuration()["exemptions"]).toEqual([]);
    const github = writeFiles(join(made.folder, "review"), gitHubFiles(made, [{ login: "security" }]));
    const approved = await judged(made, { github });
    expect(approved.found().filter(({ rule }) => rule === "LC204").map(({ level }) => level)).toEqual(["exempted"]);
    expect(approved.configuration()["exemptions"]).toHaveLength(1);
  });

  test("that the change moves elsewhere are gone", async () => {
    const { configuration } = await judged(repository({ [file]: exemption() }, { [file]: undefined, "exemptions/old/utb.yaml": exemption() }));
    expect(configuration()["exemptions"]).toEqual([]);
  });

  test.each([
    ["expired", exemption().replace("2026-12-31", "2026-09-30"), 1],
    ["for no rule", exemption().replace("LC204", "LC999"), 1],
    ["malformed", "- rule: all\n", 2],
    ["no list", "rule: LC204\n", 2],
    ["with what stands elsewhere", "- &a {rule: LC204}\n- *a\n", 2],
  ])("that are %s never pass", async (_, text, expected) => {
    const made = repository({ [file]: text }, { "Pulumi.utb.yaml": readFileSync("Pulumi.utb.yaml", "utf8") });
    const { code } = await judged(made);
    expect(code).toBe(expected);
  });
});

describe("another program's stack", () => {
  const plan = JSON.parse(JSON.stringify(planEnvironment(readConfiguration("Pulumi.utb.yaml").configuration))) as { resources: { type: string; name: string; inputs: { securityRules?: { name: string; destinationPortRange?: string; direction: string; priority: number }[] } }[] };
  const packConfiguration = packConfigurationOf({ stack: "utb" });

  /** The plan with one port more between compute and database. */
  function planWithPort(port: string): string {
    const changed = structuredClone(plan);
    for (const group of ["lifecare-compute-security-group", "lifecare-database-security-group"]) {
      const rules = changed.resources.find(({ name }) => name === group)!.inputs.securityRules!;
      const rule = rules.find(({ name }) => /^R8-(?:to-database|from-compute)$/.test(name))!;
      rules.push({ ...rule, name: "monitor", priority: 100, destinationPortRange: port });
    }
    return JSON.stringify(changed);
  }

  const options = (made: Repository, base: string, head: string): Partial<GateOptions> => {
    writeFiles(made.folder, { "base.json": base, "head.json": head });
    return { policyPackConfig: "policy/{stack}.json", resources: join(made.folder, "head.json"), baseResources: join(made.folder, "base.json") };
  };
  const told = (more: object = {}) => ({ "policy/utb.json": JSON.stringify({ lifecare: { ...packConfiguration, ...more } }) });

  test("is judged from its resources: a port that a change opens stops it", async () => {
    const made = repository(told(), {});
    const { code, errors, read } = await judged(made, options(made, JSON.stringify(plan), planWithPort("1434")));
    expect(code).toBe(1);
    expect(errors().map(({ rule }) => rule)).toContain("LC001");
    expect(read("summary.md")).toMatch(/Flows opened \(1\)/);
    expect(read("summary.md")).toContain("the packet and its way");
  });

  test("a state's findings stand where the program registers what it made", async () => {
    const urn = (type: string, name: string) => `urn:pulumi:utb::foreign::${type}::${name}`;
    const component = urn("foreign:index:Network", "network");
    const stateOf = (text: string) =>
      JSON.stringify({
        version: 3,
        deployment: {
          resources: [
            { urn: component, type: "foreign:index:Network", custom: false, sourcePosition: "project:///network.ts#12,3" },
            ...(JSON.parse(text) as typeof plan).resources.map(({ type, name, inputs, ...more }) => ({ ...more, urn: urn(type, name), type, custom: true, inputs, parent: component, sourcePosition: "project:///node_modules/network/index.js#99,1", dependencies: [] })),
          ],
        },
      });
    const made = repository(told(), {});
    const { code, errors } = await judged(made, options(made, stateOf(JSON.stringify(plan)), stateOf(planWithPort("1434"))));
    expect(code).toBe(1);
    expect(errors()).toContainEqual({ rule: "LC001", level: "error", file: "network.ts", line: 12 });
  });

  test("without anything that says what is expected is unknown", async () => {
    const made = repository({}, {});
    expect((await judged(made, options(made, JSON.stringify(plan), JSON.stringify(plan)))).code).toBe(3);
  });

  test("an exemption covers what the base branch had, not what a change makes of it", async () => {
    const exempted = ["lifecare-compute-security-group", "lifecare-database-security-group"].map((resource) => ({ rule: "LC001", resource, category: "waiver", reason: "the vendor has looked at port 1434", reference: "case 18", approver: "Anna Andersson", expires: "2026-12-31" }));
    const made = repository(told({ exemptions: exempted }), {});
    const same = await judged(made, options(made, planWithPort("1434"), planWithPort("1434")));
    expect(same.found().filter(({ rule }) => rule === "LC001").map(({ level }) => level)).toEqual(["exempted"]);
    expect(same.code).toBe(0);
    const other = await judged(made, options(made, planWithPort("1434"), planWithPort("3389")));
    expect(other.code).toBe(1);
    expect(other.result).toContain("for what the base branch had");
  });

  test.each([
    ["advisory", { lifecare: "advisory" }],
    ["disabled", { all: "disabled" }],
    ["cheaper machines", { lifecare: { ...packConfiguration, roles: { ankutbsql01: ["compute"] } } }],
    ["no expectation", { lifecare: { ...packConfiguration, expectation: undefined } }],
  ])("a pack configuration that says %s is refused, and the engine is told the base branch's", async (_, brought) => {
    const made = repository(told(), { "policy/utb.json": JSON.stringify(brought) });
    const { code, errors, configuration } = await judged(made, options(made, JSON.stringify(plan), JSON.stringify(plan)));
    expect(code).toBe(1);
    expect(new Set(errors().map(({ rule }) => rule))).toEqual(new Set(["LC-WEAKENED"]));
    expect(configuration()["expectation"]).toEqual(packConfiguration.expectation);
    expect(JSON.stringify(configuration())).not.toMatch(/advisory|disabled|enforcementLevel/);
  });

  test("no approval lowers a level", async () => {
    const made = repository(told(), { "policy/utb.json": JSON.stringify({ lifecare: { ...packConfiguration, enforcementLevel: "advisory" } }) });
    const github = writeFiles(join(made.folder, "review"), gitHubFiles(made, [{ login: "security" }]));
    expect((await judged(made, { ...options(made, JSON.stringify(plan), JSON.stringify(plan)), github })).code).toBe(1);
  });
});

describe("what cannot be used", () => {
  test("is told at once, and nothing is written", async () => {
    const made = repository({}, {});
    const out = join(made.folder, "nothing");
    const { code, notices } = await judged({ ...made, base: join(made.folder, "nowhere"), head: made.folder }, { stack: ["../../etc/passwd"], out, resources: "a.json" });
    expect(code).toBe(2);
    for (const option of ["--base", "--head", "--stack", "--base-resources"]) expect(notices).toContain(option);
    expect(() => readFileSync(join(out, "summary.md"))).toThrow();
  });

  test("a change is not judged by itself, and what an earlier run wrote for the engine is gone", async () => {
    const made = repository({}, {});
    const { code, configuration } = await judged(made);
    expect(code).toBe(0);
    expect(configuration()["environment"]).toBe("utb");
    const { code: later, configuration: stale } = await judged({ ...made, head: made.base });
    expect(later).toBe(2);
    expect(() => stale()).toThrow("ENOENT");
  });

  test("a link of the change does not lead out of it", async () => {
    const made = repository({}, {});
    mkdirSync(join(made.head, "exemptions"));
    symlinkSync("/etc/passwd", join(made.head, "exemptions/utb.yaml"));
    const { code, result, notices } = await judged(made);
    expect(code).toBe(2);
    expect(result + notices).not.toContain("root:");
    expect((await judged(made, { exemptions: "../../etc/passwd" })).code).toBe(2);
  });

  test("reviews of both hosts, or none where they are said to be, are refused", async () => {
    const made = repository({}, {});
    expect((await judged(made, { github: made.folder, azureDevops: made.folder })).code).toBe(2);
    const { code, notices } = await judged(made, { github: made.folder });
    expect(code).toBe(2);
    for (const name of ["event.json", "reviews.json", "commits.json"]) expect(notices).toContain(name);
  });

  test("names that a host would obey are shown, not obeyed", async () => {
    const hostile = "::error::x ##vso[task.complete result=Succeeded]done ##[error]x";
    const made = repository({}, { "Pulumi.utb.yaml": stackFileWith("utb", "timeZone: Europe/Stockholm", `timeZone: ${JSON.stringify(hostile)}`) });
    const { code, result } = await judged(made, {}, { TF_BUILD: "True" });
    expect(code).toBe(2);
    const commands = result.split("\n").filter((line) => /##(?:vso)?\[/.test(line));
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(/^##vso\[task\.logissue type=error;sourcepath=Pulumi\.utb\.yaml;linenumber=\d+/);
  });
});
