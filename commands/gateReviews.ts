import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../environment/problem.ts";
import type { ApprovalSources } from "../gate/approvals.ts";
import { readAzureDevOpsPullRequest } from "../gate/azureDevOpsPullRequest.ts";
import { codeOwnersPaths, parseCodeOwners, type CodeOwners } from "../gate/codeOwners.ts";
import { readGitHubPullRequest } from "../gate/gitHubPullRequest.ts";
import type { PullRequest, ReadPullRequest } from "../gate/pullRequest.ts";
import { problem, readJson, type Checkout, type Tried } from "./gateCheckouts.ts";

/** Folders with what a host says of a pull request. */
export interface ReviewOptions {
  /** `event.json`, `reviews.json`, `commits.json` and, where teams own files, `teams.json`. */
  readonly github?: string;
  /** `event.json`, `threads.json`, `iterations.json` and `commits.json`. */
  readonly azureDevops?: string;
}

/** What approvals are read from: the host's files, and the base branch's CODEOWNERS. */
export function readReviews({ github, azureDevops }: ReviewOptions, base: Checkout, head: Checkout): Tried<ApprovalSources> {
  const codeOwners = codeOwnersOf(base);
  const owned = codeOwners === undefined ? {} : { codeOwners };
  if (github !== undefined && azureDevops !== undefined) return problem("--azure-devops", azureDevops, "one host", "leave out --github or --azure-devops");
  const read = github !== undefined ? hostFiles("--github", github, ["event", "reviews", "commits"], ["teams"], readGitHubPullRequest) : azureDevops !== undefined ? hostFiles("--azure-devops", azureDevops, ["event", "threads", "iterations", "commits"], [], readAzureDevOpsPullRequest) : undefined;
  if (read === undefined) return { kind: "read", value: owned };
  if (read.kind === "problems") return read;
  const misplaced = [...commitProblems("--base", base, read.value.base), ...commitProblems("--head", head, read.value.head)];
  return misplaced.length > 0 ? { kind: "problems", problems: misplaced } : { kind: "read", value: { pullRequest: read.value, ...owned } };
}

function codeOwnersOf({ root }: Checkout): CodeOwners | undefined {
  const path = codeOwnersPaths.map((name) => join(root, name)).find((candidate) => existsSync(candidate));
  return path === undefined ? undefined : parseCodeOwners(readFileSync(path, "utf8"));
}

function hostFiles<Required extends string, Optional extends string>(
  option: string,
  folder: string,
  required: readonly Required[],
  optional: readonly Optional[],
  read: (files: Readonly<Record<Required, unknown> & Partial<Record<Optional, unknown>>>) => ReadPullRequest,
): Tried<PullRequest> {
  const names = [...required, ...optional.filter((name) => existsSync(join(folder, `${name}.json`)))];
  const files = names.map((name) => [name, readJson(join(folder, `${name}.json`), `${option} ${name}.json`, "fetch it from the host in the same job, as the ready workflows do")] as const);
  const problems = files.flatMap(([, file]) => (file.kind === "problems" ? file.problems : []));
  if (problems.length > 0) return { kind: "problems", problems };
  const pullRequest = read(Object.fromEntries(files.map(([name, file]) => [name, file.kind === "read" ? file.value : undefined])) as Record<Required, unknown> & Partial<Record<Optional, unknown>>);
  return pullRequest.kind === "unusable" ? { kind: "problems", problems: pullRequest.problems.map((one): Problem => ({ ...one, path: `${option} ${one.path}` })) } : { kind: "read", value: pullRequest.pullRequest };
}

/** An approval is for one commit: what is judged must be that one, whoever checked it out. */
function commitProblems(option: string, { commit }: Checkout, told: string): readonly Problem[] {
  if (commit === told) return [];
  return [{ path: option, value: commit, limit: `the commit that the host tells of, ${told}`, fix: "check out that commit, then fetch what the host says" }];
}
