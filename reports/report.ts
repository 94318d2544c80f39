/** A table as values: what a cell says, never how it looks. A cell with several lines is a list. */
export interface Table {
  readonly kind: "table";
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Said instead of a table without rows. */
  readonly empty: string;
}

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

export type Cell = string | number | readonly string[];

/** Names with values, one to a line. */
export interface Facts {
  readonly kind: "facts";
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: Cell])[];
}

/** Text in paragraphs. */
export interface Prose {
  readonly kind: "prose";
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** Lines that are shown as they are written. */
export interface Listing {
  readonly kind: "listing";
  readonly title: string;
  /** What is said of it, one remark to a line. */
  readonly remarks: readonly string[];
  readonly language: "yaml";
  /** None: the remarks say it all. */
  readonly lines: readonly string[];
}

export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
}

export type Section = Table | Facts | Prose | Listing;

/** The lines of a cell as text. */
export function cellLines(cell: Cell): readonly string[] {
  if (typeof cell === "object") return cell;
  return [String(cell)];
}
