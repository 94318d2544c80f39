import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseConfiguration } from "./configuration.ts";
import { parseStackFile, readConfiguration, readStackFile } from "./configurationFile.ts";
import { configurationFromPulumi } from "./configurationTexts.ts";
import { ProblemError } from "./problem.ts";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "stack-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(content: string | Uint8Array): string {
  const path = join(folder, "Pulumi.test.yaml");
  writeFileSync(path, content);
  return path;
}

function problemsOf(text: string) {
  return parseStackFile(text, "Pulumi.test.yaml").problems;
}

/** The configuration as the engine hands it to a program: every value a text, containers as JSON. */
function textsOfTheEngine(path: string): Record<string, string> {
  const { config } = parse(readFileSync(path, "utf8")) as { config: Record<string, unknown> };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]));
}

describe.each(["Pulumi.prod.yaml", "Pulumi.utb.yaml"])("%s", (name) => {
  const path = join(root, name);

  test("holds a configuration that the CLI reads alike", () => {
    expect(readStackFile(path).problems).toEqual([]);
    expect(() => readConfiguration(path)).not.toThrow();
  });

  test("gives the same configuration to the command line and to the program", () => {
    const fromEngine = configurationFromPulumi(textsOfTheEngine(path), () => false);
    expect(fromEngine).toEqual(readStackFile(path).config);
    expect(parseConfiguration(fromEngine)).toEqual(readConfiguration(path));
  });

  test("is untouched by what the CLI adds", () => {
    const added = `encryptionsalt: v1:abc=:v1:def:ghi==\nsecretsprovider: passphrase\nencryptedkey: AAA=\n${readFileSync(path, "utf8")}`;
    expect(parseStackFile(added, name)).toEqual(readStackFile(path));
  });
});

