import { describe, expect, test } from "vitest";
import { anchorsOf, isFound, withoutProvider, type Evidence, type Ground } from "./evidence.ts";

const ground: Ground = {
  resources: [
    { type: "azure-native:compute:VirtualMachine", inputs: { tags: { role: "core" }, disks: [{ sizes: [64, 100] }], secure: true, zones: [] } },
    { type: "azure-native:compute:VirtualMachine", inputs: { tags: { role: "web" }, disks: [{ sizes: [32] }], secure: null } },
  ],
  schema: { properties: { config: { properties: { "lifecare:usage": { properties: { users: { type: "integer" } } }, "lifecare:approvals": { items: { properties: { version: {} } } } } } } },
  pages: new Map([["docs/page.md", "# The page\n\n```sh\n# not a heading\n```\n\n## Who does it, & when?\n"]]),
  settings: new Set(["firewall"]),
  routines: new Set(["restore test"]),
};
const property = (path: string, more: object = {}): Evidence => ({ kind: "resource", type: "compute:VirtualMachine", path, ...more });

describe("evidence is found", () => {
  test.each<[string, Evidence]>([
    ["a property with any value", property("tags.role")],
    ["a text", property("tags.role", { value: "web" })],
    ["a form", property("tags.role", { value: /^co/ })],
    ["yes or no", property("secure", { value: "true" })],
    ["a number that is large enough, in lists of lists", property("disks[].sizes[]", { value: { atLeast: 100 } })],
    ["a number that is small enough", property("disks[].sizes[]", { value: { atMost: 32 } })],
    ["a property of a resource of which another one holds", property("disks[].sizes[]", { value: { atLeast: 100 }, where: { path: "tags.role", value: "core" } })],
    ["a path of the stack file", { kind: "input", path: "lifecare:usage.users" }],
    ["a path of the stack file inside a list", { kind: "input", path: "lifecare:approvals[].version" }],
    ["a setting", { kind: "setting", id: "firewall" }],
    ["a routine", { kind: "routine", name: "restore test" }],
    ["a heading", { kind: "page", file: "docs/page.md", anchor: "who-does-it--when" }],
  ])("%s", (_, evidence) => expect(isFound(evidence, ground)).toBe(true));
});

describe("evidence is not found", () => {
  test.each<[string, Evidence]>([
    ["a type that is not planned", { kind: "resource", type: "compute:Disk", path: "tags.role" }],
    ["a property that is absent", property("tags.other")],
    ["a property that is null", property("tags.role", { value: /./, where: { path: "secure", value: "null" } })],
    ["an entry of an empty list", property("zones[]")],
    ["a list where a record should be", property("disks.sizes")],
    ["another text", property("tags.role", { value: "cor" })],
    ["a number that is too small", property("disks[].sizes[]", { value: { atLeast: 101 } })],
    ["a number that is too large", property("disks[].sizes[]", { value: { atMost: 31 } })],
    ["a number where a text is", property("tags.role", { value: { atLeast: 0 } })],
    ["a property of a resource of which the other one does not hold", property("disks[].sizes[]", { value: { atLeast: 100 }, where: { path: "tags.role", value: "web" } })],
    ["a path that the stack file does not have", { kind: "input", path: "lifecare:usage.user" }],
    ["a list that the stack file does not have", { kind: "input", path: "lifecare:usage[].users" }],
    ["a word of the schema itself", { kind: "input", path: "lifecare:usage.users.type" }],
    ["another setting", { kind: "setting", id: "antivirus" }],
    ["another routine", { kind: "routine", name: "restart" }],
    ["a comment in a code block", { kind: "page", file: "docs/page.md", anchor: "not-a-heading" }],
    ["a heading of a page that is not there", { kind: "page", file: "docs/other.md", anchor: "the-page" }],
  ])("%s", (_, evidence) => expect(isFound(evidence, ground)).toBe(false));
});

test("equal headings have anchors of their own", () => {
  expect([...anchorsOf("# One\n## One\n### One")]).toEqual(["one", "one-1", "one-2"]);
});

test("types are named as rules name them", () => {
  expect(["azure-native:network:VirtualNetwork", "azure-native:network/v20230201:VirtualNetwork", "random:index/randomPassword:RandomPassword", "plan", "compute:Disk"].map(withoutProvider))
    .toEqual(["network:VirtualNetwork", "network:VirtualNetwork", "random:RandomPassword", "plan", "compute:Disk"]);
});
