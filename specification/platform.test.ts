import { describe, expect, it } from "vitest";
import { approvedSqlServer, approvedVersions, approvedWindowsServer, feedbackFunction, isRequiredBy, isSupportedBy, serverSoftware } from "./platform.ts";
import { parseRelease } from "./releases.ts";

const release = (text: string) => parseRelease(text)!;
const named = (name: string) => serverSoftware.find((version) => version.name.startsWith(name))!;

describe("an approved version", () => {
  it.each([
    ["Windows Server 2022", approvedWindowsServer["2022"], "2022v3", "2022v4"],
    ["SQL Server 2019", approvedSqlServer["2019"], "2020v19", "2020v20"],
    ["SQL Server 2022", approvedSqlServer["2022"], "2023v6", "2023v07"],
    [".NET 8", named(".NET 8"), "2024v03", "2024v4"],
    ["feedback", feedbackFunction, "12w46", "12w47"],
  ] as const)("%s is supported from its first release on", (_, version, before, first) => {
    expect(isSupportedBy(version, release(before))).toBe(false);
    expect(isSupportedBy(version, release(first))).toBe(true);
    expect(isSupportedBy(version, release("2026v1"))).toBe(true);
  });

  it("Windows Server 2019 is supported by every release, for the vendor names no first one", () => {
    expect(isSupportedBy(approvedWindowsServer["2019"], release("11v03"))).toBe(true);
  });

  it(".NET Framework 4.8 is demanded from 2023v38 and allowed before", () => {
    const framework = named(".NET Framework");
    expect(isRequiredBy(framework, release("2023v37"))).toBe(false);
    expect(isRequiredBy(framework, release("2023v38"))).toBe(true);
    expect(isSupportedBy(framework, release("2020v1"))).toBe(true);
  });

  it("names releases that can be read", () => {
    const releases = approvedVersions.flatMap((version) => [version.supportedFrom, version.requiredFrom]).filter((text) => text !== undefined);
    expect(releases).toHaveLength(8);
    for (const text of releases) expect(parseRelease(text)).toBeDefined();
  });
});
