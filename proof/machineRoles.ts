import { roleTag } from "../specification/stackTags.ts";
import type { ModelMachine, NetworkModel, Origin } from "../reachability/model.ts";
import { roles, type Role } from "../specification/vocabulary.ts";

export interface RoledMachine {
  readonly machine: ModelMachine;
  /** In the vocabulary's order. */
  readonly roles: readonly Role[];
  readonly zone: string;
}

/** A machine that nobody can say anything of: nothing is expected of it, and that is no pass. */
export interface RoleFault {
  /** Unknown where its tags or interfaces could not be read. */
  readonly kind: "broken" | "unknown";
  readonly machine: string;
  readonly origin: Origin;
  readonly reason: string;
  readonly fix: string;
}

/** Machines with equal roles are a zone, named by its roles. */
export function readRoles({ machines, gaps }: NetworkModel): { readonly machines: readonly RoledMachine[]; readonly faults: readonly RoleFault[] } {
  const read = machines.map(readMachine);
  const unread = machines.flatMap((machine) => gaps.filter(({ concerns }) => concerns.includes(machine.id)).map(({ reason }) => ({ machine, reason })));
  const unknown = unread.map(({ machine: { name, origin }, reason }): RoleFault => ({ kind: "unknown", machine: name, origin, reason, fix: "make it known, or read a state instead of a preview" }));
  const broken = read.filter((one) => "reason" in one).filter(({ machine }) => !unknown.some((fault) => fault.machine === machine));
  return { machines: read.filter((one) => "zone" in one), faults: [...broken, ...unknown] };
}

function readMachine(machine: ModelMachine): RoledMachine | RoleFault {
  const words = (machine.tags[roleTag] ?? "").split(/\s+/).filter((word) => word !== "");
  const fault = (reason: string, fix: string): RoleFault => ({ kind: "broken", machine: machine.name, origin: machine.origin, reason, fix });
  if (words.length === 0) return fault(`has no tag ${roleTag}`, `give it the tag ${roleTag} with one or more of ${roles.join(", ")}, or take it out of the network`);
  const strange = words.filter((word) => !(roles as readonly string[]).includes(word));
  if (strange.length > 0) return fault(`has the tag ${roleTag} with ${strange.join(", ")}, which no server type is called`, `use ${roles.join(", ")}`);
  if (machine.interfaces.length === 0) return fault("has no network interface that can be seen", "attach one, or take the machine out");
  const held = roles.filter((role) => words.includes(role));
  return { machine, roles: held, zone: held.join("-") };
}
