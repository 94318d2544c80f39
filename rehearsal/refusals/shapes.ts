import { AzureError } from "../azureError.ts";
import { shapeFault, type ShapeFault } from "../inputConstraints.ts";
import type { Write } from "./change.ts";

/** Refuses inputs without the shape that Azure's own models give them; the value that was given is never repeated. */
export function requireShape({ type, inputs }: Write): void {
  const fault = shapeFault(type, inputs);
  if (fault === undefined) return;
  const [namespace] = type.armType.split("/");
  if (namespace === "Microsoft.Network") throw new AzureError("network-shape", `Cannot parse the request. ${described(fault)}`);
  if (namespace !== "Microsoft.Compute") throw new AzureError("other-shape", `The request content was invalid and could not be deserialized: ${described(fault)}`);
  if (fault.kind === "missing") throw new AzureError("machine-shape", `Required parameter '${fault.path}' is missing (null).`);
  throw new AzureError("machine-shape", `The value of parameter ${fault.path} is invalid. Expected: ${fault.expected}.`);
}

function described({ path, kind, expected }: ShapeFault): string {
  return kind === "missing" ? `Value for property ${path} is missing.` : `Path ${path}: expected ${expected}.`;
}
