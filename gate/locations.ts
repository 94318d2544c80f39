import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from "yaml";

/** A place in a file of the repository. */
export interface Location {
  /** From the repository's root, with slashes. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column?: number;
}

/** Where a path of a YAML or JSON file stands (`lifecare:machines[1].size`); the nearest key above it, where it is absent; else the first line. */
export type Locate = (path: string) => Location;

/**
 * @param file how the file is named in locations
 * @param below key under which paths begin; none: at the top
 */
export function yamlLocator(file: string, text: string, below?: string): Locate {
  const lines = new LineCounter();
  const root = contentsOf(text, lines);
  const start: Location = { file, line: 1 };
  const at = (node: Node | null | undefined): Location | undefined => {
    if (node?.range === undefined || node.range === null) return undefined;
    const { line, col } = lines.linePos(node.range[0]);
    return { file, line, column: col };
  };
  return (path) => {
    // Faults of the file itself are told with their line.
    const told = /^[^[\]]*\.ya?ml:(\d+)$/.exec(path);
    if (told !== null) return { file, line: Math.max(1, Math.min(Number(told[1]), lines.lineStarts.length)) };
    let found = start;
    let node: unknown = below === undefined ? root : childOf(root, below)?.value;
    for (const step of stepsOf(path)) {
      const child = childOf(node, step);
      if (child === undefined) break;
      found = at(child.place) ?? found;
      node = child.value;
    }
    return found;
  };
}

function contentsOf(text: string, lineCounter: LineCounter): unknown {
  try {
    return parseDocument(text, { schema: "failsafe", lineCounter, logLevel: "silent" }).contents;
  } catch {
    return undefined;
  }
}

/** The value at a key or index, and the node that shows where it is: the key of a map, the item of a list. */
function childOf(node: unknown, step: string | number): { readonly place: Node | undefined; readonly value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair === undefined ? undefined : { place: pair.key as Node, value: pair.value };
  }
  if (!isSeq(node) || typeof step !== "number" || step >= node.items.length) return undefined;
  return { place: node.items[step] as Node, value: node.items[step] };
}

/** `lifecare:machines[1].size` is a key, an index and a key. */
function stepsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(([, index, quoted, key]) => (index === undefined ? (quoted === undefined ? key! : unquoted(quoted)) : Number(index)));
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
