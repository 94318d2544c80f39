import { describe, expect, test } from "vitest";
import { plain, unknownText } from "../reachability/readValues.ts";
import { NotKnown, orNotKnown, View } from "./view.ts";

const inputs = {
  name: "one",
  empty: "",
  nothing: null,
  flag: false,
  zero: 0,
  size: { tier: "P30", count: 3, unknown: unknownText, nothing: null },
  disks: [{ lun: 0 }, { lun: 1, unknown: unknownText }, unknownText, "text"],
  tags: ["a", "b"],
  numbers: [4],
  mixed: ["a", unknownText, 4],
  unknown: unknownText,
  longList: Array.from({ length: 12 }, (_, index) => ({ index })),
};
const view = () => new View(plain(inputs), "machine");

/** What is thrown, as path and reason. */
function thrownBy(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    expect(error).toMatchObject({ name: "NotKnown", resource: "machine", message: `${error.path} ${error.reason}` });
    return `${error.path} ${error.reason}`;
  }
  return "nothing";
}

describe("a value is read", () => {
  test("by its path, through records and lists", () => {
    expect(view().text("name")).toBe("one");
    expect(view().text("size.tier")).toBe("P30");
    expect(view().number("disks[1].lun")).toBe(1);
    expect(view().number("longList[11].index")).toBe(11);
    expect(view().boolean("flag")).toBe(false);
    expect(view().number("zero")).toBe(0);
    expect(view().texts("tags")).toEqual(["a", "b"]);
  });
  test("as absent where nothing stands, an empty text included", () => {
    const absent = [view().text("empty"), view().text("nothing"), view().text("missing"), view().text("size.missing"), view().text("nothing.inner"), view().text("missing.inner"), view().number("disks[7].lun")];
    expect(absent).toEqual(absent.map(() => undefined));
    expect([view().record("nothing"), view().boolean("missing"), view().number("missing")]).toEqual([undefined, undefined, undefined]);
    expect([view().records("missing"), view().texts("nothing"), view().keys("missing")]).toEqual([[], [], []]);
  });
  test("never from what every record has by itself", () => {
    const own = new View({ size: {} }, "machine");
    expect([own.text("constructor"), own.text("size.toString"), own.has("size.valueOf")]).toEqual([undefined, undefined, false]);
  });
  test("from a record or an entry of a list, which know where they lie", () => {
    expect(view().record("size")!.text("tier")).toBe("P30");
    expect(view().record("size")!.at("tier")).toBe("size.tier");
    expect(view().at("size")).toBe("size");
    expect(view().records("disks").map(({ path }) => path)).toEqual(["disks[0]", "disks[1]", "disks[2]", "disks[3]"]);
    expect(view().records("disks")[1]!.number("lun")).toBe(1);
    expect(view().record("size")!.path).toBe("size");
    expect(view().path).toBe("");
  });
});

describe("a number", () => {
  test.each([
    [4, 4], [-0.5, -0.5], ["4", 4], ["-4", -4], ["4.25", 4.25], ["1024", 1024], ["123456789012345", 123456789012345],
  ] as const)("%j is %d", (written, number) => {
    expect(new View(plain({ written }), "machine").number("written")).toBe(number);
  });
  test.each(["", "x", "4x", "x4", "4.", ".5", "4.x", "1e3", "0x10", " 4", "1234567890123456", true, Infinity, NaN])("%j is none", (written) => {
    expect(thrownBy(() => new View(plain({ written }), "machine").number("written"))).toBe("written is not a number");
  });
});

test("a word is a text, a number or a truth, in lower case", () => {
  const words = new View(plain({ text: "Yes", number: 4, truth: true, list: ["yes"], record: { yes: true } }), "machine");
  expect([words.word("text"), words.word("number"), words.word("truth"), words.word("missing")]).toEqual(["yes", "4", "true", undefined]);
  expect([thrownBy(() => words.word("list")), thrownBy(() => words.word("record"))]).toEqual(["list is not a word", "record is not a word"]);
});

