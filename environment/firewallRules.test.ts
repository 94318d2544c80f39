import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firewallRules } from "./firewallRules.ts";
import { anyZones, testFlows, testZone } from "./testNetwork.ts";

const zones = [testZone(["core"]), testZone(["application"]), testZone(["web"]), testZone(["database"])];

describe("The firewall's rules", () => {
  it("let the DMZ reach the application server on the vendor's ports only (T12.4-1)", () => {
    const rule = firewallRules(testFlows(zones)).network.find((candidate) => candidate.name === "R3-web-to-application");
    expect(rule).toMatchObject({ ipProtocols: ["TCP"], sourceAddresses: [zones[2]!.prefix], destinationAddresses: [zones[1]!.prefix], destinationPorts: ["23110", "23114", "23116", "23612"] });
  });

  it("split the vendor's hosts into sftp by name and HTTPS by application (T4.5-1)", () => {
    const rules = firewallRules(testFlows(zones));
    expect(rules.network.find((rule) => rule.name === "out-core-to-vendor-by-name")).toMatchObject({ destinationFqdns: ["licences.example.se", "packages.example.se"], destinationPorts: ["22"] });
    expect(rules.application.find((rule) => rule.name === "out-core-to-vendor")).toMatchObject({ targetFqdns: ["licences.example.se", "packages.example.se"], protocols: [{ protocolType: "Https", port: 443 }] });
  });

  it("name tags where Microsoft keeps the names", () => {
    const rule = firewallRules(testFlows(zones)).application.find((candidate) => candidate.fqdnTags?.toString() === "WindowsUpdate");
    expect(rule?.protocols).toEqual([{ protocolType: "Http", port: 80 }, { protocolType: "Https", port: 443 }]);
    expect(rule).not.toHaveProperty("targetFqdns");
  });

  it("keep addresses and names of one flow in rules of their own", () => {
    const [flow] = testFlows(zones).filter((candidate) => candidate.to.kind === "socialInsuranceAgency");
    const rules = firewallRules([{ ...flow!, destinations: ["agency.example.se", "192.0.2.7"] }]);
    expect(rules.network.map((rule) => [rule.name, rule.destinationAddresses, rule.destinationFqdns])).toEqual([
      ["out-application-to-socialInsuranceAgency", ["192.0.2.7"], undefined],
      ["out-application-to-socialInsuranceAgency-by-name", undefined, ["agency.example.se"]],
    ]);
  });

  it("carry what crosses the DMZ's border and nothing between inner zones (T3.1.5-3)", () => {
    fc.assert(fc.property(anyZones, (any) => {
      const inDmz = new Map(any.map((zone) => [zone.prefix, zone.demilitarised]));
      for (const rule of firewallRules(testFlows(any)).network) {
        const [from] = rule.sourceAddresses as string[];
        const [to] = (rule.destinationAddresses ?? []) as string[];
        if (inDmz.has(from!) && inDmz.has(to!)) expect(inDmz.get(from!)).not.toBe(inDmz.get(to!));
      }
    }));
  });

  it("have names of their own", () => {
    fc.assert(fc.property(anyZones, (any) => {
      const { network, application } = firewallRules(testFlows(any));
      for (const names of [network, application].map((rules) => rules.map((rule) => rule.name))) expect(new Set(names).size).toBe(names.length);
    }));
  });
});
