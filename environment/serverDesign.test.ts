import { describe, expect, it, test } from "vitest";
import { databaseRequest, refusals, serverRequest, shown } from "../tests/sampleRequests.ts";
import { findSize } from "../azure/virtualMachineSizes.ts";
import type { DiskRequest, ServerRequest } from "./requests.ts";
import { designServer } from "./serverDesign.ts";

const refused = (changes: object, request: ServerRequest = serverRequest) => refusals(() => designServer({ ...request, ...changes }));
const disk = (changes: Partial<DiskRequest> = {}): DiskRequest => ({ purpose: "program", lun: 0, sizeGiB: 128, storageAccountType: "Premium_LRS", caching: "ReadOnly", ...changes });
const databaseDisks: readonly DiskRequest[] = [
  disk({ purpose: "data", lun: 0, sizeGiB: 512 }),
  disk({ purpose: "log", lun: 1, sizeGiB: 256, caching: "None" }),
  disk({ purpose: "tempdb", lun: 2, sizeGiB: 128 }),
];

describe("a server of which only the role is asked", () => {
  it("has the smallest size, disks and image that hold the vendor's demands", () => {
    const design = designServer(serverRequest);
    expect([design.size, design.disks.map(({ purpose, sizeGiB }) => `${purpose} ${sizeGiB}`), design.image.sku]).toEqual(["Standard_D4s_v5", ["program 128"], "2022-datacenter-g2"]);
  });

  it("adds the memory of intranet web to the application server's (T3.1.5-2): 28 GiB are more than a D4s has", () => {
    expect(designServer({ ...serverRequest, roles: ["intranetWeb", "application"] }).size).toBe("Standard_E4s_v5");
  });

  it("lists its roles in one order, however they were asked for", () => {
    expect(designServer({ ...serverRequest, roles: ["application", "core"] }).roles).toEqual(["core", "application"]);
  });

  it("has premium disks in PROD and a cheaper disk for the operating system in UTB", () => {
    expect(designServer(serverRequest).operatingSystemDisk).toEqual({ sizeGiB: 128, storageAccountType: "Premium_LRS" });
    expect(designServer({ ...serverRequest, environment: "utb" }).operatingSystemDisk.storageAccountType).toBe("StandardSSD_LRS");
  });

  it("knows its time zone by Windows' name", () => {
    expect(designServer(serverRequest).timeZone).toBe("W. Europe Standard Time");
  });
});

describe("what is protected", () => {
  test.each<[ServerRequest["roles"], boolean | undefined, string]>([
    [["application"], undefined, "disksAndMachine"],
    [["web"], undefined, "disks"],
    [["intranetWeb"], true, "disks"],
    [["core", "intranetWeb"], true, "disksAndMachine"],
    [["application"], false, "nothing"],
  ])("of %j with protectData %s is %s", (roles, protectData, expected) => {
    expect(designServer({ ...serverRequest, roles, ...(protectData === undefined ? {} : { protectData }) }).protect).toBe(expected);
  });
});

describe("the database server", () => {
  it("leaves Windows a tenth of the memory, but not less than 4 GiB", () => {
    const of = (size: string) => designServer({ ...databaseRequest, size }).database!.maximumMemoryMiB / 1024;
    expect(of("Standard_E4s_v5")).toBe(32 - 4);
    expect(of("Standard_E16s_v5")).toBeCloseTo(128 * 0.9, 1);
  });

  it("leaves other roles on the machine the memory that the vendor asks for them", () => {
    const design = designServer({ ...databaseRequest, roles: ["database", "core", "application"] });
    expect(design.database!.maximumMemoryMiB).toBe((findSize(design.size)!.memoryGiB - 16) * 1024);
  });

  it("answers on 1433 unless another static port is chosen (T4.3-M)", () => {
    expect(designServer(databaseRequest).database!.port).toBe(1433);
    expect(designServer({ ...databaseRequest, database: { ...databaseRequest.database!, port: 5433 } }).database!.port).toBe(5433);
  });

  it("stands on Microsoft's SQL Server image of the edition that is licensed (T8.2-2)", () => {
    const { publisher, offer, sku } = designServer({ ...databaseRequest, database: { ...databaseRequest.database!, edition: "Enterprise", version: "2019" } }).image;
    expect([publisher, offer, sku]).toEqual(["MicrosoftSQLServer", "sql2019-ws2022", "enterprise-gen2"]);
  });
});

