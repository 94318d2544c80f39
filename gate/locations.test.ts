import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readConfiguration } from "../environment/configurationFile.ts";
import { pathText } from "../environment/configurationPath.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { yamlLocator } from "./locations.ts";
import { plannedLocator } from "./plannedLocations.ts";
import { programLocator } from "./programLocations.ts";

const file = "Pulumi.prod.yaml";
const text = readFileSync(file, "utf8");
const lines = text.split("\n");

function paths(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Array.isArray(value) ? value.flatMap((inner, index) => paths(inner, [...path, index])) : Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]));
  return [path, ...below].filter((one) => one.length > 0);
}

describe("places in a stack file", () => {
  const locate = yamlLocator(file, text, "config");
  const config = (parse(text) as { config: unknown }).config;

  test("each key and each item of a list is found at its line", () => {
    for (const path of paths(config)) {
      const { line } = locate(pathText(path));
      const last = path.at(-1)!;
      if (typeof last === "string") expect(lines[line - 1]).toContain(last);
      else expect(lines[line - 1]).toMatch(/[-[]/);
    }
  });

  test("what is absent is found at the nearest key above, and what leads nowhere at the first line", () => {
    expect(locate("lifecare:machines[1].size.of.nothing")).toEqual(expect.objectContaining({ line: expect.any(Number) as number }));
    expect(lines[locate("lifecare:machines[99].size").line - 1]).toContain("lifecare:machines");
    expect(locate("nowhere").line).toBe(1);
    expect(locate("").line).toBe(1);
    expect(yamlLocator(file, "{[", "config")("lifecare:machines").line).toBe(1);
    expect(yamlLocator(file, "a:\n  b: 1", undefined)("a.b").line).toBe(2);
  });

  test("a fault of the file is found at the line that it names, and no further than the file", () => {
    expect(locate(`${file}:12`).line).toBe(12);
    expect(locate(`${file}:999999`).line).toBe(lines.length);
    expect(locate(`${file}:0`).line).toBe(1);
  });

  test("each resource is found where it is decided: a machine's at its entry, the network's at its key", () => {
    const plan = planEnvironment(readConfiguration(file).configuration);
    const find = plannedLocator(plan, locate);
    for (const { computerName, group } of plan.servers) {
      for (const { name } of plan.resources.filter(({ component }) => component === computerName)) expect(lines[find({ resource: name, path: "" }).line - 1]).toContain(`name: ${group}`);
      expect(lines[find({ resource: `lifecare-administrator-${computerName}-password`, path: "length" }).line - 1]).toContain(`name: ${group}`);
    }
    for (const { name } of plan.resources.filter(({ type, component }) => type.includes(":network:") && component === "lifecare")) expect(lines[find({ resource: name, path: "securityRules[3]" }).line - 1]).toContain("lifecare:network");
    for (const { name } of plan.resources) expect(find({ resource: name, path: "" }).line).toBeGreaterThan(1);
    expect(find({ resource: "the stack", path: "" })).toEqual({ file, line: 1 });
  });
});

describe("places in a foreign program", () => {
  const resource = (urn: string, sourcePosition?: string, parent?: string) => ({ urn, type: "azure-native:network:Subnet", ...(sourcePosition === undefined ? {} : { sourcePosition }), ...(parent === undefined ? {} : { parent }) });
  const find = programLocator(
    [
      resource("stack"),
      resource("component", "project:///network%20one.ts#12,3", "stack"),
      resource("inPackage", "project:///node_modules/lib/index.js#9,1", "component"),
      resource("outside", "project:///../other/index.ts#1,1", "component"),
      resource("absolute", "project:////etc/passwd#1,1", "component"),
      resource("elsewhere", "file:///tmp/index.ts#1,1", "inPackage"),
      resource("own", "project:///index.ts#7", "inPackage"),
      resource("circle", undefined, "circleToo"),
      resource("circleToo", undefined, "circle"),
      resource("broken", "project:///%zz.ts#1,1", "component"),
      null,
      { urn: 7 },
    ],
    "infra/",
  );

  test.each([
    ["own", "infra/index.ts", 7],
    ["inPackage", "infra/network one.ts", 12],
    ["elsewhere", "infra/network one.ts", 12],
    ["outside", "infra/network one.ts", 12],
    ["absolute", "infra/network one.ts", 12],
    ["broken", "infra/network one.ts", 12],
    ["circle", "infra/Pulumi.yaml", 1],
    ["nobody", "infra/Pulumi.yaml", 1],
  ])("%s is found at %s:%d", (urn, at, line) => {
    expect(find({ resource: urn, path: "" })).toMatchObject({ file: at, line });
  });
});
