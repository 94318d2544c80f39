import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ResourceStore, type StoredResource } from "./resourceStore.ts";

const group = "/subscriptions/S1/resourceGroups/Core";
const network = `${group}/providers/Microsoft.Network/virtualNetworks/main`;

function resource(id: string, type = "Microsoft.Network/virtualNetworks", properties: StoredResource["properties"] = {}): StoredResource {
  return { id, type, revision: 1, properties };
}

let folder = "";
let store: ResourceStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "store-"));
  store = new ResourceStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function files(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(folder, path)).isFile()).sort();
}

describe("the store", () => {
  it("finds a resource whatever the case of its id, and gives the id back as it was written", () => {
    store.add(resource(network));
    expect(store.get(network.toUpperCase())?.id).toBe(network);
    expect(store.get(`${network}2`)).toBeUndefined();
  });

  it("adds a resource once", () => {
    expect(store.add(resource(network, "t", { first: true }))).toBe(true);
    expect(store.add(resource(network.toLowerCase(), "t", { first: false }))).toBe(false);
    expect(store.get(network)?.properties).toEqual({ first: true });
  });

  it("sees at once what another store over the same folder writes and removes, of the same length too", () => {
    const other = new ResourceStore(folder);
    store.add(resource(network, "t", { size: 1 }));
    expect(other.get(network)?.properties).toEqual({ size: 1 });
    for (let size = 2; size < 9; size++) {
      // A file that is written twice may get back the number of the one before.
      store.replace(resource(network, "t", { size: 1 }));
      store.replace(resource(network, "t", { size }));
      expect(other.get(network)?.properties).toEqual({ size });
      expect(other.all().map(({ properties }) => properties)).toEqual([{ size }]);
    }
    store.remove(network);
    expect(other.get(network)).toBeUndefined();
    store.add(resource(network, "t", { size: 1 }));
    expect(other.get(network)?.properties).toEqual({ size: 1 });
  });

  it("keeps one readable file for each resource, below a folder that mirrors the id", () => {
    store.add(resource(network, "t", { b: 1, a: 2 }));
    expect(files()).toEqual([join("subscriptions", "s1", "resourcegroups", "core", "providers", "microsoft.network", "virtualnetworks", "main", "resource.json")]);
    expect(readFileSync(join(folder, files()[0] ?? ""), "utf8")).toBe(
      `{\n  "id": "${network}",\n  "properties": {\n    "a": 2,\n    "b": 1\n  },\n  "revision": 1,\n  "type": "t"\n}\n`,
    );
  });

  it("removes a resource with everything below it, extensions too, and nothing beside it", () => {
    store.add(resource(group, "g"));
    store.add(resource(network));
    store.add(resource(`${network}/subnets/core`, "Microsoft.Network/virtualNetworks/subnets"));
    store.add(resource(`${network}/providers/Microsoft.Authorization/locks/keep`, "Microsoft.Authorization/locks"));
    store.add(resource(`${network}2`));
    expect(store.remove(network.toLowerCase())).toBe(true);
    expect(store.all().map(({ id }) => id)).toEqual([group, `${network}2`]);
    expect(store.remove(network)).toBe(false);
    store.remove(group);
    expect(files()).toEqual([]);
  });

  it("lists children by name and resources by type, in every resource group", () => {
    store.add(resource(network));
    for (const name of ["web", "core"]) store.add(resource(`${network}/subnets/${name}`, "Microsoft.Network/virtualNetworks/subnets"));
    store.add(resource("/subscriptions/S1/resourceGroups/Other/providers/Microsoft.Network/virtualNetworks/second"));
    expect(store.children(network, "subnets").map(({ id }) => id.split("/").at(-1))).toEqual(["core", "web"]);
    expect(store.ofType("s1", "Microsoft.Network/virtualNetworks")).toHaveLength(2);
    expect(store.ofType("s1", "Microsoft.Network/virtualNetworks/subnets")).toHaveLength(2);
    expect(store.ofType("s2", "Microsoft.Network/virtualNetworks")).toHaveLength(0);
  });

  it("keeps names that no file system takes, and never leaves its folder", () => {
    const names = ["..", "a/../../b".replaceAll("/", "%2F"), "CON.", 'we?i*r:d"', "å".repeat(80), "resource.json"];
    for (const name of names) store.add(resource(`${group}/providers/T/t/${name}`, "T/t"));
    expect(store.all()).toHaveLength(names.length);
    expect(readdirSync(folder)).toEqual(["subscriptions"]);
  });

  it("lets exactly one of several processes add the same resource, and leaves whole files only", async () => {
    const script = `
      import { ResourceStore } from ${JSON.stringify(join(import.meta.dirname, "resourceStore.ts"))};
      const store = new ResourceStore(${JSON.stringify(folder)});
      let added = 0;
      for (let n = 0; n < 40; n++) if (store.add({ id: "/subscriptions/s/resourceGroups/g" + n, type: "t", revision: 1, properties: { by: process.pid } })) added++;
      console.log(added);`;
    const run = () => promisify(execFile)(process.execPath, ["--input-type=module-typescript", "-e", script]);
    const outputs = await Promise.all([run(), run(), run()]);
    expect(outputs.map(({ stdout }) => Number(stdout)).reduce((sum, added) => sum + added, 0)).toBe(40);
    expect(store.all()).toHaveLength(40);
    expect(files().every((path) => path.endsWith("resource.json"))).toBe(true);
  });
});
