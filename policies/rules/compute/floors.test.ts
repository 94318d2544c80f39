import fc from "fast-check";
import { expect, test } from "vitest";
import { virtualMachineSizes } from "../../../azure/virtualMachineSizes.ts";
import { roles, type Role } from "../../../specification/vocabulary.ts";
import { bareFacts } from "../../facts.ts";
import { judgeStack } from "../../judge.ts";
import type { Rule, SampleResource } from "../../rule.ts";
import { readStack } from "../../stack.ts";
import { notKnownYet, roleTags, sampleDisk, sampleId, sampleMachine } from "../samples.ts";
import { dataDiskSpace } from "./dataDiskSpace.ts";
import { processorsAndMemory } from "./processorsAndMemory.ts";

/** The vendor's table of T 3.1.3–3.1.7, copied by hand: vCPUs, GB of memory, GB of disk. */
const table: Readonly<Record<Role, readonly [vCpu: number, memory: number, disk: number]>> = {
  core: [4, 16, 100],
  application: [4, 16, 100],
  intranetWeb: [4, 12, 50],
  web: [4, 12, 50],
  database: [4, 16, 500],
  compute: [2, 16, 40],
};

const someRoles = fc.subarray([...roles], { minLength: 1 });

function verdictOf(rule: Rule, resources: readonly SampleResource[]): "holds" | "broken" | "unknown" {
  const found = judgeStack([rule], readStack(resources, bareFacts("2026-01-15"))).flatMap(({ findings }) => findings);
  if (found.length === 0) return "holds";
  return found.some(({ kind }) => kind === "broken") ? "broken" : "unknown";
}

const most = (held: readonly Role[], column: 0 | 1 | 2) => Math.max(...held.map((role) => table[role][column]));

test("every size is good for exactly the roles whose vCPUs and memory it has", () => {
  fc.assert(
    fc.property(someRoles, fc.constantFrom(...virtualMachineSizes), (held, size) => {
      const bothOnOne = held.includes("application") && held.includes("intranetWeb");
      const suffices = size.vCpu >= most(held, 0) && size.memoryGiB >= Math.max(most(held, 1), bothOnOne ? 28 : 0);
      expect(verdictOf(processorsAndMemory, [sampleMachine("one", { tags: roleTags(held.join(" ")), hardwareProfile: { vmSize: size.name } })])).toBe(suffices ? "holds" : "broken");
    }),
  );
});

test("disks that are not known at preview are judged by what any of them would come to", () => {
  const sizes = fc.array(fc.constantFrom(16, 40, 50, 64, 100, 128, 256, 500, 512), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.subarray([...roles], { minLength: 1, maxLength: 2 }), sizes, fc.nat(3), fc.nat(3), (held, gibibytes, knownDisks, unknownDisks) => {
      const known = Math.min(knownDisks, gibibytes.length);
      const unknown = Math.min(unknownDisks, gibibytes.length - known);
      const names = gibibytes.map((_, index) => `disk${index}`);
      const attached = [...names.slice(0, known).map((name) => sampleId("Microsoft.Compute/disks", name)), ...Array<string>(unknown).fill(notKnownYet)];
      const machine = sampleMachine("one", { tags: roleTags(held.join(" ")), storageProfile: { dataDisks: attached.map((id, lun) => ({ lun, managedDisk: { id } })) } }, { propertyDependencies: { storageProfile: names } });
      const floor = most(held, 2);
      const outcomes = choices(gibibytes.slice(known), unknown).map((chosen) => sum([...gibibytes.slice(0, known), ...chosen]) >= floor);
      const expected = outcomes.every((outcome) => outcome) ? "holds" : outcomes.some((outcome) => outcome) ? "unknown" : "broken";
      expect(verdictOf(dataDiskSpace, [...names.map((name, index) => sampleDisk(name, { diskSizeGB: gibibytes[index]! })), machine])).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["of another stack", { id: sampleId("Microsoft.Compute/disks", "elsewhere") }, []],
  ["restored, with a size that nobody says", { id: sampleId("Microsoft.Compute/disks", "restored") }, [sampleDisk("restored", { creationData: { createOption: "Restore" } })]],
  ["of which nothing is known", notKnownYet, [sampleDisk("other", { diskSizeGB: 4096 })]],
])("a disk %s leaves the space unknown, unless the others suffice", (_, managedDisk, disks) => {
  const machine = (besides: number) =>
    sampleMachine("one", { tags: roleTags("core"), storageProfile: { dataDisks: [{ managedDisk }, { diskSizeGB: besides }] } }, { dependencies: ["other"] });
  expect(verdictOf(dataDiskSpace, [...disks, machine(99)])).toBe("unknown");
  expect(verdictOf(dataDiskSpace, [...disks, machine(100)])).toBe("holds");
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Every way of choosing so many of them. */
function choices(values: readonly number[], count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  return values.flatMap((value, index) => choices(values.slice(index + 1), count - 1).map((rest) => [value, ...rest]));
}
