import { cellLines, type Cell, type Table } from "./report.ts";

/** Space that the border takes beside each column's text: a bar and a blank on either side. */
const borderOfColumn = 3;
const narrowest = 6;

/**
 * Widths of text for the columns of a table: as wide as the widest cell, and where that exceeds `width` characters the widest columns give way first.
 * Long words (an address range, a host name) are kept whole as far as there is room.
 */
export function columnWidths(table: Table, width: number): readonly number[] {
  const natural = table.columns.map((column, index) => Math.max(column.title.length, ...table.rows.map((row) => widest(row[index] ?? ""))));
  const words = table.columns.map((column, index) => Math.max(longestWord(column.title), ...table.rows.map((row) => longestWordOf(row[index] ?? ""))));
  const room = width - 1 - borderOfColumn * natural.length;
  return narrow(narrow(natural, words, room), words.map((word) => Math.min(word, narrowest)), room);
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

function widest(cell: Cell): number {
  return Math.max(0, ...cellLines(cell).map((line) => line.length));
}

function longestWordOf(cell: Cell): number {
  return Math.max(0, ...cellLines(cell).map(longestWord));
}

function longestWord(text: string): number {
  return Math.max(0, ...text.split(" ").map((word) => word.length));
}
