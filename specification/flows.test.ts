import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentedChoices, specifiedFlows, type FlowChoices, type FlowEnd, type FlowZone, type SpecifiedFlow } from "./flows.ts";
import { portMatrix } from "./portMatrix.ts";
import { includesPort, mergeSpans } from "./portSpans.ts";
import { roles, type PortSpan, type Role } from "./vocabulary.ts";

const administrationSpans: readonly PortSpan[] = [
  { from: 30700, to: 30709 },
  { from: 30711, to: 30721 },
  { from: 30723, to: 30750 },
  { from: 30752, to: 30760 },
];
const clientPorts = [
  2100, 2110, 2114, 2116, 2119, 2120, 23110, 23114, 23116, 30600, 30601, 30610, 30611, 30612, 30613, 30710, 30722, 30751,
];

const anyZones: fc.Arbitrary<readonly FlowZone[]> = fc
  .uniqueArray(fc.subarray([...roles], { minLength: 1 }), { minLength: 0, maxLength: 6, selector: (held) => held.toSorted().join("-") })
  .chain((roleSets) => fc.tuple(...roleSets.map((held) => fc.integer({ min: 1, max: 3 }).map((machines) => zone(held, machines)))));

const anyChoices: fc.Arbitrary<FlowChoices> = fc.record({
  databasePort: fc.oneof(fc.constant(1433), fc.integer({ min: 49152, max: 65535 })),
  clientPorts: fc.constantFrom("listed", "spans"),
  intranetRedirect: fc.boolean(),
  recyclingOverHttp: fc.boolean(),
  plaintextMessaging: fc.boolean(),
  legacyWeb: fc.boolean(),
  eventServicePort: fc.oneof(fc.constant(30722), fc.integer({ min: 30711, max: 30760 }), fc.integer({ min: 31000, max: 65535 })),
  careModule: fc.boolean(),
  feedback: fc.boolean(),
  databaseVendorAccess: fc.boolean(),
});

function zone(held: readonly Role[], machines = 1): FlowZone {
  return { id: held.join("-"), roles: held, machines };
}

function portsOf(spans: readonly PortSpan[]): readonly number[] {
  return spans.flatMap((span) => Array.from({ length: span.to - span.from + 1 }, (_, offset) => span.from + offset));
}

function rolesAt(end: FlowEnd, zones: readonly FlowZone[]): readonly Role[] {
  return end.kind === "zone" ? zones.find(({ id }) => id === end.zone)!.roles : [];
}

function between(flows: readonly SpecifiedFlow[], from: string, to: string): readonly number[] {
  const label = (end: FlowEnd) => (end.kind === "zone" ? end.zone : end.kind);
  return portsOf(mergeSpans(flows.filter((flow) => label(flow.from) === from && label(flow.to) === to).flatMap((flow) => flow.ports)));
}

/**
 * The vendor's table once more, in another shape: what a service in one role may ask of a service in another role on
 * another machine. The model judges machine by machine, where the program judges zone by zone.
 */
function portsBetweenRoles(from: Role, to: Role, choices: FlowChoices): readonly number[] {
  const isWebServer = from === "web" || from === "intranetWeb";
  const isInner = (role: Role) => role === "core" || role === "application";
  const open: number[] = [];
  if (isWebServer && to === "application") open.push(23110, 23114, 23116, 23612, 5671);
  if (isWebServer && to === "application" && choices.plaintextMessaging) open.push(5672);
  if (isWebServer && to === "application" && choices.legacyWeb) open.push(2116);
  if (isWebServer && to === "core") open.push(23610);
  if (isWebServer && to === "core" && choices.legacyWeb) open.push(2100, 30710);
  if (from === "application" && to === "core") open.push(2100, 30710, 23610, 9091, 23611, 23612);
  if (from === "compute" && to === "application") open.push(23612, 9091);
  if (from === "compute" && to === "core") open.push(23610);
  if (["core", "application", "compute"].includes(from) && to === "database") open.push(choices.databasePort);
  if (isInner(from) && (to === "web" || to === "intranetWeb")) open.push(443);
  if (isInner(from) && (to === "web" || to === "intranetWeb") && choices.recyclingOverHttp) open.push(80);
  if (from === "application" && (to === "web" || to === "intranetWeb")) open.push(808);
  if (from === to && from !== "database" && from !== "compute") open.push(11211, 11212);
  if (isInner(from) && isInner(to)) open.push(...portsOf(administrationSpans).filter((port) => port !== choices.eventServicePort));
  return open;
}

