import { pathToFileURL } from "node:url";
import { PacketSpace, type PacketSet } from "../../reachability/packetSet.ts";
import { measuredFieldOrder, type PacketField } from "../../reachability/packetSetFields.ts";
import { TooManyEdgesError } from "../../reachability/packetSetNodes.ts";
import { decide } from "../../reachability/ruleList.ts";
import { areEquivalentByBoxes, TooManyBoxesError } from "./boxSubtraction.ts";
import { median, timed } from "./measure.ts";
import { rewritten, ruleListFamilies, type BoxRule, type RuleListFamily } from "./ruleListFamilies.ts";

/*
 * Lists of rules held against the same lists written differently, by decision diagrams and, side by side, by box subtraction.
 * `node tests/bench/packetSets.ts` prints the tables; `proofRuleLists.ts` has their part in the README.
 */

export const counts = [20, 100, 300, 1000];
const runs = 7;
/** What box subtraction is given: some seconds. */
const maximumBoxes = 3_000_000;

export interface Measured {
  readonly milliseconds: number;
  /** Intervals and megabytes of the space, or why there are none. */
  readonly note: string;
}

/** The packets that a list allows. */
function allowedBy(space: PacketSpace, rules: readonly BoxRule[]): PacketSet {
  return decide(space, rules.map(({ priority, action, box }) => ({ priority, action, packets: space.box(box) }))).decided("allow");
}

/** Two spellings of one list, from ranges to verdict, in a space of their own. */
export async function byDiagrams(family: RuleListFamily, count: number, repetitions = runs): Promise<Measured> {
  let note = "";
  const times = await timed(repetitions, (run) => {
    const rules = family.rules(count, run);
    const space = new PacketSpace();
    note = orRefused(() => {
      if (!space.equals(allowedBy(space, rules), allowedBy(space, rewritten(rules)))) throw new Error(`${family.name}: two spellings of one list differ`);
      return "";
    });
    const { edges, bytes } = space.diagram.size;
    note += `${edges} intervals, ${(bytes / 1e6).toFixed(1)} MB`;
  });
  return { milliseconds: median(times), note };
}

export async function byBoxes(family: RuleListFamily, count: number): Promise<Measured> {
  let note = "";
  const times = await timed(1, () => {
    const rules = family.rules(count, 0);
    note = orRefused(() => {
      if (!areEquivalentByBoxes(rules, rewritten(rules), maximumBoxes)) throw new Error(`${family.name}: two spellings of one list differ`);
      return "";
    });
  });
  return { milliseconds: median(times), note };
}

/** Refusing is an answer; whatever else is thrown is not. */
function orRefused(work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (error instanceof TooManyEdgesError || error instanceof TooManyBoxesError) return "refused: too large; ";
    throw error;
  }
}

async function printFamilies(): Promise<void> {
  process.stdout.write("| family | rules | diagrams, median of 7 | | box subtraction, one run | |\n|---|---|---|---|---|---|\n");
  for (const family of ruleListFamilies) {
    for (const count of counts) {
      const [diagrams, boxes] = [await byDiagrams(family, count), await byBoxes(family, count)];
      process.stdout.write(`| ${family.name} | ${count} | ${diagrams.milliseconds.toFixed(1)} ms | ${diagrams.note} | ${boxes.milliseconds.toFixed(0)} ms | ${boxes.note} |\n`);
    }
  }
}

/** Every order in which the protocol comes before the ports, by the product of its medians. */
async function printFieldOrders(): Promise<void> {
  const sizes = new Map(ruleListFamilies.map((family) => [family, family.name.startsWith("staggered") ? 60 : 300]));
  const results: { readonly order: readonly PacketField[]; readonly medians: readonly number[] }[] = [];
  for (const order of permutations(measuredFieldOrder).filter((fields) => fields.indexOf("protocols") < Math.min(fields.indexOf("sourcePorts"), fields.indexOf("destinationPorts")))) {
    const medians: number[] = [];
    for (const [family, count] of sizes) medians.push(median(await timed(5, (run) => allowedBy(new PacketSpace({ fieldOrder: order }), family.rules(count, run)))));
    results.push({ order, medians });
  }
  const mean = (medians: readonly number[]) => Math.exp(medians.reduce((sum, value) => sum + Math.log(value), 0) / medians.length);
  process.stdout.write("\n| field order | geometric mean | medians of the families, ms |\n|---|---|---|\n");
  for (const { order, medians } of results.toSorted((one, other) => mean(one.medians) - mean(other.medians))) {
    process.stdout.write(`| ${order.join(", ")} | ${mean(medians).toFixed(2)} | ${medians.map((value) => value.toFixed(1)).join(", ")} |\n`);
  }
}

function permutations<T>(values: readonly T[]): readonly (readonly T[])[] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, index) => permutations(values.toSpliced(index, 1)).map((rest) => [value, ...rest]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await printFamilies();
  await printFieldOrders();
}
