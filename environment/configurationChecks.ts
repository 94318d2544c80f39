import type { Findings } from "./configurationFindings.ts";
import { networkChecks } from "./configurationNetworkChecks.ts";
import { planChecks } from "./configurationPlanChecks.ts";
import { platformChecks } from "./configurationPlatformChecks.ts";
import { productChecks } from "./configurationProductChecks.ts";
import type { PartialStack } from "./configurationProblems.ts";
import { usageChecks } from "./configurationUsageChecks.ts";

const checks = [...usageChecks, ...productChecks, ...platformChecks, ...networkChecks, ...planChecks];

/** Checks between fields, on whatever could be parsed. */
export function checkConfiguration(stack: PartialStack): Findings {
  const findings: Findings = { problems: [], advice: [] };
  for (const check of checks) check(stack, findings);
  return findings;
}
