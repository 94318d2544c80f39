import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { internetPorts } from "./internetPorts.ts";
import { ipv4Alone } from "./ipv4Alone.ts";
import { machinesHaveRoles } from "./machinesHaveRoles.ts";
import { namedEnds } from "./namedEnds.ts";
import { networkProof } from "./networkProof.ts";
import { oneEnvironment } from "./oneEnvironment.ts";
import { platformServices } from "./platformServices.ts";
import { publicAddresses } from "./publicAddresses.ts";
import { taggedResources } from "./taggedResources.ts";
import { thinClients } from "./thinClients.ts";

export const networkRules: readonly Rule[] = [
  networkProof,
  machinesHaveRoles,
  oneEnvironment,
  taggedResources,
  namedEnds,
  publicAddresses,
  internetPorts,
  platformServices,
  ipv4Alone,
  thinClients,
];

/** Proposed checks and clauses without a rule here, and why. */
export const networkReasons: Reasons = {};