describe("a server is refused", () => {
  test.each<[string, object, readonly (readonly unknown[])[]]>([
    ["with a name of sixteen characters", { computerName: "ankprodserver001" }, [["args.computerName", "ankprodserver001", "T3.1.3-1"]]],
    ["with a name that begins with a digit", { computerName: "1app" }, [["args.computerName", "1app", "T3.1.3-1"]]],
    ["with an unknown role", { roles: ["applikation"] }, [["args.roles[0]", "applikation", "T3.1-3"]]],
    ["without a role", { roles: [] }, [["args.roles", [], "T3.1-3"]]],
    ["with web beside another role", { roles: ["web", "core"] }, [["args.roles", ["web", "core"], "T3.1.5-3"]]],
    ["with an unknown environment, which is never taken for UTB", { environment: "production" }, [["args.environment", "production", undefined]]],
    ["with a size below the floors", { size: "Standard_D2s_v5" }, [["args.size", "Standard_D2s_v5", "T3.1.3-2"], ["args.size", "Standard_D2s_v5", "T3.1.3-2"]]],
    ["with a burstable size", { size: "Standard_B4ms" }, [["args.size", "Standard_B4ms", "T3.1-2"]]],
    ["with a Windows Server that the vendor has not approved", { windowsServer: "2025" }, [["args.windowsServer", "2025", "T8.1-1"]]],
    ["in a time zone that Windows has no name for here", { timeZone: "Mars/Olympus" }, [["args.timeZone", "Mars/Olympus", "T6.5-1"]]],
    ["with an address that is none", { address: "10.80.4.256" }, [["args.address", "10.80.4.256", undefined]]],
    ["in a zone that no region has", { availabilityZone: "4" }, [["args.availabilityZone", "4", undefined]]],
    ["in a zone and a set at once", { availabilityZone: "1", availabilitySetId: "/subscriptions/x" }, [["args.availabilitySetId", "(given)", undefined]]],
    ["with an administrator's name that Azure refuses", { administratorName: "Administrator" }, [["args.administratorName", "Administrator", undefined]]],
    ["with an administrator's name of 21 characters", { administratorName: "a".repeat(21) }, [["args.administratorName", "a".repeat(21), undefined]]],
    ["with a disk smaller than its own image", { operatingSystemDiskGiB: 64 }, [["args.operatingSystemDiskGiB", 64, undefined]]],
    ["without the disk that the floors demand", { disks: [] }, [["args.disks", [], "T3.1.3-2"]]],
    ["with a disk below the floor", { disks: [disk({ sizeGiB: 64 })] }, [["args.disks[0].sizeGiB", 64, "T3.1.3-2"]]],
    ["with part of a gibibyte", { disks: [disk({ sizeGiB: 128.5 })] }, [["args.disks[0].sizeGiB", 128.5, "T3.1.3-2"]]],
    ["with two disks at one unit number", { disks: [disk(), disk({ purpose: "data" })] }, [["args.disks[1].lun", 0, undefined]]],
    ["with two disks for one purpose", { disks: [disk(), disk({ lun: 1 })] }, [["args.disks[1].purpose", "program", "T3.1.4-6"]]],
    ["with a unit number that Azure does not know", { disks: [disk({ lun: 64 })] }, [["args.disks[0].lun", 64, undefined]]],
    ["with a cached disk of 4 TiB", { disks: [disk({ sizeGiB: 4096 })] }, [["args.disks[0].caching", "ReadOnly", "T3.1.4-6"]]],
    ["with a standard disk in PROD", { disks: [disk({ storageAccountType: "StandardSSD_LRS" })] }, [["args.disks[0].storageAccountType", "StandardSSD_LRS", "T6.5-1"]]],
    ["with words that no disk knows", { disks: [disk({ purpose: "programs" as never, caching: "ReadWrite" as never })] }, [["args.disks", ["programs"], "T3.1.3-2"], ["args.disks[0].purpose", "programs", "T3.1.4-6"], ["args.disks[0].caching", "ReadWrite", undefined]]],
    ["with a database role and no settings for it", { roles: ["database"] }, [["args.database", undefined, "T8.2-2"]]],
    ["with settings of a database that it does not carry", { database: databaseRequest.database }, [["args.database", "(given)", "T3.1-3"]]],
  ])("%s", (_, changes, expected) => {
    const problems = refused(changes);
    expect(problems.map(({ path, value, clause }) => [path, value, clause])).toEqual(expected);
    for (const problem of problems) expect([problem.limit.length > 0, problem.fix.length > 0]).toEqual([true, true]);
  });

  test.each<[string, object, readonly (readonly unknown[])[]]>([
    ["with a port that the browser has", { port: 1434 }, [["args.database.port", 1434, "T4.3-M"]]],
    ["with a SQL Server that the vendor has not approved", { version: "2016" }, [["args.database.version", "2016", "T8.1-1"]]],
    ["with an edition that may not serve users", { edition: "Developer" }, [["args.database.version", "2022", "T8.2-2"], ["args.database.edition", "Developer", "T8.2-2"]]],
    ["with an unknown licence", { licence: "BYOL" }, [["args.database.licence", "BYOL", undefined]]],
    ["with no number for its size", { expectedGiB: Number.NaN }, [["args.database.expectedGiB", Number.NaN, "T3.1.4-4"]]],
  ])("as a database server %s", (_, changes, expected) => {
    const problems = refused({ database: { ...databaseRequest.database!, ...changes } }, databaseRequest);
    expect(problems.filter(({ path }) => path.startsWith("args.database")).map(({ path, value, clause }) => [path, value, clause])).toEqual(expected);
  });

  it("as a database server whose port is TSS's, where TSS stands beside it", () => {
    const problems = refused({ roles: ["core", "database"], database: { ...databaseRequest.database!, port: 2100 } }, databaseRequest);
    expect(shown(problems)).toEqual([["args.database.port", 2100, "T4.3-M", "a port that no other service of its machine has: TSS has it"]]);
  });

  it("as a database server in UTB with standard disks: SQL Server's registration lays out premium ones only", () => {
    const disks = databaseDisks.map((one) => ({ ...one, storageAccountType: "StandardSSD_LRS" as const }));
    expect(refused({ environment: "utb", disks }, databaseRequest).map(({ path, clause }) => [path, clause])).toEqual([0, 1, 2].map((index) => [`args.disks[${index}].storageAccountType`, "T3.1.4-6"]));
    expect(refused({ environment: "utb", disks: databaseDisks }, databaseRequest)).toEqual([]);
  });

  it("with more disks than its size takes", () => {
    const spare = ["data", "log", "tempdb"] as const;
    const disks = [disk(), ...spare.map((purpose, index) => disk({ purpose, lun: index + 1 }))];
    expect(refused({ roles: ["compute"], size: "Standard_E2s_v5", disks })).toEqual([]);
    expect(shown(refused({ roles: ["compute"], size: "Standard_E2s_v5", disks: [...disks, disk({ purpose: "other" as never, lun: 5 })] })).map(([path]) => path)).toContain("args.disks");
  });

  it("for everything that is wrong, at once", () => {
    const problems = refused({ computerName: "9", size: "Standard_B2ms", windowsServer: "2016", address: "here", timeZone: "CET+1", availabilityZone: "x" });
    expect(new Set(problems.map(({ path }) => path))).toEqual(new Set(["args.computerName", "args.size", "args.windowsServer", "args.address", "args.timeZone", "args.availabilityZone"]));
  });
});
