import * as fc from "fast-check";
import { platformFlows } from "../azure/platformFlows.ts";
import { documentedChoices, type FlowChoices } from "../specification/flows.ts";
import { roles, type Role } from "../specification/vocabulary.ts";
import { plannedFlows, type FlowingZone, type FlowSurroundings } from "./plannedFlows.ts";

/** A small network for tests of rules: zones with one prefix each, and what surrounds them. */
export function testZone(held: readonly Role[], machines = 1): FlowingZone & { roles: readonly Role[] } {
  const sorted = roles.filter((role) => held.includes(role));
  const place = sorted.reduce((bits, role) => bits + 2 ** roles.indexOf(role), 0);
  return { id: sorted.join("-"), roles: sorted, machines, prefix: `10.80.${place}.0/26`, demilitarised: held.includes("web") };
}

export const testSurroundings: FlowSurroundings = {
  clientPrefixes: ["10.20.0.0/16", "10.21.0.0/17"],
  packageHosts: ["packages.example.se"],
  licenceHosts: ["licences.example.se"],
  socialInsuranceHosts: ["agency.example.se"],
  feedbackHosts: ["feedback.example.se"],
  firewallAddress: "10.80.100.4",
};

export function testFlows(zones: readonly FlowingZone[], choices: Partial<FlowChoices> = {}) {
  return plannedFlows(zones, { ...documentedChoices, careModule: true, ...choices }, platformFlows, testSurroundings);
}

const innerRoles = roles.filter((role) => role !== "web");

/** Any placement: distinct sets of inner roles, with or without the DMZ. */
export const anyZones = fc
  .tuple(fc.uniqueArray(fc.subarray([...innerRoles], { minLength: 1 }), { minLength: 1, maxLength: 6, selector: (held) => held.join() }), fc.boolean())
  .chain(([inner, demilitarised]) => {
    const sets: Role[][] = [...inner, ...(demilitarised ? [["web"] as Role[]] : [])];
    return fc.array(fc.integer({ min: 1, max: 3 }), { minLength: sets.length, maxLength: sets.length }).map((counts) => sets.map((held, index) => testZone(held, counts[index])));
  });
