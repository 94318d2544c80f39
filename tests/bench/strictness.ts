import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isObject, listAt, textAt, type Properties } from "../../rehearsal/propertyValues.ts";
import { RehearsedAzure } from "../../rehearsal/rehearsedAzure.ts";
import type { Write } from "../../rehearsal/refusals/change.ts";
import { refuseWrite } from "../../rehearsal/refusals/index.ts";
import { idFromInputs } from "../../rehearsal/resourceAddress.ts";
import { ResourceStore } from "../../rehearsal/resourceStore.ts";
import { rehearsedType, resolveType } from "../../rehearsal/resourceTypes.ts";
import { subject } from "../proofSubjects.ts";
import { median, type Figure } from "./measure.ts";

/** Milliseconds that one resource of PROD costs while it comes up on the rehearsed Azure, median of several runs. */
interface Strictness {
  /** What asking every refusal takes: the difference to a provider that refuses nothing. */
  readonly refusals: number;
  readonly all: number;
}

/** What strictness costs, as a row of the table of figures. */
export async function strictness(): Promise<Figure> {
  const { refusals, all } = measureStrictness(15);
  return { what: "a resource of PROD made on the rehearsed Azure: what every refusal takes, and all of it", bar: "refusals under 1 ms", measured: `${refusals.toFixed(2)} ms; ${all.toFixed(1)} ms`, reached: refusals < 1 };
}

/** Brings PROD up several times, each on an empty store, and times the refusals of each write by themselves. */
function measureStrictness(runs: number): Strictness {
  const measured = Array.from({ length: runs }, bringUp);
  return { refusals: median(measured.map(({ refusals }) => refusals)), all: median(measured.map(({ all }) => all)) };
}

function bringUp(): Strictness {
  const folder = mkdtempSync(join(tmpdir(), "strictness-"));
  const store = new ResourceStore(folder);
  const azure = new RehearsedAzure(store);
  const { plan, resources } = subject("prod");
  const caller = plan.azure;
  const planned = resources().flatMap(({ type: token, inputs }) => {
    const type = resolveType(token)?.type;
    return type === undefined ? [] : [{ type, id: idFromInputs(type, inputs, caller.subscriptionId), inputs: plain(inputs) }];
  });
  let [refusals, all] = [0, 0];
  for (const { type, id, inputs } of planned) {
    const inline = inlineWrites({ type, id, inputs, before: undefined, inputsBefore: undefined, store, caller });
    const begun = performance.now();
    refuseWrite({ type, id, inputs, before: undefined, inputsBefore: undefined, store, caller }, inline);
    const asked = performance.now();
    azure.put(type, id, inputs, caller, true);
    refusals += asked - begun;
    all += performance.now() - asked;
  }
  rmSync(folder, { recursive: true, force: true });
  return { refusals: refusals / planned.length, all: all / planned.length };
}

function inlineWrites(write: Write): readonly Write[] {
  return (write.type.children ?? []).flatMap(({ property, segment }) => {
    const type = rehearsedType(`${write.type.armType}/${segment}`);
    return type === undefined ? [] : listAt(write.inputs, property).filter(isObject).map((inputs) => ({ ...write, type, id: `${write.id}/${segment}/${textAt(inputs, "name") ?? ""}`, inputs }));
  });
}

/** Inputs without what only an update generates. */
function plain(inputs: object): Properties {
  return JSON.parse(JSON.stringify(inputs).replaceAll(/\{"resource":"[^"]*","property":"[^"]*","secret":true\}/g, '"generated"')) as Properties;
}
