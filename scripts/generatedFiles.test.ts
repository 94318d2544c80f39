import { expect, test } from "vitest";
import { staleFiles } from "./generatedFiles.ts";

test("what is made from the sources says what the sources say", () => {
  expect(staleFiles().map(({ path }) => path), "npm run generate writes them").toEqual([]);
});
