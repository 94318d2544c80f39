import * as z from "zod";
import type { Problem } from "../environment/problem.ts";
import { lowerCase } from "./codeOwners.ts";
import type { PullRequest, ReadPullRequest, Review } from "./pullRequest.ts";

/** What a workflow on GitHub hands over. The event is GitHub's own file; the others were just fetched: a job that runs again has an old event. */
export interface GitHubFiles {
  /** `GITHUB_EVENT_PATH` of `pull_request` or `pull_request_review`. */
  readonly event: unknown;
  /** `gh api --paginate --slurp repos/…/pulls/N/reviews`. */
  readonly reviews: unknown;
  /** `gh api --paginate --slurp repos/…/pulls/N/commits`. */
  readonly commits: unknown;
  /** By team, the answer of `gh api orgs/…/teams/…/members`. */
  readonly teams?: unknown;
}

/** Logins are ASCII; what looks like one and is not would be taken for another. */
const login = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\[bot\])?$/).transform(lowerCase);
const user = z.object({ login, type: z.string().optional() });
const sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);

const eventSchema = z.object({
  pull_request: z.object({ number: z.int().positive(), user, head: z.object({ sha }), base: z.object({ sha }) }),
});

/** An endpoint's pages: one list, or a list of lists. */
const pages = <Item extends z.ZodType>(item: Item) => z.union([z.array(item), z.array(z.array(item)).transform((lists) => lists.flat())]);

const reviewsSchema = pages(
  z.object({
    id: z.int(),
    user: user.nullable(),
    state: z.enum(["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]),
    commit_id: sha.nullish(),
    submitted_at: z.iso.datetime().nullish(),
  }),
);

const commitsSchema = pages(z.object({ sha, author: z.union([user, z.object({}).strict(), z.null()]), committer: z.union([user, z.object({}).strict(), z.null()]) }));

const teamsSchema = z.record(z.string(), pages(z.union([login, user.transform((member) => member.login)])));

/** Commits that somebody makes on GitHub's pages are committed by GitHub itself. */
const gitHubItself = "web-flow";

/** Everything that cannot be used is told at once. */
export function readGitHubPullRequest(files: GitHubFiles): ReadPullRequest {
  const problems: Problem[] = [];
  const parsed = <T>(schema: z.ZodType<T>, value: unknown, file: string, fix: string): T | undefined => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    problems.push(...result.error.issues.slice(0, 5).map(({ path, message }) => ({ path: [file, ...path].join("."), value: undefined, limit: message, fix })));
    return undefined;
  };
  const event = parsed(eventSchema, files.event, "event", "hand over GITHUB_EVENT_PATH of pull_request or pull_request_review");
  const reviews = parsed(reviewsSchema, files.reviews, "reviews", "fetch repos/…/pulls/N/reviews with gh api --paginate --slurp");
  const commits = parsed(commitsSchema, files.commits, "commits", "fetch repos/…/pulls/N/commits with gh api --paginate --slurp");
  const teams = parsed(teamsSchema, files.teams ?? {}, "teams", "write each team's members as gh api orgs/…/teams/…/members answers them");
  if (event === undefined || reviews === undefined || commits === undefined || teams === undefined) return { kind: "unusable", problems };
  const { number, user: author, head, base } = event.pull_request;
  if (!commits.some((commit) => commit.sha === head.sha)) {
    const limit = "the commits of the pull request, with the one that is judged among them; GitHub lists 250 at most";
    return { kind: "unusable", problems: [{ path: "commits", value: head.sha, limit, fix: "fetch them for this pull request, or make it smaller" }] };
  }
  const hands = commits.map((commit) => ({ sha: commit.sha, logins: [loginOf(commit.author), loginOf(commit.committer)] }));
  const pullRequest: PullRequest = {
    host: "github",
    number,
    author: author.login,
    head: head.sha,
    base: base.sha,
    contributors: [...new Set(hands.flatMap(({ logins }) => logins).filter((name) => name !== undefined && name !== gitHubItself))] as string[],
    commitsOfUnknown: hands.filter(({ logins }) => logins.includes(undefined)).map((commit) => commit.sha),
    reviews: lastWords(reviews),
    teams: Object.fromEntries(Object.entries(teams).map(([team, members]) => [lowerCase(team), members])),
  };
  return { kind: "pullRequest", pullRequest };
}

function loginOf(hand: { readonly login?: string } | null): string | undefined {
  return hand?.login;
}

/** A comment takes nothing back; a dismissal does. Who is no person (an app) has no word. */
function lastWords(reviews: z.infer<typeof reviewsSchema>): readonly Review[] {
  const deciding = reviews.filter(({ state, user: reviewer }) => state !== "COMMENTED" && state !== "PENDING" && reviewer?.type !== "Bot");
  const sorted = deciding.toSorted((one, other) => (one.submitted_at ?? "").localeCompare(other.submitted_at ?? "") || one.id - other.id);
  const last = new Map(sorted.flatMap((review) => (review.user === null ? [] : [[review.user.login, review] as const])));
  return [...last].flatMap(([reviewer, { state, commit_id: commit }]): readonly Review[] => {
    if (state === "DISMISSED") return [];
    return [{ reviewer, verdict: state === "APPROVED" ? "approved" : "objected", ...(commit === undefined || commit === null ? {} : { commit }) }];
  });
}
