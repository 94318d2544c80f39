import { escapeJson } from "./escape.ts";

/** A value as indented JSON that is safe to look at on a terminal. */
export function renderJson(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, undefined, 2))}\n`;
}
