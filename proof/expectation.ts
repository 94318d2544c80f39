import * as z from "zod";
import type { FlowChoices } from "../specification/flows.ts";

/** A prefix or a host name outside, and where somebody asked for it. */
export interface ExpectedPlace {
  readonly name: string;
  readonly value: string;
  /** Path in the stack's configuration. */
  readonly path: string;
}

/** What resources cannot say of themselves: choices of the matrix, and the places outside that flows begin or end at. */
export interface Expectation {
  readonly choices: FlowChoices;
  readonly clientNetworks: readonly ExpectedPlace[];
  /** Hosts of packages and licences (T 4.5). */
  readonly vendorHosts: readonly ExpectedPlace[];
  readonly socialInsuranceHosts: readonly ExpectedPlace[];
}

const port = z.int().min(1).max(65535);
const places = z.array(z.object({ name: z.string(), value: z.string().min(1), path: z.string() }));

/** What a plan file holds of it. */
const schema: z.ZodType<Expectation> = z.object({
  choices: z.object({
    databasePort: port,
    clientPorts: z.enum(["listed", "spans"]),
    intranetRedirect: z.boolean(),
    recyclingOverHttp: z.boolean(),
    plaintextMessaging: z.boolean(),
    legacyWeb: z.boolean(),
    eventServicePort: port,
    careModule: z.boolean(),
    feedback: z.boolean(),
    databaseVendorAccess: z.boolean(),
  }),
  clientNetworks: places,
  vendorHosts: places,
  socialInsuranceHosts: places,
});

export type ReadExpectation = { readonly kind: "expectation"; readonly expectation: Expectation } | { readonly kind: "incomplete"; readonly missing: readonly string[] };

/** Nothing is filled in: what is absent or of another kind is named by its path. */
export function readExpectation(value: unknown): ReadExpectation {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: "expectation", expectation: parsed.data };
  return { kind: "incomplete", missing: [...new Set(parsed.error.issues.map((issue) => ["expectation", ...issue.path].join(".")))] };
}
