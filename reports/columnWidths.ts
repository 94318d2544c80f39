import { cellLines, type Table } from "./report.ts";
import { unbreakableParts } from "./wrap.ts";

/** Space that the border takes beside each column's text: a bar and a blank on either side. */
const borderOfColumn = 3;
const narrowest = 6;

/**
 * Widths of text for the columns of a table: as wide as the widest cell, and where that exceeds `width` characters the widest columns give way first.
 * Words and addresses are kept whole as far as there is room.
 */
export function columnWidths(table: Table, width: number): readonly number[] {
  const ofColumn = (measure: (text: string) => number) =>
    table.columns.map((column, index) => Math.max(measure(column.title), ...table.rows.flatMap((row) => cellLines(row[index] ?? "").map(measure))));
  const whole = ofColumn((text) => text.length);
  const parts = ofColumn((text) => Math.max(...unbreakableParts(text).map((part) => part.length)));
  const room = width - 1 - borderOfColumn * table.columns.length;
  return narrow(narrow(whole, parts, room), parts.map((part) => Math.min(part, narrowest)), room);
}

/** Takes one character after the other from the widest column that still may give, until all fit or none may. */
function narrow(widths: readonly number[], least: readonly number[], room: number): readonly number[] {
  const result = [...widths];
  let excess = result.reduce((sum, value) => sum + value, 0) - room;
  while (excess > 0) {
    let giving = -1;
    for (let index = 0; index < result.length; index += 1) {
      if (result[index]! > least[index]! && (giving === -1 || result[index]! > result[giving]!)) giving = index;
    }
    if (giving === -1) break;
    result[giving]! -= 1;
    excess -= 1;
  }
  return result;
}
