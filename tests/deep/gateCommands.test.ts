import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readConfiguration } from "../../environment/configurationFile.ts";
import { planEnvironment } from "../../environment/planEnvironment.ts";
import { git, gitHubFiles, makeRepository, stackFileWith, writeFiles, type Files, type Repository } from "../gateRepository.ts";
import { azureFolder, azureScripts, gitHubFolder, gitHubScripts, leftOut, projectFiles, runScripts, type ScriptStep } from "../gateWorkflows.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const project: Files = { ...projectFiles(), ".github/CODEOWNERS": "/Pulumi.*.yaml @security security@example.org\n" };

/** A repository that holds this project, its change, and a checkout with what is installed. */
function workspace(head: Files): Repository {
  const repository = makeRepository(project, head);
  made.push(repository.folder);
  symlinkSync(resolve("node_modules"), join(repository.base, "node_modules"));
  return repository;
}

/** A command of the given name that answers each call with the first file whose name is in its words, and is found before any other. */
function answering({ folder }: Repository, command: string, files: Files): string {
  const tools = join(folder, "tools");
  writeFiles(join(folder, "answers"), files);
  mkdirSync(tools, { recursive: true });
  const cases = Object.keys(files).map((name) => `  *${name.replace(".json", "")}*) cat '${join(folder, "answers", name)}' ;;`);
  writeFileSync(join(tools, command), `#!/usr/bin/env bash\ncase "$*" in\n${cases.join("\n")}\n  *) exit 1 ;;\nesac\n`);
  chmodSync(join(tools, command), 0o755);
  return `${tools}:${process.env["PATH"] ?? ""}`;
}

const runnable = (steps: readonly ScriptStep[]) => steps.filter(({ name }) => leftOut[name] === undefined);
const codes = (ran: ReturnType<typeof runScripts>) => Object.fromEntries(ran.map(({ name, code }) => [name, code]));

