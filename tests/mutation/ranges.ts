import { readFileSync } from "node:fs";
import ts from "typescript";

/**
 * The lines of a module in which mutants mean something, as Stryker takes them: `file.ts:12-40`. These are the functions and classes that are exported or
 * that something of them calls, and what a rule's `check` is and calls. The words and samples beside them are judged by other tests.
 *
 * @param path from the root, with forward slashes
 */
export function mutatedRanges(path: string, text = readFileSync(path, "utf8")): readonly string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const functions = new Map(file.statements.flatMap(namedFunctions));
  const reached = new Set<ts.Node>();
  const open: ts.Node[] = [...checksIn(file), ...[...functions.values()].filter(isExportedFunction)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...identifiersIn(next).flatMap((name) => functions.get(name) ?? []));
  }
  const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line + 1;
  return [...reached].map((node) => [lineOf(node.getStart(file)), lineOf(node.end)] as const).toSorted(([one], [other]) => one - other).map(([first, last]) => `${path}:${first}-${last}`);
}

/** Functions and classes of a statement at the top, by name. */
function namedFunctions(statement: ts.Statement): readonly (readonly [string, ts.Node])[] {
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name !== undefined) return [[statement.name.text, statement]];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => (ts.isIdentifier(name) && initializer !== undefined && ts.isArrowFunction(initializer) ? [[name.text, statement] as const] : []));
}

function isExportedFunction(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && !ts.isVariableStatement(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** What judges: the method or property `check` of a rule, wherever it stands. */
function checksIn(file: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node)) && ts.isIdentifier(node.name) && node.name.text === "check") found.push(node);
    else ts.forEachChild(node, visit);
  };
  for (const statement of file.statements) if (!ts.isFunctionDeclaration(statement)) visit(statement);
  return found;
}

function identifiersIn(node: ts.Node): readonly string[] {
  const found: string[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isIdentifier(inner)) found.push(inner.text);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}
