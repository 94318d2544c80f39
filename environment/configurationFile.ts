import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar, type YAMLMap } from "yaml";
import { type Configuration, parseConfiguration } from "./configuration.ts";
import { isOwnKey } from "./configurationKeys.ts";
import { masked, suggestsSecret } from "./configurationMasking.ts";
import { pathText, type Path } from "./configurationPath.ts";
import { readPlainScalar } from "./configurationScalars.ts";
import { configurationFromPulumi } from "./configurationTexts.ts";
import type { Advice, Problem } from "./problem.ts";
import { suggestion } from "./suggestion.ts";

export interface StackFile {
  /** What stands under `config:`, as `parseConfiguration` takes it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What the Pulumi CLI could not read, or would read differently. */
  readonly problems: readonly Problem[];
}

/**
 * A stack's configuration from its file.
 *
 * @throws ProblemError with every problem of the file and of the configuration at once
 */
export function readConfiguration(path: string): { readonly configuration: Configuration; readonly advice: readonly Advice[] } {
  const { config, problems } = readStackFile(path);
  return parseConfiguration(config, problems);
}

/** Reads `Pulumi.<stack>.yaml` as the Pulumi CLI does; never throws, whatever the file holds. */
export function readStackFile(path: string): StackFile {
  const read = readText(path);
  if (typeof read !== "string") return { config: {}, problems: [read] };
  return parseStackFile(read, basename(path));
}

const mostBytes = 1_000_000;

function readText(path: string): string | Problem {
  const name = basename(path);
  try {
    if (statSync(path).size > mostBytes) return { path: name, value: undefined, limit: `at most ${mostBytes} bytes`, fix: "leave out what is not this stack's configuration" };
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) return { path: name, value: undefined, limit: "text in UTF-8", fix: "save the file in UTF-8" };
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return code === "ENOENT"
      ? { path: name, value: undefined, limit: "a stack file that exists", fix: "create it, or name another stack" }
      : { path: name, value: undefined, limit: `a file that can be read (${code})`, fix: "name a stack file, and see that it may be read" };
  }
}

/** Line breaks and control characters that YAML readers treat differently. */
const ambiguousCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

const fixes: Readonly<Record<string, string>> = { MULTIPLE_DOCS: "keep one document: the Pulumi CLI reads the first one only" };

/** One misplaced bracket makes hundreds of errors; the first ones tell. */
const mostErrors = 20;

/** The same for a text that is already read; `name` stands in the problems. */
export function parseStackFile(text: string, name: string): StackFile {
  const ambiguous = ambiguousCharacter.exec(text);
  if (ambiguous !== null) {
    const line = text.slice(0, ambiguous.index).split("\n").length;
    return { config: {}, problems: [{ path: `${name}:${line}`, value: ambiguous[0], limit: "no control characters", fix: "delete it, or write it as an escape in double quotes" }] };
  }
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (document === undefined) return { config: {}, problems: [{ path: name, value: undefined, limit: "YAML that is not nested without end", fix: "write the configuration as the documentation shows it" }] };
  if (document.errors.length > 0) {
    return { config: {}, problems: document.errors.slice(0, mostErrors).map((error) => ({ path: `${name}:${lines.linePos(error.pos[0]).line}`, value: undefined, limit: `one YAML document without faults (${error.code.toLowerCase().replaceAll("_", " ")})`, fix: fixes[error.code] ?? firstLine(error.message) })) };
  }
  const reader = new StackFileReader();
  const texts = reader.textsOf(document.contents, name);
  return { config: configurationFromPulumi(Object.fromEntries(texts), () => false), problems: reader.problems };
}

function parsed(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    // The failsafe schema leaves every scalar a text: what it stands for is decided by readPlainScalar.
    return parseDocument(text, { schema: "failsafe", lineCounter, logLevel: "error", prettyErrors: true });
  } catch {
    return undefined;
  }
}

function firstLine(message: string): string {
  return message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? message;
}

/** Turns nodes into values and collects what the CLI would read differently. */
class StackFileReader {
  readonly problems: Problem[] = [];

