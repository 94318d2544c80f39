import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { brokerAdministration } from "./brokerAdministration.ts";
import { databasePorts } from "./databasePorts.ts";
import { dmzRoutes } from "./dmzRoutes.ts";
import { domainControllers } from "./domainControllers.ts";
import { encryptedNetwork } from "./encryptedNetwork.ts";
import { finalDenies } from "./finalDenies.ts";
import { guardedSubnets } from "./guardedSubnets.ts";
import { internetPorts } from "./internetPorts.ts";
import { ipv4Alone } from "./ipv4Alone.ts";
import { machinesHaveRoles } from "./machinesHaveRoles.ts";
import { messagingAdministration } from "./messagingAdministration.ts";
import { namedEnds } from "./namedEnds.ts";
import { nearRegion } from "./nearRegion.ts";
import { networkProof } from "./networkProof.ts";
import { oneEnvironment } from "./oneEnvironment.ts";
import { ownNetwork } from "./ownNetwork.ts";
import { peerings } from "./peerings.ts";
import { platformServices } from "./platformServices.ts";
import { priorities } from "./priorities.ts";
import { publicAddresses } from "./publicAddresses.ts";
import { remoteSupportEnds } from "./remoteSupport.ts";
import { taggedResources } from "./taggedResources.ts";
import { thinClients } from "./thinClients.ts";
import { webAlone } from "./webAlone.ts";

export const networkRules: readonly Rule[] = [
  networkProof,
  machinesHaveRoles,
  oneEnvironment,
  taggedResources,
  webAlone,
  guardedSubnets,
  finalDenies,
  namedEnds,
  priorities,
  dmzRoutes,
  publicAddresses,
  internetPorts,
  peerings,
  brokerAdministration,
  messagingAdministration,
  databasePorts,
  domainControllers,
  platformServices,
  remoteSupportEnds,
  ipv4Alone,
  thinClients,
  nearRegion,
  ownNetwork,
  encryptedNetwork,
];

/** Proposed checks and clauses without a rule here, and why. */
export const networkReasons: Reasons = {};
