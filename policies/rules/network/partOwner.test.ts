import { describe, expect, test } from "vitest";
import { unknownText } from "../../../reachability/readValues.ts";
import { bareFacts } from "../../facts.ts";
import type { SampleResource } from "../../rule.ts";
import { readStack } from "../../stack.ts";
import { ownerOf } from "./partOwner.ts";
import { networkId, resource } from "./samples.ts";

const named = (name: string, virtualNetworkName: unknown): SampleResource => ({ type: "azure-native:network:VirtualNetwork", name, inputs: { virtualNetworkName } });
const known: SampleResource = { type: "azure-native:network:VirtualNetwork", name: "by-id", id: networkId("vnet-id"), inputs: {} };
const networks = [known, named("first", "vnet-one"), named("second", "vnet-two"), named("twin", "vnet-twin"), named("other-twin", "VNET-TWIN"), named("number", 7), named("unknown", unknownText)];

function ownerOfPart(virtualNetworkName: unknown, references?: readonly string[], among = networks): string | undefined {
  const part = { ...resource("network:VirtualNetworkPeering", "peering", "peering", { virtualNetworkName }), ...(references === undefined ? {} : { propertyDependencies: { virtualNetworkName: references, remoteVirtualNetwork: ["second"] } }) };
  const stack = readStack([part, ...among], bareFacts("2026-01-15"));
  return ownerOf(stack.of("network:VirtualNetworkPeering")[0]!, "virtualNetworkName", stack.of("network:VirtualNetwork"))?.name;
}

describe("a part that is a resource of its own belongs to", () => {
  test.each([
    ["what its name depends on", unknownText, ["first"], "first"],
    ["what its name depends on, whatever the name says", "vnet-two", ["first"], "first"],
    ["what has its name, in any case", "VNET-one", undefined, "first"],
    ["what has its name as the end of its id", "vnet-ID", undefined, "by-id"],
    ["what has its name, where that depends on several", "vnet-two", ["first", "second"], "second"],
    ["nothing, where two have its name", "vnet-twin", undefined, undefined],
    ["nothing of the stack's, where none has its name", "vnet", undefined, undefined],
    ["nothing of the stack's, where it has none", "", undefined, undefined],
    ["what has its name, where that depends on something else", "vnet-two", ["elsewhere"], "second"],
  ] as const)("%s", (_, name, references, owner) => {
    expect(ownerOfPart(name, references)).toBe(owner);
  });
  test("nothing of the stack's, where it has no name and neither has the one that could be it", () => {
    expect(ownerOfPart("", undefined, [named("unknown", unknownText)])).toBeUndefined();
  });
  test("nobody knows what, where its name is not known and depends on none or several", () => {
    expect(() => ownerOfPart(unknownText)).toThrow("virtualNetworkName is not known");
    expect(() => ownerOfPart(unknownText, ["first", "second"])).toThrow("virtualNetworkName is not known");
  });
});
