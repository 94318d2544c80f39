import pc from "picocolors";
import { lifecare } from "../commands/lifecare.ts";
import type { Output } from "../commands/output.ts";
import { plainText } from "../reports/text.ts";

/** Runs the `lifecare` command in this process, and answers what it said. */
export async function say(...words: readonly string[]) {
  let [result, notices] = ["", ""];
  const output: Output = { result: (text) => void (result += text), notice: (text) => void (notices += text), style: plainText, colours: pc.createColors(false), interactive: false };
  return { code: await lifecare(words, output), result, notices };
}
