import { expect, test } from "vitest";
import { bareFacts } from "../../facts.ts";
import { judgeStack } from "../../judge.ts";
import { readStack } from "../../stack.ts";
import { notKnownYet } from "../samples.ts";
import { generatedPasswords } from "./generatedPasswords.ts";

const password = { type: "random:index/randomPassword:RandomPassword", name: "password", inputs: {} };
const machine = { type: "azure-native:compute:VirtualMachine", name: "machine", dependencies: ["password"] };

function kindsOf(adminPassword: string): readonly string[] {
  return judgeStack([generatedPasswords], readStack([password, { ...machine, inputs: { osProfile: { adminPassword } } }], bareFacts("2026-01-15"))).flatMap(({ findings }) => findings.map(({ kind }) => kind));
}

test("what a resource as a whole depends on makes good what is not known yet, and nothing that is spelt out", () => {
  expect(kindsOf(notKnownYet)).toEqual([]);
  expect(kindsOf("Sommar2025!")).toEqual(["broken"]);
});
