import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "./openStore.ts";
import { ResourceStore } from "./resourceStore.ts";
import { StoreError } from "./storeError.ts";

const group = "/subscriptions/s1/resourceGroups/Skövde";
const ids = [group, `${group}/providers/Microsoft.Network/virtualNetworks/main`, `${group}/providers/Microsoft.Network/virtualNetworks/main/subnets/web`, `${group}/providers/Microsoft.Compute/disks/data`];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "open-store-"));
  const { store, close } = openStore(folder);
  for (const id of ids) store.add({ id, type: "T/t", revision: 1, properties: { name: "Skövde ✓", nested: { list: [1, "two", null] } } });
  close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every file with what is in it. */
function contents(): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(folder, path)).isFile());
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), "latin1")]));
}

function refusal(attempt: () => unknown): StoreError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error("not refused");
}

describe("a store", () => {
  it("is opened again as it was left, marked or written before stores were", () => {
    const before = contents();
    for (const isMarked of [true, false]) {
      if (!isMarked) rmSync(join(folder, ".rehearsal.json"));
      const { store, close } = openStore(folder);
      expect(store.all()).toHaveLength(ids.length);
      close();
      expect(contents()).toEqual(before);
    }
  });

  it("that was cut off anywhere is refused with the file's name, and is left as it is", () => {
    const whole = contents();
    const cuts = fc.constantFrom(...whole.keys()).chain((path) => fc.record({ path: fc.constant(path), bytes: fc.nat({ max: whole.get(path)!.trimEnd().length - 1 }) }));
    fc.assert(
      fc.property(fc.uniqueArray(cuts, { minLength: 1, maxLength: 3, selector: ({ path }) => path }), (damage) => {
        for (const { path, bytes } of damage) writeFileSync(join(folder, path), whole.get(path)!.slice(0, bytes), "latin1");
        const before = contents();
        const { problems } = refusal(() => openStore(folder));
        // A mark that is not whole says nothing of what else is in there.
        const cutMark = damage.some(({ path }) => path === ".rehearsal.json");
        expect(problems.map(({ path }) => path).sort()).toEqual((cutMark ? [".rehearsal.json"] : damage.map(({ path }) => path)).map((path) => join(folder, path)).sort());
        expect(problems.every(({ fix }) => fix.startsWith("delete "))).toBe(true);
        expect(contents()).toEqual(before);
        for (const [path, text] of whole) writeFileSync(join(folder, path), text, "latin1");
      }),
    );
    openStore(folder).close();
  });

  it("in which any byte was changed is read or refused, nothing else", () => {
    const whole = contents();
    fc.assert(
      fc.property(fc.constantFrom(...whole.keys()), fc.nat(), fc.integer({ min: 0, max: 255 }), (path, place, byte) => {
        const text = whole.get(path)!;
        const at = place % text.length;
        writeFileSync(join(folder, path), `${text.slice(0, at)}${String.fromCharCode(byte)}${text.slice(at + 1)}`, "latin1");
        const before = contents();
        try {
          openStore(folder).close();
        } catch (error) {
          expect(error).toBeInstanceOf(StoreError);
        }
        expect(contents()).toEqual(before);
        writeFileSync(join(folder, path), text, "latin1");
      }),
    );
  });

  it("is refused file by file later too, where one is cut off while it is open", () => {
    const { store, close } = openStore(folder);
    writeFileSync(join(folder, "subscriptions", "s1", "resourcegroups", "sk%C3%B6vde", "resource.json"), "{");
    expect(refusal(() => store.get(group)).message).toMatch(/cut off or changed\. Fix: delete /);
    close();
  });

  it("into which a resource was copied from elsewhere is refused", () => {
    const from = join(folder, "subscriptions", "s1", "resourcegroups", "sk%C3%B6vde", "providers", "microsoft.compute", "disks");
    renameSync(join(from, "data"), join(from, "other"));
    expect(refusal(() => openStore(folder)).problems).toMatchObject([{ path: join(from, "other", "resource.json"), value: ids[3] }]);
  });

  it.each([["a later release", { format: 2 }, 2], ["something else", { version: 1 }, undefined], ["nobody", null, undefined]])("of %s is refused, and left as it is", (_, content, value) => {
    writeFileSync(join(folder, ".rehearsal.json"), JSON.stringify(content));
    const before = contents();
    expect(refusal(() => openStore(folder)).problems).toMatchObject([{ path: join(folder, ".rehearsal.json"), value }]);
    expect(contents()).toEqual(before);
  });

  it("is never begun among somebody's own files", () => {
    const own = join(folder, "own");
    mkdirSync(own);
    writeFileSync(join(own, "letter.txt"), "");
    expect(refusal(() => openStore(own)).problems).toMatchObject([{ path: own, value: "letter.txt" }]);
    expect(readdirSync(own)).toEqual(["letter.txt"]);
  });

  it("shows nothing of itself but what stands", () => {
    expect(new ResourceStore(folder).all().map(({ id }) => id).sort()).toEqual(ids.toSorted());
  });
});
