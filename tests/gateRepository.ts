import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Two checkouts of a repository that holds the stack files of this one: the base branch, and a change to it. */
export interface Repository {
  /** For everything else; whoever made the repository deletes it. */
  readonly folder: string;
  readonly base: string;
  readonly head: string;
  readonly baseCommit: string;
  readonly headCommit: string;
}

/** Files by path; `undefined` deletes one. */
export type Files = Readonly<Record<string, string | undefined>>;

export const codeOwners = "* @everybody\n/exemptions/ @security\n/Pulumi.*.yaml @security\n/policy/ @security\n/.github/ @security\n";

/** @param project folder of the project inside the repository; empty: the repository itself */
export function makeRepository(baseFiles: Files, headFiles: Files, project = ""): Repository {
  const folder = mkdtempSync(join(tmpdir(), "lifecare-gate-"));
  const origin = join(folder, "origin");
  mkdirSync(join(origin, project), { recursive: true });
  git(origin, "init", "--quiet", "--initial-branch=main");
  for (const name of ["Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.utb.yaml"]) copyFileSync(name, join(origin, project, name));
  write(origin, { ".github/CODEOWNERS": codeOwners });
  write(join(origin, project), baseFiles);
  const baseCommit = commit(origin);
  git(origin, "branch", "base");
  write(join(origin, project), headFiles);
  const headCommit = commit(origin);
  git(origin, "worktree", "add", "--quiet", "--detach", join(folder, "base"), baseCommit);
  git(origin, "worktree", "add", "--quiet", "--detach", join(folder, "head"), headCommit);
  return { folder, base: join(folder, "base", project), head: join(folder, "head", project), baseCommit, headCommit };
}

function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (text === undefined) execFileSync("rm", [join(folder, path)]);
    else writeFileSync(join(folder, path), text);
  }
}

function commit(folder: string): string {
  git(folder, "add", "--all");
  git(folder, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--allow-empty", "--message=change");
  return git(folder, "rev-parse", "HEAD").trim();
}

export function git(folder: string, ...words: readonly string[]): string {
  return execFileSync("git", ["-C", folder, ...words], { encoding: "utf8" });
}

/** A stack file of this repository with one text replaced, which must stand there. */
export function stackFileWith(stack: string, text: string, replacement: string): string {
  const file = readFileSync(`Pulumi.${stack}.yaml`, "utf8");
  if (!file.includes(text)) throw new Error(`Pulumi.${stack}.yaml does not hold ${text}`);
  return file.replace(text, replacement);
}

/** What GitHub says of a pull request of @author's, with these reviews. */
export function gitHubFiles({ baseCommit, headCommit }: Repository, reviews: readonly { readonly login: string; readonly commit?: string; readonly state?: string }[]): Files {
  const user = (login: string) => ({ login, id: 1, type: "User" });
  return {
    "event.json": JSON.stringify({ action: "submitted", pull_request: { number: 1, user: user("author"), head: { sha: headCommit }, base: { sha: baseCommit } } }),
    "reviews.json": JSON.stringify([reviews.map(({ login, commit: of = headCommit, state = "APPROVED" }, id) => ({ id, user: user(login), state, commit_id: of, submitted_at: "2026-10-01T10:00:00Z" }))]),
    "commits.json": JSON.stringify([[{ sha: headCommit, author: user("author"), committer: user("author") }]]),
  };
}

export function writeFiles(folder: string, files: Files): string {
  mkdirSync(folder, { recursive: true });
  write(folder, files);
  return folder;
}
