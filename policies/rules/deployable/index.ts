import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { acceleratedNetworking } from "./acceleratedNetworking.ts";
import { acceptedNames } from "./acceptedNames.ts";
import { chainedSubnets } from "./chainedSubnets.ts";
import { commandsAndExtensions } from "./commandsAndExtensions.ts";
import { enhancedBackup } from "./enhancedBackup.ts";
import { firewallFirst } from "./firewallFirst.ts";
import { firewallPlacement } from "./firewallPlacement.ts";
import { gatewaySubnets } from "./gatewaySubnets.ts";
import { machineDisks } from "./machineDisks.ts";
import { machineSettings } from "./machineSettings.ts";
import { maintenanceStart } from "./maintenanceStart.ts";
import { oneStyle } from "./oneStyle.ts";
import { outboundAccess } from "./outboundAccess.ts";
import { privateSubnetRoutes } from "./privateSubnetRoutes.ts";
import { publicAddresses } from "./publicAddresses.ts";
import { regionsAgree } from "./regionsAgree.ts";
import { reservedSubnetsRule } from "./reservedSubnets.ts";
import { roleAssignments } from "./roleAssignments.ts";
import { sqlRegistrations } from "./sqlRegistrations.ts";
import { statedLocations } from "./statedLocations.ts";
import { staticAddresses } from "./staticAddresses.ts";
import { subnetPrefixes } from "./subnetPrefixes.ts";

export const deployableRules: readonly Rule[] = [outboundAccess, subnetPrefixes, oneStyle, machineDisks, machineSettings, reservedSubnetsRule, gatewaySubnets, firewallPlacement, publicAddresses, regionsAgree, commandsAndExtensions, acceptedNames, maintenanceStart, roleAssignments, sqlRegistrations, staticAddresses, firewallFirst, statedLocations, enhancedBackup, privateSubnetRoutes, chainedSubnets, acceleratedNetworking];

/** Proposed checks and clauses without a rule here, and why. */
export const deployableReasons: Reasons = {};
