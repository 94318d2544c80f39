import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";
import draft04 from "ajv-draft-04";
import fc from "fast-check";
import { marked, type Token } from "marked";
import { describe, expect, test } from "vitest";
import { annotations, withoutCommands } from "../reports/annotations.ts";
import { gateMarkdown, gateText, summaryLimits } from "../reports/gateSummary.ts";
import { renderJunit } from "../reports/junit.ts";
import { renderSarif } from "../reports/sarif.ts";
import { hostile, hostileTexts, plainTexts, resultWith } from "./gateResults.ts";

/** What an escape stands for, on either side of a comparison. */
const spelled = (text: string) => text.replace(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
const sameText = (shown: string, meant: string) => expect(spelled(shown)).toBe(spelled(meant));

describe("SARIF", () => {
  const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8")) as object;
  const Validator = draft04 as unknown as typeof draft04.default;
  const validate = new Validator({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  const sarif = (texts: typeof plainTexts, most = 1) => {
    const log = JSON.parse(renderSarif(resultWith(texts, most), { version: "1.0.0", rulePages: "https://example.org/rules/" })) as SarifLog;
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    return log.runs[0]!;
  };
  interface SarifLog {
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly suppressions: readonly { readonly justification: string }[];
        readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } }; readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[] }[];
      }[];
    }[];
  }

  test("is valid and holds every text, whatever a stack is made of", () => {
    fc.assert(
      fc.property(hostileTexts, (texts) => {
        const { results } = sarif(texts);
        expect(results).toHaveLength(4);
        for (const { locations, message } of results) {
          expect(locations[0]!.logicalLocations[0]!.fullyQualifiedName).toBe(texts.resource);
          expect(locations[0]!.physicalLocation.artifactLocation.uri).toMatch(/^[A-Za-z0-9%/.!'()*~_-]*$/);
          // A link would begin with a bracket that is not escaped (3.11.6).
          expect(message.text.replace(/\\[\\[\]]/g, "")).not.toMatch(/[[\]]/);
        }
      }),
    );
  });

  test("suppresses what is exempted, names rules by index and page, and marks what is told apart by line", () => {
    const { results, tool } = sarif(plainTexts);
    expect(results.map(({ suppressions }) => suppressions.length)).toEqual([0, 0, 0, 1]);
    for (const { ruleId, ruleIndex, partialFingerprints } of results) {
      expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
      expect(partialFingerprints["primaryLocationLineHash"]).toMatch(/^f:/);
    }
    expect(tool.driver.rules[0]!.helpUri).toBe("https://example.org/rules/LC201.md");
  });

  test("holds 5,000 results, what stops a change first", () => {
    const { results } = sarif(plainTexts, 3000);
    expect(results).toHaveLength(5000);
    expect(new Set(results.map(({ level }) => level))).toEqual(new Set(["error"]));
  });
});

describe("JUnit", () => {
  test("is well-formed XML with a case for each rule and resource, and no element more", () => {
    fc.assert(
      fc.property(hostileTexts, (texts) => {
        const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(renderJunit(resultWith(texts)), "text/xml");
        const elements = [...document.getElementsByTagName("*")];
        const count = (name: string) => elements.filter(({ tagName }) => tagName === name).length;
        expect(Object.fromEntries(["testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"].map((name) => [name, count(name)]))).toEqual({ testsuites: 1, testsuite: 2, testcase: 5, failure: 2, skipped: 2, "system-out": 2 });
        expect(elements).toHaveLength(14);
        const named = elements.find(({ tagName }) => tagName === "testcase")!;
        sameText(named.getAttribute("name")!.replace(/^\S+ \S+ at /, ""), texts.resource);
      }),
    );
  });
});

