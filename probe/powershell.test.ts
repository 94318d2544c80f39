import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { listenerScript } from "./listener.ts";
import { planProbes } from "./planProbes.ts";
import { asciiJson, embeddedJson, probeScript, quote } from "./powershell.ts";
import { scriptOf, type Vantage } from "./probePlan.ts";
import { nameQuestion } from "./measure.ts";
import { outcomes, resultsFormat } from "./results.ts";
import { tokensOf } from "../tests/powershellTokens.ts";

const { configuration, advice } = readConfiguration("Pulumi.utb.yaml");
const plan = planProbes(planEnvironment(configuration, advice));
const [first] = plan.vantages as [Vantage];

const hostile = fc.array(fc.oneof(fc.constantFrom("'", "\u2018", "\u2019", "\u201a", "\u201b", "\"", "`", "$(", "}", "\n", "#", "@'", "\u0000"), fc.string())).map((parts) => parts.join(""));

test("a quoted string is one token, and says again what went in", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(tokensOf(`${quote(text)}`)).toEqual([{ kind: "string", value: text }]);
    }),
  );
});

test("embedded JSON is printable ASCII and says again what went in", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(asciiJson({ text })).toMatch(/^[\x20-\x7e]*$/);
      expect(JSON.parse(asciiJson({ text }))).toEqual({ text });
    }),
  );
});

describe.each(plan.vantages.map((vantage) => [vantage.name, vantage] as const))("the script of %s", (_, vantage) => {
  const script = probeScript(vantage);

  test("is ASCII, its quotes and brackets close, and it carries its questions as one string", () => {
    expect(script).toMatch(/^[\n\x20-\x7e]*$/);
    const strings = tokensOf(script).filter(({ kind }) => kind === "string");
    expect(strings.filter(({ value }) => value === embeddedJson(vantage))).toHaveLength(1);
    expect(JSON.parse(embeddedJson(vantage))).toEqual(scriptOf(vantage));
  });

  test("uses no module and changes nothing", () => {
    const commands = new Set(tokensOf(script).filter(({ kind, value }) => kind === "word" && /^[A-Z][A-Za-z]*-[A-Z][A-Za-z]*$/.test(value)).map(({ value }) => value));
    const own = [...script.matchAll(/^function ([A-Za-z-]+)/gm)].map(([, name]) => name!);
    // All of Microsoft.PowerShell.Core and .Utility, which every PowerShell 5.1 has loaded.
    expect([...commands].filter((command) => !own.includes(command)).sort()).toEqual(["ConvertFrom-Json", "ConvertTo-Json", "ForEach-Object", "New-Object", "Select-Object", "Set-StrictMode", "Start-Sleep", "Where-Object"]);
  });
});

test("the script knows the outcomes, the format and the question of the name service as Node does", () => {
  const script = probeScript(first);
  for (const outcome of outcomes) expect(script).toContain(`${outcome} = Get-Spans '=${outcome}'`);
  expect(script).toContain(`format = '${resultsFormat}'`);
  const bytes = /\[byte\[\]\]\(([^)]*)\)/.exec(script)![1]!.split(",").map(Number);
  expect(Buffer.from(bytes)).toEqual(nameQuestion);
});

test("a listener opens what others try of its server, for those who try alone", () => {
  const server = plan.vantages.find(({ name }) => name === "ankutbsql01")!;
  const script = listenerScript(plan, server);
  const [carried] = tokensOf(script).filter(({ kind, value }) => kind === "string" && value.startsWith("{\""));
  const { ports, sources, address } = JSON.parse(carried!.value) as { ports: number[]; sources: string[]; address: string };
  expect(address).toBe("10.81.6.4");
  expect(ports).toContain(1433);
  expect(ports).toContain(3389);
  expect(sources).not.toContain(server.prefix);
  expect(sources.toSorted()).toEqual(plan.vantages.filter(({ name }) => name !== server.name).map(({ prefix }) => prefix).toSorted());
});

test("the probe script stays as it was reviewed", () => {
  const small: Vantage = { ...first, checks: first.checks.slice(0, 2) };
  expect(probeScript(small)).toMatchSnapshot();
});

test("the listener script stays as it was reviewed", () => {
  const server = plan.vantages.find(({ name }) => name === "ankutbsql01")!;
  expect(listenerScript({ ...plan, vantages: [] }, server)).toMatchSnapshot();
});
