import { AnswersGiven, judged, type Check, type Finding, type Outcome, type Subject } from "./check.ts";
import { azurePolicyChecks } from "./checks/azurePolicy.ts";
import { imageChecks } from "./checks/images.ts";
import { networkChecks } from "./checks/network.ts";
import { permissionChecks } from "./checks/permissions.ts";
import { processorChecks } from "./checks/processors.ts";
import { featureChecks, providerChecks } from "./checks/registrations.ts";
import { sizeChecks } from "./checks/sizes.ts";
import { vaultChecks } from "./checks/vaults.ts";

/** What derives checks from a plan, in the order in which they are told. A new kind of check is one file and one entry. */
const kinds: readonly ((subject: Subject) => readonly Check[])[] = [
  permissionChecks,
  azurePolicyChecks,
  providerChecks,
  featureChecks,
  processorChecks,
  networkChecks,
  sizeChecks,
  imageChecks,
  vaultChecks,
];

/** Everything that has to hold in a subscription before the plan's resources can be made there. Pure. */
export function checksOf(subject: Subject): readonly Check[] {
  return kinds.flatMap((derive) => derive(subject));
}

/** The checks with what came of them. Pure. */
export function findingsOf(checks: readonly Check[], outcomes: ReadonlyMap<string, Outcome>): readonly Finding[] {
  const answers = new AnswersGiven(outcomes);
  return checks.map((check) => judged(check, answers));
}
