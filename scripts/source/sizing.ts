import { sizingRates } from "../../specification/sizing.ts";
import { factsOf, type Comparison, type Facts } from "./difference.ts";
import { allRows, type VendorDocument } from "./vendorDocument.ts";

/** The vendor's rows, by heading and label; a row with two figures names both counts in their order. */
const rowCounts: Readonly<Record<string, readonly (keyof typeof sizingRates)[]>> = {
  "KIR, KIR": ["inhabitants"],
  "Procapita IFO, Familjeomsorg": ["familyCareCases"],
  "Procapita IFO, Familjeomsorg historik": ["familyCareHistory"],
  "Procapita IFO, Tidbok": ["familyCareCaseWorkers"],
  "Procapita IFO, Dokument": ["familyCareInterventions", "familyCareDocuments"],
  "Procapita VoO, Vård och Omsorg": ["careRecipients"],
  "Procapita VoO, Dokument": ["careDocuments"],
};

const mebibytesIn: Readonly<Record<string, number>> = { KB: 1 / 1024, MB: 1, GB: 1024 };

/** The figures for register data (T 3.1.4). */
export function compareSizing(document: VendorDocument): readonly Comparison[] {
  const ours = factsOf(Object.entries(sizingRates).map(([count, rate]) => [count, describe(rate.mebibytes, rate.per)] as const));
  return [{ place: "T 3.1.4, sizing", ours, vendors: vendorsRates(allRows(document.section("3.1.4"))) }];
}

function vendorsRates(rows: readonly (readonly string[])[]): Facts {
  let heading = "";
  return factsOf(
    rows.flatMap(([label = "", value = ""]) => {
      const named = /^<i>(.*)<\/i>$/.exec(label)?.[1];
      if (named !== undefined) heading = named;
      const counts = rowCounts[`${heading}, ${label}`];
      return ratesIn(value).map((rate, index) => [counts?.[index] ?? `${heading}, ${label}`, rate] as const);
    }),
  );
}

/** "4,5 GB per 1000 insats eller 30 KB per dokument" gives two rates. */
function ratesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/([\d,]+) (KB|MB|GB) per (?:(\d[\d ]*) )?\p{Letter}/gu)].map(([, amount = "", unit = "", per = "1"]) =>
    describe(Number(amount.replace(",", ".")) * (mebibytesIn[unit] ?? Number.NaN), Number(per.replaceAll(" ", ""))),
  );
}

function describe(mebibytes: number, per: number): string {
  return `${mebibytes} MiB for ${per}`;
}
