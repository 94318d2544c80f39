import { madeAt } from "../answer.ts";
import { listAt, objectAt, textAt, type Properties } from "../propertyValues.ts";
import type { ResourceStore } from "../resourceStore.ts";
import { ok, RestRefusal, type RestHandler } from "./exchange.ts";
import { acceptedAnswer } from "./longRunning.ts";

type PowerState = "running" | "stopped" | "deallocated";

/** What a POST leaves a machine in. Source: azure-rest-api-specs, Microsoft.Compute, virtual machines. */
const stateAfter: Readonly<Record<string, PowerState>> = {
  deallocate: "deallocated",
  powerOff: "stopped",
  reapply: "running",
  redeploy: "running",
  restart: "running",
  start: "running",
};

/** What a machine that nobody touched is in: Azure starts what it makes. */
const stateAtBirth: PowerState = "running";

const titles: Readonly<Record<PowerState, string>> = { deallocated: "VM deallocated", running: "VM running", stopped: "VM stopped" };

/** The state lies below the machine and goes with it; it is no part of the machine's definition, so no engine sees it. */
function powerStateId(machineId: string): string {
  return `${machineId}/rehearsal/powerState`;
}

function powerStateOf(store: ResourceStore, machineId: string): PowerState {
  return (textAt(store.get(powerStateId(machineId))?.properties, "state") as PowerState | undefined) ?? stateAtBirth;
}

/** POST of `start`, `powerOff`, `deallocate`, `restart`, `redeploy` or `reapply`. */
export const actOnMachine: RestHandler = (azure, { path, parameters: { action = "" } }) => {
  const id = machineAt(azure.control, path);
  const [, state] = Object.entries(stateAfter).find(([name]) => name.toLowerCase() === action.toLowerCase()) ?? [];
  if (state === undefined) throw new RestRefusal(404, "InvalidAction", `Virtual machines have no action '${action}' here: ${Object.keys(stateAfter).join(", ")}.`);
  const stored = powerStateId(id);
  azure.store.replace({ id: stored, type: "Rehearsal/powerStates", revision: (azure.store.get(stored)?.revision ?? 0) + 1, properties: { state } });
  return acceptedAnswer(azure, id, "Working");
};

/** GET of `instanceView`. */
export const machineInstanceView: RestHandler = (azure, { path }) => {
  const id = machineAt(azure.control, path);
  return ok(instanceView(azure.store, id));
};

function machineAt({ exists, canonicalId }: { readonly exists: (id: string) => boolean; readonly canonicalId: (id: string) => string }, path: string): string {
  const id = path.split("/").slice(0, -1).join("/");
  if (exists(id)) return canonicalId(id);
  throw new RestRefusal(404, "ResourceNotFound", `The Resource 'Microsoft.Compute/virtualMachines/${id.slice(id.lastIndexOf("/") + 1)}' was not found.`);
}

/** A machine's answer, with what it is doing where `$expand=instanceView` or `statusOnly` asks for it. */
export function instanceViewWhereAsked(store: ResourceStore, id: string, body: Properties, query: URLSearchParams): Properties {
  if (textAt(body, "type")?.toLowerCase() !== "microsoft.compute/virtualmachines") return body;
  if (query.get("$expand")?.toLowerCase() !== "instanceview" && query.get("statusOnly") !== "true") return body;
  return { ...body, properties: { ...objectAt(body, "properties"), instanceView: instanceView(store, id) } };
}

function instanceView(store: ResourceStore, id: string): Properties {
  const machine = store.get(id)?.properties;
  const power = powerStateOf(store, id);
  const storage = objectAt(machine, "storageProfile");
  const disks = [objectAt(storage, "osDisk"), ...listAt(storage, "dataDisks")].flatMap((disk) => {
    const name = textAt(disk, "name") ?? textAt(objectAt(disk, "managedDisk"), "id")?.split("/").at(-1);
    return name === undefined ? [] : [{ name, statuses: [status("ProvisioningState/succeeded", "Provisioning succeeded")] }];
  });
  return {
    ...(power === "running" ? { computerName: textAt(objectAt(machine, "osProfile"), "computerName") ?? "" } : {}),
    disks,
    statuses: [{ ...status("ProvisioningState/succeeded", "Provisioning succeeded"), time: madeAt }, status(`PowerState/${power}`, titles[power])],
  };
}

function status(code: string, displayStatus: string): Properties {
  return { code, level: "Info", displayStatus };
}