const good = { "Pulumi.utb.yaml": stackFileWith("utb", "size: Standard_E8s_v5", "size: Standard_E16s_v5") };
const opened = { "Pulumi.utb.yaml": stackFileWith("utb", "    clientNetworks:", "    clientNetworks:\n      - { name: everybody, prefix: 10.128.0.0/9 }\n     ").replace(/\n {6}(?= # where)/, " ") };
const smaller = { "Pulumi.utb.yaml": stackFileWith("utb", "size: Standard_E8s_v5", "size: Standard_D2s_v5") };

describe("the commands of the pull request on GitHub", () => {
  function run(head: Files, reviews: Parameters<typeof gitHubFiles>[1] = [], branch = "main") {
    const repository = workspace(head);
    const { "event.json": event, ...answers } = gitHubFiles(repository, reviews);
    writeFiles(repository.folder, { "event.json": event });
    const steps = gitHubScripts(`${gitHubFolder}/lifecare-pull-request.yml`, "gate", { "github.repository": "org/repo", "github.event.pull_request.number": "1", "github.server_url": "https://github.example", "github.event.pull_request.base.ref": branch });
    const told = { GITHUB_EVENT_PATH: join(repository.folder, "event.json"), GITHUB_STEP_SUMMARY: join(repository.folder, "step-summary.md"), GITHUB_ACTIONS: "true" };
    const ran = runScripts(runnable(steps).map((step) => ({ ...step, environment: { ...step.environment, ...told } })), repository.folder, answering(repository, "gh", answers), ["Show the summary"]);
    return { repository, ran, said: ran.find(({ name }) => name === "Gate")?.said, summary: () => readFileSync(told.GITHUB_STEP_SUMMARY, "utf8") };
  }
  const after = (gate: number) => ({ "Refuse another base branch": 0, "Fetch what GitHub knows of reviews": 0, Gate: gate, "Show the summary": 0 });

  test("let a good change pass, and write what the engine is told", () => {
    const { ran, repository, summary } = run(good);
    expect(codes(ran), JSON.stringify(ran)).toEqual(after(0));
    for (const name of ["utb.policy-config.json", "prod.policy-config.json", "gate.sarif", "junit.xml", "comment.md"]) expect(existsSync(join(repository.folder, "gate", name))).toBe(true);
    expect(summary()).toContain("# Gate: passes");
    expect(summary()).toContain("(16 vCPU, 128 GiB)");
  });

  test("stop a change that opens a way in, with annotations at the line", () => {
    const { ran, said, summary } = run(opened);
    expect(codes(ran), JSON.stringify(ran)).toEqual(after(1));
    expect(said).toMatch(/^::error file=Pulumi\.utb\.yaml,line=\d+,col=\d+,title=LC001::/m);
    expect(summary()).toContain("# Gate: stopped; utb is broken");
  });

  test("let it pass once an owner has approved it", () => {
    expect(codes(run(opened, [{ login: "Security" }]).ran)).toEqual(after(0));
  });

  test("fail for a base branch that is another", () => {
    expect(codes(run(good, [], "main-of-mine").ran)).toEqual({ "Refuse another base branch": 1, "Show the summary": 0 });
  });

  test("refuse a machine below its floor", () => {
    expect(codes(run(smaller).ran)).toEqual(after(2));
  });
});

describe("the commands of the pull request on Azure DevOps", () => {
  interface Pipeline {
    readonly stages: readonly { readonly jobs: readonly { readonly steps: readonly Record<string, unknown>[] }[] }[];
  }
  function run(head: Files, vote: number) {
    const repository = workspace(head);
    const { folder, baseCommit, headCommit } = repository;
    // What Azure DevOps checks out: the commit by which the change would be merged.
    git(join(folder, "origin"), "worktree", "remove", "--force", repository.base);
    git(join(folder, "origin"), "worktree", "remove", "--force", repository.head);
    git(folder, "clone", "--quiet", join(folder, "origin"), join(folder, "s"));
    const merge = git(join(folder, "s"), "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit-tree", `${headCommit}^{tree}`, "-p", baseCommit, "-p", headCommit, "-m", "merge").trim();
    git(join(folder, "s"), "checkout", "--quiet", "--detach", merge);
    const identity = (uniqueName: string) => ({ id: uniqueName, uniqueName });
    const [author, owner] = [identity("author@example.org"), identity("security@example.org")];
    const answers: Files = {
      "threads.json": JSON.stringify({ value: vote === 0 ? [] : [{ publishedDate: "2026-10-02T10:00:00Z", properties: { CodeReviewThreadType: { $value: "VoteUpdate" }, CodeReviewVoteResult: { $value: String(vote) }, CodeReviewVotedByIdentity: { $value: "1" } }, identities: { 1: owner }, comments: [{ commentType: "system", author: owner }] }] }),
      "iterations.json": JSON.stringify({ value: [{ id: 1, createdDate: "2026-10-01T10:00:00.123Z", sourceRefCommit: { commitId: headCommit }, author }] }),
      "commits.json": JSON.stringify({ value: [{ commitId: headCommit, author: { email: "author@example.org" }, committer: { email: "author@example.org" } }] }),
      "pullRequests.json": JSON.stringify({ pullRequestId: 1, createdBy: author, lastMergeSourceCommit: { commitId: headCommit }, lastMergeTargetCommit: { commitId: baseCommit }, reviewers: vote === 0 ? [] : [{ ...owner, vote }] }),
    };
    const pipeline = parse(readFileSync(`${azureFolder}/lifecare-pull-request.yml`, "utf8")) as Pipeline;
    const steps = azureScripts(pipeline.stages[0]!.jobs[0]!.steps, { "Pipeline.Workspace": folder, "System.AccessToken": "token", "System.CollectionUri": "https://dev.azure.example/org/", "System.TeamProjectId": "project", "Build.Repository.ID": "repository", "System.PullRequest.PullRequestId": "1", "System.PullRequest.SourceCommitId": headCommit });
    const path = answering(repository, "curl", answers);
    const inCheckout = runnable(steps).map((step) => ({ ...step, folder: step.folder === "." ? "s" : step.folder, environment: { ...step.environment, TF_BUILD: "True" } }));
    const [prepare, judge] = [inCheckout.slice(0, 2), inCheckout.slice(2)];
    const prepared = runScripts(prepare, folder, path);
    symlinkSync(resolve("node_modules"), join(folder, "base", "node_modules"));
    return [...prepared, ...runScripts(judge, folder, path, ["Show the summary"])];
  }
  const after = (gate: number) => ({ "Fetch what Azure DevOps knows of reviews": 0, "Check out the base branch and the change": 0, Gate: gate, "Show the summary": 0 });

  test("let a good change pass, stop one that opens a way in, and let that pass once an owner has voted for it", () => {
    const passed = run(good, 0);
    expect(codes(passed), JSON.stringify(passed)).toEqual(after(0));
    const stopped = run(opened, 0);
    expect(codes(stopped), JSON.stringify(stopped)).toEqual(after(1));
    expect(stopped.find(({ name }) => name === "Gate")!.said).toMatch(/^##vso\[task\.logissue type=error;sourcepath=Pulumi\.utb\.yaml;linenumber=\d+;columnnumber=\d+;code=LC001\]/m);
    expect(codes(run(opened, 10))).toEqual(after(0));
  });
});

describe("the commands of the release", () => {
  interface Template {
    readonly stages: readonly { readonly jobs: readonly { readonly strategy: { readonly runOnce: { readonly deploy: { readonly steps: readonly Record<string, unknown>[] } } } }[] }[];
  }
  const plan = () => JSON.parse(JSON.stringify(planEnvironment(readConfiguration("Pulumi.utb.yaml").configuration))) as { resources: { name: string; inputs: { securityRules: { name: string }[] } }[] };

  function run(host: "github" | "azure", head: Files, state: unknown) {
    const { folder, head: checkout } = workspace(head);
    symlinkSync(resolve("node_modules"), join(checkout, "node_modules"));
    writeFiles(join(folder, "temp"), { "state.json": JSON.stringify(state) });
    const steps =
      host === "github"
        ? gitHubScripts(`${gitHubFolder}/lifecare-deploy.yml`, "deploy", { "inputs.stack": "utb" })
        : azureScripts((parse(readFileSync(`${azureFolder}/lifecare-deploy.yml`, "utf8")) as Template).stages[0]!.jobs[0]!.strategy.runOnce.deploy.steps, { stack: "utb", "Agent.TempDirectory": join(folder, "temp") });
    const ran = runScripts(runnable(steps).map((step) => ({ ...step, folder: "head", environment: { ...step.environment, RUNNER_TEMP: join(folder, "temp") } })), folder, process.env["PATH"] ?? "");
    return { ran, written: () => JSON.parse(readFileSync(join(folder, "temp", "policy-config.json"), "utf8")) as { lifecare: { exemptions: unknown[] } } };
  }

  test.each(["github", "azure"] as const)("on %s write the pack's configuration with what is exempted, and check plan and state", (host) => {
    const exemption = `- rule: LC204\n  resource: ankutbapp01-machine\n  category: waiver\n  reason: forty users in training, measured\n  reference: case 17\n  approver: Anna Andersson\n  expires: "2999-12-31"\n`;
    const { ran, written } = run(host, { "exemptions/utb.yaml": exemption }, plan());
    expect(codes(ran), JSON.stringify(ran)).toEqual({ "Write the pack's configuration": 0, "Check the plan": 0, "Check the state": 0 });
    expect(written().lifecare.exemptions).toHaveLength(1);
  });

  test.each(["github", "azure"] as const)("on %s stop where the state does not hold the rules", (host) => {
    const state = plan();
    state.resources.find(({ name }) => name === "lifecare-database-security-group")!.inputs.securityRules.shift();
    expect(codes(run(host, {}, state).ran)).toEqual({ "Write the pack's configuration": 0, "Check the plan": 0, "Check the state": 1 });
  });

  test.each(["github", "azure"] as const)("on %s stop before anything is made where the configuration cannot be used", (host) => {
    expect(Object.values(codes(run(host, smaller, plan()).ran))).toEqual([2]);
  });
});