function modelledPorts(from: FlowZone, to: FlowZone, choices: FlowChoices): readonly number[] {
  const machineOf = (of: FlowZone, index: number) => `${of.id}/${index}`;
  const open = new Set<number>();
  for (let source = 0; source < from.machines; source++) {
    for (let target = 0; target < to.machines; target++) {
      if (machineOf(from, source) === machineOf(to, target)) continue;
      for (const sourceRole of from.roles) {
        for (const targetRole of to.roles) portsBetweenRoles(sourceRole, targetRole, choices).forEach((port) => open.add(port));
      }
    }
  }
  return [...open].toSorted((one, other) => one - other);
}

describe("the flows between zones", () => {
  it("are what the vendor's table says of each pair of machines", () => {
    fc.assert(
      fc.property(anyZones, anyChoices, (zones, choices) => {
        const flows = specifiedFlows(zones, choices);
        for (const from of zones) for (const to of zones) expect(between(flows, from.id, to.id)).toEqual(modelledPorts(from, to, choices));
      }),
    );
  });

  it("do not depend on the order of zones and roles", () => {
    fc.assert(
      fc.property(anyZones, anyChoices, (zones, choices) => {
        const reversed = zones.toReversed().map((each) => ({ ...each, roles: each.roles.toReversed() }));
        expect(specifiedFlows(reversed, choices)).toEqual(specifiedFlows(zones, choices));
      }),
    );
  });

  it("are one for each row and pair of ends, each with its ports in one way of writing and a clause of the row", () => {
    fc.assert(
      fc.property(anyZones, anyChoices, (zones, choices) => {
        const flows = specifiedFlows(zones, choices);
        expect(new Set(flows.map(({ row, from, to }) => JSON.stringify([row, from, to]))).size).toBe(flows.length);
        for (const flow of flows) {
          expect(flow.ports).toEqual(mergeSpans(flow.ports));
          expect(flow.ports).not.toEqual([]);
          expect(portMatrix.filter((row) => row.id === flow.row).map((row) => row.clause)).toContain(flow.clause);
        }
      }),
    );
  });

  it("end only at server types that their row names", () => {
    fc.assert(
      fc.property(anyZones, anyChoices, (zones, choices) => {
        for (const flow of specifiedFlows(zones, choices)) {
          const rows = portMatrix.filter((row) => row.id === flow.row);
          const sources = rows.flatMap((row) => row.from as readonly string[]);
          const targets = rows.flatMap((row) => (row.to.includes("peer") ? row.from : row.to) as readonly string[]);
          expect(flow.from.kind === "zone" ? rolesAt(flow.from, zones).some((role) => sources.includes(role)) : sources.includes(flow.from.kind)).toBe(true);
          expect(flow.to.kind === "zone" ? rolesAt(flow.to, zones).some((role) => targets.includes(role)) : targets.includes(flow.to.kind)).toBe(true);
        }
      }),
    );
  });

  it("lead from a zone to itself only where it has more than one machine", () => {
    fc.assert(
      fc.property(anyZones, anyChoices, (zones, choices) => {
        const single = zones.map((each) => ({ ...each, machines: 1 }));
        for (const flow of specifiedFlows(single, choices)) expect(flow.from).not.toEqual(flow.to);
      }),
    );
  });

  it("grow and never shrink with an opt-in", () => {
    const optIns = ["intranetRedirect", "recyclingOverHttp", "plaintextMessaging", "legacyWeb", "careModule", "feedback", "databaseVendorAccess"] as const;
    fc.assert(
      fc.property(anyZones, anyChoices, fc.constantFrom(...optIns), (zones, choices, optIn) => {
        const wider = specifiedFlows(zones, { ...choices, [optIn]: true });
        for (const flow of specifiedFlows(zones, { ...choices, [optIn]: false })) {
          const same = wider.find(({ row, from, to }) => JSON.stringify([row, from, to]) === JSON.stringify([flow.row, flow.from, flow.to]));
          expect(portsOf(flow.ports).every((port) => includesPort(same?.ports ?? [], port))).toBe(true);
        }
      }),
    );
  });
});