test("a text matches a pattern, and what is absent matches none", () => {
  const text = new View(plain({ text: "P30", empty: "" }), "machine");
  expect([text.matches("text", /^P/), text.matches("text", /^S/), text.matches("missing", /./), text.matches("empty", /^/)]).toEqual([true, false, false, false]);
});

test("what stands for what is not known is told why, and takes no mistake for it", () => {
  expect(orNotKnown(() => view().text("name"), () => "other")).toBe("one");
  expect(orNotKnown(() => view().text("unknown"), ({ path, reason }) => `${path} ${reason}`)).toBe("unknown is not known");
  const mistaken = () => {
    throw new TypeError("a mistake");
  };
  expect(() => orNotKnown(mistaken, () => "other")).toThrow("a mistake");
});

describe("nobody is told anything of", () => {
  test.each<readonly [string, (from: View) => unknown, string]>([
    ["what is not known", (from) => from.text("unknown"), "unknown is not known"],
    ["what lies in a record", (from) => from.record("size")!.text("unknown"), "size.unknown is not known"],
    ["what lies in what is not known", (from) => from.text("unknown.inner[0].name"), "unknown.inner[0].name is not known"],
    ["an entry that is not known", (from) => from.records("disks")[2]!.number("lun"), "disks[2].lun is not known"],
    ["text in a list that is not known", (from) => from.texts("mixed"), "mixed[1] is not known"],
    ["a list that is not known", (from) => from.records("unknown"), "unknown is not known"],
    ["keys of what is not known", (from) => from.keys("unknown"), "unknown is not known"],
    ["another kind than text", (from) => from.text("flag"), "flag is not text"],
    ["another kind than true or false", (from) => from.boolean("name"), "name is not true or false"],
    ["another kind than a record", (from) => from.record("tags"), "tags is not a record"],
    ["another kind than a list", (from) => from.texts("size"), "size is not a list"],
    ["whether anything is in what is not known", (from) => from.has("unknown.inner"), "unknown.inner is not known"],
    ["what lies in something of another kind", (from) => from.text("name.inner"), "name.inner lies in something of another kind"],
    ["a list where a number should be", (from) => from.number("numbers"), "numbers is not a number"],
    ["an entry of what is no list", (from) => from.text("size[0]"), "size[0] lies in something of another kind"],
    ["a property of a list", (from) => from.text("tags.length"), "tags.length lies in something of another kind"],
    ["an entry that is no record", (from) => from.records("disks")[3]!.number("lun"), "disks[3].lun lies in something of another kind"],
  ])("%s", (_, read, told) => {
    expect(thrownBy(() => read(view()))).toBe(told);
  });
  test("text in a list that is of another kind", () => {
    expect(thrownBy(() => new View(plain({ list: ["a", 4] }), "machine").texts("list"))).toBe("list[1] is not text");
  });
});

describe("what stands somewhere", () => {
  test("is there, known or not", () => {
    const there = ["name", "empty", "unknown", "size", "size.unknown", "disks[2]", "zero", "flag"];
    expect(there.filter((path) => !view().has(path) || view().isAbsent(path))).toEqual([]);
    const absent = ["missing", "nothing", "size.nothing", "disks[9]", "nothing.inner"];
    expect(absent.filter((path) => view().has(path) || !view().isAbsent(path))).toEqual([]);
    expect(view().keys("size")).toEqual(["tier", "count", "unknown"]);
  });
  test("is shown where it can be", () => {
    expect(["name", "zero", "unknown", "missing", "name.inner", "nothing"].map((path) => view().shown(path))).toEqual(["one", 0, undefined, undefined, undefined, null]);
    expect(view().isAbsent("name.inner")).toBe(true);
    expect(view().record("size")!.plain()).toEqual(plain(inputs.size));
  });
});

test("whatever decides is told as read, by its whole path, and what is only shown is not", () => {
  const read: string[] = [];
  const told = new View(plain(inputs), "machine", "", (path) => read.push(path));
  told.text("name");
  told.has("size.count");
  told.records("disks")[1]!.number("lun");
  told.record("size")!.keys("missing");
  told.shown("zero");
  told.isAbsent("flag");
  expect(read).toEqual(["name", "size.count", "disks", "disks[1].lun", "size", "size.missing"]);
});
