import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { gitHubFolder, gitHubScripts, runScripts } from "./gateWorkflows.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Runs the job that keeps the issue, with a host that writes down what it is asked. */
function keepIssue(found: { readonly code: number; readonly text: string }, openIssue: string) {
  const folder = mkdtempSync(join(tmpdir(), "drift-issue-"));
  made.push(folder);
  for (const part of ["found", "tools"]) mkdirSync(join(folder, part));
  writeFileSync(join(folder, "found/utb.md"), found.text);
  writeFileSync(join(folder, "found/utb.code"), `${found.code}\n`);
  writeFileSync(join(folder, "tools/gh"), `#!/usr/bin/env bash\necho "$*" >> '${folder}/asked'\ncase "$*" in *state=open*) echo '${openIssue}' ;; esac\n`);
  chmodSync(join(folder, "tools/gh"), 0o755);
  const steps = gitHubScripts(`${gitHubFolder}/lifecare-drift.yml`, "issue", { "matrix.stack": "utb", "github.repository": "org/repo", "github.server_url": "https://github.example", "github.run_id": "7" });
  const ran = runScripts(steps, folder, `${folder}/tools:${process.env["PATH"] ?? ""}`);
  const asked = readFileSync(join(folder, "asked"), "utf8").trim().split("\n").slice(1).map((line) => line.replace(" --silent", ""));
  const body = join(folder, "body.md");
  return { codes: ran.map(({ code }) => code), asked, body: existsSync(body) ? readFileSync(body) : undefined };
}

describe("the nightly issue on GitHub", () => {
  test("is opened where there is drift, and where nobody knows", () => {
    for (const code of [1, 2, 3]) {
      const { codes, asked, body } = keepIssue({ code, text: "# UTB" }, "");
      expect({ codes, asked }).toEqual({ codes: [0], asked: ["api --method POST repos/org/repo/issues --raw-field title=Drift: utb --field body=@body.md"] });
      expect(body?.toString()).toBe("# UTB\n\nhttps://github.example/org/repo/actions/runs/7\n");
    }
  });

  test("is written anew as long as it is so, and closed when it is mended", () => {
    expect(keepIssue({ code: 1, text: "# UTB" }, "12").asked).toEqual(["api --method PATCH repos/org/repo/issues/12 --field body=@body.md"]);
    expect(keepIssue({ code: 0, text: "# UTB" }, "12").asked).toEqual(["api --method PATCH repos/org/repo/issues/12 --raw-field state=closed"]);
  });

  test("is not there where nothing was found before or now", () => {
    expect(keepIssue({ code: 0, text: "# UTB" }, "").asked).toEqual([]);
  });

  test("holds no more than an issue can, whole characters alone", () => {
    const { codes, body } = keepIssue({ code: 1, text: `x${"å".repeat(40_000)}` }, "");
    expect(codes).toEqual([0]);
    expect(body!.length).toBeLessThan(65_536);
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(body)).not.toThrow();
  });
});
