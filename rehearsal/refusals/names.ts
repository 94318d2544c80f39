import { nameFault, nameRules, windowsComputerName, type NamedType, type NameRule } from "../../azure/naming.ts";
import { AzureError } from "../azureError.ts";
import { objectAt, textAt } from "../propertyValues.ts";
import { resourceName } from "../resourceAddress.ts";
import type { BehaviourId } from "./behaviours.ts";
import type { Write } from "./change.ts";

/** Machines are left out: their resource's name may be longer than the rules of this package say. */
const behaviourByNamespace: Readonly<Record<string, BehaviourId>> = {
  "Microsoft.Network": "network-name",
  "Microsoft.Compute": "compute-name",
  "Microsoft.Resources": "group-name",
  "Microsoft.KeyVault": "secret-name",
  "Microsoft.Storage": "storage-name",
};

/** Refuses a name that breaks the rules of its type; lengths, characters and words are those of `azure/naming.ts`. */
export function requireGoodName({ type, id, inputs }: Write): void {
  if (type.armType === "Microsoft.Compute/virtualMachines") {
    requireComputerName(textAt(objectAt(inputs, "osProfile"), "computerName"));
    return;
  }
  if (!isNamed(type.armType) || type.armType === "Microsoft.SqlVirtualMachine/sqlVirtualMachines") return;
  const rule: NameRule = nameRules[type.armType];
  const name = resourceName(id);
  const fault = nameFault(name, rule);
  if (fault === undefined) return;
  if (type.armType === "Microsoft.KeyVault/vaults") {
    throw new AzureError("vault-name", `The vault name '${name}' is invalid. A vault's name must be between ${rule.minimum}-${rule.maximum} alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.`);
  }
  const [namespace = ""] = type.armType.split("/");
  throw new AzureError(behaviourByNamespace[namespace]!, `Resource name ${name} is invalid: ${fault}.`);
}

function isNamed(armType: string): armType is NamedType {
  return armType in nameRules;
}

/** Azure itself allows a digit first, so long as there is something else; the rule of this package is the vendor's and stricter. */
function requireComputerName(name: string | undefined): void {
  if (name === undefined) return;
  const { maximum } = windowsComputerName;
  if (name.length <= maximum && !/^\d+$/.test(name) && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)) return;
  throw new AzureError(
    "computer-name",
    `Windows computer name cannot be more than ${maximum} characters long, be entirely numeric, or contain the following characters: \` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : . ' " , < > / ?.`,
  );
}
