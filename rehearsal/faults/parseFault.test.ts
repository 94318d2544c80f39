import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rehearsedTypes } from "../resourceTypes.ts";
import { errorCodes } from "./errorCodes.ts";
import { operations, type Fault } from "./fault.ts";
import { parseFault } from "./parseFault.ts";

function fault(text: string): Omit<Fault, "text"> {
  const parsed = parseFault(text);
  if (parsed.kind === "unusable") throw new Error(JSON.stringify(parsed.problems));
  expect(parsed.fault.text).toBe(text);
  const { text: _, ...rest } = parsed.fault;
  return rest;
}

function problems(text: string) {
  const parsed = parseFault(text);
  return parsed.kind === "unusable" ? parsed.problems : [];
}

const writes = ["create", "update", "delete"];
const always = { from: 1, to: Number.POSITIVE_INFINITY };

describe("a fault", () => {
  it("says what befalls which requests, and leaves out what goes without saying", () => {
    expect(fault("error=AllocationFailed@create:VirtualMachine#2")).toEqual({ effect: { kind: "error", code: "AllocationFailed" }, operations: ["create"], armTypes: ["microsoft.compute/virtualmachines"], calls: { from: 2, to: 2 } });
    expect(fault("error")).toEqual({ effect: { kind: "error", code: "InternalServerError" }, operations: writes, calls: always });
    expect(fault("throttle=5@Subnet#1-3")).toEqual({ effect: { kind: "throttle", seconds: 5 }, operations: writes, armTypes: ["microsoft.network/virtualnetworks/subnets"], calls: { from: 1, to: 3 } });
    expect(fault("slow=200ms@any")).toEqual({ effect: { kind: "slow", milliseconds: 200 }, operations: [...operations], calls: always });
    expect(fault("cut@poll#4-")).toEqual({ effect: { kind: "cut", moment: "after" }, operations: ["poll"], calls: { from: 4, to: Number.POSITIVE_INFINITY } });
    expect(fault("crash=before@delete")).toEqual({ effect: { kind: "crash", moment: "before" }, operations: ["delete"], calls: { from: 1, to: 1 } });
  });

  it("names a type as the program, the package or Azure does, in any case", () => {
    for (const { token, armType } of rehearsedTypes) {
      for (const name of [token, token.replace("azure-native:", ""), armType, armType.toUpperCase()]) {
        expect(fault(`slow@${name}`).armTypes).toContain(armType.toLowerCase());
        expect(fault(`slow@poll:${name}`)).toMatchObject({ operations: ["poll"] });
      }
    }
  });

  it("may ask for every code of Azure that is known here", () => {
    for (const code of errorCodes.keys()) expect(fault(`error=${code.toUpperCase()}`).effect).toEqual({ kind: "error", code });
  });
});

describe("what is not known", () => {
  it.each([
    ["craesh", "craesh", "crash, "],
    ["error=AlocationFailed", "AlocationFailed", "AllocationFailed, "],
    ["cut=befor", "befor", "before, "],
    ["slow@VirtualMachin", "VirtualMachin", "VirtualMachine, "],
    ["slow@Maschine", "Maschine", "VirtualMachine, "],
    ["slow@creat", "creat", "create, "],
    ["slow@create:Disks", "Disks", "Disk, "],
  ])("%s is told with what there is, the nearest first", (text, value, nearest) => {
    const [problem] = problems(text);
    expect(problem?.value).toBe(value);
    expect(problem?.fix).toContain(`choose one of ${nearest}`);
  });

  it("is told all at once", () => {
    expect(problems("eror=x@Machine#0").map(({ value }) => value)).toEqual(["eror", "Machine", "0"]);
  });

  it.each(["throttle=1.5", "throttle=soon", "slow=2h", "slow=4000s", "slow=-1", "slow=", "slow#0", "slow#3-2", "slow#x", "slow#", "", "slow@", "slow@create:", "slow@create#1#2"])("%s is refused", (text) => {
    expect(problems(text)).not.toEqual([]);
  });

  it("never breaks the reader, whatever is written", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(error|slow|cut|crash|throttle)?[=@#:a-zA-Z0-9-]*$/)), (text) => {
        const parsed = parseFault(text);
        if (parsed.kind === "fault") expect(parsed.fault.text).toBe(text);
        else expect(parsed.problems.length).toBeGreaterThan(0);
      }),
    );
  });
});
