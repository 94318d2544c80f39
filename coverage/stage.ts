import { stages, type Stage } from "../specification/register.ts";

/** The last stage that is reached: what is due until then has to be fulfilled. */
export const currentStage = "gate" satisfies Stage;

/** Whether what is due at a stage is due when another one is reached. */
export function isReached(stage: Stage, reached: Stage): boolean {
  return stages.indexOf(stage) <= stages.indexOf(reached);
}
