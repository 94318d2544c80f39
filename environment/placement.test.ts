import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roles, type Role } from "../specification/vocabulary.ts";
import { planPlacement, zoneId, type MachineGroup } from "./placement.ts";

let entries = 0;
function group(name: string, carried: readonly Role[], count = 1): MachineGroup {
  return { name, roles: carried, count, path: `lifecare:machines[${entries++}]` };
}

function place(groups: readonly MachineGroup[], planning = false) {
  return planPlacement({ groups: groups.map((entry, index) => ({ ...entry, path: `lifecare:machines[${index}]` })), path: "lifecare:machines", planning });
}

const complete = [group("app", ["core", "application", "intranetWeb"]), group("sql", ["database"])];

describe("Placement", () => {
  it("accepts the smallest installation: core, application and intranet web together, and a database server", () => {
    const { zones, problems, advice } = place(complete);
    expect(problems).toEqual([]);
    expect(advice).toEqual([]);
    expect(zones.map((zone) => zone.id)).toEqual(["core-application-intranetWeb", "database"]);
  });

  it("puts machines with the same roles into one zone, whatever the order in which the roles are written", () => {
    const { zones } = place([...complete, group("app2", ["intranetWeb", "core", "application"], 2)]);
    expect(zones[0]).toMatchObject({ id: "core-application-intranetWeb", machines: 3, demilitarised: false });
    expect(zones[0]!.groups.map((entry) => entry.name)).toEqual(["app", "app2"]);
  });

  it("lists zones in the order of the vendor's server types, not of the configuration", () => {
    const { zones } = place([group("cmp", ["compute"]), group("web", ["web"], 2), group("sql", ["database"]), group("app", ["application"], 2), group("core", ["core"])], true);
    expect(zones.map((zone) => zone.id)).toEqual(["core", "application", "web", "database", "compute"]);
    expect(zones.filter((zone) => zone.demilitarised).map((zone) => zone.id)).toEqual(["web"]);
  });

  it.each(roles.filter((role) => role !== "web"))("refuses the web role on a machine with %s (T3.1.5-3)", (role) => {
    const { problems } = place([...complete, group("web", ["web", role])]);
    expect(problems.filter((problem) => problem.clause !== "T3.1.4-2")).toEqual([expect.objectContaining({ path: "lifecare:machines[2].roles", clause: "T3.1.5-3" })]);
  });

  it("advises against a compute role that shares its machine, and against one that nobody needs (T3.1.7-1)", () => {
    const { problems, advice } = place([group("app", ["core", "application", "intranetWeb", "compute"]), group("sql", ["database"])]);
    expect(problems).toEqual([]);
    expect(advice.map((item) => item.message)).toEqual([expect.stringContaining("server of its own"), expect.stringContaining("not among the features")]);
    expect(advice.every((item) => item.clause === "T3.1.7-1")).toBe(true);
  });

  it("asks for a compute role where planning is installed", () => {
    expect(place(complete, true).problems).toEqual([expect.objectContaining({ path: "lifecare:machines", clause: "T3.1.7-1" })]);
  });

  it.each(["core", "application", "database"] as const)("refuses an installation without %s", (role) => {
    const others = (["core", "application", "database"] as const).filter((other) => other !== role);
    const { problems } = place([group("a", [...others, "intranetWeb"])]);
    expect(problems).toEqual([expect.objectContaining({ path: "lifecare:machines", limit: expect.stringContaining(`the role ${role}`) })]);
  });

  it("says what an installation without any web role cannot do, and is content with either (T 4.3)", () => {
    const inner = group("app", ["core", "application", "database"]);
    const { problems, advice } = place([inner]);
    expect(problems).toEqual([]);
    expect(advice).toEqual([expect.objectContaining({ path: "lifecare:machines", message: expect.stringContaining("reached by nobody") })]);
    expect(place([inner, group("web", ["web"])]).advice).toEqual([]);
    expect(place([inner, group("int", ["intranetWeb"])]).advice).toEqual([]);
  });

  it("lets a role stand on two kinds of machines", () => {
    const { zones, problems } = place([...complete, group("extra", ["application"], 2)]);
    expect(problems).toEqual([]);
    expect(zones.map((zone) => zone.id)).toEqual(["core-application-intranetWeb", "application", "database"]);
  });

  it("advises to ask before several machines carry TSS (T3.1.3-3)", () => {
    expect(place([...complete, group("core", ["core"])]).advice).toEqual([expect.objectContaining({ path: "lifecare:machines[2].roles", clause: "T3.1.3-3" })]);
    expect(place([{ ...complete[0]!, count: 2 }, complete[1]!]).advice).toEqual([expect.objectContaining({ path: "lifecare:machines[0].count" })]);
  });

  it("refuses a second database server, in whichever way it is asked for (T3.1.4-2)", () => {
    const { problems } = place([complete[0]!, group("sql", ["database"], 2), group("sql2", ["database"])]);
    expect(problems.map((problem) => [problem.path, problem.clause])).toEqual([
      ["lifecare:machines[1].count", "T3.1.4-2"],
      ["lifecare:machines[2].roles", "T3.1.4-2"],
    ]);
  });

  it("collects every problem at once: repeated roles and names, none at all, counts out of bounds", () => {
    const { problems } = place([
      group("app", ["core", "application", "intranetWeb", "database", "core"]),
      group("APP", ["application"], 10),
      group("x", [], 0),
    ]);
    expect(problems.map((problem) => problem.path).toSorted()).toEqual([
      "lifecare:machines[0].roles",
      "lifecare:machines[1].count",
      "lifecare:machines[1].name",
      "lifecare:machines[2].count",
      "lifecare:machines[2].roles",
    ]);
    expect(problems.every((problem) => problem.fix.length > 0)).toBe(true);
  });

  it("loses no machine and invents none", () => {
    const groups = fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{1,4}$/), roles: fc.subarray([...roles], { minLength: 1 }), count: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(groups, (entries) => {
        const { zones } = place(entries.map((entry) => ({ ...entry, path: "" })));
        const total = entries.reduce((sum, entry) => sum + entry.count, 0);
        expect(zones.reduce((sum, zone) => sum + zone.machines, 0)).toBe(total);
        expect(new Set(zones.map((zone) => zone.id)).size).toBe(zones.length);
        for (const zone of zones) for (const entry of zone.groups) expect(new Set(entry.roles)).toEqual(new Set(zone.roles));
      }),
    );
  });

  it("names a zone the same whatever the order of its roles", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...roles], { minLength: 1 }), (carried) => {
        expect(zoneId(carried)).toBe(zoneId([...carried].reverse()));
        expect(zoneId(carried)).toMatch(/^[A-Za-z]+(-[A-Za-z]+)*$/);
      }),
    );
  });
});
