import { unknownText } from "../reachability/readValues.ts";
import type { Sample, SampleResource } from "./rule.ts";

/** A place in the inputs of a sample's resource; without steps the inputs themselves. */
export interface SamplePlace {
  readonly resource: SampleResource;
  readonly steps: readonly string[];
}

/** Every place in a sample, records and lists included; evenly chosen ones where there are more than so many. */
export function placesIn({ resources }: Sample, most: number): readonly SamplePlace[] {
  const all = resources.flatMap((resource) => stepsIn(resource.inputs).map((steps) => ({ resource, steps })));
  const each = Math.ceil(all.length / most);
  return all.filter((_place, index) => index % each === 0);
}

/** The sample as it is where nobody knows yet what stands at a place. */
export function withUnknown(sample: Sample, { resource, steps }: SamplePlace): Sample {
  return { ...sample, resources: sample.resources.map((one) => (one === resource ? { ...one, inputs: replaced(one.inputs, steps) } : one)) };
}

/** As findings write it: `subnets[0].name`. */
export function pathOf({ steps }: SamplePlace): string {
  return steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join("").replace(/^\./, "");
}

function stepsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => stepsIn(inner).map((steps) => [key, ...steps]))];
}

function replaced(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return unknownText;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === step ? replaced(item, rest) : item));
  return { ...(value as object), [step]: replaced((value as Readonly<Record<string, unknown>>)[step], rest) };
}

export function valueAt({ resource, steps }: SamplePlace): unknown {
  return steps.reduce<unknown>((inner, step) => (inner as Readonly<Record<string, unknown>>)[step], resource.inputs);
}
