import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import type { Problem } from "../environment/problem.ts";

/** A folder with the project as a branch has it. */
export interface Checkout {
  readonly folder: string;
  /** Where the repository begins; the folder itself, where it is in none. */
  readonly root: string;
  /** From the root to the folder, with slashes: empty, or ending in one. */
  readonly prefix: string;
  /** Absent where the folder is in no repository. */
  readonly commit?: string;
}

export type Tried<T> = { readonly kind: "read"; readonly value: T } | { readonly kind: "problems"; readonly problems: readonly Problem[] };

export function problem(path: string, value: unknown, limit: string, fix: string): { readonly kind: "problems"; readonly problems: readonly Problem[] } {
  return { kind: "problems", problems: [{ path, value, limit, fix }] };
}

/** @param option by which the folder was named */
export function openCheckout(option: string, folder: string): Tried<Checkout> {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  if (!isFolder || !existsSync(join(folder, "Pulumi.yaml"))) {
    return problem(option, folder, isFolder ? "a checkout of the project: there is no Pulumi.yaml in it" : "a folder that exists", `check the ${option === "--base" ? "base branch" : "head commit"} out, and name the folder of its Pulumi.yaml`);
  }
  const path = realpathSync(folder);
  try {
    const told = execFileSync("git", ["-C", path, "rev-parse", "--show-toplevel", "--show-prefix", "HEAD"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const [root = "", prefix = "", commit = ""] = told.split("\n");
    return { kind: "read", value: { folder: path, root: realpathSync(root), prefix, commit } };
  } catch {
    return { kind: "read", value: { folder: path, root: path, prefix: "" } };
  }
}

/**
 * Path of a file of a checkout; `undefined` where it does not exist. A link that leads out of the checkout is refused: a change could have anything
 * of the machine read, and shown in messages.
 *
 * @param path from the checkout's folder
 */
export function fileOf({ folder, root }: Checkout, path: string, option: string): Tried<string | undefined> {
  const fix = "name a path inside the project, from its folder";
  if (isAbsolute(path) || path.split(/[/\\]/).includes("..")) return problem(option, path, "a path inside the project", fix);
  const full = join(folder, path);
  if (!existsSync(full)) return { kind: "read", value: undefined };
  const real = realpathSync(full);
  const inside = relative(root, real);
  if (inside.startsWith(`..${sep}`) || inside === ".." || isAbsolute(inside) || !statSync(real).isFile()) return problem(option, path, "a file of the project, not a link that leads out of it", fix);
  return { kind: "read", value: full };
}

const mostBytes = 300_000_000;

/** @param shown how the file is named in problems */
export function readJson(path: string, shown: string, fix: string): Tried<unknown> {
  try {
    if (statSync(path).size > mostBytes) return problem(shown, undefined, `at most ${mostBytes} bytes`, fix);
    return { kind: "read", value: JSON.parse(readFileSync(path, "utf8")) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    return problem(shown, undefined, code === undefined ? "JSON without faults" : code === "ENOENT" ? "a file that exists" : `a file that can be read (${code})`, fix);
  }
}
