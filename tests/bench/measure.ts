/** The middle of the measured values; of an even number, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Milliseconds of each of `runs` runs, one after the other. */
export async function timed(runs: number, work: (run: number) => unknown): Promise<readonly number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    await work(run);
    times.push(performance.now() - started);
  }
  return times;
}

/** A row of the table of figures. */
export interface Figure {
  readonly what: string;
  readonly bar: string;
  readonly measured: string;
  readonly reached: boolean;
}

const [start, end] = ["<!-- figures: written by npm run bench -- --write -->", "<!-- /figures -->"];

export function figureTable(figures: readonly Figure[], machine: string): string {
  const rows = figures.map(({ what, bar, measured, reached }) => `| ${what} | ${bar} | ${measured} | ${reached ? "reached" : "**missed**"} |`);
  return ["| what | bar | measured (median) | |", "|---|---|---|---|", ...rows, "", `Measured on ${machine}.`].join("\n");
}

/** @throws Error where the document has no place for the figures */
export function withFigures(document: string, table: string): string {
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`No place for the figures: ${start} … ${end}`);
  return `${document.slice(0, from + start.length)}\n${table}\n${document.slice(to)}`;
}
