import { pitfalls } from "../policies/rules/deployable/pitfalls.ts";
import { behaviourOf, behaviours, type Behaviour } from "../rehearsal/refusals/behaviours.ts";
import { machineCases } from "../rehearsal/refusals/machineCases.ts";
import { networkCases } from "../rehearsal/refusals/networkCases.ts";
import { placeCases } from "../rehearsal/refusals/placeCases.ts";
import { mistakes, type Stop } from "../tests/pitfalls.ts";

const caseFiles = { placeCases, networkCases, machineCases };

/** Every refusal of the rehearsed Azure with its code, its source and the file that holds its test's case. */
export function behavioursPage(): string {
  const rows = behaviours.map((behaviour: Behaviour) => {
    const { id, behaviour: what, status, code, source } = behaviour;
    const file = Object.entries(caseFiles).find(([, cases]) => id in cases)?.[0] ?? "";
    return `| \`${id}\` | ${cell(what)} | ${code === undefined ? "azure-native's own words" : `${status} \`${code}\``} | ${cell(source)} | \`${file}\` |`;
  });
  return [
    "# What the rehearsed Azure refuses",
    "",
    "Made by `npm run generate` from `refusals/behaviours.ts`. Each is refused at create, update or delete, never in Check and never at preview. The test of each row makes the mistake, expects",
    "code and status, sees that nothing of it was done, mends the mistake and sees it taken (`refusals/behaviours.test.ts`, cases in the files named here; variants in `refusals/variants.test.ts`).",
    "Where *the error code is not documented*, the code is the most general one that the provider uses.",
    "",
    "| id | behaviour | answer | source | case |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** Each known pitfall with a mistake that makes it happen, and where that is stopped. */
export function pitfallsPage(): string {
  const rows = mistakes.map(({ number, mistake, stop }) => `| ${number} | ${cell(pitfalls[number - 1]?.what ?? "")} | ${cell(mistake)} | ${stoppedBy(stop)} |`);
  return [
    "# What a preview lets pass and Azure refuses",
    "",
    "Made by `npm run generate` from `tests/pitfalls.ts`. `tests/pitfalls.test.ts` makes each mistake in PROD and sees it stopped there; `tests/deep/pitfalls.test.ts` shows some on the engine, with the hint",
    "that the rehearsal adds. What is stopped *later* is about a type that is not planned yet: the test fails on the day that it is.",
    "",
    "| | pitfall | mistake | stopped by |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function stoppedBy(stop: Stop): string {
  switch (stop.by) {
    case "policy":
      return `policy [${stop.rule}](rules/${stop.rule}.md)`;
    case "rehearsal":
      return `rehearsal, \`${behaviourOf(stop.behaviour).code ?? stop.behaviour}\`: ${cell(behaviourOf(stop.behaviour).hint ?? "")}`;
    case "configuration":
      return `configuration, \`${stop.path}\``;
    case "component":
      return "the components, which make none of it";
    case "later":
      return `later, with \`${stop.type.replace("azure-native:", "")}\``;
    case "guest":
      return "the guest alone shows it";
  }
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
