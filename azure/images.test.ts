import { describe, expect, it } from "vitest";
import { contentsOf, findSqlServerImage, sqlServerImages, windowsServerImages } from "./images.ts";

describe("Images", () => {
  it("are all of generation 2, which Trusted Launch needs", () => {
    for (const image of [...Object.values(windowsServerImages), ...sqlServerImages]) {
      expect(image.generation).toBe(2);
      expect(image.sku).toMatch(/g2$|gen2$|gensecond$/);
    }
  });

  it("are English and have a desktop: no language ending, no Core (T8.2-1)", () => {
    for (const { sku } of Object.values(windowsServerImages)) expect(sku).not.toMatch(/core|zhcn|-[a-z]{2}-[a-z]{2}$/);
  });

  it("offer the approved versions of SQL Server on the approved versions of Windows (T8.2-2)", () => {
    expect(findSqlServerImage({ windowsServer: "2022", sqlServer: "2022", edition: "Standard" })).toMatchObject({
      publisher: "MicrosoftSQLServer",
      offer: "sql2022-ws2022",
      sku: "standard-gen2",
    });
    expect(findSqlServerImage({ windowsServer: "2019", sqlServer: "2019", edition: "Enterprise" })?.offer).toBe("sql2019-ws2019");
    expect(findSqlServerImage({ windowsServer: "2022", sqlServer: "2019", edition: "Standard" })?.offer).toBe("sql2019-ws2022");
  });

  it("offer nothing that was not confirmed", () => {
    expect(findSqlServerImage({ windowsServer: "2019", sqlServer: "2022", edition: "Standard" })).toBeUndefined();
    expect(findSqlServerImage({ windowsServer: "2022", sqlServer: "2022", edition: "Developer" })).toBeUndefined();
  });

  it("are read back as what they were chosen for", () => {
    for (const [version, image] of Object.entries(windowsServerImages)) expect(contentsOf(image)).toEqual({ windowsServer: version });
    for (const image of sqlServerImages) expect(contentsOf(image)).toEqual({ windowsServer: image.windowsServer, sqlServer: image.sqlServer });
  });

  it.each(["2022-datacenter-core-g2", "2019-datacenter-zhcn-g2", "2025-datacenter-g2", "2016-datacenter", "2022-datacenter-arm64"])("are unknown where %s is asked for", (sku) => {
    expect(contentsOf({ publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku })).toBeUndefined();
  });
});
