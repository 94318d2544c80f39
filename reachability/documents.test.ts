import { describe, expect, test } from "vitest";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { readResources } from "./azureReader.ts";
import { parseDocument, readDocument, type ReadDocument } from "./documents.ts";
import { asPreview, asState, essence, inlineStack, standaloneStack } from "./testStacks.ts";

const state = asState(inlineStack);
const modelOf = (read: ReadDocument) => (read.kind === "resources" ? readResources(read.resources) : read);

describe("a document with resources", () => {
  test("is a plan as this package prints it", () => {
    const plan = planEnvironment(readConfiguration("Pulumi.utb.yaml").configuration);
    const read = parseDocument(JSON.stringify(plan));
    expect(read).toMatchObject({ kind: "resources", source: "plan" });
    expect(modelOf(read)).toEqual(readResources(plan.resources));
  });

  test.each([
    ["an exported state", { version: 3, deployment: { manifest: { version: "v3" }, secrets_providers: {}, resources: state } }],
    ["a checkpoint of the file backend", { version: 3, checkpoint: { stack: "organization/shared/dev", latest: { manifest: {}, resources: state } } }],
  ])("is %s", (_, document) => {
    const read = readDocument(document);
    expect(read).toMatchObject({ kind: "resources", source: "state" });
    expect(modelOf(read)).toEqual(readResources(state));
  });

  test("is a preview, of which every step tells its new state", () => {
    const resources = asState(asPreview(standaloneStack));
    const steps = [...resources.map((newState) => ({ op: "create", urn: newState.urn, newState })), { op: "delete", urn: "urn:pulumi:dev::shared::azure-native:network:RouteTable::old", oldState: {} }];
    const read = readDocument({ config: {}, steps });
    expect(read).toMatchObject({ kind: "resources", source: "preview" });
    expect(essence(modelOf(read) as never)).toEqual(essence(readResources(inlineStack)));
  });

  test("holds what was under way when a run died as a doubt", () => {
    const resource = { ...state[0]!, id: undefined, urn: `${state[0]!.urn}-new` };
    const read = readDocument({ version: 3, deployment: { resources: state, pending_operations: [{ resource, type: "creating" }] } });
    expect((modelOf(read) as ReturnType<typeof readResources>).gaps).toMatchObject([{ origin: { resource: resource.urn }, reason: "was under way when a run died: it may be there or not", concerns: [] }]);
  });

  test("keeps secrets as they are, and reads around them", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
    const hidden = state.map((one) => (one.type.endsWith(":VirtualMachine") ? { ...one, inputs: { ...(one.inputs as object), osProfile: { adminPassword: secret } } } : one));
    expect(modelOf(readDocument({ version: 3, deployment: { resources: hidden } }))).toEqual(readResources(state));
  });

  test("doubts what is encrypted where it decides", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
    const hidden = state.map((one) => (one.type.endsWith(":RouteTable") ? { ...one, inputs: { ...(one.inputs as object), routes: secret } } : one));
    expect(readResources(hidden).gaps).toMatchObject([{ origin: { path: "routes" }, reason: "is not known" }]);
  });

  test("leaves out what was replaced and waits to be deleted, and doubts it", () => {
    const old = { ...state[0]!, id: `${state[0]!.id}-old`, delete: true };
    expect(readResources([...state, old]).gaps).toMatchObject([{ concerns: [old.id.toLowerCase()] }]);
  });
});

describe("a document that cannot be used", () => {
  test.each<[string, string, string]>([
    ["an empty file", "  \n", "is empty"],
    ["a file of another kind", "config:\n  a: b\n", "is no JSON"],
    ["a file that was cut off", '{"version":3,"deployment":{"resources":[{"urn":', "ends too early: it was cut off"],
    ["a list", "[]", "is neither a plan nor a state: it is no record"],
    ["something else's JSON", '{"name":"package","version":"1.0.0"}', "is neither a plan nor a state: it has none of the fields resources, steps, deployment and checkpoint that these have"],
    ["a state of an old engine", '{"version":1,"deployment":{"resources":[]}}', "is a state of version 1: versions 3 and 4 are read"],
    ["a stack that was never brought up", '{"version":3,"deployment":null}', "is a state without a deployment: the stack was never brought up, or the file is not whole"],
    ["a state without resources", '{"version":3,"deployment":{"manifest":{}}}', "is a state without resources: there is nothing to judge"],
    ["resources that are no list", '{"specification":"2025-01-21","resources":{}}', "is a plan whose resources are no list"],
  ])("is %s", (_, text, reason) => {
    expect(parseDocument(text)).toEqual({ kind: "unreadable", reason });
  });
});
