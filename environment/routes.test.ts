import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { routes } from "./routes.ts";
import { anyZones } from "./testNetwork.ts";

const firewall = "10.80.100.4";

describe("A zone's routes", () => {
  it("lead everything that leaves the network to the firewall", () => {
    fc.assert(fc.property(anyZones, (any) => {
      for (const zone of any) expect(routes(zone, any, firewall)).toContainEqual({ name: "outside", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: firewall });
    }));
  });

  it("lead DMZ and inner zones to each other through the firewall, both ways alike (T3.1.5-3)", () => {
    fc.assert(fc.property(anyZones, (any) => {
      const leads = (from: (typeof any)[number], to: (typeof any)[number]) => routes(from, any, firewall).some((route) => route.addressPrefix === to.prefix);
      for (const one of any) for (const other of any) {
        expect(leads(one, other)).toBe(one.demilitarised !== other.demilitarised);
        expect(leads(other, one)).toBe(leads(one, other));
      }
    }));
  });
});
