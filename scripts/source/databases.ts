import { databaseCatalogue, olderDatabaseEndings, type CatalogueEntry } from "../../specification/databases.ts";
import { subsystems } from "../../specification/vocabulary.ts";
import { factsOf, type Comparison, type Facts } from "./difference.ts";
import { rowsBelow, type VendorDocument } from "./vendorDocument.ts";

/** The vendor's words for what brings a database besides its subsystem. */
const featureWords: readonly { readonly words: RegExp; readonly feature: (subsystems: string) => string }[] = [
  { words: /medborgartjänst/i, feature: (named) => `citizenServices${named}` },
  { words: /planering/i, feature: () => "planning" },
  { words: /ersättare för FtB/, feature: () => "careEconomy" },
  { words: /FtB/, feature: () => "financialSystem" },
  { words: /\*\*/, feature: () => "tssDatabase" },
];

/** The database catalogue (D1). */
export function compareDatabases(document: VendorDocument): readonly Comparison[] {
  const lines = document.section("13.3");
  return [
    { place: "T 13.3 (D1)", ours: factsOf(databaseCatalogue.map(ourEntry)), vendors: vendorsCatalogue(lines) },
    {
      place: "T 13.3 (D1), older names",
      ours: factsOf(olderDatabaseEndings.map((ending) => [ending, "older name"] as const)),
      vendors: vendorsOlderNames(lines),
    },
  ];
}

function ourEntry(entry: CatalogueEntry): readonly [string, string] {
  const named = entry.subsystems === "all" ? "all" : entry.subsystems.join(" ");
  return [entry.template, describe(named, entry.feature)];
}

function vendorsCatalogue(lines: readonly string[]): Facts {
  return factsOf(
    rowsBelow(lines, ["Databas", "Delsystem", "Beskrivning"]).map(([name = "", subsystem = "", holds = ""]) => {
      const template = name.replace("Kundnamn", "<customer>").replace("Domän", "<domain>");
      const named = subsystemsIn(subsystem);
      const feature = featureWords.find(({ words }) => words.test(`${subsystem} ${holds}`))?.feature(named);
      return [template, describe(named, feature)] as const;
    }),
  );
}

function subsystemsIn(cell: string): string {
  if (/^(Samtliga|Gemensam)/.test(cell)) return "all";
  return subsystems.filter((subsystem) => cell.toLowerCase().includes(subsystem.toLowerCase())).join(" ");
}

function describe(named: string, feature: string | undefined): string {
  return feature === undefined ? named : `${named} with ${feature}`;
}

function vendorsOlderNames(lines: readonly string[]): Facts {
  const list = lines.flatMap((line) => /^Domän_ -> .*; ([^.]*)\.$/.exec(line)?.[1] ?? []);
  return factsOf(list.flatMap((names) => names.split(", ")).map((name) => [name, "older name"] as const));
}