describe("Markdown", () => {
  /** Everything but plain text: what a reader's browser would make of it. */
  const skeleton = (tokens: readonly Token[]): readonly unknown[] =>
    tokens.flatMap((token): readonly unknown[] => {
      if (token.type === "html") return [...token.raw.matchAll(/<!?-*\/?[a-z]+/gi)].map(([tag]) => tag);
      if (token.type === "table") {
        const { header, rows } = token as unknown as { header: { tokens: Token[] }[]; rows: { tokens: Token[] }[][] };
        return [["table", ...[header, ...rows].map((row) => row.map((cell) => skeleton(cell.tokens)))]];
      }
      const inner = "items" in token ? (token["items"] as Token[]) : "tokens" in token ? (token.tokens ?? []) : [];
      return ["text", "escape", "space", "paragraph"].includes(token.type) ? skeleton(inner) : [[token.type, ...skeleton(inner)]];
    });

  test("has the same headings, tables, rows and elements, whatever a stack is made of", () => {
    const plain = skeleton(marked.lexer(gateMarkdown(resultWith(plainTexts), summaryLimits.comment)));
    expect(JSON.stringify(plain)).toContain("table");
    fc.assert(
      fc.property(hostileTexts, (texts) => {
        expect(skeleton(marked.lexer(gateMarkdown(resultWith(texts), summaryLimits.comment)))).toEqual(plain);
      }),
    );
  });

  test.each(Object.entries(summaryLimits))("fits a %s, whatever is found, and says that something is left out", (_, most) => {
    for (const result of [resultWith(plainTexts, 4000), resultWith({ ...plainTexts, message: "\u{1f4a5}".repeat(9000), evidence: "å\n".repeat(9000), note: "|".repeat(9000) }, 300)]) {
      const text = gateMarkdown(result, most);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
      expect(text).toMatch(/more|…/);
      expect(text).toMatch(/^# Gate: stopped; prod is broken$/m);
    }
  });
});

describe("annotations and logs", () => {
  interface Command {
    readonly name: string;
    readonly properties: Readonly<Record<string, string>>;
    readonly data: string;
  }

  /** As GitHub's runner reads a line (actions/runner, ActionCommand.cs). */
  function gitHubCommand(line: string): Command | undefined {
    const decoded = (text: string, codes: readonly (readonly [string, string])[]) => codes.reduce((so, [code, character]) => so.replaceAll(code, character), text);
    const data: readonly (readonly [string, string])[] = [["%0D", "\r"], ["%0A", "\n"], ["%25", "%"]];
    const second = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line);
    if (second !== null) {
      const properties = Object.fromEntries((second[2] ?? "").split(",").filter((pair) => pair !== "").map((pair) => [pair.slice(0, pair.indexOf("=")), decoded(pair.slice(pair.indexOf("=") + 1), [["%0D", "\r"], ["%0A", "\n"], ["%3A", ":"], ["%2C", ","], ["%25", "%"]])]));
      return { name: second[1]!, properties, data: decoded(second[3]!, data) };
    }
    const first = /##\[([^\]]*)\](.*)$/s.exec(line);
    return first === null ? undefined : { name: first[1]!, properties: {}, data: first[2]! };
  }

  /** As Azure's agent reads one (microsoft/azure-pipelines-agent, Command.cs); lines that begin with `##[` are only coloured, which is bad enough. */
  function azureCommand(line: string): Command | undefined {
    const found = /##vso\[([^\] ]*)(?: ([^\]]*))?\](.*)$/is.exec(line) ?? /##\[([^\]]*)\]()(.*)$/is.exec(line);
    if (found === null) return undefined;
    const decoded = (text: string) => [["%0D", "\r"], ["%0A", "\n"], ["%3B", ";"], ["%5D", "]"], ["%AZP25", "%"]].reduce((so, [code, character]) => so.replaceAll(code!, character!), text);
    const properties = Object.fromEntries((found[2] ?? "").split(";").filter((pair) => pair !== "").map((pair) => [pair.slice(0, pair.indexOf("=")), decoded(pair.slice(pair.indexOf("=") + 1))]));
    return { name: found[1]!, properties, data: decoded(found[3]!) };
  }

  const linesOf = (text: string) => text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/);

  test.each([["github", gitHubCommand, ["error", "error", "warning"]], ["azure-devops", azureCommand, ["task.logissue", "task.logissue", "task.logissue"]]] as const)("on %s each says what it should and nothing else is obeyed", (host, read, names) => {
    fc.assert(
      fc.property(hostileTexts, (texts) => {
        const commands = annotations(resultWith(texts), host).flatMap(linesOf).map(read);
        expect(commands.map((command) => command?.name)).toEqual(names);
        for (const command of commands) {
          sameText(command!.properties["file"] ?? command!.properties["sourcepath"]!, texts.file);
          sameText(command!.data, `${texts.stack}: ${texts.resource}: ${texts.message}`);
        }
      }),
    );
  });

  test("are ten of a level at most, and count what is left out", () => {
    const shown = annotations(resultWith(plainTexts, 40), "github");
    expect(shown).toHaveLength(20);
    expect(shown.filter((line) => line.includes("more in the summary"))).toEqual([expect.stringContaining("(70 more"), expect.stringContaining("(30 more")]);
  });

  test("a log holds no line that a host obeys", () => {
    fc.assert(
      fc.property(hostileTexts, hostile, (texts, text) => {
        for (const line of [gateText(resultWith(texts)), text].flatMap((log) => linesOf(withoutCommands(log)))) {
          expect(gitHubCommand(line)).toBeUndefined();
          expect(azureCommand(line)).toBeUndefined();
        }
      }),
    );
  });
});
