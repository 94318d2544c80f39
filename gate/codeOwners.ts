import ignore from "ignore";

/** Somebody a line of CODEOWNERS names. Logins, teams and addresses are in lower case: hosts tell them apart without regard to it. */
export type Owner =
  | { readonly kind: "login"; readonly login: string }
  /** `organisation/team`. */
  | { readonly kind: "team"; readonly team: string }
  | { readonly kind: "address"; readonly address: string };

export interface OwnersFault {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly limit: string;
}

/** Who owns which file, as the base branch's CODEOWNERS says. */
export interface CodeOwners {
  /** The last line that matches decides, as on GitHub; a line that names nobody takes owners away. */
  readonly of: (path: string) => readonly Owner[];
  /** Lines that cannot be read. While there are any, nothing of the file counts: a line left out would give a file to an earlier line's owners. */
  readonly faults: readonly OwnersFault[];
}

/** Places in which GitHub looks for the file; the first one found counts. */
export const codeOwnersPaths = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/**
 * Reads CODEOWNERS: patterns of gitignore without negation, ranges and escapes, and owners behind them
 * (docs.github.com, "About code owners"). Azure DevOps has no such file of its own: the same one is read, with addresses as owners.
 */
export function parseCodeOwners(text: string): CodeOwners {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: index + 1, text: line.replace(/(?:^|\s)#.*$/, "").trim() })).filter((line) => line.text !== "");
  const read = lines.map(ruleOf);
  const faults = read.filter((rule) => "limit" in rule);
  const rules = read.filter((rule) => "owners" in rule).toReversed();
  return { faults, of: (path) => (faults.length > 0 ? [] : (rules.find((rule) => rule.matches(path))?.owners ?? [])) };
}

interface OwnersRule {
  readonly matches: (path: string) => boolean;
  readonly owners: readonly Owner[];
}

function ruleOf({ line, text }: { readonly line: number; readonly text: string }): OwnersRule | OwnersFault {
  const [pattern = "", ...names] = text.split(/\s+/);
  if (/^!|[[\]\\]/.test(pattern)) return { line, text, limit: "a pattern without !, [ ] and \\" };
  const owners = names.map(ownerOf);
  if (owners.includes(undefined)) return { line, text, limit: "owners as @login, @organisation/team or an address" };
  // `folder/*` means the files right in the folder, not what lies below: gitignore alone would take the folders along.
  const direct = pattern.endsWith("/*") && !pattern.endsWith("**/*");
  const depth = pattern.replace(/^\//, "").split("/").length;
  const matcher = ignore({ ignorecase: false, allowRelativePaths: false }).add(pattern);
  return {
    matches: (path) => ignore.isPathValid(path) && matcher.ignores(path) && (!direct || path.split("/").length === depth),
    owners: owners as readonly Owner[],
  };
}

const word = "[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?";

function ownerOf(name: string): Owner | undefined {
  if (new RegExp(`^@${word}$`).test(name)) return { kind: "login", login: lowerCase(name.slice(1)) };
  if (new RegExp(`^@${word}/${word}$`).test(name)) return { kind: "team", team: lowerCase(name.slice(1)) };
  if (/^[!-?A-~]+@[A-Za-z0-9.-]+$/.test(name)) return { kind: "address", address: lowerCase(name) };
  return undefined;
}

/** Of ASCII letters alone: `toLowerCase` would make the Kelvin sign a k, and one login another. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
