import { describe, expect, test } from "vitest";
import type { PendingOperation, StackState, StateEntry } from "../engine/stackState.ts";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { findInterruption, urnOf } from "./suspects.ts";

const place = { stack: "utb", project: "lifecare" };
const { configuration } = readConfiguration("Pulumi.utb.yaml");
const { resources: planned } = planEnvironment(configuration);
const urn = (name: string) => urnOf(planned.find((resource) => resource.name === name)!, place);
const environment = "lifecare:index:LifecareEnvironment";
const component = (types: string, name: string): StateEntry => ({ urn: `urn:pulumi:utb::lifecare::${types}::${name}`, type: types.split("$").at(-1)! });
const frame: readonly StateEntry[] = [
  component("pulumi:pulumi:Stack", "lifecare-utb"),
  component(environment, "lifecare"),
  { ...component("pulumi:providers:azure-native", "default"), custom: true, id: "provider-id" },
  component(`${environment}$lifecare:index:LifecareNetwork`, "lifecare"),
  component(`${environment}$lifecare:index:SecretStore`, "lifecare"),
  component(`${environment}$lifecare:index:LifecareServer`, "ankutbcmp01"),
];
const standing = (name: string, outputs: StateEntry["outputs"] = {}): StateEntry => {
  const { type, id } = planned.find((resource) => resource.name === name)!;
  return { urn: urn(name), custom: true, type, outputs, ...(id === undefined ? {} : { id }) };
};
const stateOf = (names: readonly string[], pending: readonly PendingOperation[] = []): StackState => ({
  version: 3,
  deployment: { resources: [...frame, ...names.map((name) => standing(name, { result: `encrypted ${name}` }))], pending_operations: pending },
});
const pendingOf = (type: string, name: string): PendingOperation => {
  const { id: _, ...resource } = standing(name);
  return { type, resource };
};
const suspectsIn = (state: StackState, kind: string) => findInterruption(state, planned).suspects.filter((suspect) => suspect.kind === kind);

describe("what has to be looked up after an update died", () => {
  test("is what was being made, by the id that the plan knows", () => {
    const [suspect, ...others] = suspectsIn(stateOf(["lifecare-group"], [pendingOf("creating", "lifecare-vault")]), "creating");
    expect(others).toEqual([]);
    expect(suspect!.entry.id).toBe(planned.find(({ name }) => name === "lifecare-vault")!.id);
  });

  test("is what was being updated or deleted, as the state holds it", () => {
    for (const type of ["updating", "deleting"]) expect(suspectsIn(stateOf(["lifecare-group"], [pendingOf(type, "lifecare-group")]), "changing").map(({ entry }) => entry)).toEqual([standing("lifecare-group", { result: "encrypted lifecare-group" })]);
  });

  test("is what a provider may have made unseen: it is planned, nobody knows it, and all that it needs stands", () => {
    const unseen = (names: readonly string[]) => suspectsIn(stateOf(names), "unseen").map(({ entry }) => entry.urn);
    expect(unseen([])).toEqual([urn("lifecare-group")]);
    const afterGroup = unseen(["lifecare-group"]);
    expect(afterGroup).toContain(urn("lifecare-vault"));
    expect(afterGroup).not.toContain(urn("lifecare-group"));
    expect(afterGroup).not.toContain(urn("ankutbcmp01-machine"));
    expect(unseen(planned.map(({ name }) => name))).toEqual([]);
  });

  test("holds generated passwords as the state has encrypted them, and is none where the state has no such password", () => {
    const secret = planned.find(({ type }) => type.endsWith(":Secret"))!;
    const password = secret.dependencies.find((name) => name.endsWith("-password"))!;
    const entry = suspectsIn(stateOf(["lifecare-group", "lifecare-vault", password]), "unseen").map((suspect) => suspect.entry).find((candidate) => candidate.urn === urn(secret.name));
    expect(entry!.inputs!["properties"]).toMatchObject({ value: `encrypted ${password}` });
    expect(entry!.parent).toBe(frame[4]!.urn);
    expect(entry!.provider).toBe(`${frame[2]!.urn}::provider-id`);
    expect(suspectsIn({ version: 3, deployment: { resources: [...frame, ...["lifecare-group", "lifecare-vault", password].map((name) => standing(name))] } }, "unseen").map((suspect) => suspect.entry.urn)).not.toContain(urn(secret.name));
  });
});

test("what lives in the state alone is made anew, and what today's plan does not have has no id", () => {
  const password = planned.find(({ type }) => type.startsWith("random:"))!.name;
  const foreign: PendingOperation = { type: "creating", resource: { urn: "urn:pulumi:utb::lifecare::azure-native:network:VirtualNetwork::gone", type: "azure-native:network:VirtualNetwork" } };
  const interruption = findInterruption(stateOf(planned.map(({ name }) => name).filter((name) => name !== password), [pendingOf("creating", password), foreign]), planned);
  expect(interruption.madeAnew.map((entry) => entry.urn)).toEqual([urn(password)]);
  expect(interruption.withoutId).toEqual([{ ...foreign.resource, id: undefined }]);
  expect(interruption.suspects).toEqual([]);
});

test("an empty state has nothing to look up", () => {
  expect(findInterruption({ version: 3, deployment: {} }, planned)).toEqual({ suspects: [], madeAnew: [], withoutId: [] });
});
