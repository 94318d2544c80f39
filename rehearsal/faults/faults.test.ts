import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fault } from "./fault.ts";
import { Faults } from "./faults.ts";
import { parseFault } from "./parseFault.ts";

function faultOf(text: string): Fault {
  const parsed = parseFault(text);
  if (parsed.kind === "unusable") throw new Error(text);
  return parsed.fault;
}

const request = (operation: "create" | "read", armType = "Microsoft.Compute/disks") => ({ operation, armType, id: "/id" });

test("a fault happens to the calls that it names, counted among those that it could meet", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 8 }), fc.array(fc.constantFrom("create", "read"), { maxLength: 30 }), (from, more, asked) => {
      const faults = new Faults([faultOf(`error@create:Disk#${from}-${from + more}`)]);
      const fates = asked.map((operation) => (faults.next(request(operation as "create" | "read")).blow === undefined ? "" : operation));
      const creates = asked.flatMap((operation, index) => (operation === "create" ? [index] : []));
      const wanted = asked.map((operation, index) => (creates.slice(from - 1, from + more).includes(index) ? operation : ""));
      expect(fates).toEqual(wanted);
      expect(faults.happened.length).toBe(wanted.filter((word) => word !== "").length);
    }),
  );
});

test("what holds up adds up, of everything else the first that is due happens; who met nothing is told", () => {
  const faults = new Faults(["slow=1s", "slow=20ms@Disk", "throttle#2", "error", "cut@Vault"].map(faultOf));
  expect(faults.next(request("create"))).toMatchObject({ milliseconds: 1020, blow: { effect: { kind: "error" } } });
  expect(faults.next(request("create"))).toMatchObject({ milliseconds: 1020, blow: { effect: { kind: "throttle" } } });
  expect(faults.next(request("read"))).toEqual({ milliseconds: 0 });
  expect(faults.idle.map(({ text }) => text)).toEqual(["cut@Vault"]);
});
