import { expect, test } from "vitest";
import { requirements } from "../specification/register.ts";
import { vendorSource } from "./vendorRows.ts";

test("every clause has a chapter of one of the two documents, and our words", () => {
  for (const { id } of requirements) {
    const { document, chapter, words } = vendorSource(id);
    expect(chapter).toMatch(document.startsWith("technical") ? /^T \d/ : /^S \d/);
    expect(words).not.toBe("");
  }
});

test("a clause names the rows of the tables that it was read from", () => {
  expect(vendorSource("T3.1.4-2").rows).toEqual(["floors: Databasserver, 4 vCPUs, 16 GB, 500 GB besides the OS"]);
  expect(vendorSource("T4.3-M").rows.map((row) => row.split(":")[0])).toEqual(["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12"].map((row) => `ports ${row}`));
  expect(vendorSource("T4.3-X").rows).toEqual(["ports X: administration of brokers, 30700-30709, 30711-30721, 30723-30750, 30752-30760"]);
  expect(vendorSource("T8.2-1").rows).toEqual(["platform: Windows Server 2019 (English version)", "platform: Windows Server 2022 (from 2022v4)"]);
  expect(vendorSource("T6.3-11").rows).toEqual(["alarms: something answers on the SQL port"]);
  expect(vendorSource("T3.1-2").rows).toEqual([]);
});

test("a clause that nobody has written is refused", () => {
  expect(() => vendorSource("T99-1")).toThrow("T99-1");
});