  /** The values under `config:`, each as the text that the engine hands to a program. */
  textsOf(contents: Node | null, name: string): readonly (readonly [string, string])[] {
    if (contents === null) return [];
    if (!isMap(contents)) {
      this.problems.push({ path: name, value: undefined, limit: "a map with the key config", fix: "write config: and the keys below it" });
      return [];
    }
    this.#checkFileKeys(contents, name);
    const config = contents.get("config", true) as Node | null | undefined;
    if (config === undefined || config === null || (isScalar(config) && readPlainScalar(String(config.source ?? "")).kind === "refused")) return [];
    if (!isMap(config)) {
      this.problems.push({ path: "config", value: undefined, limit: "a map of keys such as lifecare:machines", fix: "write the keys below config:" });
      return [];
    }
    return config.items.flatMap(({ key, value }) => this.#entry(key as Node, value as Node | null));
  }

  #checkFileKeys(contents: YAMLMap, name: string): void {
    const keys = contents.items.map(({ key }) => (isScalar(key) ? String(key.value) : ""));
    if (keys.includes("environment")) {
      this.problems.push({ path: "environment", value: undefined, limit: "configuration that stands in this file: values from a Pulumi environment are not seen here", fix: "write the values under config:" });
    }
    if (keys.includes("config")) return;
    const meant = keys.find((key) => suggestion(key, ["config"]) !== undefined);
    if (meant !== undefined) this.problems.push({ path: `${name}: ${meant}`, value: undefined, limit: "a key that the CLI knows", fix: "did you mean config?" });
  }

  #entry(keyNode: Node, value: Node | null): readonly (readonly [string, string])[] {
    const key = this.#key(keyNode, []);
    if (key === undefined) return [];
    const parts = key.split(":");
    if (parts.length !== 2) {
      const name = parts.at(-1) ?? key;
      const full = parts.length === 3 && parts[1] === "config" ? `${parts[0]}:${name}` : `lifecare:${name}`;
      this.problems.push({ path: key, value: undefined, limit: "a key of the form namespace:name; the CLI rewrites others", fix: `write ${full}` });
      return [];
    }
    if (!isOwnKey(key)) return [[key, isScalar(value) ? String(value.value) : "…"]];
    const read = this.#value(value, [key]);
    return read === undefined ? [] : [[key, typeof read === "object" ? JSON.stringify(read) : String(read)]];
  }

  #key(node: Node, path: Path): string | undefined {
    if (!isScalar(node)) {
      this.problems.push({ path: path.length === 0 ? "config" : pathText(path), value: undefined, limit: "keys that are texts", fix: "write the key as a text" });
      return undefined;
    }
    const read = this.#scalar(node, [...path, String(node.value)]);
    if (read === undefined || typeof read === "string") return read;
    this.problems.push({ path: pathText([...path, String(read)]), value: undefined, limit: "keys that are texts", fix: `write "${read}" in quotes` });
    return undefined;
  }

  #value(node: Node | null, path: Path): unknown {
    if (node === null) return this.#refuse(path, "", "nothing (null)", "leave the key out, or state a value");
    if (isScalar(node)) return this.#scalar(node, path);
    if (isAlias(node)) return this.#refuse(path, `*${node.source}`, "the value that stands elsewhere", "write the value out");
    if (isSeq(node)) return node.items.map((item, index) => this.#value(item as Node | null, [...path, index]) ?? null);
    if (isMap(node)) return this.#map(node, path);
    return undefined;
  }

  #map(node: YAMLMap, path: Path): unknown {
    const map = Object.create(null) as Record<string, unknown>;
    for (const { key: keyNode, value: valueNode } of node.items) {
      const key = this.#key(keyNode as Node, path);
      if (key === undefined) continue;
      if (key === "<<") this.#refuse([...path, key], "<<", "a merge of two maps", "write the keys out");
      else map[key] = this.#value(valueNode as Node | null, [...path, key]);
    }
    return map;
  }

  #scalar(node: Scalar, path: Path): string | number | boolean | undefined {
    const written = String(node.value);
    if (node.tag !== undefined) {
      this.#refuse(path, `${node.tag} ${written}`, "whatever the tag says", "leave the tag out; quotes make a text");
      return written;
    }
    if (node.type !== "PLAIN") return written;
    const reading = readPlainScalar(written);
    if (reading.kind === "value") return reading.value;
    this.#refuse(path, written, reading.readAs, reading.fix);
    return written;
  }

  #refuse(path: Path, written: string, readAs: string, fix: string): undefined {
    const value = path.some((step) => suggestsSecret(String(step))) ? masked : written;
    this.problems.push({ path: pathText(path), value, limit: `written so that everybody reads the same; the Pulumi CLI takes it for ${readAs}`, fix });
    return undefined;
  }
}