describe("the ports of the brokers' administration", () => {
  it("are reached from core and application servers only, a moved event service apart", () => {
    fc.assert(
      fc.property(anyZones, anyChoices, (zones, choices) => {
        const isInner = (end: FlowEnd) => rolesAt(end, zones).some((role) => role === "core" || role === "application");
        for (const flow of specifiedFlows(zones, choices)) {
          const administration = portsOf(flow.ports).filter((port) => includesPort(administrationSpans, port) && port !== choices.eventServicePort);
          if (administration.length > 0) expect([flow.row, isInner(flow.from), isInner(flow.to)]).toEqual(["X", true, true]);
        }
      }),
    );
  });

  it("give up the port to which a migrated event service was moved", () => {
    const flows = specifiedFlows([zone(["core"]), zone(["application"])], { ...documentedChoices, eventServicePort: 30715 });
    expect(between(flows, "client", "core")).toContain(30715);
    expect(between(flows, "client", "core")).not.toContain(30722);
    expect(between(flows, "core", "application")).not.toContain(30715);
    expect(between(flows, "core", "application")).not.toContain(30722);
  });
});

describe("the database server", () => {
  it("is reached on its port only, and from core, application and compute servers only", () => {
    fc.assert(
      fc.property(anyZones, anyChoices, (zones, choices) => {
        for (const flow of specifiedFlows(zones, choices)) {
          if (rolesAt(flow.to, zones).join() !== "database") continue;
          expect(portsOf(flow.ports)).toEqual([choices.databasePort]);
          expect(rolesAt(flow.from, zones).some((role) => ["core", "application", "compute"].includes(role))).toBe(true);
        }
      }),
    );
  });

  it("calls the vendor only where it is asked to", () => {
    const calls = (databaseVendorAccess: boolean) =>
      between(specifiedFlows([zone(["database"])], { ...documentedChoices, databaseVendorAccess }), "database", "vendor");
    expect(calls(false)).toEqual([]);
    expect(calls(true)).toEqual([22, 443]);
  });
});

describe("clients", () => {
  it("reach core and application servers on the eighteen listed ports", () => {
    const flows = specifiedFlows([zone(["core"]), zone(["application"]), zone(["web"]), zone(["database"])], documentedChoices);
    expect(between(flows, "client", "core")).toEqual(clientPorts);
    expect(between(flows, "client", "application")).toEqual(clientPorts);
    expect(flows.filter((flow) => flow.from.kind === "client")).toHaveLength(2);
  });

  it("reach with the spans whatever they reach with the list", () => {
    fc.assert(
      fc.property(anyZones, anyChoices, (zones, choices) => {
        const listed = specifiedFlows(zones, { ...choices, clientPorts: "listed" });
        const spans = specifiedFlows(zones, { ...choices, clientPorts: "spans" });
        for (const { id } of zones) expect(between(spans, "client", id)).toEqual(expect.arrayContaining([...between(listed, "client", id)]));
      }),
    );
  });

  it("reach with the spans 2100–2140, 23110–23120, 30600–30620, 30710, 30722 and 30751", () => {
    const flows = specifiedFlows([zone(["core"])], { ...documentedChoices, clientPorts: "spans" });
    expect(flows.find((flow) => flow.row === "E1")?.ports).toEqual([
      { from: 2100, to: 2140 },
      { from: 23110, to: 23120 },
      { from: 30600, to: 30620 },
      { from: 30710, to: 30710 },
      { from: 30722, to: 30722 },
      { from: 30751, to: 30751 },
    ]);
  });
});

