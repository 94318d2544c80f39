import { describe, expect, test } from "vitest";
import { readConfiguration } from "../environment/configurationFile.ts";
import type { EnvironmentPlan } from "../environment/plan.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { specifiedFlows } from "../specification/flows.ts";
import { planProbes } from "./planProbes.ts";
import { fingerprintOf, mostChecks, readProbePlan, type Check } from "./probePlan.ts";
import { isWithin } from "./within.ts";

function planOf(stack: string): EnvironmentPlan {
  const { configuration, advice } = readConfiguration(`Pulumi.${stack}.yaml`);
  return planEnvironment(configuration, advice);
}

describe.each(["prod", "utb"])("the probes of %s", (stack) => {
  const environment = planOf(stack);
  const { vantages } = planProbes(environment);
  const checksOf = (name: string) => vantages.find((vantage) => vantage.name === name)!.checks;
  const zoneOf = (machine: string | undefined) => environment.zones.find(({ machines }) => machine !== undefined && machines.includes(machine))?.id;

  test("start at every server and every client network", () => {
    expect(vantages.map(({ name }) => name)).toEqual([...environment.servers.map(({ computerName }) => computerName), ...environment.network.clientNetworks.map(({ name }) => `client-${name}`)]);
  });

  test("ask every port that the specification opens between servers, from every machine to every other", () => {
    // The specification itself is asked, not the plan's flows.
    const zones = environment.zones.map(({ id, roles, machines }) => ({ id, roles, machines: machines.length }));
    for (const { row, clause, from, to, ports } of specifiedFlows(zones, environment.expectation.choices)) {
      if (to.kind !== "zone" || from.kind === "internet") continue;
      const starts = from.kind === "zone" ? environment.zones.find(({ id }) => id === from.zone)!.machines : environment.network.clientNetworks.map(({ name }) => `client-${name}`);
      const ends = environment.zones.find(({ id }) => id === to.zone)!.machines;
      for (const start of starts) {
        for (const end of ends.filter((machine) => machine !== start)) {
          const asked = checksOf(start).filter(({ expect: must, row: of, target }) => must === "reachable" && of === row && target.machine === end);
          const wanted = ports.flatMap((span) => Array.from({ length: span.to - span.from + 1 }, (_, index) => span.from + index));
          expect(asked.map(({ port }) => port)).toEqual(expect.arrayContaining(wanted));
          expect(asked.every((check) => check.clause === clause)).toBe(true);
        }
      }
    }
  });

  test("leave no flow of the plan out", () => {
    for (const flow of environment.flows) {
      const starts = vantages.filter(({ prefix }) => flow.sourcePrefixes.some((source) => source === prefix || isWithin(prefix.split("/")[0]!, source)));
      expect(starts.length).toBeGreaterThan(0);
      for (const { checks } of starts) expect(checks.some(({ expect: must, row, clause }) => must === "reachable" && row === flow.row && clause === flow.clause)).toBe(true);
    }
  });

  test("take nothing for forbidden that a flow opens, and nothing for open that none does", () => {
    for (const vantage of vantages) {
      for (const { expect: must, target, port, talk } of vantage.checks) {
        if (target.machine === undefined || talk === "dns") continue;
        const open = environment.flows.some(
          ({ sourcePrefixes, destinations, ports, protocol }) =>
            protocol === "Tcp" &&
            sourcePrefixes.some((source) => isWithin(vantage.prefix.split("/")[0]!, source)) &&
            destinations.some((destination) => destination.includes("/") && isWithin(target.host, destination)) &&
            ports.some(({ from, to }) => from <= port && port <= to),
        );
        expect([vantage.name, target.host, port, must]).toEqual([vantage.name, target.host, port, open ? "reachable" : "unreachable"]);
      }
    }
  });

  test("try what would hurt most: the database from the DMZ, broker administration from clients and web servers, remote desktop everywhere", () => {
    const forbidden = (name: string, port: number): readonly Check[] => checksOf(name).filter((check) => check.expect === "unreachable" && check.port === port);
    const web = environment.zones.find(({ demilitarised }) => demilitarised)!.machines[0]!;
    const clients = vantages.filter(({ name }) => name.startsWith("client-")).map(({ name }) => name);
    const roleOf = (role: string) => environment.servers.filter(({ roles }) => roles.some((one) => one === role));
    expect(forbidden(web, 1433).map(({ target }) => zoneOf(target.machine))).toContain(environment.zones.find(({ roles }) => roles.includes("database"))!.id);
    for (const { computerName } of roleOf("application")) {
      for (const start of [web, ...clients]) expect(forbidden(start, 15672).map(({ target }) => target.machine)).toContain(computerName);
    }
    // Where one machine is both core and application server, nothing opens broker administration to any other machine.
    if (stack === "prod") for (const start of [web, ...clients]) expect(forbidden(start, 30700).filter(({ clause }) => clause === "T4.3-X").length).toBe(roleOf("core").length + roleOf("application").length);
    for (const { name } of vantages) expect(forbidden(name, 3389).map(({ target }) => target.machine)).toEqual(environment.servers.map(({ computerName }) => computerName).filter((machine) => machine !== name));
    for (const { computerName } of environment.servers) expect(checksOf(computerName).filter(({ expect: must, target }) => must === "unreachable" && target.machine === undefined).length).toBeGreaterThanOrEqual(3);
  });

  test("every line names its clause where the vendor has one", () => {
    const all = vantages.flatMap(({ checks }) => checks);
    const platform = new Set(environment.flows.filter(({ table }) => table === "platform").map(({ row }) => row));
    expect(all.filter(({ row, clause }) => clause === undefined && !platform.has(row ?? ""))).toEqual([]);
  });

  test("ask nothing twice, and stay within their bounds", () => {
    for (const { checks } of vantages) {
      expect(checks.length).toBeLessThanOrEqual(mostChecks);
      const closed = checks.filter(({ expect: must }) => must === "unreachable").map(({ target, port }) => `${target.host} ${port}`);
      expect(new Set(closed).size).toBe(closed.length);
    }
  });

  test("are the same every time, whole after a file, and as long as nothing changes of the same fingerprint", () => {
    const again = planProbes(planOf(stack));
    expect(readProbePlan(JSON.parse(JSON.stringify(again)))).toEqual({ plan: { ...again, vantages } });
    expect(again.vantages.map(fingerprintOf)).toEqual(vantages.map(fingerprintOf));
    expect(new Set(vantages.map(fingerprintOf)).size).toBe(vantages.length);
  });
});

test("packages are asked for over sftp, licences over HTTPS, each where the stack file has them", () => {
  const { vantages } = planProbes(planOf("prod"));
  const vendor = vantages[0]!.checks.filter(({ clause }) => clause === "T4.5-1");
  expect(vendor.map(({ target, port, talk }) => [target.host, port, talk])).toEqual([["leverans.example.se", 22, "greeting"], ["licens.example.se", 443, "tls"]]);
});

test("a span is asked at its ends where a script would grow too long", () => {
  const environment = planOf("prod");
  const wide = environment.flows.map((flow) => (flow.row === "E1" ? { ...flow, ports: [{ from: 20000, to: 22500 }] } : flow));
  const client = planProbes({ ...environment, flows: wide }).vantages.find(({ name }) => name === "client-town-hall")!;
  expect(client.checks.length).toBeLessThanOrEqual(mostChecks);
  expect(client.checks.filter(({ row, expect: must, target }) => must === "reachable" && row === "E1" && target.machine === "ankprodcore01").map(({ port }) => port)).toEqual([20000, 22500]);
});
