import { fileURLToPath } from "node:url";
import * as provider from "@pulumi/pulumi/provider/experimental/provider.js";
import { beforeAll, describe, expect, test } from "vitest";
import * as exported from "./index.ts";

const names = ["ApplicationServer", "ComputeServer", "CoreServer", "DatabaseServer", "IntranetWebServer", "LifecareEnvironment", "LifecareNetwork", "LifecareServer", "SecretStore", "WebServer"];

interface Schema {
  readonly resources: Readonly<Record<string, { readonly isComponent: boolean; readonly description: string; readonly properties: object; readonly inputProperties: object; readonly requiredInputs: readonly string[] }>>;
  readonly types: Readonly<Record<string, { readonly enum?: readonly { readonly value: string }[] }>>;
}

describe("the schema that other languages see", () => {
  let schema: Schema;
  const resource = (name: string) => schema.resources[`lifecare:index:${name}`]!;

  // The analysis type-checks the sources: seconds.
  beforeAll(async () => {
    const components = provider.getPulumiComponents(exported);
    const described = new provider.ComponentProvider({ name: "lifecare", dirname: fileURLToPath(new URL(".", import.meta.url)), components });
    schema = JSON.parse(await described.getSchema()) as Schema;
  }, 120_000);

  test("holds every component that is exported, each with a description", () => {
    expect(Object.keys(schema.resources).sort()).toEqual(names.map((name) => `lifecare:index:${name}`));
    for (const name of names) expect(resource(name).description.length).toBeGreaterThan(30);
  });

  test("gives every server the same outputs, and asks the presets for no roles", () => {
    for (const name of names.filter((candidate) => candidate.endsWith("Server"))) {
      expect(Object.keys(resource(name).properties).sort()).toEqual(["address", "computerName", "machineId", "size"]);
      expect("roles" in resource(name).inputProperties).toBe(name === "LifecareServer");
    }
    expect(resource("DatabaseServer").requiredInputs).toContain("database");
  });

  test("shows no password among the outputs", () => {
    for (const name of names) expect(Object.keys(resource(name).properties).filter((property) => /password/i.test(property))).toEqual([]);
  });

  test("knows the roles as an enumeration", () => {
    expect(schema.types["lifecare:index:ServerRole"]?.enum?.map(({ value }) => value).sort()).toEqual(["application", "compute", "core", "database", "intranetWeb", "web"]);
  });

  test("is the one that was agreed", async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot("schema.snapshot.json");
  });
});
