import { describe, expect, test } from "vitest";
import { approvalOf } from "./approvals.ts";
import { readAzureDevOpsPullRequest } from "./azureDevOpsPullRequest.ts";
import { parseCodeOwners } from "./codeOwners.ts";
import { readGitHubPullRequest } from "./gitHubPullRequest.ts";
import type { ReadPullRequest } from "./pullRequest.ts";

const [head, earlier, base] = ["a", "b", "c"].map((letter) => letter.repeat(40)) as [string, string, string];
const path = "exemptions/prod.yaml";

function approval(read: ReadPullRequest, owners: string) {
  if (read.kind === "unusable") return { kind: "unusable", paths: read.problems.map((problem) => problem.path) };
  return approvalOf(path, { pullRequest: read.pullRequest, codeOwners: parseCodeOwners(owners) });
}

describe("on GitHub", () => {
  const person = (login: string) => ({ login, id: 1, type: "User" });
  const review = (login: string, more: object = {}) => ({ id: 1, user: person(login), state: "APPROVED", commit_id: head, submitted_at: "2026-10-01T10:00:00Z", ...more });
  const commit = (sha: string, author: unknown, committer: unknown = person("web-flow")) => ({ sha, author, committer });
  const files = (reviews: unknown, more: { author?: string; commits?: unknown; teams?: unknown } = {}) => ({
    event: { action: "submitted", pull_request: { number: 7, user: person(more.author ?? "Author"), head: { sha: head }, base: { sha: base } } },
    reviews,
    commits: more.commits ?? [commit(earlier, person("helper")), commit(head, person("author"), person("author"))],
    ...("teams" in more ? { teams: more.teams } : {}),
  });
  const owners = "/exemptions/ @Security-Lead @org/Reviewers lead@example.com";
  const judged = (reviews: unknown, more?: { author?: string; commits?: unknown; teams?: unknown }) => approval(readGitHubPullRequest(files(reviews, more)), owners);

  test("an owner's approval of the head commit counts, however the login is written", () => {
    expect(judged([review("SECURITY-lead")])).toEqual({ kind: "approved", by: "security-lead" });
    expect(judged([[review("other")], [review("security-lead")]])).toMatchObject({ kind: "approved" });
  });

  test("a member of a team that owns the file counts where its members are handed over", () => {
    expect(judged([review("anna")], { teams: { "Org/reviewers": [person("Anna")] } })).toEqual({ kind: "approved", by: "anna" });
    expect(judged([review("anna")])).toMatchObject({ kind: "none" });
    expect(judged([review("anna")], { teams: { "other/reviewers": ["anna"] } })).toMatchObject({ kind: "none" });
  });

  test.each<readonly [string, unknown, { author?: string; commits?: unknown; teams?: unknown }?]>([
    ["an earlier commit was approved", [review("security-lead", { commit_id: earlier })]],
    ["no commit is named", [review("security-lead", { commit_id: null })]],
    ["the approval was dismissed", [review("security-lead", { state: "DISMISSED" })]],
    ["it was only a comment", [review("security-lead", { state: "COMMENTED" })]],
    ["it is not sent yet", [review("security-lead", { state: "PENDING", submitted_at: null })]],
    ["the owner asked for changes afterwards", [review("security-lead"), review("security-lead", { id: 2, state: "CHANGES_REQUESTED", submitted_at: "2026-10-01T11:00:00Z" })]],
    ["another owner asks for changes", [review("security-lead"), review("anna", { state: "CHANGES_REQUESTED" })], { teams: { "org/reviewers": ["anna"] } }],
    ["the author approved", [review("security-lead")], { author: "Security-Lead" }],
    ["the owner wrote a commit", [review("security-lead")], { commits: [commit(head, person("Security-Lead"))] }],
    ["the owner committed somebody's work", [review("security-lead")], { commits: [commit(head, person("author"), person("SECURITY-LEAD"))] }],
    ["nobody knows who wrote a commit", [review("security-lead")], { commits: [commit(head, null, person("author"))] }],
    ["nobody knows who wrote a commit, told as an empty record", [review("security-lead")], { commits: [commit(head, {}, person("author"))] }],
    ["it is not an owner", [review("somebody")]],
    ["an app approved", [review("security-lead", { user: { login: "security-lead", type: "Bot" } })]],
    ["the account is gone", [review("security-lead", { user: null })]],
    ["the name of an address's owner is no login", [review("lead")]],
    ["there is no review", []],
  ])("does not count where %s", (_, reviews, more) => {
    expect(judged(reviews, more as Parameters<typeof judged>[1])).toMatchObject({ kind: "none", reason: expect.stringMatching(/./) as string });
  });

  test("an approval after a comment, or again for the head, counts", () => {
    expect(judged([review("security-lead", { commit_id: earlier }), review("security-lead", { id: 2, submitted_at: "2026-10-02T10:00:00Z" }), review("security-lead", { id: 3, state: "COMMENTED", submitted_at: "2026-10-03T10:00:00Z" })])).toMatchObject({ kind: "approved" });
  });

  test("everything that cannot be used is told at once", () => {
    const broken = { event: { pull_request: {} }, reviews: [{ ...review("Adm\u212an") }], commits: "none" };
    expect(approval(readGitHubPullRequest(broken), owners)).toMatchObject({ kind: "unusable" });
    const read = readGitHubPullRequest(broken);
    expect(read.kind === "unusable" && new Set(read.problems.map((problem) => problem.path.split(".")[0]))).toEqual(new Set(["event", "reviews", "commits"]));
    expect(judged([review("security-lead")], { commits: [commit(earlier, person("author"))] })).toMatchObject({ kind: "unusable", paths: ["commits"] });
  });
});

