#!/usr/bin/env node
import { Command, CommanderError, Option } from "commander";
import { currentStage } from "../coverage/stage.ts";
import { faultSyntax } from "../rehearsal/faults/fault.ts";
import { stages } from "../specification/register.ts";
import { withoutCommands } from "../reports/annotations.ts";
import { processOutput, reportFailure, type ExitCode, type Output } from "./output.ts";

// Each verb is imported when it is asked for: `plan` never loads the Pulumi SDK.

/** The `lifecare` command: parses the words, runs the verb and answers its exit code. */
export async function lifecare(words: readonly string[], given: Output): Promise<ExitCode> {
  // A host of jobs obeys commands that it finds in their logs: names and values must not be taken for any. The gate gives its own, on purpose.
  const output = isJob(process.env) && words[0] !== "gate" ? withoutHostCommands(given) : given;
  let exitCode: ExitCode = 0;
  const run = (verb: () => Promise<ExitCode>) => verb().then((code) => void (exitCode = code));
  const program = new Command("lifecare")
    .description("Lifecare/Procapita on Azure, as the vendor's technical specification demands")
    .exitOverride()
    .configureOutput({ writeOut: output.result, writeErr: output.notice, getOutHasColors: () => false, getErrHasColors: () => false });

  program
    .command("plan")
    .description("print what a stack will be: servers, networks, open flows, secrets (names only), databases; needs no engine and no network")
    .requiredOption("--stack <name>", "stack, for example prod or utb; its configuration is Pulumi.<name>.yaml")
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json", "markdown"]).default("text"))
    .option("--file <path>", "read this stack file instead")
    .action((options) => run(async () => (await import("./plan.ts")).plan(options, output)));

  withSource(program.command("verify"))
    .description("prove that exactly the specified flows get through, or show the packet that breaks it; 0 proved, 1 broken, 2 bad input, 3 unknown left")
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"))
    .action((options) => run(async () => (await import("./verify.ts")).verify(options, output)));

  withSource(program.command("trace"))
    .description("follow one packet hop by hop, with the rule, row and clause that decided; 0 it arrives, 1 it does not, 3 not known")
    .requiredOption("--from <place>", "machine, zone, address, host name, internet or intranet")
    .requiredOption("--to <place>", "the same")
    .option("--port <port>", "destination port")
    .addOption(new Option("--protocol <protocol>", "protocol").choices(["tcp", "udp", "icmp"]).default("tcp"))
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"))
    .action((options) => run(async () => (await import("./trace.ts")).trace(options, output)));

  program
    .command("diff <base> <head>")
    .description("what a change opens and closes, and which servers differ; stack files, plan files or state files")
    .addOption(firewallOption())
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json", "markdown"]).default("text"))
    .action((base, head, options) => run(async () => (await import("./diff.ts")).diff(base, head, options, output)));

  program
    .command("gate")
    .description("judge a change: rules, proof and difference, by the base branch's configuration and exemptions unless an owner approved; writes the engine's pack configuration and reports; 0 passes, 1 broken, 2 bad input, 3 unknown left")
    .requiredOption("--base <folder>", "checkout of the base branch; run the gate from there")
    .requiredOption("--head <folder>", "checkout of the change")
    .requiredOption("--stack <name>", "stack to judge; may be said several times", collected)
    .requiredOption("--out <folder>", "write <stack>.policy-config.json, gate.sarif, junit.xml, summary.md and comment.md here")
    .option("--exemptions <path>", "file of exemptions in either checkout; {stack} stands for the stack's name", "exemptions/{stack}.yaml")
    .option("--policy-pack-config <path>", "pack configuration that either checkout brings along, with {stack}: it must not weaken what is in force")
    .option("--resources <path>", "plan, preview or state of the change, with {stack}, for a program other than this one")
    .option("--base-resources <path>", "the same of the base branch")
    .option("--github <folder>", "event.json, reviews.json, commits.json and teams.json of the pull request on GitHub")
    .option("--azure-devops <folder>", "event.json, threads.json, iterations.json and commits.json of the pull request on Azure DevOps")
    .addOption(new Option("--annotations <host>", "annotate lines of the change; left out: for the host whose job this is").choices(["github", "azure-devops", "none"]))
    .option("--rule-pages <address>", "address below which each rule has its page, for links")
    .action((options) => run(async () => (await import("./gate.ts")).gate(options, output)));

  program
    .command("preflight")
    .description("ask Azure whether a stack can come up: role, policies, providers, features, quota, sizes, images, vault names; changes nothing; 0 it can, 1 it cannot, 2 bad input or nobody signed in, 3 not all known")
    .requiredOption("--stack <name>", "stack whose plan says what is needed")
    .option("--file <path>", "read this stack file instead")
    .option("--subscription <id>", "ask this subscription instead of the stack file's")
    .option("--rehearsal <folder>", "ask the rehearsed Azure in this folder instead, served on this machine alone")
    .addOption(new Option("--format <format>", "how it is printed").choices(["table", "json", "markdown"]).default("table"))
    .action((options) => run(async () => (await import("./preflight.ts")).preflight(options, output)));

  program
    .command("probe")
    .description("write scripts that measure a deployed stack's flows (--out), or judge what they measured (--results); 0 as specified, 1 broken, 2 bad input, 3 not all measured")
    .option("--stack <name>", "stack whose plan says what is to be measured")
    .option("--file <path>", "read this stack file instead")
    .option("--out <folder>", "write the scripts here, one for each server and client network")
    .option("--results <folder>", "judge the results in this folder; without --stack against the probe-plan.json beside them")
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"))
    .action((options) => run(async () => (await import("./probe.ts")).probe(options, output)));

  program
    .command("coverage")
    .description("for each part of each requirement what fulfils it, or when it is due; and what answers each proposed check; 0 complete for what is due, 1 not")
    .addOption(new Option("--stage <stage>", "what is due until this stage has to be there").choices(stages).default(currentStage))
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "markdown", "json"]).default("text"))
    .action((options) => run(async () => (await import("./coverage.ts")).printCoverage(options, output)));

  withSource(program.command("check"))
    .description("judge a stack by every rule of the policy pack, the proof included, without an engine; 0 holds, 1 broken, 2 bad input, 3 unknown left")
    .option("--config <path>", "what `lifecare policy-config` wrote, instead of the stack's own configuration")
    .option("--exemptions <path>", "YAML list of exemptions")
    .option("--as-of <day>", "day on which exemptions are judged (ISO 8601); today where it is left out")
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"))
    .action((options) => run(async () => (await import("./check.ts")).check(options, output)));

  program
    .command("policy-config")
    .description("write the policy pack's configuration for a stack, as `--policy-pack-config` takes it")
    .requiredOption("--stack <name>", "stack, for example prod or utb; its configuration is Pulumi.<name>.yaml")
    .option("--file <path>", "read this stack file instead")
    .option("--exemptions <path>", "YAML list of exemptions")
    .action((options) => run(async () => (await import("./policyConfig.ts")).policyConfig(options, output)));

  program
    .command("explain <subject>")
    .description("a rule (LC201, its name, or both), a clause of the register (T3.1-2) or a proposed check (P-23): what it asks for, and what fulfils it")
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "markdown"]).default("text"))
    .action((subject, options) => run(async () => (await import("./explain.ts")).explain(subject, options, output)));

  program
    .command("demo")
    .description("prove UTB, then PROD, and provision them onto the rehearsal Azure in this repository; again, and nothing changes")
    .action(() => run(async () => (await import("./demo.ts")).demo(output)));

  program
    .command("drift")
    .description("what in Azure is not as the stack made it, with clause, and what that breaks; changes nothing; 0 no drift, 1 drift, 2 bad input, 3 not known")
    .requiredOption("--stack <name>", "stack, for example prod or utb, in the backend of `pulumi login`")
    .option("--rehearsal [folder]", "instead the stack that was rehearsed in this folder; without a folder, in the demo's (.lifecare)")
    .option("--exemptions <path>", "YAML list of exemptions, for what the drift breaks")
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json", "markdown"]).default("text"))
    .action((options) => run(async () => (await import("./drift.ts")).drift(options, output)));

  program
    .command("rehearse")
    .description("provision a stack onto the rehearsal while faults befall it, and say what happened, what stands and what is next; 0 it stands, 1 the update failed, 2 bad input")
    .requiredOption("--stack <name>", "stack, for example prod or utb; its configuration is Pulumi.<name>.yaml")
    .option("--fault <fault>", `what goes wrong, ${faultSyntax}; may be said several times: error=AllocationFailed@create:VirtualMachine#2, throttle=5, slow=2s@Subnet, cut@poll#3, crash@create#20`, collected)
    .option("--rehearsal <folder>", "rehearse in this folder instead of the demo's (.lifecare)")
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"))
    .action((options) => run(async () => (await import("./rehearse.ts")).rehearse(options, output)));

  program
    .command("recover")
    .description("after an update that was killed: look up in Azure what it may have made, take that over into the state, take the lock away, say what is next; 0 recovered, 1 an update is running, 2 bad input, 3 not all known")
    .requiredOption("--stack <name>", "stack, for example prod or utb, in the backend of `pulumi login`")
    .option("--file <path>", "read this stack file instead")
    .option("--rehearsal [folder]", "instead the stack that was rehearsed in this folder; without a folder, in the demo's (.lifecare)")
    .option("--yes", "do it without asking")
    .option("--take-lock", "nobody is updating the stack, although its lock was taken on another machine")
    .action((options) => run(async () => (await import("./recover.ts")).recover(options, output)));

  program
    .command("teardown")
    .description("take a stack down: tell what goes and in which order, ask, set protection aside for one run and delete; 0 nothing of it stands, 1 it stopped or nobody said yes, 2 bad input")
    .requiredOption("--stack <name>", "stack, for example utb, in the backend of `pulumi login`")
    .option("--rehearsal [folder]", "instead the stack that was rehearsed in this folder; without a folder, in the demo's (.lifecare)")
    .option("--yes", "do it without asking; production goes only by --confirm")
    .option("--confirm <name>", "the stack's name once more: take it down without asking")
    .option("--remove-stack", "then remove the stack itself with its history")
    .action((options) => run(async () => (await import("./teardown.ts")).teardown(options, output)));

  program
    .command("engine")
    .description("prepare the Pulumi CLI (PATH, cache, official installer, build from Go modules) and show where it is")
    .action(() => run(async () => (await import("./engine.ts")).engine(output)));

  try {
    await program.parseAsync([...words], { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong with the words, or has printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportFailure(error, output);
  }
}

function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function isJob({ GITHUB_ACTIONS, TF_BUILD }: NodeJS.ProcessEnv): boolean {
  return GITHUB_ACTIONS === "true" || TF_BUILD === "True";
}

function withoutHostCommands(output: Output): Output {
  return { ...output, result: (text) => output.result(withoutCommands(text)), notice: (text) => output.notice(withoutCommands(text)) };
}

/** Where the resources of a stack are read from. */
function withSource(command: Command): Command {
  return command
    .option("--stack <name>", "stack whose plan is read; with --plan or --state, whose configuration says what is expected")
    .option("--file <path>", "read this stack file instead")
    .option("--plan <path>", "what `lifecare plan --format json` printed")
    .option("--state <path>", "what `pulumi stack export` printed")
    .addOption(firewallOption());
}

function firewallOption(): Option {
  return new Option("--firewall <path>", "rule request that stands for the firewall of a hub which is in no stack that is read; README shows one");
}

if (import.meta.main) {
  // A reader that has seen enough (`| head`) closes the pipe.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  process.exitCode = await lifecare(process.argv.slice(2), processOutput());
}
