import pc from "picocolors";
import { lifecare } from "../commands/lifecare.ts";
import type { Output } from "../commands/output.ts";
import { plainText } from "../reports/text.ts";

/** Runs the `lifecare` command in this process, and answers what it said. */
export async function say(...words: readonly string[]) {
  let [result, notices] = ["", ""];
  const code = await lifecare(words, { ...quietOutput((text) => void (result += text)), notice: (text) => void (notices += text) });
  return { code, result, notices };
}

/** What a command writes to where nobody watches. */
export function quietOutput(tell: (text: string) => void): Output {
  return { result: tell, notice: tell, style: plainText, colours: pc.createColors(false), interactive: false };
}
