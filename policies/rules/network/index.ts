import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { machinesHaveRoles } from "./machinesHaveRoles.ts";
import { networkProof } from "./networkProof.ts";
import { oneEnvironment } from "./oneEnvironment.ts";
import { taggedResources } from "./taggedResources.ts";

export const networkRules: readonly Rule[] = [networkProof, machinesHaveRoles, oneEnvironment, taggedResources];

/** Proposed checks and clauses without a rule here, and why. */
export const networkReasons: Reasons = {};
