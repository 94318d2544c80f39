import { isRecord, type Plain, type PlainRecord } from "../reachability/readValues.ts";
import { isList } from "./differences.ts";

/** A property that Azure answers and nobody sets, and what it means when it is another. */
export interface TellingAnswer {
  readonly type: string;
  /** Steps through records; lists are entered. */
  readonly path: string;
  readonly meaning: string;
}

/**
 * Of the many properties that Azure answers, those whose change is neither noise nor a consequence of another.
 * Source: Azure REST API, the types of these names.
 */
export const tellingAnswers: readonly TellingAnswer[] = [
  { type: "azure-native:network:AzureFirewall", path: "ipConfigurations.privateIPAddress", meaning: "routes and name servers lead to the earlier address: delete the firewall and run the update again, once nothing else stands in its subnet" },
  { type: "azure-native:network:PublicIPAddress", path: "ipAddress", meaning: "whoever knows the earlier address has to be told: no update brings it back" },
  { type: "azure-native:compute:VirtualMachine", path: "vmId", meaning: "somebody deleted the machine and made one of the same name: no update brings the earlier one back; restore it" },
  { type: "azure-native:compute:Disk", path: "uniqueId", meaning: "somebody deleted the disk and made one of the same name: what it held is gone; restore it" },
];

/** The texts that stand at a path, lists entered, in Azure's order. */
export function textsAt(value: Plain | undefined, path: string): readonly string[] {
  if (isList(value)) return value.flatMap((item) => textsAt(item, path));
  if (path === "") return typeof value === "string" && value !== "" ? [value] : [];
  const [step = "", ...rest] = path.split(".");
  return isRecord(value) ? textsAt(value[step], rest.join(".")) : [];
}

/** State of the last change, where it is not done or has failed: what was read may not be what will stand. */
export function unfinished(outputs: PlainRecord): string | undefined {
  const state = outputs["provisioningState"] ?? (isRecord(outputs["properties"]) ? outputs["properties"]["provisioningState"] : undefined);
  return typeof state !== "string" || /^succeeded$/i.test(state) ? undefined : state;
}
