import { expect, test } from "vitest";
import { bareFacts } from "../../facts.ts";
import { readStack } from "../../stack.ts";
import { dependsOn } from "./subnets.ts";

const urn = "urn:pulumi:prod::lifecare::azure-native:network:VirtualNetwork::network";

test.each(["network", urn])("a resource is depended on by its name and by its URN: %s", (reference) => {
  const { resources } = readStack([{ type: "azure-native:network:VirtualNetwork", urn, inputs: {} }, { type: "azure-native:network:Subnet", name: "one", inputs: {}, propertyDependencies: { virtualNetworkName: [reference] } }], bareFacts("2026-01-15"));
  const [network, subnet] = resources;
  expect(["virtualNetworkName", "routeTable", undefined].map((property) => dependsOn(subnet!.stated, network!, property))).toEqual([true, false, false]);
});
