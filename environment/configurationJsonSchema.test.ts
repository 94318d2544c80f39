import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { stackFileJsonSchema } from "./configurationJsonSchema.ts";

const root = join(import.meta.dirname, "..");
const committed = JSON.parse(readFileSync(join(root, "schemas/stack.schema.json"), "utf8")) as object;
// Formats (date, uuid) come with patterns of their own.
const validate = new Ajv({ strict: true, allErrors: true, validateFormats: false, strictRequired: false }).compile(committed);

type StackYaml = { config: Record<string, unknown> };

function stack(name: string): StackYaml {
  return parse(readFileSync(join(root, name), "utf8")) as StackYaml;
}

test("the committed JSON Schema is the one that the sources give", () => {
  expect(committed, "run npm run generate").toEqual(JSON.parse(JSON.stringify(stackFileJsonSchema())));
});

describe.each(["Pulumi.prod.yaml", "Pulumi.utb.yaml"])("%s", (name) => {
  test("holds the JSON Schema that its first line names", () => {
    expect(readFileSync(join(root, name), "utf8").split("\n")[0]).toBe("# yaml-language-server: $schema=schemas/stack.schema.json");
    validate(stack(name));
    expect(validate.errors).toBeNull();
  });

  test("may hold keys of other programs and what the CLI adds", () => {
    const { config } = stack(name);
    expect(validate({ encryptionsalt: "v1:x", config: { ...config, "aws:region": "eu-north-1", "azure-native:skipProviderRegistration": true } })).toBe(true);
  });
});

test.each([
  ["a key that nobody knows", { "lifecare:enviroment": "prod" }],
  ["a port in quotes", { "lifecare:network": { ...(stack("Pulumi.prod.yaml").config["lifecare:network"] as object), databasePort: "1433" } }],
  ["an option that is not offered", { "lifecare:usage": { ...(stack("Pulumi.prod.yaml").config["lifecare:usage"] as object), access: "internet" } }],
  ["an unknown role", { "lifecare:machines": [{ name: "a", roles: ["databas"] }] }],
  ["a host name with an underscore", { "lifecare:vendor": { packageHosts: ["a_b.example.se"], licenceHosts: ["a.example.se"] } }],
])("an editor marks %s", (_, change) => {
  expect(validate({ config: { ...stack("Pulumi.prod.yaml").config, ...change } })).toBe(false);
});

test("every field has a title and a description for the editor", () => {
  const without = fieldsWithoutHelp((committed as { properties: { config: object } }).properties.config, "config");
  expect(without).toEqual([]);
});

interface SchemaNode {
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

function fieldsWithoutHelp(node: SchemaNode, path: string): readonly string[] {
  const fields = Object.entries(node.properties ?? node.items?.properties ?? {});
  return fields.flatMap(([key, field]) => [...(field.title && field.description ? [] : [`${path}.${key}`]), ...fieldsWithoutHelp(field, `${path}.${key}`)]);
}
