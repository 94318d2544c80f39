import { broken, holds, type Check, type Judgement, type Subject } from "../check.ts";
import { standingSize, wantedMachines, type WantedMachine } from "../machines.ts";
import type { OfferedSize, Question } from "../question.ts";

/** Each size that a machine is to have, in the zones where it is to stand. */
export function sizeChecks(subject: Subject): readonly Check[] {
  const machines = wantedMachines(subject);
  return [...new Set(machines.map(({ size }) => size))].sort().map((size) => sizeCheck(subject, size, machines.filter((machine) => machine.size === size)));
}

function sizeCheck({ azure: { location, resourceGroupName } }: Subject, size: string, machines: readonly WantedMachine[]): Check {
  const sizes = { kind: "sizes", location } as const satisfies Question;
  const standing = { kind: "standing", resourceGroupName } as const satisfies Question;
  const zones = zonesOf(machines);
  return {
    id: `size/${location}/${size}`,
    subject: `size ${size} in ${location}${zones.length === 0 ? "" : `, ${zones.length === 1 ? "zone" : "zones"} ${zones.join(", ")}`}`,
    questions: [sizes, standing],
    demand: "is offered to the subscription without restriction",
    clauses: [...new Set(machines.flatMap(({ clauses }) => clauses))].sort(),
    source: "MicrosoftDocs/azure-docs, error-sku-not-available.md",
    fix: "ask for access (portal, Quotas), or take another size, zone or region; az vm list-skus --all shows the restrictions",
    judge: (answers) => {
      const stands = answers.to(standing);
      const toMake = machines.filter((machine) => standingSize(stands, machine)?.toLowerCase() !== size.toLowerCase());
      if (toMake.length === 0) return holds("every machine of this size stands");
      return judge(answers.to(sizes).find(({ name }) => name.toLowerCase() === size.toLowerCase()), zonesOf(toMake));
    },
  };
}

function judge(offered: OfferedSize | undefined, zones: readonly string[]): Judgement {
  if (offered === undefined) return broken("not offered in the region");
  const everywhere = offered.restrictions.find(({ kind }) => kind === "region");
  if (everywhere !== undefined) return broken(`restricted in the region: ${everywhere.reason}`);
  const without = zones.filter((zone) => !offered.zones.includes(zone));
  if (without.length > 0) return broken(`not offered in ${named(without)}`);
  const restricted = offered.restrictions.filter((one) => one.zones.some((zone) => zones.includes(zone)));
  if (restricted.length > 0) return broken(restricted.map((one) => `restricted in ${named(one.zones.filter((zone) => zones.includes(zone)))}: ${one.reason}`).join("; "));
  return holds("offered");
}

function named(zones: readonly string[]): string {
  return `${zones.length === 1 ? "zone" : "zones"} ${zones.join(", ")}`;
}

function zonesOf(machines: readonly WantedMachine[]): readonly string[] {
  return [...new Set(machines.flatMap(({ zones }) => zones))].sort();
}