describe("on Azure DevOps", () => {
  const identity = (uniqueName: string) => ({ id: `id of ${uniqueName.toLowerCase()}`, uniqueName, displayName: "x" });
  const vote = (uniqueName: string, result: number, publishedDate: string, more: object = {}) => ({
    publishedDate,
    isDeleted: false,
    properties: { CodeReviewThreadType: { $type: "System.String", $value: "VoteUpdate" }, CodeReviewVoteResult: { $value: String(result) }, CodeReviewVotedByIdentity: { $value: "1" } },
    identities: { 1: identity(uniqueName) },
    comments: [{ id: 1, commentType: "system", author: identity(uniqueName), content: "voted" }],
    ...more,
  });
  interface Given {
    readonly reviewers?: readonly object[];
    readonly threads?: readonly object[];
    readonly pusher?: string;
    readonly email?: string;
    readonly author?: string;
    readonly last?: string;
  }
  const lead = "Lead@kommun.example";
  const files = ({ reviewers = [{ ...identity(lead), vote: 10 }], threads = [vote(lead, 10, "2026-10-02T10:00:00.1234567Z")], pusher = "author@kommun.example", email = "author@kommun.example", author = "author@kommun.example", last = head }: Given) => ({
    event: { pullRequestId: 7, createdBy: identity(author), lastMergeSourceCommit: { commitId: head }, lastMergeTargetCommit: { commitId: base }, reviewers },
    threads: { value: threads, count: threads.length },
    iterations: { value: [{ id: 1, createdDate: "2026-10-01T08:00:00Z", sourceRefCommit: { commitId: earlier }, author: identity("author@kommun.example") }, { id: 2, createdDate: "2026-10-02T08:00:00Z", sourceRefCommit: { commitId: last }, author: identity(pusher) }] },
    commits: { value: [{ commitId: head, author: { name: "x", email }, committer: { name: "x", email } }] },
  });
  const judged = (given: Given) => approval(readAzureDevOpsPullRequest(files(given)), "/exemptions/ lead@kommun.example @org/team");

  test("an owner's vote that was cast after the last push counts", () => {
    expect(judged({})).toEqual({ kind: "approved", by: "lead@kommun.example" });
  });

  test.each<readonly [string, Given]>([
    ["it was cast before the last push", { threads: [vote(lead, 10, "2026-10-01T10:00:00Z")] }],
    ["nobody can tell when it was cast", { threads: [] }],
    ["somebody else's thread speaks in the voter's name", { threads: [vote(lead, 10, "2026-10-01T10:00:00Z"), vote(lead, 10, "2026-10-02T10:00:00Z", { comments: [{ commentType: "text", author: identity("author@kommun.example") }] })] }],
    ["a thread of somebody else claims to be the system's", { threads: [vote(lead, 10, "2026-10-02T10:00:00Z", { comments: [{ commentType: "system", author: identity("author@kommun.example") }] })] }],
    ["it was taken back", { reviewers: [{ ...identity(lead), vote: 0 }] }],
    ["it was with suggestions", { reviewers: [{ ...identity(lead), vote: 5 }] }],
    ["it waits for the author", { reviewers: [{ ...identity(lead), vote: -5 }] }],
    ["it is a group's", { reviewers: [{ ...identity(lead), vote: 10, isContainer: true }] }],
    ["the owner pushed", { pusher: "LEAD@kommun.example" }],
    ["the owner wrote a commit", { email: "lead@Kommun.example" }],
    ["the author approved", { author: "lead@kommun.example" }],
    ["it is not an owner's", { reviewers: [{ ...identity("other@kommun.example"), vote: 10 }], threads: [vote("other@kommun.example", 10, "2026-10-02T10:00:00Z")] }],
  ])("does not count where %s", (_, given) => {
    expect(judged(given)).toMatchObject({ kind: "none" });
  });

  test("files of different moments are refused", () => {
    expect(judged({ last: earlier })).toMatchObject({ kind: "unusable", paths: ["iterations"] });
    expect(readAzureDevOpsPullRequest({ event: {}, threads: [], iterations: 1, commits: null }).kind).toBe("unusable");
  });
});
