/** A token of PowerShell, as far as quoting and brackets go. */
export interface Token {
  readonly kind: "string" | "expandable" | "word" | "bracket" | "other";
  /** A single-quoted string's contents; else the text. */
  readonly value: string;
}

const singleQuotes = "'\u2018\u2019\u201a\u201b";
const closing: Readonly<Record<string, string>> = { "(": ")", "{": "}", "[": "]" };

/**
 * Splits a script into tokens. Stricter than PowerShell: no here-strings, no block comments, and subexpressions in
 * expandable strings must close inside them.
 *
 * @throws SyntaxError where a quote or bracket stays open or closes nothing
 */
export function tokensOf(script: string): readonly Token[] {
  const tokens: Token[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < script.length) {
    const character = script[at]!;
    const start = at;
    if (singleQuotes.includes(character)) {
      const { value, end } = readSingle(script, at);
      tokens.push({ kind: "string", value });
      at = end;
    } else if (character === "\"") {
      at = endOfExpandable(script, at);
      tokens.push({ kind: "expandable", value: script.slice(start, at) });
    } else if (character === "#") {
      while (at < script.length && script[at] !== "\n") at++;
    } else if ("({[".includes(character)) {
      open.push(closing[character]!);
      tokens.push({ kind: "bracket", value: character });
      at++;
    } else if (")}]".includes(character)) {
      if (open.pop() !== character) throw new SyntaxError(`${character} at ${at} closes nothing`);
      tokens.push({ kind: "bracket", value: character });
      at++;
    } else if (/[A-Za-z_$]/.test(character)) {
      while (at < script.length && /[\w$:.-]/.test(script[at]!)) at++;
      tokens.push({ kind: "word", value: script.slice(start, at) });
    } else {
      if (character === "@" && /["'\u2018-\u201b]/.test(script[at + 1] ?? "")) throw new SyntaxError(`here-string at ${at}`);
      if (/\S/.test(character)) tokens.push({ kind: "other", value: character });
      at++;
    }
  }
  if (open.length > 0) throw new SyntaxError(`${open.join("")} is missing`);
  return tokens;
}

function readSingle(script: string, start: number): { readonly value: string; readonly end: number } {
  let value = "";
  for (let at = start + 1; at < script.length; at++) {
    const character = script[at]!;
    if (!singleQuotes.includes(character)) {
      value += character;
      continue;
    }
    if (at + 1 >= script.length || !singleQuotes.includes(script[at + 1]!)) return { value, end: at + 1 };
    value += character;
    at++;
  }
  throw new SyntaxError(`the string at ${start} does not end`);
}

function endOfExpandable(script: string, start: number): number {
  for (let at = start + 1; at < script.length; at++) {
    if (script[at] === "`") at++;
    else if (script[at] === "\"") return at + 1;
    else if (script.startsWith("$(", at)) {
      const end = script.indexOf(")", at);
      if (end < 0) throw new SyntaxError(`the subexpression at ${at} does not end`);
      tokensOf(script.slice(at + 1, end + 1));
      at = end;
    }
  }
  throw new SyntaxError(`the string at ${start} does not end`);
}
