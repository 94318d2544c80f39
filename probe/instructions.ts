import { usualMinutes } from "./listener.ts";
import type { ProbePlan } from "./probePlan.ts";

export const instructionsFile = "README.md";

const command = "az vm run-command";

/**
 * How a team runs the scripts, as Markdown. Both kinds go by managed run commands, of which several run on a server at once; `invoke`
 * takes one script at a time, so that a server could not be measured while it listens.
 * Sources: MicrosoftDocs/azure-docs articles/virtual-machines/windows/run-command.md and run-command-managed.md; az vm run-command.
 */
export function instructions(plan: ProbePlan): string {
  const servers = plan.vantages.filter(isServer).map(({ name }) => name);
  const networks = plan.vantages.filter((vantage) => !isServer(vantage)).map(({ name }) => name);
  return `${[
    "# Measuring what gets through",
    "",
    "Nothing here is installed, and nothing stays. Each script prints one line of JSON; every line becomes a file in a folder for results.",
    "",
    "## 1. Listen, where the product is not installed yet",
    "",
    `On every server at once. A listener answers on the ports that others will try, and ends by itself after ${usualMinutes} minutes.`,
    "`--async-execution` lets the command return while the script runs on.",
    "",
    "```sh",
    ...servers.map((name) => `${command} create --resource-group $GROUP --vm-name ${name} --name lifecare-listen --async-execution true --script @listen-${name}.ps1`),
    "```",
    "",
    "## 2. Measure",
    "",
    "Servers may measure side by side, and while they listen: these are managed run commands. (`az vm run-command invoke` takes one script at a time on",
    "a server: with it, a server is measured only when its own listener has ended.)",
    "",
    "```sh",
    ...servers.flatMap((name) => [
      `${command} create --resource-group $GROUP --vm-name ${name} --name lifecare-probe --script @probe-${name}.ps1`,
      `${command} show --resource-group $GROUP --vm-name ${name} --name lifecare-probe --instance-view --query instanceView.output --output tsv > results/${name}.json`,
    ]),
    "```",
    ...(networks.length === 0
      ? []
      : ["", "On one machine of each client network (Windows, or any with Node):", "", "```sh", ...networks.flatMap((name) => [`powershell -File probe-${name}.ps1 > results/${name}.json`, `node probe/run.ts < probe-${name}.questions > results/${name}.json`]), "```"]),
    "",
    "## 3. Judge, and take the commands away",
    "",
    "```sh",
    `lifecare probe --results results --stack ${/^[\w-]+$/.test(plan.environment) ? plan.environment : "<stack>"}`,
    ...servers.flatMap((name) => ["lifecare-listen", "lifecare-probe"].map((run) => `${command} delete --resource-group $GROUP --vm-name ${name} --name ${run} --yes`)),
    "```",
  ].join("\n")}\n`;
}

function isServer({ prefix }: ProbePlan["vantages"][number]): boolean {
  return prefix.endsWith("/32");
}
