import { describe, expect, it, test } from "vitest";
import { platformFlows } from "../azure/platformFlows.ts";
import { documentedChoices, specifiedFlows } from "../specification/flows.ts";
import { plannedFlows, type FlowingZone, type FlowSurroundings } from "./plannedFlows.ts";

const zones: readonly FlowingZone[] = [
  { id: "core", roles: ["core"], machines: 1, prefix: "10.80.4.0/25", demilitarised: false },
  { id: "application", roles: ["application"], machines: 2, prefix: "10.80.4.128/25", demilitarised: false },
  { id: "web", roles: ["web"], machines: 1, prefix: "10.80.5.128/25", demilitarised: true },
];
const surroundings: FlowSurroundings = {
  clientPrefixes: ["10.20.0.0/16", "10.21.0.0/17"],
  packageHosts: ["p.example.se", "both.example.se"],
  licenceHosts: ["both.example.se", "l.example.se"],
  socialInsuranceHosts: ["lefi.example.se"],
  feedbackHosts: ["f.example.se"],
  firewallAddress: "10.80.0.4",
};
const flows = plannedFlows(zones, { ...documentedChoices, careModule: true }, platformFlows, surroundings);
const find = (row: string, from: string, to: string) => flows.find((flow) => flow.row === row && (flow.from.kind === "zone" ? flow.from.zone : flow.from.kind) === from && (flow.to.kind === "zone" ? flow.to.zone : flow.to.kind) === to)!;

describe("the flows of an environment", () => {
  it("are the specified ones, save what only the internet would use, and the platform's from each zone", () => {
    const specified = specifiedFlows(zones, { ...documentedChoices, careModule: true });
    expect(flows).toHaveLength(specified.length - 1 + platformFlows.length * zones.length);
    expect(flows.filter(({ from }) => from.kind === "internet")).toEqual([]);
  });

  test.each([
    ["R1", "intranet", "web", ["10.20.0.0/16", "10.21.0.0/17"], ["10.80.5.128/25"], true],
    ["E1", "client", "core", ["10.20.0.0/16", "10.21.0.0/17"], ["10.80.4.0/25"], true],
    ["R3", "web", "application", ["10.80.5.128/25"], ["10.80.4.128/25"], true],
    ["R9", "application", "web", ["10.80.4.128/25"], ["10.80.5.128/25"], true],
    ["R5", "application", "core", ["10.80.4.128/25"], ["10.80.4.0/25"], false],
    ["R11", "application", "application", ["10.80.4.128/25"], ["10.80.4.128/25"], false],
    ["out", "application", "socialInsuranceAgency", ["10.80.4.128/25"], ["lefi.example.se"], true],
    ["out", "application", "feedback", ["10.80.4.128/25"], ["f.example.se"], true],
    ["out", "web", "vendor", ["10.80.5.128/25"], ["both.example.se", "l.example.se", "p.example.se"], true],
    ["kms", "web", "platform", ["10.80.5.128/25"], ["20.118.99.224/32", "23.102.135.246/32", "40.83.235.53/32"], true],
    ["dns-udp", "core", "platform", ["10.80.4.0/25"], ["10.80.0.4/32"], false],
    ["windows-update", "core", "platform", ["10.80.4.0/25"], ["WindowsUpdate"], true],
  ])("lead in %s from %s to %s from %j to %j, through the firewall: %s", (row, from, to, sourcePrefixes, destinations, throughFirewall) => {
    expect(find(row, from, to)).toMatchObject({ sourcePrefixes, destinations, throughFirewall });
  });

  it("name their clause where they are the vendor's, and no clause where they are the platform's", () => {
    expect(flows.map(({ table, clause }) => [table, clause !== undefined])).toEqual(flows.map(({ table }) => [table, table === "vendor"]));
  });
});