/** Who outside may call a role, or be called by it, and on which ports: the vendor's table in the other shape. */
function portsOutside(role: Role, outside: string, choices: FlowChoices): { readonly inwards: readonly number[]; readonly outwards: readonly number[] } {
  const none = { inwards: [], outwards: [] };
  switch (outside) {
    case "internet":
      return role === "web" ? { ...none, inwards: [443] } : none;
    case "intranet":
      if (role === "web") return { ...none, inwards: [443] };
      return role === "intranetWeb" ? { ...none, inwards: choices.intranetRedirect ? [80, 443] : [443] } : none;
    case "vendor":
      return role !== "database" || choices.databaseVendorAccess ? { ...none, outwards: [22, 443] } : none;
    case "socialInsuranceAgency":
      return role === "application" && choices.careModule ? { ...none, outwards: [7020] } : none;
    default:
      return role === "application" && choices.feedback ? { ...none, outwards: [443] } : none;
  }
}

describe("the flows to and from outside", () => {
  it.each(["internet", "intranet", "vendor", "socialInsuranceAgency", "feedback"])("are for %s what the vendor's table says of each role", (outside) => {
    const union = (lists: readonly (readonly number[])[]) => [...new Set(lists.flat())].toSorted((one, other) => one - other);
    fc.assert(
      fc.property(anyZones, anyChoices, (zones, choices) => {
        const flows = specifiedFlows(zones, choices);
        for (const each of zones) {
          const allowed = each.roles.map((role) => portsOutside(role, outside, choices));
          expect(between(flows, outside, each.id)).toEqual(union(allowed.map(({ inwards }) => inwards)));
          expect(between(flows, each.id, outside)).toEqual(union(allowed.map(({ outwards }) => outwards)));
        }
      }),
    );
  });
});

describe("load-balanced servers", () => {
  it("talk to peers of the same role in another zone too", () => {
    const flows = specifiedFlows([zone(["core", "application"]), zone(["application", "intranetWeb"])], documentedChoices);
    expect(flows.filter((flow) => flow.row === "R11").map(({ from, to }) => [from, to])).toEqual([
      [
        { kind: "zone", zone: "application-intranetWeb" },
        { kind: "zone", zone: "core-application" },
      ],
      [
        { kind: "zone", zone: "core-application" },
        { kind: "zone", zone: "application-intranetWeb" },
      ],
    ]);
  });

  it("are no database or compute servers", () => {
    const flows = specifiedFlows([zone(["database"], 2), zone(["compute"], 2)], documentedChoices);
    expect(flows.filter((flow) => flow.row === "R11")).toEqual([]);
  });
});

describe("calls outwards", () => {
  const outwards = (choices: Partial<FlowChoices>) =>
    specifiedFlows([zone(["application"])], { ...documentedChoices, ...choices }).map(({ to, ports, clause }) => [to.kind, portsOf(ports), clause]);

  it("go to the social insurance agency where VoO is installed", () => {
    expect(outwards({ careModule: true })).toContainEqual(["socialInsuranceAgency", [7020], "T4.4-3"]);
    expect(outwards({ careModule: false }).map(([to]) => to)).not.toContain("socialInsuranceAgency");
  });

  it("go to feedback unless that is declined", () => {
    expect(outwards({})).toContainEqual(["feedback", [443], "T4.7-1"]);
    expect(outwards({ feedback: false }).map(([to]) => to)).not.toContain("feedback");
  });
});
