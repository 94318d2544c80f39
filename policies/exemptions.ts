import * as z from "zod";
import { nameOfLabel, type Finding } from "./finding.ts";

const day = z.iso.date();

/** How an exemption reads in a file, and in the pack's configuration (decision 10). */
export const exemptionSchema = z.strictObject({
  /** Id of the rule: `LC201`. */
  rule: z.string().regex(/^LC\d{3}$/, "the id of a rule, for example LC201"),
  /** URN or logical name of one resource; no patterns: an exemption is for what somebody looked at. */
  resource: z.string().min(1),
  /** `waiver`: the risk is accepted. `mitigated`: the aim is reached in another way. */
  category: z.enum(["waiver", "mitigated"]),
  reason: z.string().min(20, "a reason of at least 20 characters"),
  /** Where the vendor's written approval is to be found. */
  reference: z.string().min(3),
  approver: z.string().min(3),
  /** Last day (ISO 8601) on which it holds. */
  expires: day,
});

export type Exemption = z.infer<typeof exemptionSchema>;

/** A finding, and the exemption that covers it where one does. */
export type JudgedFinding = Finding & { readonly exemption?: Exemption };

export interface ExemptedFindings {
  readonly findings: readonly JudgedFinding[];
  /** Expired, for a rule that does not exist, or covering nothing: each is a finding of its own wherever findings are shown. */
  readonly faults: readonly ExemptionFault[];
}

export interface ExemptionFault {
  readonly kind: "expired" | "unused" | "unknown rule";
  readonly exemption: Exemption;
  readonly reason: string;
}

/**
 * Covers broken findings by exemptions that name their rule and resource and have not expired. What is unknown is never covered: nobody
 * can have looked at it.
 *
 * @param asOf day (ISO 8601) on which expiry is judged
 * @param ruleIds ids of all rules
 */
export function applyExemptions(findings: readonly Finding[], exemptions: readonly Exemption[], asOf: string, ruleIds: ReadonlySet<string>): ExemptedFindings {
  const covers = (exemption: Exemption, { rule, resource }: Finding) => rule === exemption.rule && (resource === exemption.resource || nameOfLabel(resource) === exemption.resource);
  const valid = exemptions.filter(({ rule, expires }) => ruleIds.has(rule) && expires >= asOf);
  const judged = findings.map((finding): JudgedFinding => {
    const exemption = finding.kind === "broken" ? valid.find((one) => covers(one, finding)) : undefined;
    return exemption === undefined ? finding : { ...finding, exemption };
  });
  const used = new Set(judged.map(({ exemption }) => exemption));
  const faults = exemptions.flatMap((exemption): readonly ExemptionFault[] => {
    if (!ruleIds.has(exemption.rule)) return [{ kind: "unknown rule", exemption, reason: `${exemption.rule} is no rule of the pack` }];
    if (exemption.expires < asOf) return [{ kind: "expired", exemption, reason: `held until ${exemption.expires}` }];
    return used.has(exemption) ? [] : [{ kind: "unused", exemption, reason: `covers nothing: ${exemption.rule} finds nothing broken at ${exemption.resource}` }];
  });
  return { findings: judged, faults };
}
