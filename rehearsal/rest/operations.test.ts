import { expect, test } from "vitest";
import { Operations } from "./operations.ts";

test("an operation is under way for as many looks as it was given, whoever looks", () => {
  const operations = new Operations(2);
  const operation = operations.begin("Updating", "/Some/Id");
  expect([operations.look(operation), operations.under("/some/ID"), operations.under("/some/id"), operations.look(operation)]).toEqual(["InProgress", "Updating", undefined, "Succeeded"]);
  expect(operations.look("none")).toBeUndefined();
});

test("of a resource the latest operation counts; the oldest of very many are forgotten, and what they were about is not under way", () => {
  const operations = new Operations(1);
  const first = operations.begin("Creating", "/first");
  operations.begin("Deleting", "/again");
  operations.begin("Creating", "/again");
  expect(operations.under("/again")).toBe("Creating");
  for (let made = 0; made < 10_000; made++) operations.begin("Updating", `/other/${made}`);
  expect([operations.look(first), operations.under("/first")]).toEqual([undefined, undefined]);
  expect(operations.under("/other/9999")).toBe("Updating");
});
