/**
 * Writes `rehearsal/azureTypes.generated.json`: the shape of what azure-native takes and answers for every rehearsed type, read out of
 * the package's own declarations. Run it after a change of `rehearsal/resourceTypes.ts` or of the package's version.
 *
 * A property is written `"name": "shape"`, `"name?"` where it may be absent. Shapes: `string`, `number`, `boolean`, `any`, `="constant"`,
 * `module.Type`, with `[]` for lists and `{}` for maps, and `A|B` for alternatives.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { rehearsedTypes } from "../rehearsal/resourceTypes.ts";

type Properties = Record<string, string>;

/** What the generated file holds. */
export interface TypeSlice {
  readonly package: string;
  readonly resources: Record<string, { apiVersion: string; inputs: Properties; outputs: Properties }>;
  readonly types: Record<string, Properties>;
}

const packageFolder = dirname(createRequire(import.meta.url).resolve("@pulumi/azure-native/package.json"));
const target = join(import.meta.dirname, "..", "rehearsal", "azureTypes.generated.json");
const packageVersion = (JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string }).version;

const declarations = {
  inputs: nestedInterfaces("input"),
  outputs: nestedInterfaces("output"),
};
const types = new Map<string, Properties>();
/** Names of enumerations (`network.SecurityRuleAccess`) by owner (a type, or a resource's token) and property. */
const enumerated = new Map<string, Record<string, string>>();

/** The enumerations that inputs are declared with: the values by owner (`network.SecurityRuleArgs`, or a resource's token) and property. */
export function readEnumerations(): Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> {
  readTypeSlice();
  const valuesOf = (properties: Record<string, string>) => Object.fromEntries(Object.entries(properties).map(([property, name]) => [property, enumerationValues(name)]));
  return Object.fromEntries([...enumerated].map(([owner, properties]) => [owner, valuesOf(properties)]));
}

function enumerationValues(name: string): readonly string[] {
  const [module = "", type = ""] = name.split(".");
  const text = readFileSync(join(packageFolder, "types", "enums", module, "index.d.ts"), "utf8");
  const body = new RegExp(`export declare const ${type}: \\{([^}]*)\\}`).exec(text)?.[1];
  if (body === undefined) throw new Error(`the package does not declare enums.${name}`);
  return [...body.matchAll(/readonly \w+: (".*?");/g)].map(([, value = '""']) => JSON.parse(value) as string);
}

/** The slice as the installed package has it. */
export function readTypeSlice(): TypeSlice {
  const resources = Object.fromEntries(rehearsedTypes.map(({ token }) => [token, resourceShape(token)]));
  const sorted = [...types].sort(([left], [right]) => (left < right ? -1 : 1));
  return { package: `@pulumi/azure-native ${packageVersion}`, resources, types: Object.fromEntries(sorted) };
}

if (import.meta.main) {
  const slice = readTypeSlice();
  writeFileSync(target, `${JSON.stringify(slice, undefined, 1)}\n`);
  console.log(`${Object.keys(slice.resources).length} resources and ${Object.keys(slice.types).length} types of ${slice.package}`);
}

function resourceShape(token: string): { apiVersion: string; inputs: Properties; outputs: Properties } {
  const [, module = "", name = ""] = token.split(":");
  const file = join(packageFolder, module, `${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`);
  const text = readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const apiVersion = /Uses Azure REST API version ([0-9a-z-]+)\./.exec(text)?.[1];
  if (apiVersion === undefined) throw new Error(`${file} names no API version`);
  const ofClass = source.statements.find((statement) => ts.isClassDeclaration(statement) && statement.name?.text === name);
  const ofArguments = source.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === `${name}Args`);
  if (ofClass === undefined || ofArguments === undefined) throw new Error(`${file} does not declare ${name} and ${name}Args`);
  return {
    apiVersion,
    inputs: propertiesOf((ofArguments as ts.InterfaceDeclaration).members, token),
    outputs: propertiesOf((ofClass as ts.ClassDeclaration).members, `${token} outputs`),
  };
}

