import { readFileSync } from "node:fs";
import { Command } from "commander";
import { compareClients } from "./source/clients.ts";
import { compareDatabases } from "./source/databases.ts";
import { differencesIn, type Comparison, type Difference } from "./source/difference.ts";
import { compareFloors } from "./source/floors.ts";
import { compareLimits } from "./source/limits.ts";
import { comparePlatform } from "./source/platform.ts";
import { comparePorts } from "./source/ports.ts";
import { compareRegister } from "./source/register.ts";
import { compareSizing } from "./source/sizing.ts";
import { readDocument } from "./source/vendorDocument.ts";

const exitCodes = { same: 0, different: 1, unreadable: 2 } as const;

/** Everything that the vendor's tables say and our data says too. */
export function compareDocument(text: string): readonly Comparison[] {
  const document = readDocument(text);
  const comparators = [compareFloors, comparePorts, compareDatabases, compareSizing, compareLimits, comparePlatform, compareClients];
  return comparators.flatMap((compare) => compare(document));
}

/** The text of a UTF-8 file, or undefined where it cannot be read as one. */
function readText(path: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    console.error(`cannot read ${JSON.stringify(path)}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function check(file: string, options: { readonly register?: string }): number {
  const document = readText(file);
  const register = options.register === undefined ? undefined : readText(options.register);
  if (document === undefined || (options.register !== undefined && register === undefined)) return exitCodes.unreadable;

  const comparisons = [...compareDocument(document), ...(register === undefined ? [] : compareRegister(register))];
  const differences = comparisons.flatMap(differencesIn);
  for (const difference of differences) console.log(describe(difference));
  const facts = comparisons.reduce((sum, comparison) => sum + comparison.ours.size, 0);
  console.log(`${facts} facts compared, ${differences.length} differences`);
  return differences.length === 0 ? exitCodes.same : exitCodes.different;
}

/** Values are shown as JSON strings: what a document holds cannot steer a terminal. */
function describe({ place, ours, vendors }: Difference): string {
  return `${shown(place).slice(1, -1)}\n  ours:     ${shown(ours)}\n  document: ${shown(vendors)}`;
}

function shown(value: string | undefined): string {
  return value === undefined ? "(absent)" : JSON.stringify(value).replaceAll(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "?");
}

if (import.meta.main) {
  const program = new Command("check:source")
    .description("Compares the data in specification/ with the vendor's technical specification (as text, tables separated by tabs).")
    .argument("<file>", "the technical specification")
    .option("--register <file>", "the requirement register, to be compared with specification/register.ts")
    .addHelpText("after", "\nExit code: 0 the same, 1 differences, 2 unreadable file or wrong arguments.")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.same : exitCodes.unreadable))
    .action((file: string, options: { register?: string }) => {
      process.exitCode = check(file, options);
    });
  program.parse();
}
