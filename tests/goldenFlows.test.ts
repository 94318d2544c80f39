import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { documentedChoices, specifiedFlows, type FlowChoices, type FlowEnd, type FlowZone } from "../specification/flows.ts";
import { roles, type PortSpan, type Role } from "../specification/vocabulary.ts";

/** What the golden files depend on in a stack's configuration. */
interface StackSettings {
  readonly "lifecare:product": { readonly subsystems: readonly string[]; readonly feedback: boolean };
  readonly "lifecare:network": { readonly databasePort: number; readonly clientPorts: FlowChoices["clientPorts"] };
  readonly "lifecare:vendor": { readonly databaseServerAccess: boolean };
  readonly "lifecare:machines": readonly { readonly roles: readonly Role[]; readonly count?: number }[];
}

function readRoot(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}

function settingsOf(stack: string): StackSettings {
  return (parse(readRoot(`Pulumi.${stack}.yaml`)) as { config: StackSettings }).config;
}

/** Machines with the same roles make a zone, named after the roles in the vocabulary's order. */
function zonesOf(settings: StackSettings): readonly FlowZone[] {
  const zones = new Map<string, FlowZone>();
  for (const entry of settings["lifecare:machines"]) {
    const ordered = roles.filter((role) => entry.roles.includes(role));
    const id = ordered.join("-");
    zones.set(id, { id, roles: ordered, machines: (zones.get(id)?.machines ?? 0) + (entry.count ?? 1) });
  }
  return [...zones.values()];
}

function choicesOf(settings: StackSettings): FlowChoices {
  return {
    ...documentedChoices,
    databasePort: settings["lifecare:network"].databasePort,
    clientPorts: settings["lifecare:network"].clientPorts,
    careModule: settings["lifecare:product"].subsystems.includes("VoO"),
    feedback: settings["lifecare:product"].feedback,
    databaseVendorAccess: settings["lifecare:vendor"].databaseServerAccess,
  };
}

/** One line for each flow, its ports one by one: the file's way of grouping ports does not matter. */
function readGolden(stack: string): readonly string[] {
  const lines = readRoot(`tests/golden/${stack}.flows.txt`).split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
    const [row, from, to, protocol, ...ports] = line.split(/\s+/);
    return [row, from, to, protocol, ...portNumbers(ports.map(readSpan))].join(" ");
  });
}

function readSpan(text: string): PortSpan {
  const [from, to] = text.split("-").map(Number);
  return { from: from!, to: to ?? from! };
}

function portNumbers(spans: readonly PortSpan[]): readonly number[] {
  const numbers = spans.flatMap((span) => Array.from({ length: span.to - span.from + 1 }, (_, offset) => span.from + offset));
  return numbers.toSorted((one, other) => one - other);
}

function nameOf(end: FlowEnd): string {
  return end.kind === "zone" ? end.zone : end.kind;
}

describe.each(["prod", "utb"])("the flows specified for %s", (stack) => {
  it("are those written by hand from the vendor's table", () => {
    const settings = settingsOf(stack);
    const flows = specifiedFlows(zonesOf(settings), choicesOf(settings)).map((flow) =>
      [flow.row, nameOf(flow.from), nameOf(flow.to), flow.protocol.toLowerCase(), ...portNumbers(flow.ports)].join(" "),
    );
    expect(flows.toSorted()).toEqual(readGolden(stack).toSorted());
  });
});
