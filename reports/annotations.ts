import type { GateResult, Reported } from "../gate/reported.ts";
import { escapeTerminal } from "./escape.ts";

export type AnnotationHost = "github" | "azure-devops";

/**
 * What a job shows beside the lines of a change. Both hosts show ten errors and ten warnings of a step, and GitHub fifty of a job; what
 * is left out is counted in the last one, and stands in the summary. Exempted findings are not annotated.
 */
export function annotations(result: GateResult, host: AnnotationHost): readonly string[] {
  const reports = result.stacks.flatMap((stack) => stack.reports).filter(({ exemption }) => exemption === undefined);
  return (["mandatory", "advisory"] as const).flatMap((level) => {
    const ofLevel = reports.filter((reported) => reported.level === level).toSorted((one, other) => Number(one.inBase) - Number(other.inBase));
    return ofLevel.slice(0, mostOfLevel).map((reported, index) => {
      const left = index === mostOfLevel - 1 ? ofLevel.length - mostOfLevel : 0;
      return command(host, reported, left === 0 ? textOf(reported) : `${textOf(reported)} (${left} more in the summary)`);
    });
  });
}

const mostOfLevel = 10;
const longestMessage = 1000;

function textOf({ stack, resource, message }: Reported): string {
  const text = escapeTerminal(`${stack}: ${resource}: ${message}`);
  return text.length <= longestMessage ? text : `${text.slice(0, longestMessage).replace(/[\ud800-\udbff]$/, "")}…`;
}

function command(host: AnnotationHost, { level, rule, location }: Reported, text: string): string {
  const { line, column } = location;
  const file = escapeTerminal(location.file);
  switch (host) {
    case "github": {
      const properties = [["file", file], ["line", line], ...(column === undefined ? [] : [["col", column]]), ["title", rule]];
      return `::${level === "mandatory" ? "error" : "warning"} ${properties.map(([name, value]) => `${name}=${gitHubProperty(String(value))}`).join(",")}::${gitHubData(text)}`;
    }
    case "azure-devops": {
      const properties = [["type", level === "mandatory" ? "error" : "warning"], ["sourcepath", file], ["linenumber", line], ...(column === undefined ? [] : [["columnnumber", column]]), ["code", rule]];
      return `##vso[task.logissue ${properties.map(([name, value]) => `${name}=${azureProperty(String(value))}`).join(";")}]${azureData(text)}`;
    }
  }
}

/** Source: actions/toolkit, packages/core/src/command.ts. */
function gitHubData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function gitHubProperty(text: string): string {
  return gitHubData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Source: microsoft/azure-pipelines-task-lib, node/taskcommand.ts; the agent decodes `%AZP25` as the percent sign. */
function azureData(text: string): string {
  return text.replaceAll("%", "%AZP25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function azureProperty(text: string): string {
  return azureData(text).replaceAll("]", "%5D").replaceAll(";", "%3B");
}

/**
 * Text that neither host takes for a command: GitHub obeys `::name::` at the beginning of a line and `##[name]` anywhere, Azure DevOps `##vso[` and `##[`.
 */
export function withoutCommands(text: string): string {
  return text.replace(/##(?=\[|vso\[)/gi, "#\\u0023").replace(/(^|[\n\r\v\f\u0085\u2028\u2029])([\s\u0085]*):(?=:)/g, "$1$2\\u003a");
}
