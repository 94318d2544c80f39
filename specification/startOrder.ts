import type { Clause, Role } from "./vocabulary.ts";

export interface StartStage {
  readonly roles: readonly Role[];
  /** Whether the vendor names the stage, or it is our reading (17). */
  readonly namedBy: "vendor" | "reading";
}

export const startOrderClause: Clause = "T6.4-1";

/** Order in which servers start, the next stage when the last one answers; they stop the other way round. */
export const startOrder: readonly StartStage[] = [
  { roles: ["database"], namedBy: "reading" },
  { roles: ["core"], namedBy: "vendor" },
  { roles: ["application"], namedBy: "vendor" },
  { roles: ["compute"], namedBy: "reading" },
  { roles: ["intranetWeb", "web"], namedBy: "vendor" },
];

/** Stage (from 0) at which a machine with these roles starts: that of its first role, since others wait for that one. */
export function startStageOf(roles: readonly Role[]): number {
  return startOrder.findIndex((stage) => stage.roles.some((role) => roles.includes(role)));
}
