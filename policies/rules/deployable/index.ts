import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { machineDisks } from "./machineDisks.ts";
import { machineSettings } from "./machineSettings.ts";
import { oneStyle } from "./oneStyle.ts";
import { outboundAccess } from "./outboundAccess.ts";
import { subnetPrefixes } from "./subnetPrefixes.ts";

export const deployableRules: readonly Rule[] = [outboundAccess, subnetPrefixes, oneStyle, machineDisks, machineSettings];

/** Proposed checks and clauses without a rule here, and why. */
export const deployableReasons: Reasons = {};
