import { namesSecret } from "../policies/rules/publishing/secretPlaces.ts";
import { isRecord, unreadable, type Plain } from "../reachability/readValues.ts";
import { isList } from "./differences.ts";

const hidden = "[secret]";

/** Names below which a program's own secrets may stand. */
const hiddenNames = /^(?:customData|userData|protectedSettings|protectedParameters|secureValue|connectionStrings?)$/i;

/**
 * A value as reports and JSON may show it: what the engine keeps secret, and what stands where passwords and the like do, is masked at any depth.
 *
 * @param key name of the property that holds it
 */
export function shownValue(value: Plain, key = ""): unknown {
  if (value === unreadable || ((namesSecret(key) || hiddenNames.test(key)) && typeof value !== "boolean")) return hidden;
  if (isList(value)) return value.map((item) => shownValue(item, key));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, shownValue(inner, name)]])));
}
