import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { securityRules } from "./securityRules.ts";
import { anyZones, testFlows, testZone } from "./testNetwork.ts";

const core = testZone(["core"]);
const application = testZone(["application"], 2);
const web = testZone(["web"], 2);
const database = testZone(["database"]);
const zones = [core, application, web, database];

describe("A zone's security rules", () => {
  it("let the application servers reach the database on its port and say so on both sides (R8)", () => {
    const flows = testFlows(zones);
    const inbound = securityRules(database, zones, flows).find((rule) => rule.name === "R8-from-application");
    const outbound = securityRules(application, zones, flows).find((rule) => rule.name === "R8-to-database");
    expect(inbound).toMatchObject({ direction: "Inbound", access: "Allow", protocol: "Tcp", sourceAddressPrefix: application.prefix, destinationAddressPrefix: database.prefix, destinationPortRange: "1433" });
    expect(outbound).toMatchObject({ direction: "Outbound", sourceAddressPrefix: application.prefix, destinationAddressPrefix: database.prefix, destinationPortRange: "1433" });
  });

  it("let nobody in the DMZ reach the database (T12.4-1)", () => {
    const rules = securityRules(database, zones, testFlows(zones));
    expect(rules.filter((rule) => rule.access === "Allow" && rule.sourceAddressPrefix === web.prefix)).toEqual([]);
  });

  it("open web servers to the intranet but not to the internet while nothing is published", () => {
    const rules = securityRules(web, zones, testFlows(zones)).filter((rule) => rule.direction === "Inbound");
    expect(rules.find((rule) => rule.name === "R1-from-intranet")).toMatchObject({ sourceAddressPrefixes: ["10.20.0.0/16", "10.21.0.0/17"], destinationPortRange: "443" });
    expect(rules.some((rule) => rule.name === "R1-from-internet")).toBe(false);
  });

  it("end at the outside where the flow goes to named hosts", () => {
    const rule = securityRules(application, zones, testFlows(zones)).find((candidate) => candidate.name === "out-to-socialInsuranceAgency");
    expect(rule).toMatchObject({ destinationAddressPrefix: "Internet", destinationPortRange: "7020" });
  });

  it("allow no source and no port without limit, and deny the rest in both directions at 4096", () => {
    fc.assert(fc.property(anyZones, (any) => {
      const flows = testFlows(any);
      for (const zone of any) {
        const rules = securityRules(zone, any, flows);
        for (const rule of rules.filter((candidate) => candidate.access === "Allow")) {
          expect([rule.sourceAddressPrefix, rule.destinationAddressPrefix, rule.destinationPortRange]).not.toContain("*");
          expect(rule.priority).toBeLessThan(4096);
        }
        expect(rules.filter((rule) => rule.access === "Deny").map((rule) => [rule.direction, rule.priority])).toEqual([["Inbound", 4096], ["Outbound", 4096]]);
      }
    }));
  });

  it("never share a priority or a name in one direction", () => {
    fc.assert(fc.property(anyZones, (any) => {
      const flows = testFlows(any);
      for (const zone of any) {
        for (const direction of ["Inbound", "Outbound"]) {
          const rules = securityRules(zone, any, flows).filter((rule) => rule.direction === direction);
          expect(new Set(rules.map((rule) => rule.priority)).size).toBe(rules.length);
        }
        const all = securityRules(zone, any, flows);
        expect(new Set(all.map((rule) => rule.name)).size).toBe(all.length);
      }
    }));
  });

  it("keep their number and their content when another zone comes", () => {
    fc.assert(fc.property(anyZones, (any) => {
      fc.pre(any.length > 1);
      const fewer = any.slice(0, -1);
      const before = fewer.flatMap((zone) => securityRules(zone, fewer, testFlows(fewer)));
      const after = fewer.flatMap((zone) => securityRules(zone, any, testFlows(any)));
      for (const rule of before) expect(after).toContainEqual(rule);
    }));
  });

  it("mirror each other: what one zone sends to another, the other lets in", () => {
    fc.assert(fc.property(anyZones, (any) => {
      const flows = testFlows(any);
      const open = (direction: string) => any
        .flatMap((zone) => securityRules(zone, any, flows))
        .filter((rule) => rule.direction === direction && rule.access === "Allow" && any.some((zone) => zone.prefix === rule.sourceAddressPrefix) && any.some((zone) => zone.prefix === rule.destinationAddressPrefix))
        .map((rule) => JSON.stringify([rule.sourceAddressPrefix, rule.destinationAddressPrefix, rule.destinationPortRange, rule.destinationPortRanges]))
        .sort();
      expect(open("Inbound")).toEqual(open("Outbound"));
    }));
  });
});
