import * as z from "zod";
import type { Problem } from "../environment/problem.ts";
import { lowerCase } from "./codeOwners.ts";
import type { PullRequest, ReadPullRequest, Review } from "./pullRequest.ts";

/** What a pipeline on Azure DevOps hands over, each just fetched from `_apis/git/repositories/…/pullRequests/N`. */
export interface AzureDevOpsFiles {
  /** The pull request itself, with its reviewers. */
  readonly event: unknown;
  /** `…/threads`: a vote says nothing of when it was cast, its thread does. */
  readonly threads: unknown;
  /** `…/iterations`: who pushed what, and when. */
  readonly iterations: unknown;
  /** `…/commits`. */
  readonly commits: unknown;
}

const identity = z.object({ id: z.string().min(1), uniqueName: z.string().transform(lowerCase), isContainer: z.boolean().optional() });
const sha = z.string().regex(/^[0-9a-f]{40}$/);
/** Azure DevOps writes up to seven decimals. */
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/).transform((text) => Date.parse(text));
const listOf = <Item extends z.ZodType>(item: Item) => z.object({ value: z.array(item) }).transform(({ value }) => value);

const requestSchema = z.object({
  pullRequestId: z.int().positive(),
  createdBy: identity,
  lastMergeSourceCommit: z.object({ commitId: sha }),
  lastMergeTargetCommit: z.object({ commitId: sha }),
  reviewers: z.array(z.intersection(identity, z.object({ vote: z.int(), hasDeclined: z.boolean().optional() }))),
});

const property = z.object({ $value: z.union([z.string(), z.number()]).transform(String) }).optional();
const threadsSchema = listOf(
  z.object({
    publishedDate: instant,
    isDeleted: z.boolean().optional(),
    properties: z.object({ CodeReviewThreadType: property, CodeReviewVoteResult: property, CodeReviewVotedByIdentity: property }).nullish(),
    identities: z.record(z.string(), z.object({ id: z.string() })).nullish(),
    comments: z.array(z.object({ commentType: z.string().optional(), author: z.object({ id: z.string() }).nullish() })).nullish(),
  }),
);

const iterationsSchema = listOf(z.object({ id: z.int(), createdDate: instant, sourceRefCommit: z.object({ commitId: sha }), author: identity }));
const hand = z.object({ email: z.string().transform(lowerCase) });
const commitsSchema = listOf(z.object({ commitId: sha, author: hand.optional(), committer: hand.optional() }));

const approved = 10;

/** Everything that cannot be used is told at once. */
export function readAzureDevOpsPullRequest(files: AzureDevOpsFiles): ReadPullRequest {
  const problems: Problem[] = [];
  const parsed = <T>(schema: z.ZodType<T>, value: unknown, file: string, address: string): T | undefined => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    problems.push(...result.error.issues.slice(0, 5).map(({ path, message }) => ({ path: [file, ...path].join("."), value: undefined, limit: message, fix: `fetch _apis/git/repositories/…/pullRequests/N${address}` })));
    return undefined;
  };
  const request = parsed(requestSchema, files.event, "event", "");
  const threads = parsed(threadsSchema, files.threads, "threads", "/threads");
  const iterations = parsed(iterationsSchema, files.iterations, "iterations", "/iterations");
  const commits = parsed(commitsSchema, files.commits, "commits", "/commits");
  if (request === undefined || threads === undefined || iterations === undefined || commits === undefined) return { kind: "unusable", problems };
  const head = request.lastMergeSourceCommit.commitId;
  const last = iterations.toSorted((one, other) => one.id - other.id).at(-1);
  if (last?.sourceRefCommit.commitId !== head) {
    return { kind: "unusable", problems: [{ path: "iterations", value: head, limit: "the iterations of the pull request, the last of which is the commit that is judged", fix: "fetch all files anew: somebody has pushed in between" }] };
  }
  const emails = commits.flatMap(({ author, committer }) => [author?.email, committer?.email]);
  const pullRequest: PullRequest = {
    host: "azure-devops",
    number: request.pullRequestId,
    author: request.createdBy.uniqueName,
    head,
    base: request.lastMergeTargetCommit.commitId,
    contributors: [...new Set([...iterations.map(({ author }) => author.uniqueName), ...emails.filter((email) => email !== undefined)])],
    commitsOfUnknown: commits.filter(({ author, committer }) => author === undefined || committer === undefined).map(({ commitId }) => commitId),
    reviews: request.reviewers.flatMap((reviewer) => wordOf(reviewer, threads, last)),
    teams: {},
  };
  return { kind: "pullRequest", pullRequest };
}

/**
 * Votes stand until they are reset, whatever is pushed. One counts for the last push only if its thread, which Azure DevOps itself writes in the
 * voter's name, came after it.
 */
function wordOf(reviewer: z.infer<typeof requestSchema>["reviewers"][number], threads: z.infer<typeof threadsSchema>, last: z.infer<typeof iterationsSchema>[number]): readonly Review[] {
  const { id, uniqueName, vote, isContainer, hasDeclined } = reviewer;
  if (isContainer === true || hasDeclined === true || vote === 0) return [];
  if (vote < 0) return [{ reviewer: uniqueName, verdict: "objected" }];
  if (vote !== approved) return [];
  const votes = threads.filter((thread) => thread.isDeleted !== true && voterOf(thread) === id).toSorted((one, other) => one.publishedDate - other.publishedDate);
  const cast = votes.at(-1);
  const fresh = cast?.properties?.CodeReviewVoteResult?.$value === String(approved) && cast.publishedDate > last.createdDate;
  return [{ reviewer: uniqueName, verdict: "approved", ...(fresh ? { commit: last.sourceRefCommit.commitId } : {}) }];
}

function voterOf({ properties, identities, comments }: z.infer<typeof threadsSchema>[number]): string | undefined {
  if (properties?.CodeReviewThreadType?.$value !== "VoteUpdate") return undefined;
  const voter = identities?.[properties.CodeReviewVotedByIdentity?.$value ?? ""]?.id;
  const [comment] = comments ?? [];
  return comment?.commentType === "system" && comment.author?.id === voter ? voter : undefined;
}
