import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareDocument } from "./checkSource.ts";
import { differencesIn, type Difference } from "./source/difference.ts";
import { compareRegister } from "./source/register.ts";

const root = join(import.meta.dirname, "..");
const samplePath = join(import.meta.dirname, "source", "sample.txt");
const sample = readFileSync(samplePath, "utf8");
const sharedSpecification = join(root, "..", "shared", "spec", "technical-specification.sv.txt");
const sharedRegister = join(root, "..", "shared", "spec", "requirements.md");

function differencesOf(text: string): readonly Difference[] {
  return compareDocument(text).flatMap(differencesIn);
}

/** Lines of the sample that hold facts: rows of tables, programs and the lines that state limits and spans. */
const factLines = sample
  .split("\n")
  .map((line, index) => ({ line, index }))
  .filter(({ index }) => index > sample.split("\n").indexOf("13.4 E1) Client ports	32"))
  .filter(({ line }) => /\d/.test(line) && !/^\d+(\.\d+)* /.test(line));

function replacedLine(index: number, lines: readonly string[]): string {
  return sample.split("\n").toSpliced(index, 1, ...lines).join("\n");
}

describe("a document that says what our data says", () => {
  it("shows no difference", () => {
    expect(differencesOf(sample)).toEqual([]);
  });

  it("may have Windows line ends and decomposed letters", () => {
    expect(differencesOf(sample.replaceAll("\n", "\r\n").normalize("NFD"))).toEqual([]);
  });

  it.skipIf(!existsSync(sharedSpecification))("is the vendor's own, where it lies beside the clone", () => {
    expect(differencesOf(readFileSync(sharedSpecification, "utf8"))).toEqual([]);
  });

  it.skipIf(!existsSync(sharedRegister))("has the register's every row and reading, where it lies beside the clone", () => {
    expect(compareRegister(readFileSync(sharedRegister, "utf8")).flatMap(differencesIn)).toEqual([]);
  });
});

describe("a document that says something else", () => {
  const numbers = factLines.flatMap(({ line, index }) =>
    [...line.matchAll(/\d+/g)].map((match) => ({ index, line, at: match.index, number: match[0] })),
  );

  it.each(numbers)("shows when $number at $at of «$line» is another number", ({ index, line, at, number }) => {
    const changed = line.slice(0, at) + String(Number(number) + 1) + line.slice(at + number.length);
    expect(differencesOf(replacedLine(index, [changed]))).not.toEqual([]);
  });

  it.each(factLines)("shows when «$line» is missing", ({ index }) => {
    expect(differencesOf(replacedLine(index, []))).not.toEqual([]);
  });

  it("shows a row that our data does not have", () => {
    const text = sample.replace("2120\tbroker\tFtB\t-", "2120\tbroker\tFtB\t-\n2121\tbroker\tNew\t-");
    expect(differencesOf(text)).toEqual([{ place: "T 13.4 (E1), 2121", ours: undefined, vendors: "New (other)" }]);
  });

  it("shows a row that stands twice, with another meaning the second time", () => {
    const text = sample.replace("Domän_KI0\tKIR\t-", "Domän_KI0\tKIR\t-\nDomän_KI0\tIFO\t-");
    expect(differencesOf(text)).toEqual([{ place: "T 13.3 (D1), <domain>_KI0", ours: "KIR", vendors: "KIR | IFO" }]);
  });

  it("shows where a port of the server matrix has other ends, although its own cells are empty", () => {
    const text = sample.replace("ComputeServer\tApplicationServer\t9091", "ComputeServer\tCoreServer\t9091");
    expect(differencesOf(text).map(({ place }) => place).toSorted()).toEqual([
      "T 4.3, servers, compute to application: 23612",
      "T 4.3, servers, compute to application: 9091",
      "T 4.3, servers, compute to core: 23612",
      "T 4.3, servers, compute to core: 9091",
    ]);
  });

  it("shows every fact when a chapter is gone", () => {
    const text = sample.replace("3.1.7 Compute server\n", "");
    expect(differencesOf(text).filter(({ place }) => place.includes("3.1.7"))).toHaveLength(3);
  });

  it("shows a database that another feature brings", () => {
    const text = sample.replace("HWE_Domän_TSS\tGemensam**", "HWE_Domän_TSS\tGemensam");
    expect(differencesOf(text)).toEqual([
      { place: "T 13.3 (D1), HWE_<domain>_TSS", ours: "all with tssDatabase", vendors: "all" },
    ]);
  });
});

describe("a register", () => {
  const text = "| id | clause | requirement | disp. | due |\n|---|---|---|---|---|\n";
  const differences = (row: string) => compareRegister(text + row).flatMap(differencesIn).filter(({ place }) => place.startsWith("register, T2.1-1 "));

  it("with our row shows no difference in it", () => {
    expect(differences("| T2.1-1 | T 2.1 | Servers run 64-bit Windows Server (x64: no Arm sizes) | B G | up |")).toEqual([]);
  });

  it("shows each column that differs", () => {
    const found = differences("| T2.1-1 | T 2.2 | Servers run Windows | B H | up; O eyes |");
    expect(found.map(({ place, vendors }) => [place, vendors])).toEqual([
      ["register, T2.1-1 chapter", "T 2.2"],
      ["register, T2.1-1 title", "Servers run Windows"],
      ["register, T2.1-1 dispositions", "B H"],
      ["register, T2.1-1 due", "up; O eyes"],
    ]);
  });
});

describe("the command", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "check-source-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function run(...words: readonly string[]) {
    return spawnSync(process.execPath, [join(import.meta.dirname, "checkSource.ts"), ...words], { encoding: "utf8" });
  }

  function written(name: string, content: string | Uint8Array): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  it("ends with 0 where nothing differs", () => {
    const { status, stdout } = run(samplePath);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+ facts compared, 0 differences\n$/) });
  });

  it("ends with 1 and shows place, ours and the document's", () => {
    const { status, stdout } = run(written("changed.txt", sample.replace("Minne\t12 GB", "Minne\t8 GB")));
    expect(status).toBe(1);
    expect(stdout).toContain('T 3.1.5, floors of web, memory\n  ours:     "12 GB"\n  document: "8 GB"\n');
  });

  it("ends with 1 where the register differs", () => {
    const { status, stdout } = run(samplePath, "--register", written("register.md", "no table"));
    expect(status).toBe(1);
    expect(stdout).toContain('register, T2.1-1 due\n  ours:     "up"\n  document: (absent)\n');
  });

  it.each([
    ["a file that is not there", () => [join(folder, "absent.txt")]],
    ["a folder", () => [folder]],
    ["a file that is not UTF-8", () => [written("latin.txt", Uint8Array.of(0x46, 0x72, 0xe5, 0x6e))]],
    ["a register that is not there", () => [samplePath, "--register", join(folder, "absent.md")]],
    ["no file at all", () => []],
    ["an option that it does not know", () => [samplePath, "--registry", samplePath]],
  ] as const)("ends with 2 for %s", (_, words) => {
    const { status, stderr } = run(...words());
    expect(status).toBe(2);
    expect(stderr).not.toBe("");
  });

  it("prints nothing of a document that could steer a terminal", () => {
    const { stdout } = run(written("hostile.txt", sample.replace("2120\tbroker\tFtB", "2120\tbroker\t\u001b[2J\u202eFtB")));
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
