import fc from "fast-check";
import { expect, test } from "vitest";
import { differingPaths, inputsAsFound } from "./foundInputs.ts";

const json = fc.jsonValue({ maxDepth: 4 });
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };

test("what Azure gives back as asked for stays as asked for, whatever it adds", () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), json), fc.dictionary(fc.string(), json), (asked, added) => {
    expect(inputsAsFound(asked, { ...added, ...asked })).toEqual(asked);
    expect(inputsAsFound(asked, {})).toEqual(asked);
    expect(differingPaths(asked, asked)).toEqual([]);
  }));
});

test("what differs is Azure's, and its path is told", () => {
  const asked = { rules: [{ name: "a", access: "Deny" }, { name: "b", access: "Deny" }], size: "D4", password: secret };
  const found = { rules: [{ name: "B", access: "Allow", etag: "1" }, { name: "a", access: "Deny" }], size: "d4", password: "x" };
  const taken = inputsAsFound(asked, found);
  expect(taken).toEqual({ ...asked, rules: [{ name: "a", access: "Deny" }, { name: "b", access: "Allow" }] });
  expect(differingPaths(asked, taken)).toEqual(["rules[1].access"]);
});

test("a list with other items is Azure's as a whole", () => {
  const found = { rules: [{ name: "a" }, { name: "opened" }] };
  expect(inputsAsFound({ rules: [{ name: "a" }] }, found)).toEqual(found);
  expect(inputsAsFound({ rules: [{ name: "a" }, { name: "b" }] }, found)).toEqual(found);
  expect(differingPaths({ rules: [{ name: "a" }] }, found)).toEqual(["rules"]);
});
