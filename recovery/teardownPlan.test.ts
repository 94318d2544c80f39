import { describe, expect, test } from "vitest";
import type { StateEntry } from "../engine/stackState.ts";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { urnOf } from "./suspects.ts";
import { planTeardown } from "./teardownPlan.ts";

const place = { stack: "utb", project: "lifecare" };

/** A state as it is after an up of a stack file. */
function stateOf(stackFile: string, change: (entry: StateEntry) => StateEntry = (entry) => entry) {
  const { resources } = planEnvironment(readConfiguration(stackFile).configuration);
  return { version: 3, deployment: { resources: resources.map(({ id, inputs, options, ...rest }) => change({ ...rest, urn: urnOf(rest, place), inputs: inputs as StateEntry["inputs"], protect: options?.protect === true, ...(id === undefined ? {} : { id }) } as StateEntry)) } };
}

describe("what a teardown takes", () => {
  const plan = planTeardown("utb", stateOf("Pulumi.utb.yaml"))!;

  test("names each data disk with its machine, and what was protected", () => {
    const planned = planEnvironment(readConfiguration("Pulumi.utb.yaml").configuration);
    expect(plan.disks.map(({ name, machine, sizeGiB }) => `${machine} ${sizeGiB} ${name}`).sort()).toEqual(planned.servers.flatMap(({ computerName, disks }) => disks.map(({ purpose, sizeGiB }) => `${computerName} ${sizeGiB} ${computerName}-${purpose}`)).sort());
    expect(plan.protected).toEqual(planned.resources.filter(({ options }) => options?.protect === true).map(({ name }) => name));
    expect(plan.groups).toEqual([planned.azure.resourceGroupName]);
  });

  test("tells how long a vault keeps its name, and whether it can be purged", () => {
    expect(plan.vaults).toMatchObject([{ days: 90, isPurgeProtected: true }]);
    const bare = stateOf("Pulumi.utb.yaml", (entry) => (entry.type.endsWith(":Vault") ? { ...entry, inputs: { location: "swedencentral" } } : entry));
    expect(planTeardown("utb", bare)!.vaults).toMatchObject([{ days: 90, isPurgeProtected: false }]);
  });

  test("is production by the tags of its resources or by its name", () => {
    expect(plan.isProduction).toBe(false);
    expect(planTeardown("main", stateOf("Pulumi.prod.yaml"))!.isProduction).toBe(true);
    expect(planTeardown("prod-north", stateOf("Pulumi.utb.yaml"))!.isProduction).toBe(true);
  });

  test("counts locks, which go first", () => {
    const lock: StateEntry = { urn: "urn:pulumi:utb::lifecare::azure-native:authorization:ManagementLockByScope::keep", type: "azure-native:authorization:ManagementLockByScope", id: "/x/providers/Microsoft.Authorization/locks/keep" };
    expect(planTeardown("utb", { version: 3, deployment: { resources: [lock] } })!.locks).toEqual(["keep"]);
  });

  test("is nothing where the state holds components at most", () => {
    expect(planTeardown("utb", { version: 3, deployment: {} })).toBeUndefined();
    expect(planTeardown("utb", { version: 3, deployment: { resources: [{ urn: "urn:pulumi:utb::lifecare::pulumi:pulumi:Stack::lifecare-utb", type: "pulumi:pulumi:Stack" }] } })).toBeUndefined();
  });
});
