import { readings } from "../../specification/readings.ts";
import { requirements, type Disposition, type Requirement } from "../../specification/register.ts";
import { factsOf, type Comparison, type Facts } from "./difference.ts";

/** The requirement register as a Markdown table, against our data: every row, every column; and the readings below it. */
export function compareRegister(text: string): readonly Comparison[] {
  return [
    { place: "register", ours: factsOf(requirements.flatMap(ourFacts)), vendors: factsOf(rowsOf(text).flatMap(factsOfRow)) },
    {
      place: "readings",
      ours: factsOf(Object.entries(readings)),
      vendors: readingsIn(text),
    },
  ];
}

type Fact = readonly [key: string, value: string];

function ourFacts(requirement: Requirement): readonly Fact[] {
  const { id, chapter, title, dispositions, due } = requirement;
  const parts = Object.entries(due.parts ?? {}).map(([part, stage]) => `${part} ${stage}`);
  const publishing = due.publishing === undefined ? [] : [`publishing ${due.publishing}`];
  const exceptions = [...parts, ...publishing].join(", ");
  return [
    [`${id} chapter`, chapter],
    [`${id} title`, title],
    [`${id} dispositions`, dispositions.map(describeDisposition).join(" ")],
    [`${id} due`, exceptions === "" ? due.row : `${due.row}; ${exceptions}`],
  ];
}

function describeDisposition({ part, advisory, alternativeTo }: Disposition): string {
  if (alternativeTo !== undefined) return `${part} or ${alternativeTo}`;
  return advisory === undefined ? part : `${part} (advisory: ${advisory})`;
}

function rowsOf(text: string): readonly (readonly string[])[] {
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return rows.map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim())).filter((cells) => cells.length === 5 && cells[0] !== "id");
}

function factsOfRow([id = "", chapter = "", title = "", dispositions = "", due = ""]: readonly string[]): readonly Fact[] {
  return requirementsOfRow(id, title).flatMap(([single, singleTitle]): readonly Fact[] => [
    [`${single} chapter`, chapter],
    [`${single} title`, plainTitle(singleTitle)],
    [`${single} dispositions`, readDispositions(dispositions)],
    [`${single} due`, due],
  ]);
}

/** "T6.3-1…11 | Alarms: OS; CPU; …" stands for eleven requirements, one for each alarm. */
function requirementsOfRow(id: string, title: string): readonly (readonly [string, string])[] {
  const range = /^(.*-)(\d+)…(\d+)$/.exec(id);
  if (range === null) return [[id, title]];
  const [, prefix = "", first = "", last = ""] = range;
  const items = title.replace(/^[^:]*: /, "").split("; ");
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: Math.max(count, items.length) }, (_, index) => [
    `${prefix}${Number(first) + index}`,
    `Alarm: ${items[index] ?? "?"}`,
  ]);
}

/** Without emphasis and without references to other parts of the register's document. */
function plainTitle(title: string): string {
  const references = [" (see Ports)", "; see Sizing below", ", see readings"];
  return references.reduce((text, reference) => text.replace(reference, ""), title.replaceAll(/\*\*|`/g, ""));
}

function readDispositions(cell: string): string {
  return [...cell.matchAll(/([A-Z])(?:\/([A-Z]))?(?: ?\(([^)]*)\))?/g)]
    .map(([, part = "", alternative, note]) => {
      if (alternative !== undefined) return `${part} or ${alternative} ${alternative} or ${part}`;
      if (note === undefined) return part;
      const scope = note.replace(/: advisory$|^advisory /, "");
      return `${part} (advisory: ${scope === "advisory" ? "whole" : scope})`;
    })
    .join(" ");
}

function readingsIn(text: string): Facts {
  const chapter = text.split(/^## /m).find((part) => part.startsWith("Readings")) ?? "";
  const items = chapter.matchAll(/^(\d+)\. (.*(?:\n {4}.*)*)/gm);
  return factsOf(
    [...items].map(([, number = "", reading = ""]) => [
      number,
      reading.replaceAll(/\s*\n\s*/g, " ").replace(/; see the Azure notes\.$/, "."),
    ] as const),
  );
}
