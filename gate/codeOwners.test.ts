import { describe, expect, test } from "vitest";
import { lowerCase, parseCodeOwners } from "./codeOwners.ts";

const logins = (text: string, path: string) => parseCodeOwners(text).of(path).map((owner) => (owner.kind === "login" ? owner.login : owner.kind === "team" ? owner.team : owner.address));

describe("CODEOWNERS", () => {
  // Examples of docs.github.com, "About code owners".
  test.each([
    ["* @everybody", "Pulumi.prod.yaml", ["everybody"]],
    ["* @everybody\n*.yaml @Yaml @org/Team docs@example.com # why", "a/b.yaml", ["yaml", "org/team", "docs@example.com"]],
    ["/build/logs/ @doctocat", "build/logs/a/b.txt", ["doctocat"]],
    ["/build/logs/ @doctocat", "sub/build/logs/a.txt", []],
    ["docs/* @docs", "docs/start.md", ["docs"]],
    ["docs/* @docs", "docs/build/start.md", []],
    ["apps/ @apps", "x/apps/y/z", ["apps"]],
    ["**/logs @logs", "deep/down/logs/a", ["logs"]],
    ["/apps/ @octocat\n/apps/github", "apps/github/x", []],
    ["exemptions/ @security", "Exemptions/prod.yaml", []],
    ["/exemptions/ @security", "exemptions/prod.yaml", ["security"]],
    ["* @a\n* @b", "x", ["b"]],
  ])("%j gives %s to %j", (text, path, owners) => {
    expect(logins(text, path)).toEqual(owners);
  });

  test.each(["!exemptions/ @a", "exemp[t]ions/ @a", "exemptions\\ / @a", "exemptions/ nobody", "exemptions/ @a/b/c", "exemptions/ @Adm\u212an"])("counts for nothing while a line cannot be read: %s", (line) => {
    const owners = parseCodeOwners(`* @everybody\n${line}`);
    expect(owners.faults.map((fault) => fault.line)).toEqual([2]);
    expect(owners.of("x")).toEqual([]);
  });

  test("no letter but an ASCII one has another case", () => {
    expect(lowerCase("K\u212a\u0130")).toBe("k\u212a\u0130");
  });
});
