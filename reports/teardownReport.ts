import type { DeletedVault, TeardownPlan } from "../recovery/teardownPlan.ts";
import type { Report, Section } from "./report.ts";

/** The steps of a teardown before any of them is taken. */
export function teardownReport(plan: TeardownPlan, removal: "remove the stack" | "keep the stack"): Report {
  const steps = stepsOf(plan, removal);
  const numbered: Section = {
    kind: "table",
    title: "In this order",
    columns: [{ title: "", align: "right" }, { title: "step" }, { title: "what it does" }],
    rows: steps.map(([step, ...lines], index) => [index + 1, step, lines]),
    empty: "",
  };
  const disks: Section = {
    kind: "table",
    title: "Data that is lost: nothing gives it back but a backup outside of this stack",
    columns: [{ title: "data disk" }, { title: "GiB", align: "right" }, { title: "machine" }],
    rows: plan.disks.map(({ name, sizeGiB, machine }) => [name, sizeGiB ?? "", machine ?? "none"]),
    empty: "  No data disks.",
  };
  return { title: `${plan.stack.toUpperCase()}: teardown of ${plan.resources} resources`, sections: [numbered, disks] };
}

type Step = readonly [step: string, ...lines: readonly string[]];

function stepsOf({ stack, protected: held, locks, resources, groups, machines, vaults }: TeardownPlan, removal: string): readonly Step[] {
  return [
    ["protection", held.length === 0 ? "none is protected" : `set aside for this one run, on ${held.length}: ${held.join(", ")}`],
    ...(locks.length === 0 ? [] : [["locks", `deleted first: ${locks.join(", ")}`] as const]),
    ["deletion", `${resources} resources, what depends on others first`, ...machines.map((machine) => `machine ${machine}, with the disk of its operating system`), ...groups.map((group) => `group ${group}, with all that lies in it, also what others made there`)],
    ...vaults.map((vault) => ["vault", ...vaultLines(vault)] as const),
    removal === "remove the stack" ? ["stack", `${stack} is removed with its history; the stack file stays`] : ["stack", `${stack} stays, empty; --remove-stack takes it away`],
  ];
}

/** What becomes of a vault: Azure keeps it, and its name. */
export function vaultLines({ name, location, days, isPurgeProtected }: DeletedVault): readonly string[] {
  const purge = isPurgeProtected ? "its purge protection lets nobody end that sooner" : `\`az keyvault purge --name ${name} --location ${location}\` ends that sooner`;
  return [`Azure keeps ${name} deleted for ${days} days, with its secrets, and with it the name; ${purge}`, `this stack comes up again before that only so: \`pulumi up\`, which makes its group and is refused the vault, \`az keyvault recover --name ${name} --location ${location}\`, \`lifecare recover\`, \`pulumi up\``];
}
