import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StackState, StateEntry } from "../engine/stackState.ts";
import { judgeSuspects, recoveredState, stateWithSuspects } from "./findings.ts";
import type { Suspect } from "./suspects.ts";

const tags = { "lifecare-customer": "ank" };
const entry = (name: string, more: Partial<StateEntry> = {}): Suspect["entry"] => ({ urn: `urn:pulumi:utb::lifecare::azure-native:compute:Disk::${name}`, type: "azure-native:compute:Disk", custom: true, id: `/disks/${name}`, inputs: { tags, diskSizeGB: 64 }, ...more });
const suspect = (kind: Suspect["kind"], name = "data", more: Partial<StateEntry> = {}): Suspect => ({ kind, entry: entry(name, more) });
const found = (outputs: object, inputs: object = { tags, diskSizeGB: 64 }) => new Map([[entry("data").urn, entry("data", { inputs: inputs as never, outputs: { tags, ...outputs } })]]);
const judge = (kind: Suspect["kind"], seen: ReadonlyMap<string, StateEntry>) => judgeSuspects([suspect(kind)], seen)[0]!;
const state: StackState = { version: 3, deployment: { resources: [entry("group")], pending_operations: [{ type: "creating", resource: entry("data") }] } };

describe("what Azure says of a suspect", () => {
  test("decides what follows", () => {
    expect(judge("creating", new Map()).kind).toBe("absent");
    expect(judge("creating", found({ provisioningState: "Succeeded" })).kind).toBe("stands");
    expect(judge("creating", found({})).kind).toBe("stands");
    expect(judge("creating", found({ provisioningState: "Failed" })).kind).toBe("failed");
    expect(judge("creating", found({ properties: { provisioningState: "Updating" } })).kind).toBe("underWay");
    expect(judge("unseen", found({ tags: { "lifecare-customer": "other" } })).kind).toBe("foreign");
    expect(judge("unseen", found({ tags: undefined })).kind).toBe("foreign");
    expect(judge("changing", found({ tags: {} })).kind).toBe("stands");
  });

  test("is taken over as asked for, with Azure's values where it has others, and without what it adds", () => {
    const finding = judge("creating", found({ timeCreated: "now" }, { tags, diskSizeGB: 128, tier: "P10" }));
    expect(finding).toMatchObject({ kind: "stands", differing: ["diskSizeGB"], entry: { inputs: { tags, diskSizeGB: 128 }, outputs: { timeCreated: "now" } } });
    expect(JSON.stringify(finding)).not.toContain("P10");
  });

  test("is unfinished in the state where Azure gave up, so that the next update asks again", () => {
    expect(recoveredState(state, judgeSuspects([suspect("creating")], found({ provisioningState: "Failed" }))).deployment.resources).toContainEqual(expect.objectContaining({ id: "/disks/data", initErrors: ["Azure ended with Failed"] }));
  });
});

describe("the state after recovery", () => {
  const urns = ({ deployment }: StackState) => (deployment.resources ?? []).map(({ urn }) => urn.slice(urn.lastIndexOf(":") + 1));
  const after = (kind: Suspect["kind"], seen: ReadonlyMap<string, StateEntry>, before = state) => recoveredState(before, judgeSuspects([suspect(kind)], seen));

  test("has what stands, and neither what is absent nor what is somebody else's", () => {
    expect(urns(after("creating", found({})))).toEqual(["group", "data"]);
    expect(urns(after("creating", new Map()))).toEqual(["group"]);
    expect(urns(after("unseen", found({ tags: {} })))).toEqual(["group"]);
  });

  test("has no pending operations and keeps everything else", () => {
    const { deployment } = after("creating", new Map(), { ...state, deployment: { ...state.deployment, secrets_providers: { type: "passphrase" } } });
    expect(deployment).toEqual({ secrets_providers: { type: "passphrase" }, resources: [entry("group")] });
  });

  test("loses what an update deleted, unless somebody still depends on it", () => {
    const deleting: StackState = { version: 3, deployment: { resources: [entry("data"), entry("log")] } };
    expect(urns(after("changing", new Map(), deleting))).toEqual(["log"]);
    const needed: StackState = { version: 3, deployment: { resources: [entry("data"), entry("log", { dependencies: [entry("data").urn] })] } };
    expect(urns(after("changing", new Map(), needed))).toEqual(["data", "log"]);
  });

  test("has a replacement once: its remains make way for what stands", () => {
    const replacing: StackState = { version: 3, deployment: { resources: [entry("data", { pendingReplacement: true, id: "/disks/old" })], pending_operations: [{ type: "creating", resource: entry("data") }] } };
    expect(stateWithSuspects(replacing, [suspect("creating")]).deployment.resources!.map(({ id }) => id)).toEqual(["/disks/data"]);
    expect(after("creating", found({}), replacing).deployment.resources!.map(({ id }) => id)).toEqual(["/disks/data"]);
    expect(after("creating", new Map(), replacing).deployment.resources!.map(({ id }) => id)).toEqual(["/disks/old"]);
  });

  test("is as it was where nothing was interrupted, whatever is planned and not there", () => {
    fc.assert(fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.uniqueArray(fc.string({ minLength: 1 })), (standing, planned) => {
      const before: StackState = { version: 3, deployment: { resources: standing.map((name) => entry(`standing ${name}`)) } };
      expect(recoveredState(before, judgeSuspects(planned.map((name) => suspect("unseen", name)), new Map()))).toEqual(before);
    }));
  });
});
