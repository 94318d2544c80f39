import { runProcess } from "../../engine/runProcess.ts";
import type { Figure } from "./measure.ts";
import { byBoxes, byDiagrams, counts } from "./packetSets.ts";
import type { AdversarialLists } from "./proofAdversarial.ts";
import { ruleListFamilies, type RuleListFamily } from "./ruleListFamilies.ts";

/* Equivalence of two spellings of one list of rules: by packet sets, and by two peers in the same run. */

const barMilliseconds = 50;
const barRules = 300;
/** What z3 is given, its start included. */
const z3Milliseconds = 60_000;
/** All adversarial lists together. */
const adversarialMilliseconds = 300_000;
const residentMegabytes = 600;

export async function writtenLists(): Promise<Figure> {
  const family = ruleListFamilies[0]!;
  const ours = new Map<number, number>();
  const [boxes, z3]: [string[], string[]] = [[], []];
  for (const count of counts) {
    ours.set(count, (await byDiagrams(family, count)).milliseconds);
    const cut = await byBoxes(family, count);
    boxes.push(`${count}: ${cut.note === "" ? duration(cut.milliseconds) : `gave up after ${duration(cut.milliseconds)}`}`);
    z3.push(`${count}: ${await byZ3(family, count)}`);
  }
  const growth = [...ours].map(([count, milliseconds]) => `${count}: ${duration(milliseconds)}`);
  return {
    what: `two spellings of a list of rules, ${family.name}, proved equivalent`,
    bar: `${barRules} rules under ${barMilliseconds} ms`,
    measured: `rules: ${growth.join(", ")}; z3 beside it ${z3.join(", ")}; box subtraction ${boxes.join(", ")}`,
    reached: ours.get(barRules)! < barMilliseconds,
  };
}

/** Lists that are too large are refused; that is an answer, and neither a crash nor a guess. */
export async function adversarialLists(): Promise<Figure> {
  const { lists, peakResidentMegabytes } = JSON.parse(await child(adversarialMilliseconds, "tests/bench/proofAdversarial.ts")) as AdversarialLists;
  const worst = lists.toSorted((one, other) => other.milliseconds - one.milliseconds)[0]!;
  const shown = [...new Set(lists.map(({ family }) => family))].map((family) => {
    const times = lists.filter((list) => list.family === family).map(({ count, milliseconds, note }) => `${count}: ${duration(milliseconds)}${note.startsWith("refused") ? " (refused as too large)" : ""}`);
    return `${family} ${times.join(", ")}`;
  });
  return {
    what: "the same for lists made to be hard",
    bar: `no crash, under ${residentMegabytes} MB`,
    measured: `${shown.join("; ")}; the worst is ${worst.family} with ${worst.count} rules; at most ${peakResidentMegabytes.toFixed(0)} MB resident`,
    reached: peakResidentMegabytes < residentMegabytes,
  };
}

async function byZ3({ name }: RuleListFamily, count: number): Promise<string> {
  const outcome = await runProcess({ command: process.execPath, arguments: ["tests/bench/proofZ3.ts", name, String(count)], timeoutMilliseconds: z3Milliseconds });
  if (outcome.kind === "timedOut") return `not within ${duration(z3Milliseconds)}`;
  if (outcome.kind !== "exited" || outcome.code !== 0) throw new Error(`z3: ${outcome.kind === "exited" ? outcome.stderr : outcome.reason}`);
  return duration((JSON.parse(outcome.stdout) as { readonly milliseconds: number }).milliseconds);
}

async function child(timeoutMilliseconds: number, ...words: readonly string[]): Promise<string> {
  const outcome = await runProcess({ command: process.execPath, arguments: words, timeoutMilliseconds });
  if (outcome.kind === "exited" && outcome.code === 0) return outcome.stdout;
  throw new Error(`${words.join(" ")}: ${outcome.kind === "exited" ? outcome.stderr : outcome.kind}`);
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
