/**
 * An unquoted YAML scalar as this program and the Pulumi CLI read it alike, or the reason why they do not.
 *
 * The CLI (tried: 3.259) reads YAML with a Go library that knows more than texts, decimal numbers and booleans, and
 * writes back what it has read whenever it touches the file: `0433` becomes 283, `1.10` becomes 1.1, `2026-12-31` becomes
 * `2026-12-31 00:00:00 +0000 UTC`. What is neither plainly a text nor a number in its shortest form is therefore refused.
 */
export type ScalarReading =
  | { readonly kind: "value"; readonly value: string | number | boolean }
  | { readonly kind: "refused"; readonly readAs: string; readonly fix: string };

export function readPlainScalar(written: string): ScalarReading {
  if (written === "true" || written === "false") return { kind: "value", value: written === "true" };
  if (/^(?:true|false)$/i.test(written)) return isBooleanOfGo(written) ? refused(written.toLowerCase(), written, `write ${written.toLowerCase()}`) : text(written);
  if (nothing.test(written)) return refused("nothing (null)", written, "leave the key out, or state a value");
  if (infinite.test(written)) return refused("no number that it can write", written);
  if (timestamp.test(written)) return refused("a point in time", written);
  const digits = written.replaceAll("_", "");
  if (/^[-+.\d]/.test(written)) {
    if (otherBase.test(digits)) return refused(`the number ${numberOfOtherBase(digits)}`, written);
    if (decimal.test(digits)) return readDecimal(written, Number(digits));
  }
  return text(written);
}

const nothing = /^(?:|~|null|Null|NULL)$/;
const infinite = /^[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)$/;
const timestamp = /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt\s])/;
const otherBase = /^[-+]?0(?:[xX][\da-fA-F]+|[bB][01]+|[oO]?[0-7]+)$/;
const decimal = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** The CLI takes only these spellings for booleans; `tRUE` is a text. */
function isBooleanOfGo(written: string): boolean {
  return ["True", "TRUE", "False", "FALSE"].includes(written);
}

function readDecimal(written: string, value: number): ScalarReading {
  const exact = String(value) === written && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return exact ? { kind: "value", value } : refused(`the number ${value}`, written, `write ${Number.isFinite(value) && !Object.is(value, -0) ? value : 0}, or "${written}" in quotes where a text is meant`);
}

function numberOfOtherBase(digits: string): number {
  const [, sign = "", prefix = "", rest = ""] = /^([-+]?)0([xXbBoO]?)(.+)$/.exec(digits) ?? [];
  const base = /x/i.test(prefix) ? 16 : /b/i.test(prefix) ? 2 : 8;
  return (sign === "-" ? -1 : 1) * Number.parseInt(rest, base);
}

function text(value: string): ScalarReading {
  return { kind: "value", value };
}

function refused(readAs: string, written: string, fix = `write "${written}" in quotes where a text is meant, a decimal number otherwise`): ScalarReading {
  return { kind: "refused", readAs, fix };
}
