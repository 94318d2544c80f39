import type { JudgedCheck, ProbeVerdict } from "../probe/judge.ts";
import type { Check } from "../probe/probePlan.ts";
import type { Facts, Report, Table } from "./report.ts";

/** What the proof says of the same stack, where it was asked. */
export type ProofStatus = "proved" | "broken" | "unknown";

/** More than these nobody reads on a terminal; JSON has them all. */
const mostRows = 60;

const claims: Readonly<Record<ProbeVerdict["status"], string>> = {
  holds: "measured as specified: what must get through does, and of the sample of what must not, nothing does",
  broken: "measured otherwise than specified",
  unusable: "some results cannot be used",
  unmeasured: "nothing measured is wrong, but not everything was measured",
};

/** What came of the probes: row for row, what is broken, and what was not measured. */
export function probeReport(name: string, { status, problems, checks }: ProbeVerdict, proof: ProofStatus | undefined): Report {
  return {
    title: `${name}: ${claims[status]}`,
    sections: [
      counts(checks, proof),
      rowTable(checks),
      brokenTable(checks.filter(({ verdict }) => verdict === "broken")),
      unmeasuredTable(checks.filter(({ verdict }) => verdict === "unmeasured")),
      {
        kind: "table",
        title: "Results that cannot be used",
        columns: [{ title: "File" }, { title: "Why" }, { title: "Fix" }],
        rows: problems.slice(0, mostRows).map(({ file, fault, fix }) => [file, fault, fix]),
        empty: "All results can be used.",
      },
    ],
  };
}

function counts(checks: readonly JudgedCheck[], proof: ProofStatus | undefined): Facts {
  const specified = checks.filter(({ check }) => check.expect === "reachable");
  const closed = checks.filter(({ check }) => check.expect === "unreachable");
  const holding = closed.filter(({ verdict }) => verdict === "holds");
  const vouched = holding.filter((judged) => judged.vouched === true).length;
  return {
    kind: "facts",
    title: "Counts",
    facts: [
      ["must get through", `${specified.length} checks: ${tally(specified)}`],
      ["must not", `${closed.length} checks: ${tally(closed)}`],
      ["silence", [`${vouched} of ${holding.length} silent ports answered somebody else: the network keeps them closed here`, "at the others perhaps nobody listens: more is known when the listeners run"]],
      ...(proof === undefined ? [] : [["proof", `the plan of the same stack is ${proof}`] as const]),
    ],
  };
}

function tally(checks: readonly JudgedCheck[]): string {
  const words = checks.map(({ verdict, measured }) => ("outcome" in measured ? `${measured.outcome} (${verdict})` : verdict));
  return [...Map.groupBy(words, (word) => word)].map(([word, several]) => `${several.length} ${word}`).join(", ") || "none";
}

function rowTable(checks: readonly JudgedCheck[]): Table {
  const specified = checks.filter(({ check }) => check.expect === "reachable");
  const rows = Map.groupBy(specified, ({ check }) => JSON.stringify([check.row, check.clause ?? "", check.name]));
  return {
    kind: "table",
    title: "Specified flows, row for row",
    columns: [{ title: "Row" }, { title: "Clause" }, { title: "Flow" }, { title: "Measured" }],
    rows: [...rows].toSorted(byRow).map(([key, several]) => [...(JSON.parse(key) as readonly string[]), tally(several)]),
    empty: "The plan has no flow.",
  };
}

/** The vendor's rows in their order (R2 before R10), then the platform's. */
function byRow([, [one]]: readonly [string, readonly JudgedCheck[]], [, [other]]: readonly [string, readonly JudgedCheck[]]): number {
  const vendors = (judged: JudgedCheck | undefined) => (judged?.check.clause === undefined ? 1 : 0);
  return vendors(one) - vendors(other) || (one?.check.row ?? "").localeCompare(other?.check.row ?? "", "en", { numeric: true });
}

function brokenTable(broken: readonly JudgedCheck[]): Table {
  return {
    kind: "table",
    title: broken.length > mostRows ? `Broken (${mostRows} of ${broken.length}; --format json has them all)` : "Broken",
    columns: [{ title: "From" }, { title: "To" }, { title: "Row" }, { title: "Clause" }, { title: "Must" }, { title: "Measured" }],
    rows: broken.slice(0, mostRows).map(({ vantage, check, measured, reason }) => [
      vantage,
      endOf(check),
      check.expect === "reachable" ? `${check.row}: ${check.name}` : `closed: ${check.row === undefined ? "" : `${check.row}, `}${check.name}`,
      check.clause ?? "",
      check.expect === "reachable" ? "get through" : "not get through",
      `${"outcome" in measured ? `${measured.outcome}: ` : ""}${reason}`,
    ]),
    empty: "Nothing is broken.",
  };
}

function endOf({ target, port, talk }: Check): string {
  return `${target.machine === undefined ? "" : `${target.machine} `}${target.host}:${port}${talk === "dns" ? "/udp" : ""}`;
}

function unmeasuredTable(unmeasured: readonly JudgedCheck[]): Table {
  const groups = Map.groupBy(unmeasured, ({ vantage, reason }) => JSON.stringify([vantage, reason]));
  return {
    kind: "table",
    title: "Not measured",
    columns: [{ title: "From" }, { title: "Why" }, { title: "Checks", align: "right" }, { title: "Rows" }],
    rows: [...groups].slice(0, mostRows).map(([key, several]) => [
      ...(JSON.parse(key) as readonly [string, string]),
      several.length,
      [...new Set(several.map(({ check }) => (check.expect === "reachable" ? [check.row, check.clause].filter((word) => word !== undefined).join(" ") : "closed ports")))].join(", "),
    ]),
    empty: "Everything was measured.",
  };
}