describe("a stack file", () => {
  test("names each scalar that the CLI reads differently, with its path, as it is written", () => {
    const problems = problemsOf(`config:
  lifecare:network:
    databasePort: 01433
    clientNetworks: [{ name: a, prefix: 1.10 }]
  lifecare:productionCopy: { date: 2026-10-01, reference: ~ }
  lifecare:protectData:
`);
    expect(problems.map(({ path, value }) => [path, value])).toEqual([
      ["lifecare:network.databasePort", "01433"],
      ["lifecare:network.clientNetworks[0].prefix", "1.10"],
      ["lifecare:productionCopy.date", "2026-10-01"],
      ["lifecare:productionCopy.reference", "~"],
      ["lifecare:protectData", ""],
    ]);
    expect(problems[0]?.limit).toContain("795");
    expect(problems[2]?.fix).toContain("\"2026-10-01\" in quotes");
  });

  test("leaves scalars of other programs alone", () => {
    expect(problemsOf("config:\n  other:key: 0433\n  azure-native:skipProviderRegistration: yes\n")).toEqual([]);
  });

  test("keeps encrypted values closed and refuses them without showing them", () => {
    const path = written(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8").replace("collation: Finnish_Swedish_CI_AS", "collation: { secure: v1:ciphertext }"));
    expect(problemsOfReading(path)).toEqual([expect.objectContaining({ path: "lifecare:database.collation", value: "[secret]", fix: "set it again without --secret" })]);
  });

  test("does not show a scalar whose key suggests a secret", () => {
    expect(problemsOf("config:\n  lifecare:vendor: { password: 0433 }\n")).toEqual([expect.objectContaining({ path: "lifecare:vendor.password", value: "[secret]" })]);
  });

  test("names a broken scalar once, although the schema refuses it as well", () => {
    const path = written(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8").replace("users: 450", "users: 0450").replace("topology: isolated", "topology: isolatde"));
    expect(problemsOfReading(path).map((problem) => problem.path)).toEqual(["lifecare:usage.users", "lifecare:network.topology"]);
  });

  test.each([
    ["a duplicate key", "config:\n  lifecare:environment: prod\n  lifecare:environment: utb\n", "Pulumi.test.yaml:3"],
    ["a tab", "config:\n\tlifecare:environment: prod\n", "Pulumi.test.yaml:2"],
    ["several documents", "config: {}\n---\nconfig: {}\n", "Pulumi.test.yaml:2"],
    ["a control character", "config:\n  lifecare:environment: pr\u0085od\n", "Pulumi.test.yaml:2"],
    ["a list", "- config\n", "Pulumi.test.yaml"],
    ["a list of keys", "config:\n  - lifecare:environment\n", "config"],
    ["a misspelt config", "confg:\n  lifecare:environment: prod\n", "Pulumi.test.yaml: confg"],
    ["values from a Pulumi environment", "environment: [shared]\nconfig: {}\n", "environment"],
    ["a key without namespace", "config:\n  environment: prod\n", "environment"],
    ["a key in the CLI's older form", "config:\n  lifecare:config:environment: prod\n", "lifecare:config:environment"],
    ["an alias", "config:\n  lifecare:customer: &a { code: ank }\n  lifecare:vendor: *a\n", "lifecare:vendor"],
    ["a merge", "config:\n  lifecare:vendor: { <<: { a: b } }\n", 'lifecare:vendor["<<"]'],
    ["a tag", "config:\n  lifecare:vendor: { a: !!int \"5\" }\n", "lifecare:vendor.a"],
    ["a key that is a number", "config:\n  lifecare:vendor: { 5: a }\n", 'lifecare:vendor["5"]'],
  ])("with %s has a problem there", (_, text, path) => {
    expect(problemsOf(text).map((problem) => problem.path)).toEqual([path]);
  });

  test("that repeats aliases of aliases is refused without being expanded", () => {
    const bomb = ["config:", "  lifecare:a0: &a0 [x, x, x, x, x, x, x, x, x, x]", ...Array.from({ length: 20 }, (_, level) => `  lifecare:a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(", ")}]`)].join("\n");
    expect(problemsOf(bomb)).toHaveLength(200);
  });

  test("that is nested without end, or too large, has a problem", () => {
    expect(problemsOf("[".repeat(50_000)).length).toBeGreaterThan(0);
    expect(readStackFile(written("x".repeat(1_000_001))).problems).toHaveLength(1);
  });

  test("that is missing, a folder or not UTF-8 has a problem", () => {
    expect(readStackFile(join(folder, "Pulumi.none.yaml")).problems).toEqual([expect.objectContaining({ path: "Pulumi.none.yaml", limit: "a stack file that exists" })]);
    expect(readStackFile(folder).problems).toHaveLength(1);
    expect(readStackFile(written(Uint8Array.of(0x63, 0xe5, 0x0a))).problems).toEqual([expect.objectContaining({ limit: "text in UTF-8" })]);
  });

  test("is read with a byte order mark and with Windows line ends, as the CLI does", () => {
    const text = readFileSync(join(root, "Pulumi.prod.yaml"), "utf8");
    const path = written(`\ufeff${text.replaceAll("\n", "\r\n")}`);
    expect(readConfiguration(path)).toEqual(readConfiguration(join(root, "Pulumi.prod.yaml")));
  });

  test("that is empty lacks every required key", () => {
    expect(problemsOfReading(written("")).map((problem) => problem.path)).toContain("lifecare:machines");
  });
});

test("a value that the engine knows as secret is refused, and not shown", () => {
  const texts = textsOfTheEngine(join(root, "Pulumi.prod.yaml"));
  const input = configurationFromPulumi(texts, (key) => key === "lifecare:vendor");
  expect(() => parseConfiguration(input)).toThrow(/lifecare:vendor = "\[secret\]"/);
  expect(() => parseConfiguration(input)).not.toThrow(/leverans/);
});

test("a boolean that `pulumi config set` wrote as a text is a boolean", () => {
  const texts = { ...textsOfTheEngine(join(root, "Pulumi.prod.yaml")), "lifecare:protectData": "false" };
  expect(parseConfiguration(configurationFromPulumi(texts, () => false)).configuration.protectData).toBe(false);
});

function problemsOfReading(path: string) {
  try {
    readConfiguration(path);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}
