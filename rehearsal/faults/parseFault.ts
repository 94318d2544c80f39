import { distance } from "fastest-levenshtein";
import { rehearsedTypes, type RehearsedType } from "../resourceTypes.ts";
import { errorCodes } from "./errorCodes.ts";
import { faultSyntax, moments, operations, type AzureOperation, type Calls, type Effect, type Fault } from "./fault.ts";

/** What of a fault cannot be used. */
export interface FaultProblem {
  /** The part that is wrong. */
  readonly value: string;
  readonly limit: string;
  readonly fix: string;
}

export type ParsedFault = { readonly kind: "fault"; readonly fault: Fault } | { readonly kind: "unusable"; readonly problems: readonly FaultProblem[] };

const kinds = ["error", "throttle", "slow", "cut", "crash"] as const;

/** Azure says it in seconds; azure-native does not wait for longer than two minutes. */
const longestSeconds = 3600;

const writes: readonly AzureOperation[] = ["create", "update", "delete"];

/**
 * Reads a fault, `KIND[=VALUE][@[OPERATION:]TYPE][#CALLS]`: `error=AllocationFailed@create:VirtualMachine#2`, `throttle=5@VirtualMachine#1-3`, `slow=2s`,
 * `cut@poll#4`, `crash=before@create#20`. Where nothing is said: a code `InternalServerError`, one second, `after`; creates, updates and deletes
 * (`any` is every request); all types; all calls, but only the first for `cut` and `crash`. Everything that is wrong is told at once.
 */
export function parseFault(text: string): ParsedFault {
  const [, word = "", value, where, counted] = /^([^=@#]*)(?:=([^@#]*))?(?:@([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  const problems: FaultProblem[] = [];
  const note = <T>(read: T | FaultProblem): T | undefined => {
    if (!isProblem(read)) return read;
    problems.push(read);
    return undefined;
  };
  const effect = note(effectOf(word, value));
  const place = note(placeOf(where));
  const calls = note(callsOf(counted, effect));
  if (effect === undefined || place === undefined || calls === undefined) return { kind: "unusable", problems };
  return { kind: "fault", fault: { text, effect, ...place, calls } };
}

function isProblem(value: unknown): value is FaultProblem {
  return typeof value === "object" && value !== null && "limit" in value && "fix" in value;
}

function effectOf(word: string, value: string | undefined): Effect | FaultProblem {
  switch (word) {
    case "error":
      return errorOf(value ?? "InternalServerError");
    case "throttle":
      return secondsOf(value ?? "1", (milliseconds) => (milliseconds % 1000 === 0 ? { kind: "throttle", seconds: milliseconds / 1000 } : undefined), "whole seconds");
    case "slow":
      return secondsOf(value ?? "1s", (milliseconds) => ({ kind: "slow", milliseconds }), "a time");
    case "cut":
    case "crash": {
      const moment = moments.find((one) => one === (value ?? "after"));
      return moment === undefined ? chosen(value ?? "", moments, "a moment of what is asked for") : { kind: word, moment };
    }
    default:
      return chosen(word, kinds, `a fault, ${faultSyntax}`);
  }
}

function errorOf(code: string): Effect | FaultProblem {
  const known = [...errorCodes.keys()];
  const found = known.find((one) => one.toLowerCase() === code.toLowerCase());
  return found === undefined ? chosen(code, known, "a code of Azure") : { kind: "error", code: found };
}

function secondsOf(text: string, effect: (milliseconds: number) => Effect | undefined, what: string): Effect | FaultProblem {
  const [, number, unit = "s"] = /^(\d{1,7}(?:\.\d{1,3})?)(ms|s)?$/.exec(text) ?? [];
  const milliseconds = number === undefined ? Number.NaN : Number(number) * (unit === "s" ? 1000 : 1);
  const read = milliseconds <= longestSeconds * 1000 ? effect(milliseconds) : undefined;
  return read ?? { value: text, limit: `${what}, at most ${longestSeconds} s`, fix: "write it as 5, 5s or, where it is slow, 200ms" };
}

function placeOf(where: string | undefined): Pick<Fault, "operations" | "armTypes"> | FaultProblem {
  if (where === undefined) return { operations: writes };
  const [, head = "", rest] = /^([^:]*)(?::(.*))?$/s.exec(where) ?? [];
  const operation = [...operations, "any" as const].find((one) => one === head.toLowerCase());
  const asked = operation === undefined ? writes : operation === "any" ? operations : [operation];
  const typeName = operation === undefined ? where : rest;
  if (typeName === undefined) return { operations: asked };
  const armTypes = rehearsedTypes.filter((type) => namesOf(type).includes(typeName.toLowerCase())).map(({ armType }) => armType.toLowerCase());
  if (armTypes.length > 0) return { operations: asked, armTypes };
  const names = rehearsedTypes.map(({ token }) => token.split(":").at(-1)!);
  return chosen(typeName, operation === undefined ? [...operations, "any", ...names] : names, operation === undefined ? "an operation or a rehearsed type" : "a rehearsed type");
}

/** `VirtualMachine`, `compute:VirtualMachine`, `azure-native:compute:VirtualMachine`, `Microsoft.Compute/virtualMachines`, in lower case. */
function namesOf({ token, armType }: RehearsedType): readonly string[] {
  const [, module = "", name = ""] = token.split(":");
  return [name, `${module}:${name}`, token, armType].map((one) => one.toLowerCase());
}

function callsOf(counted: string | undefined, effect: Effect | undefined): Calls | FaultProblem {
  const once = effect?.kind === "cut" || effect?.kind === "crash";
  if (counted === undefined) return { from: 1, to: once ? 1 : Number.POSITIVE_INFINITY };
  const [, first, dash, last] = /^(\d{1,9})(-)?(\d{1,9})?$/.exec(counted) ?? [];
  const from = Number(first);
  const to = dash === undefined ? from : last === undefined ? Number.POSITIVE_INFINITY : Number(last);
  const isUsable = first !== undefined && (dash !== undefined || last === undefined) && from >= 1 && from <= to;
  return isUsable ? { from, to } : { value: counted, limit: "calls, counted from 1", fix: "write 3 for the third, 3-5 for some, 3- for all from the third" };
}

/** What there is, the nearest first. */
function chosen(value: string, choices: readonly string[], what: string): FaultProblem {
  // By length: a short word is not near to a long one only because there is little of it to change.
  const far = (choice: string) => distance(choice.toLowerCase(), value.toLowerCase()) / Math.max(choice.length, value.length);
  return { value, limit: what, fix: `choose one of ${choices.toSorted((one, other) => far(one) - far(other)).join(", ")}` };
}
