import { expect, test } from "vitest";
import { bareFacts } from "../../facts.ts";
import { judgeStack } from "../../judge.ts";
import { readStack } from "../../stack.ts";
import { notKnownYet } from "../samples.ts";
import { generatedPasswords } from "./generatedPasswords.ts";

const password = { type: "random:index/randomPassword:RandomPassword", name: "password", inputs: {} };
const machine = { type: "azure-native:compute:VirtualMachine", name: "machine", dependencies: ["password"] };

const findingsOf = (resources: Parameters<typeof readStack>[0]) => judgeStack([generatedPasswords], readStack(resources, bareFacts("2026-01-15"))).flatMap(({ findings }) => findings);

function kindsOf(adminPassword: string): readonly string[] {
  return findingsOf([password, { ...machine, inputs: { osProfile: { adminPassword } } }]).map(({ kind }) => kind);
}

test("what a resource as a whole depends on makes good what is not known yet, and nothing that is spelt out", () => {
  expect(kindsOf(notKnownYet)).toEqual([]);
  expect(kindsOf("Sommar2025!")).toEqual(["broken"]);
});

test("a value is of the name that stands beside it, whatever the list is called in which both stand", () => {
  const extension = { type: "azure-native:compute:VirtualMachineExtension", name: "extension", inputs: { protectedSettings: { values: [{ name: "password", value: "Sommar2025!" }] } } };
  expect(findingsOf([extension])).toMatchObject([{ kind: "broken", path: "protectedSettings.values[0].value" }]);
});
