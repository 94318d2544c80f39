import { databasePurposes, passwordPurposes, type PasswordPurpose } from "../../../specification/passwords.ts";
import type { Resource, Stack } from "../../stack.ts";
import { perStack } from "../perStack.ts";

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

function purposeOfWord(said: string | undefined): Purpose | undefined {
  const word = said?.toLowerCase();
  return word === "sql" || word === "database" ? "database" : passwordPurposes.find((purpose) => purpose.toLowerCase() === word);
}

/** Types that take passwords, with the input that holds them. */
const takers = [
  { type: "compute:VirtualMachine", property: "osProfile", purposeOf: () => "machineAdministrator" as const },
  { type: "sqlvirtualmachine:SqlVirtualMachine", property: "serverConfigurationsManagementSettings", purposeOf: () => "database" as const },
  { type: "keyvault:Secret", property: "properties", purposeOf: ({ inputs }: Resource) => purposeOfWord(inputs.text("properties.contentType")) },
];

/** By what a resource depends on, label or logical name. */
type TakersByReference = ReadonlyMap<string, readonly { readonly resource: Resource; readonly purposeOf: (resource: Resource) => Purpose | undefined }[]>;

const takersOf = perStack((stack): TakersByReference => {
  const all = takers.flatMap(({ type, property, purposeOf }) => stack.of(type).flatMap((resource) => referencesOf(resource, property).map((reference) => ({ reference, resource, purposeOf }))));
  return Map.groupBy(all, ({ reference }) => reference);
});

/** Where a password goes, by dependency: values that do not exist yet say nothing. */
export function usesOf(stack: Stack, { label, name }: Resource): readonly PasswordUse[] {
  const found = [...new Set([label, name])].flatMap((reference) => takersOf(stack).get(reference) ?? []);
  return found.map(({ resource, purposeOf }) => ({ resource, purpose: purposeOf(resource) }));
}

/** What a property depends on. Where an engine says it of each property, that decides; a plan says it of the resource as a whole. */
function referencesOf({ stated }: Resource, property: string): readonly string[] {
  const isSaidByProperty = Object.keys(stated.propertyDependencies).length > 0;
  return [...new Set(isSaidByProperty ? (stated.propertyDependencies[property] ?? []) : stated.dependencies)];
}

/** Whether a password may pass between system and database: somebody says so, or nobody says what it is for. */
export function mayReachDatabase(stack: Stack, password: Resource): boolean {
  const isDatabase = (purpose: Purpose | "other" | undefined) => purpose === "database" || databasePurposes.some((one) => one === purpose);
  const stated = statedPurpose(password);
  const uses = usesOf(stack, password);
  if (uses.some(({ purpose }) => isDatabase(purpose))) return true;
  if (stated !== undefined) return isDatabase(stated);
  // A secret that says nothing holds a copy for whoever else uses the password.
  return uses.every(({ purpose }) => purpose === undefined);
}
