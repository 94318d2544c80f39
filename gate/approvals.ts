import type { CodeOwners, Owner } from "./codeOwners.ts";
import type { Person, PullRequest, Review } from "./pullRequest.ts";

/** Whether an owner of a file, who had no hand in the pull request, has approved the commit that is judged. */
export type Approval = { readonly kind: "approved"; readonly by: Person } | { readonly kind: "none"; readonly reason: string };

/** What approvals are read from. */
export interface ApprovalSources {
  /** None: nobody has handed over what the host says. */
  readonly pullRequest?: PullRequest;
  /** The base branch's; a pull request does not choose its own judges. */
  readonly codeOwners?: CodeOwners;
}

/**
 * Whether one of a file's owners, in the base branch's CODEOWNERS, has approved the head commit and is neither author nor contributor.
 *
 * @param path of the file, from the repository's root
 */
export function approvalOf(path: string, { pullRequest, codeOwners }: ApprovalSources): Approval {
  const none = (reason: string): Approval => ({ kind: "none", reason });
  if (pullRequest === undefined) return none("nobody has said what the host knows of reviews (--github, --azure-devops)");
  if (codeOwners === undefined) return none("the base branch has no CODEOWNERS");
  const [fault] = codeOwners.faults;
  if (fault !== undefined) return none(`the base branch's CODEOWNERS cannot be read: line ${fault.line} is not ${fault.limit}`);
  const owners = codeOwners.of(path);
  if (owners.length === 0) return none(`the base branch's CODEOWNERS names no owner of ${path}`);
  if (pullRequest.commitsOfUnknown.length > 0) return none(`the host does not know who wrote commit ${pullRequest.commitsOfUnknown[0]}, so that nobody can be told to have had no hand in it`);
  const ofOwners = pullRequest.reviews.filter(({ reviewer }) => owners.some((owner) => isOwner(owner, reviewer, pullRequest)));
  const objection = ofOwners.find(({ verdict }) => verdict === "objected");
  if (objection !== undefined) return none(`${objection.reviewer}, who owns ${path}, asks for changes`);
  const refused: string[] = [];
  for (const review of ofOwners) {
    const reason = reasonAgainst(review, pullRequest);
    if (reason === undefined) return { kind: "approved", by: review.reviewer };
    refused.push(reason);
  }
  return none(refused[0] ?? `none of the owners of ${path} (${owners.map((owner) => ownerText(owner, pullRequest)).join(", ")}) has approved`);
}

function reasonAgainst({ reviewer, commit }: Review, { author, contributors, head }: PullRequest): string | undefined {
  if (reviewer === author) return `${reviewer} approved, and is the author`;
  if (contributors.includes(reviewer)) return `${reviewer} approved, and wrote or pushed a part of it`;
  return commit === head ? undefined : `${reviewer} approved ${commit ?? "an earlier commit"}, not ${head}`;
}

function isOwner(owner: Owner, reviewer: Person, { teams }: PullRequest): boolean {
  switch (owner.kind) {
    case "login":
      return owner.login === reviewer;
    case "address":
      return owner.address === reviewer;
    case "team":
      return teams[owner.team]?.includes(reviewer) ?? false;
  }
}

function ownerText(owner: Owner, { teams, host }: PullRequest): string {
  switch (owner.kind) {
    case "login":
      return `@${owner.login}`;
    case "address":
      return host === "github" ? `${owner.address}, which GitHub tells nobody's login by` : owner.address;
    case "team":
      return Object.hasOwn(teams, owner.team) ? `@${owner.team}` : `@${owner.team}, whose members nobody has handed over`;
  }
}
