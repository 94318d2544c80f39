import { expect, test } from "vitest";
import { Operations } from "./operations.ts";

test("an operation is under way for as many looks as it was given, whoever looks", () => {
  const operations = new Operations(2);
  const operation = operations.begin("Updating", "/Some/Id");
  expect([operations.look(operation)?.state, operations.under("/some/ID"), operations.under("/some/id"), operations.look(operation)?.state]).toEqual(["InProgress", "Updating", undefined, "Succeeded"]);
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

test("an operation on a virtual network stands in the way of another there, until it has been looked at often enough or has failed", () => {
  const operations = new Operations(2);
  const network = "/subscriptions/one/resourceGroups/core/providers/Microsoft.Network/virtualNetworks/main";
  const operation = operations.begin("Creating", `${network}/subnets/web`);
  expect(operations.blocks(`${network}2/subnets/app`)).toBe(false);
  expect([1, 2, 3].map(() => operations.blocks(`${network.toUpperCase()}/subnets/app`))).toEqual([true, true, false]);
  expect(operations.look(operation)).toEqual({ state: "Succeeded" });
  const failed = operations.begin("Updating", network);
  operations.fail(failed, { code: "Conflict", message: "" });
  expect([operations.blocks(network), operations.look(failed)?.state]).toEqual([false, "Failed"]);
});
