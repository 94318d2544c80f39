import { describe, expect, it } from "vitest";
import { platformFlows } from "./platformFlows.ts";
import { findRegion, regions } from "./regions.ts";
import { isServiceTag, serviceTags } from "./serviceTags.ts";
import { timeZones, windowsTimeZone } from "./timeZones.ts";

describe("Platform flows", () => {
  it("have ids of their own, a reason and a source", () => {
    expect(new Set(platformFlows.map((flow) => flow.id)).size).toBe(platformFlows.length);
    for (const flow of platformFlows) {
      expect(flow.reason.length).toBeGreaterThan(20);
      expect(flow.source).toMatch(/^MicrosoftDocs\//);
    }
  });

  it("let servers resolve names, activate Windows, fetch updates and ask Defender, and nothing else", () => {
    const open = platformFlows.map((flow) => `${flow.destination.kind} ${flow.protocol} ${flow.ports.map((port) => port.from).join(",")}`);
    expect(open).toEqual(["firewallDns Udp 53", "firewallDns Tcp 53", "addresses Tcp 1688", "fqdnTag Tcp 80,443", "fqdnTag Tcp 443"]);
  });

  it("never end at everything", () => {
    for (const { destination } of platformFlows) {
      if (destination.kind === "addresses") for (const prefix of destination.prefixes) expect(prefix).toMatch(/\/32$/);
    }
  });
});

describe("Regions", () => {
  it("have the names that Azure's location takes", () => {
    for (const { name } of regions) expect(name).toMatch(/^[a-z]+[23]?$/);
    expect(new Set(regions.map((region) => region.name)).size).toBe(regions.length);
  });

  it("near Sweden have zones where Microsoft says so", () => {
    expect(findRegion("swedencentral")?.hasZones).toBe(true);
    expect(findRegion("Sweden Central")?.name).toBe("swedencentral");
    expect(findRegion("swedensouth")?.hasZones).toBe(false);
    expect(findRegion("norwaywest")?.hasZones).toBe(false);
    expect(findRegion("svealand")).toBeUndefined();
  });
});

describe("Time zones", () => {
  it("give Windows' name", () => {
    expect(windowsTimeZone("Europe/Stockholm")).toBe("W. Europe Standard Time");
    expect(windowsTimeZone("Europe/Helsinki")).toBe("FLE Standard Time");
    expect(windowsTimeZone("Europe/Ankeborg")).toBeUndefined();
  });

  it("with the same name in Windows show the same time, winter and summer", () => {
    const moments = [new Date("2026-01-15T12:00:00Z"), new Date("2026-07-15T12:00:00Z"), new Date("2026-03-29T01:00:00Z"), new Date("2026-10-25T00:59:00Z")];
    const clock = (zone: string) => moments.map((moment) => moment.toLocaleString("sv-SE", { timeZone: zone }));
    const firstOfName = new Map<string, string>();
    for (const zone of timeZones) {
      const name = windowsTimeZone(zone)!;
      const first = firstOfName.get(name) ?? zone;
      firstOfName.set(name, first);
      expect(clock(zone), `${zone} and ${first}`).toEqual(clock(first));
    }
    expect(firstOfName.size).toBeGreaterThan(5);
  });
});

describe("Service tags", () => {
  it("are known by name, with or without a region", () => {
    expect(isServiceTag("Storage.SwedenCentral")).toBe(true);
    expect(isServiceTag("AzureLoadBalancer")).toBe(true);
    expect(isServiceTag("10.0.0.0/8")).toBe(false);
    expect(new Set(serviceTags.map((tag) => tag.name)).size).toBe(serviceTags.length);
  });
});
