import { databasePurposes, passwordPurposes, type PasswordPurpose } from "../../../specification/passwords.ts";
import type { Resource, Stack } from "../../stack.ts";

/** `database`: of the database, and nobody says which of them. */
export type Purpose = PasswordPurpose | "database";

/** A place where a generated password is put. */
export interface PasswordUse {
  readonly resource: Resource;
  /** `undefined`: nobody says. */
  readonly purpose: Purpose | undefined;
}

/** The passwords that a stack generates. */
export function passwordsOf(stack: Stack): readonly Resource[] {
  return stack.of("index:RandomPassword", "random");
}

/** The purpose that a password itself says, in `keepers.purpose`; `undefined` where it says none, or a word of its own. */
export function statedPurpose(password: Resource): Purpose | "other" | undefined {
  const word = password.inputs.text("keepers.purpose");
  return word === undefined ? undefined : (purposeOfWord(word) ?? "other");
}

function purposeOfWord(word: string): Purpose | undefined {
  return /^(?:sql|database)$/i.test(word) ? "database" : passwordPurposes.find((purpose) => purpose.toLowerCase() === word.toLowerCase());
}

/** Where a password goes, by dependency: values that do not exist yet say nothing. */
export function usesOf(stack: Stack, generator: Resource): readonly PasswordUse[] {
  return stack.resources.flatMap((resource): readonly PasswordUse[] => {
    switch (`${resource.provider}:${resource.type}`) {
      case "azure-native:compute:VirtualMachine":
        return takes(resource, "osProfile", generator) ? [{ resource, purpose: "machineAdministrator" }] : [];
      case "azure-native:sqlvirtualmachine:SqlVirtualMachine":
        return takes(resource, "serverConfigurationsManagementSettings", generator) ? [{ resource, purpose: "database" }] : [];
      case "azure-native:keyvault:Secret":
        return takes(resource, "properties", generator) ? [{ resource, purpose: purposeOfWord(resource.inputs.text("properties.contentType") ?? "") }] : [];
      default:
        return [];
    }
  });
}

/** Where an engine says what each property depends on, that decides; a plan says it of the resource as a whole. */
export function takes({ stated }: Resource, property: string, generator: Resource): boolean {
  const isSaidByProperty = Object.keys(stated.propertyDependencies).length > 0;
  const references = isSaidByProperty ? (stated.propertyDependencies[property] ?? []) : stated.dependencies;
  return references.includes(generator.label) || references.includes(generator.name);
}

/** Whether a password may pass between system and database: somebody says so, or nobody says what it is for. */
export function mayReachDatabase(stack: Stack, password: Resource): boolean {
  const isDatabase = (purpose: Purpose) => purpose === "database" || databasePurposes.includes(purpose);
  const stated = statedPurpose(password);
  const uses = usesOf(stack, password);
  if (uses.some(({ purpose }) => purpose !== undefined && isDatabase(purpose))) return true;
  if (stated !== undefined) return stated !== "other" && isDatabase(stated);
  return uses.length === 0 || uses.some(({ purpose }) => purpose === undefined);
}
