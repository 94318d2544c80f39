import { describe, expect, test } from "vitest";
import { readPlainScalar } from "./configurationScalars.ts";

/** What `pulumi config --json` (3.259) made of each unquoted scalar inside a map: recorded, not computed. */
const recorded: readonly (readonly [written: string, readByTheCli: unknown])[] = [
  ["2026-12-31", "2026-12-31 00:00:00 +0000 UTC"],
  ["2001-1-4", "2001-01-04 00:00:00 +0000 UTC"],
  ["2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.1 -0500 -0500"],
  ["2001-12-14 21:59:43.10", "2001-12-14 21:59:43.1 +0000 UTC"],
  ["0433", 283],
  ["010", 8],
  ["00", 0],
  ["08", 8],
  ["0499", 499],
  ["-017", -15],
  ["+017", 15],
  ["0o17", 15],
  ["0O7", 7],
  ["0x1f", 31],
  ["0X1F", 31],
  ["0x_1f", 31],
  ["0b11", 3],
  ["0B1", 1],
  ["1_000", 1000],
  ["1__0", 10],
  ["1_", 1],
  ["0_1", 1],
  ["1_0.5", 10.5],
  ["1.10", 1.1],
  ["6.0", 6],
  ["5.", 5],
  ["1.e5", 100000],
  [".5", 0.5],
  ["+.5", 0.5],
  ["-.5", -0.5],
  ["+5", 5],
  ["-0", 0],
  ["0.0", 0],
  ["1e3", 1000],
  ["1E3", 1000],
  ["1.0e+3", 1000],
  ["12e4", 120000],
  ["0e0", 0],
  ["1e-400", 0],
  ["12345678901234567890", 12345678901234567000],
  ["1.23456789012345678901", 1.2345678901234567],
  ["100000000000000000000", 100000000000000000000],
  ["True", true],
  ["TRUE", true],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["~", null],
  ["", null],
  ["450", 450],
  ["-5", -5],
  ["0", 0],
  ["1.5", 1.5],
  ["0.1", 0.1],
  ["123456.789", 123456.789],
  ["1000000", 1000000],
  ["4294967296", 4294967296],
  ["9007199254740991", 9007199254740991],
  ["true", true],
  ["false", false],
  ["yes", "yes"],
  ["Yes", "Yes"],
  ["no", "no"],
  ["on", "on"],
  ["OFF", "OFF"],
  ["y", "y"],
  ["N", "N"],
  ["T", "T"],
  ["12:30:45", "12:30:45"],
  ["190:20:30", "190:20:30"],
  ["8:30", "8:30"],
  ["1.10.2", "1.10.2"],
  ["2024v04", "2024v04"],
  ["0xZZ", "0xZZ"],
  ["=", "="],
  ["<<", "<<"],
  ["_1", "_1"],
  ["None", "None"],
  ["nil", "nil"],
  ["NaN", "NaN"],
  ["Infinity", "Infinity"],
  ["1e5-a", "1e5-a"],
  ["10.20.0.0/16", "10.20.0.0/16"],
  ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000001"],
];

describe("an unquoted scalar", () => {
  test.each(recorded)("%j is read as the Pulumi CLI reads it (%j), or refused", (written, readByTheCli) => {
    const reading = readPlainScalar(written);
    if (reading.kind === "value") expect(reading.value).toBe(readByTheCli);
    else expect(reading.fix).not.toBe("");
  });

  test.each(["2026-12-31", "0433", "010", "1.10", "0x1f", "1_000", "1e3", ".5", "12345678901234567890", "6.0", "True", "~", "null", "", ".inf", "-.INF", ".NaN", "1e400", "-0"])("%j is refused, because a rewrite by the CLI changes how it is written or what it is", (written) => {
    expect(readPlainScalar(written).kind).toBe("refused");
  });

  test.each([["2024v04", "2024v04"], ["yes", "yes"], ["450", 450], ["0.25", 0.25], ["true", true], ["12:30", "12:30"]])("%j needs no quotes", (written, value) => {
    expect(readPlainScalar(written)).toEqual({ kind: "value", value });
  });

  test("says what the CLI makes of it", () => {
    expect(readPlainScalar("0433")).toMatchObject({ readAs: "the number 283" });
    expect(readPlainScalar("1.10")).toMatchObject({ readAs: "the number 1.1" });
    expect(readPlainScalar("2026-12-31")).toMatchObject({ readAs: "a point in time" });
  });
});
