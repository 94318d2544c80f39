import type { Rule } from "../rule.ts";
import { noBurstableSize } from "./noBurstableSize.ts";

/** Every rule, in the order of their ids. */
export const rules: readonly Rule[] = [noBurstableSize];
