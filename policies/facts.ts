import * as z from "zod";
import { environments, roles, type Environment, type Role } from "../specification/vocabulary.ts";
import { readExpectation, type Expectation } from "../proof/expectation.ts";
import { exemptionSchema, type Exemption } from "./exemptions.ts";

/**
 * What resources cannot say of their stack: the pack's configuration, as `lifecare policy-config` writes it and `--policy-pack-config` hands it over.
 */
export interface Facts {
  readonly environment?: Environment;
  /** Roles of machines that carry no tag of ours, by computer name or logical name (decision 7). */
  readonly roles: Readonly<Record<string, readonly Role[]>>;
  /** What the proof has to be told; without it the network is unknown, never proved. */
  readonly expectation?: Expectation;
  /** What of the expectation is missing, where it is not whole. */
  readonly missingExpectation: readonly string[];
  /** Azure regions that are near enough to the clients (T4.2-1); none said, none checked. */
  readonly locations?: readonly string[];
  readonly exemptions: readonly Exemption[];
  /** Day (ISO 8601) on which exemptions are judged. */
  readonly asOf: string;
}

/** What nobody has said anything of. */
export function bareFacts(asOf: string): Facts {
  return { roles: {}, missingExpectation: ["expectation"], exemptions: [], asOf };
}

/** A value of the configuration that cannot be used. */
export interface FactProblem {
  readonly path: string;
  readonly limit: string;
}

const schema = z.strictObject({
  environment: z.enum(environments).optional(),
  roles: z.record(z.string().min(1), z.array(z.enum(roles)).min(1)).optional(),
  expectation: z.unknown().optional(),
  locations: z.array(z.string().regex(/^[a-z0-9]+$/, "a region as Azure writes it, for example swedencentral")).min(1).optional(),
  exemptions: z.array(exemptionSchema).optional(),
});

export type ReadFacts = { readonly kind: "facts"; readonly facts: Facts } | { readonly kind: "unusable"; readonly problems: readonly FactProblem[] };

/**
 * Reads the pack's configuration. Nothing is filled in and nothing that is not understood is passed over: a key too many is a problem as well.
 *
 * @param asOf day on which exemptions are judged, ISO 8601
 */
export function readFacts(value: unknown, asOf: string): ReadFacts {
  const parsed = schema.safeParse(value ?? {});
  if (!parsed.success) return { kind: "unusable", problems: parsed.error.issues.map(({ path, message }) => ({ path: path.length === 0 ? "(configuration)" : path.join("."), limit: message })) };
  const { environment, locations, expectation, ...said } = parsed.data;
  const expected = readExpectation(expectation);
  return {
    kind: "facts",
    facts: {
      ...(environment === undefined ? {} : { environment }),
      ...(locations === undefined ? {} : { locations }),
      ...(expected.kind === "expectation" ? { expectation: expected.expectation } : {}),
      missingExpectation: expected.kind === "expectation" ? [] : expected.missing,
      roles: said.roles ?? {},
      exemptions: said.exemptions ?? [],
      asOf,
    },
  };
}
