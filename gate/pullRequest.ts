import type { Problem } from "../environment/problem.ts";

/** Somebody as the host names them, in lower case: a login (GitHub) or a sign-in address (Azure DevOps). */
export type Person = string;

/** What the host's files say of a pull request, with what was already passed over: anything that does not count. */
export interface PullRequest {
  readonly host: "github" | "azure-devops";
  readonly number: number;
  readonly author: Person;
  readonly head: string;
  readonly base: string;
  /** Whoever wrote, committed or pushed a part of it. */
  readonly contributors: readonly Person[];
  /** Commits of which the host does not know whose they are. */
  readonly commitsOfUnknown: readonly string[];
  /** The last word of each reviewer who approved or objected. */
  readonly reviews: readonly Review[];
  /** Members of teams, as far as somebody has fetched them: `organisation/team` in lower case. */
  readonly teams: Readonly<Record<string, readonly Person[]>>;
}

export interface Review {
  readonly reviewer: Person;
  readonly verdict: "approved" | "objected";
  /** What was looked at; without it, nobody knows. */
  readonly commit?: string;
}

export type ReadPullRequest = { readonly kind: "pullRequest"; readonly pullRequest: PullRequest } | { readonly kind: "unusable"; readonly problems: readonly Problem[] };
