import type { Rule } from "../policies/rule.ts";

/** What the rules of a room are about, by the first digit of their ids. */
export const ruleRooms: Readonly<Record<string, string>> = {
  0: "The stack as a whole",
  1: "Networks",
  2: "Machines",
  3: "Publishing and secrets",
  4: "Operations",
  5: "What Azure would refuse",
};

/** First digit of a rule's id: its room. */
export function roomOf({ id }: Pick<Rule, "id">): string {
  return id.charAt("LC".length);
}
