import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { azureProvider } from "./azureProvider.ts";
import { createBeforeDelete } from "./checkedInputs.ts";
import { unknownValue, type Properties } from "./propertyValues.ts";
import type { ProviderSession } from "./provider.ts";
import { ResourceStore } from "./resourceStore.ts";

const network = "azure-native:network:VirtualNetwork";
let folder = "";
let session: ProviderSession;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "provider-"));
  session = configured({ subscriptionId: "one" });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function configured(variables: Record<string, string>): ProviderSession {
  return azureProvider(new ResourceStore(folder), "3.28.0").configure(variables);
}

function diff(inputsBefore: Properties, inputs: Properties, outputsBefore: Properties = {}) {
  const { changes, deleteBeforeReplace } = session.diff({ type: network, name: "main", id: "id", inputsBefore, inputs, outputsBefore });
  const replaces = [...changes].filter(([, change]) => change.replaces).map(([path]) => path);
  return { changes: [...changes.keys()], replaces, deleteBeforeReplace };
}

describe("a difference", () => {
  const named = { resourceGroupName: "core", virtualNetworkName: "main", location: "swedencentral" };

  it("in the path or a replacing property replaces, the old one deleted first", () => {
    expect(diff(named, { ...named, virtualNetworkName: "other" })).toEqual({ changes: ["virtualNetworkName"], replaces: ["virtualNetworkName"], deleteBeforeReplace: true });
    expect(diff(named, { ...named, location: "norwayeast" })).toMatchObject({ replaces: ["location"], deleteBeforeReplace: true });
  });

  it("replaces a resource with a made-up name by a new one first", () => {
    expect(diff({ ...named, [createBeforeDelete]: true }, { ...named, location: "norwayeast" })).toMatchObject({ replaces: ["location"], deleteBeforeReplace: false });
  });

  it("elsewhere updates", () => {
    expect(diff(named, { ...named, tags: { a: "b" } })).toEqual({ changes: ["tags"], replaces: [], deleteBeforeReplace: false });
  });

  it("replaces nothing where an input now says what Azure had answered", () => {
    const { location: _, ...unsaid } = named;
    expect(diff(unsaid, named, { location: "swedencentral" })).toEqual({ changes: ["location"], replaces: [], deleteBeforeReplace: false });
    expect(diff(unsaid, named, { location: "norwayeast" })).toMatchObject({ replaces: ["location"] });
  });

  it("is an update where a value is not known yet", () => {
    expect(diff({ ...named, tags: { a: "b" } }, { ...named, tags: { a: unknownValue } })).toMatchObject({ changes: ["tags.a"], replaces: [] });
  });

  it("is none between a state without API version and inputs with the one that was answered", () => {
    expect(diff(named, { ...named, azureApiVersion: "2024-05-01" }, { azureApiVersion: "2024-05-01" }).changes).toEqual([]);
  });
});

describe("an update at preview", () => {
  it("keeps the name and the location that stand and echoes the inputs", async () => {
    const outputsBefore = { name: "main", location: "swedencentral", etag: "1", tags: { a: "b" } };
    const inputs = { resourceGroupName: "core", virtualNetworkName: "main", location: "Sweden Central", tags: { a: "c" } };
    const outputs = await session.update({ type: network, name: "main", id: "id", inputsBefore: {}, inputs, outputsBefore, preview: true });
    expect(outputs).toMatchObject({ name: "main", location: "swedencentral", tags: { a: "c" }, etag: unknownValue });
  });
});

describe("a configured provider", () => {
  it("puts resources into its own subscription", async () => {
    const create = { type: "azure-native:resources:ResourceGroup", name: "core", inputs: { resourceGroupName: "core", location: "swedencentral" }, preview: false };
    expect((await session.create(create)).id).toBe("/subscriptions/one/resourceGroups/core");
    expect((await configured({ subscriptionId: "two" }).create(create)).id).toBe("/subscriptions/two/resourceGroups/core");
  });

  it("answers nothing for an id that is gone", async () => {
    expect(await session.read({ type: network, name: "main", id: "/subscriptions/one/resourceGroups/core/providers/Microsoft.Network/virtualNetworks/main", inputs: {}, outputs: {} })).toBeUndefined();
  });

  it("makes a resource again by an update where it was deleted in Azure", async () => {
    const inputs = { resourceGroupName: "core", location: "swedencentral" };
    const type = "azure-native:resources:ResourceGroup";
    const id = "/subscriptions/one/resourceGroups/core";
    const outputs = await session.update({ type, name: "core", id, inputsBefore: inputs, inputs, outputsBefore: {}, preview: false });
    expect(outputs).toMatchObject({ name: "core", location: "swedencentral", azureApiVersion: "2024-03-01" });
    expect((await session.read({ type, name: "core", id, inputs, outputs }))?.id).toBe(id);
  });
});