function propertiesOf(members: ts.NodeArray<ts.TypeElement | ts.ClassElement>, owner: string): Properties {
  const properties: Properties = {};
  for (const member of members) {
    if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) continue;
    if (member.type === undefined || !ts.isIdentifier(member.name)) continue;
    const optional = member.questionToken !== undefined || allowsUndefined(member.type);
    properties[`${member.name.text}${optional ? "?" : ""}`] = shapeOf(member.type);
    const enumeration = /\benums\.(\w+\.\w+)/.exec(member.type.getText())?.[1];
    if (enumeration !== undefined) enumerated.set(owner, { ...enumerated.get(owner), [member.name.text]: enumeration });
  }
  return properties;
}

function allowsUndefined(type: ts.TypeNode): boolean {
  if (type.kind === ts.SyntaxKind.UndefinedKeyword) return true;
  if (ts.isUnionTypeNode(type)) return type.types.some(allowsUndefined);
  const wrapped = wrappedType(type);
  return wrapped !== undefined && allowsUndefined(wrapped);
}

/** What `pulumi.Input<T>` and `pulumi.Output<T>` wrap. */
function wrappedType(type: ts.TypeNode): ts.TypeNode | undefined {
  if (!ts.isTypeReferenceNode(type) || !ts.isQualifiedName(type.typeName)) return undefined;
  return type.typeName.right.text === "Input" || type.typeName.right.text === "Output" ? type.typeArguments?.[0] : undefined;
}

function shapeOf(type: ts.TypeNode): string {
  const wrapped = wrappedType(type);
  if (wrapped !== undefined) return shapeOf(wrapped);
  if (ts.isParenthesizedTypeNode(type)) return shapeOf(type.type);
  if (ts.isArrayTypeNode(type)) return suffixed(shapeOf(type.elementType), "[]");
  if (ts.isTypeLiteralNode(type)) return mapShape(type);
  if (ts.isUnionTypeNode(type)) return unionShape(type);
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return `=${JSON.stringify(type.literal.text)}`;
  if (ts.isTypeReferenceNode(type)) return referenceShape(type);
  switch (type.kind) {
    case ts.SyntaxKind.StringKeyword:
      return "string";
    case ts.SyntaxKind.NumberKeyword:
      return "number";
    case ts.SyntaxKind.BooleanKeyword:
      return "boolean";
    default:
      return "any";
  }
}

function suffixed(shape: string, suffix: "[]" | "{}"): string {
  return shape.includes("|") ? `any${suffix}` : `${shape}${suffix}`;
}

function mapShape(type: ts.TypeLiteralNode): string {
  const signature = type.members.find(ts.isIndexSignatureDeclaration);
  return signature === undefined ? "any" : suffixed(shapeOf(signature.type), "{}");
}

function unionShape(type: ts.UnionTypeNode): string {
  const shapes = type.types.filter((member) => !allowsUndefined(member)).map(shapeOf);
  return [...new Set(shapes)].join("|");
}

function referenceShape(type: ts.TypeReferenceNode): string {
  const path = type.typeName.getText().split(".");
  const [root, module, name] = path;
  if (root === "enums") return "string";
  if ((root !== "inputs" && root !== "outputs") || module === undefined || name === undefined) return "any";
  const key = `${module}.${name}`;
  if (types.has(key)) return key;
  const declaration = declarations[root].get(key);
  if (declaration === undefined) throw new Error(`the package does not declare ${path.join(".")}`);
  types.set(key, {});
  types.set(key, propertiesOf(declaration.members, key));
  return key;
}

function nestedInterfaces(file: "input" | "output"): ReadonlyMap<string, ts.InterfaceDeclaration> {
  const path = join(packageFolder, "types", `${file}.d.ts`);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const found = new Map<string, ts.InterfaceDeclaration>();
  for (const statement of source.statements) {
    if (!ts.isModuleDeclaration(statement) || statement.body === undefined || !ts.isModuleBlock(statement.body)) continue;
    for (const inner of statement.body.statements) {
      if (ts.isInterfaceDeclaration(inner)) found.set(`${statement.name.text}.${inner.name.text}`, inner);
    }
  }
  return found;
}
