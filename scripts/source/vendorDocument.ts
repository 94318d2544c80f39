/** The vendor's document as text: headed by chapter numbers, its tables separated by tabs. */
export interface VendorDocument {
  /** Lines of a chapter without those of its subchapters; empty where there is no such chapter. */
  section(number: string): readonly string[];
}

/** A heading starts with its number; lines of the table of contents also carry a tab and a page. */
const heading = /^(\d+(?:\.\d+)*) [^\t]*$/;

export function readDocument(text: string): VendorDocument {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of text.normalize("NFC").split(/\r?\n/)) {
    const number = heading.exec(line)?.[1];
    if (number === undefined || sections.has(number)) {
      current.push(line);
      continue;
    }
    current = [];
    sections.set(number, current);
  }
  return { section: (number) => sections.get(number) ?? [] };
}

/**
 * Rows of the tables below this header. A table ends at the first line without a tab; a later table with the same header
 * (the next page) continues it.
 */
export function rowsBelow(lines: readonly string[], header: readonly string[]): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  let inside = false;
  for (const line of lines) {
    const cells = cellsOf(line);
    if (isHeader(cells, header)) {
      inside = true;
      continue;
    }
    inside &&= line.includes("\t");
    if (inside) rows.push(cells);
  }
  return rows;
}

/** All rows of all tables, headers included. */
export function allRows(lines: readonly string[]): readonly (readonly string[])[] {
  return lines.filter((line) => line.includes("\t")).map(cellsOf);
}

/** Rows whose named columns are empty take them from the row above (a cell that spans several rows). */
export function withInheritedCells(rows: readonly (readonly string[])[], columns: number): readonly (readonly string[])[] {
  let above: readonly string[] = [];
  return rows.map((row) => {
    const isContinued = row.slice(0, columns).every((cell) => cell === "");
    above = isContinued ? [...above.slice(0, columns), ...row.slice(columns)] : row;
    return above;
  });
}

function cellsOf(line: string): readonly string[] {
  return line.split("\t").map((cell) => cell.trim());
}

function isHeader(cells: readonly string[], header: readonly string[]): boolean {
  return cells.length === header.length && cells.every((cell, index) => withoutMarkup(cell) === header[index]);
}

function withoutMarkup(cell: string): string {
  return cell.replaceAll(/<\/?i>|\*/g, "");
}
