import { boxFormula, listFormulas, oddsBetween } from "../oracles/packetFormulas.ts";
import { startZ3 } from "../oracles/z3.ts";
import { rewritten, ruleListFamilies, type BoxRule } from "./ruleListFamilies.ts";

/*
 * z3 as a peer, in a process of its own, which can be ended when its time is up: `node proofZ3.ts FAMILY COUNT` prints the
 * milliseconds from formulas to verdict, without the start of the solver.
 */

const [name, count] = process.argv.slice(2);
const family = ruleListFamilies.find((candidate) => candidate.name === name);
if (family === undefined) throw new RangeError(`No family of rule lists is called ${name}`);

const z3 = await startZ3();
const rules = family.rules(Number(count), 0);
const started = performance.now();
const [one, other] = [formulasOf("one", rules), formulasOf("other", rewritten(rules))];
const [found] = await z3.find({ definitions: `${one.definitions}\n${other.definitions}`, formulas: [oddsBetween(one.allowed, other.allowed)], timeoutMilliseconds: 600_000 });
const milliseconds = performance.now() - started;
await z3.stop();
if (found!.kind !== "none") throw new Error(`${name}: z3 on two spellings of one list: ${found!.kind}`);
process.stdout.write(JSON.stringify({ milliseconds }));

function formulasOf(list: string, written: readonly BoxRule[]) {
  const inOrder = written.toSorted((first, second) => first.priority - second.priority);
  return listFormulas(list, inOrder.map(({ action, box }) => ({ action, matches: boxFormula(box) })));
}
