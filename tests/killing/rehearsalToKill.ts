import { appendFileSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ResourceStore } from "../../rehearsal/resourceStore.ts";
import { startRehearsal } from "../../rehearsal/startRehearsal.ts";
import type { Aim } from "./killedEnvironment.ts";

/**
 * A rehearsal in a process of its own, which `kill -9` can end. It writes down what it makes and removes, and kills where it is told to: the engine, which it finds by its
 * lock, itself, or both.
 *
 * Arguments: folder of the environment.
 */
const [folder = ""] = process.argv.slice(2);
const note = (what: string, id: string) => appendFileSync(join(folder, "made.log"), `${what} ${id.toLowerCase()}\n`);

const { add, remove } = ResourceStore.prototype;
ResourceStore.prototype.add = function (resource) {
  const isNew = add.call(this, resource);
  if (isNew) note("made", resource.id);
  return isNew;
};
ResourceStore.prototype.remove = function (id) {
  const wasThere = remove.call(this, id);
  if (wasThere) note("removed", id);
  return wasThere;
};

let aim: Aim | undefined;
process.on("message", (given: Aim) => {
  aim = given;
});

function kill({ whom }: Aim): void {
  if (whom !== "providers") for (const process_ of enginesAtWork()) process.kill(process_, "SIGKILL");
  process.send?.("killed");
  if (whom !== "engine") process.kill(process.pid, "SIGKILL");
}

function enginesAtWork(): readonly number[] {
  return globSync(join(folder, "state", ".pulumi", "locks", "**", "*.json")).map((path) => (JSON.parse(readFileSync(path, "utf8")) as { pid: number }).pid);
}

const rehearsal = await startRehearsal({ storeFolder: join(folder, "azure") });
const count = rehearsal.calls.count.bind(rehearsal.calls);
rehearsal.calls.count = (method, type) => {
  count(method, type);
  if (aim === undefined) return;
  aim = { ...aim, calls: aim.calls - 1 };
  if (aim.calls > 0) return;
  const reached = aim;
  aim = undefined;
  if (reached.afterMilliseconds === 0) kill(reached);
  else setTimeout(() => kill(reached), reached.afterMilliseconds);
};
process.send?.({ debugProviders: rehearsal.debugProviders });
