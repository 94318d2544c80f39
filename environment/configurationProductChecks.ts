import { databaseCatalogue, type Feature } from "../specification/databases.ts";
import type { sizingRates } from "../specification/sizing.ts";
import { subsystems as allSubsystems, type Subsystem } from "../specification/vocabulary.ts";
import { refuseRepeats, whole, type Check } from "./configurationFindings.ts";

const repeatedWords: Check = (stack, findings) => {
  const { subsystems, features } = stack["lifecare:product"] ?? {};
  refuseRepeats(subsystems, (subsystem) => subsystem, (index) => `lifecare:product.subsystems[${index}]`, findings, "T3.1-4");
  refuseRepeats(features, (feature) => feature, (index) => `lifecare:product.features[${index}]`, findings, "T13.3-1");
};

const featuresOfSubsystems: Check = (stack, { problems }) => {
  const installed = whole(stack["lifecare:product"]?.subsystems);
  if (installed === undefined) return;
  for (const [index, feature] of (stack["lifecare:product"]?.features ?? []).entries()) {
    if (feature === undefined) continue;
    const owners = ownersOf(feature);
    if (owners.some((owner) => installed.includes(owner))) continue;
    problems.push({ path: `lifecare:product.features[${index}]`, value: feature, limit: `a feature of an installed subsystem; ${feature} belongs to ${owners.join(" or ")}`, clause: "T13.3-1", fix: `leave it out, or add ${owners[0]} to the subsystems` });
  }
};

function ownersOf(feature: Feature): readonly Subsystem[] {
  const entries = databaseCatalogue.filter((entry) => entry.feature === feature);
  return allSubsystems.filter((subsystem) => entries.some((entry) => entry.subsystems === "all" || entry.subsystems.includes(subsystem)));
}

type Figure = keyof typeof sizingRates;

const figuresOfSubsystems: Readonly<Record<Subsystem, readonly Figure[]>> = {
  KIR: ["inhabitants"],
  IFO: ["familyCareCases", "familyCareHistory", "familyCareCaseWorkers", "familyCareInterventions", "familyCareDocuments"],
  VoO: ["careRecipients", "careDocuments"],
};

const figures: Check = (stack, { problems }) => {
  const installed = whole(stack["lifecare:product"]?.subsystems);
  const database = stack["lifecare:database"];
  if (installed === undefined || database === undefined) return;
  for (const subsystem of allSubsystems) {
    for (const figure of figuresOfSubsystems[subsystem]) {
      const path = `lifecare:database.${figure}`;
      const value = database[figure];
      if (installed.includes(subsystem) && value === undefined) {
        problems.push({ path, value, limit: `asked for where ${subsystem} is installed`, clause: "T3.1.4-4", fix: "state the number; the customer knows it" });
      }
      if (!installed.includes(subsystem) && value !== undefined) {
        problems.push({ path, value, limit: `used only where ${subsystem} is installed`, clause: "T3.1.4-4", fix: `leave it out, or add ${subsystem} to the subsystems` });
      }
    }
  }
};

const hosts: Check = (stack, findings) => {
  const vendor = stack["lifecare:vendor"];
  if (vendor === undefined) return;
  for (const key of ["packageHosts", "licenceHosts", "socialInsuranceHosts"] as const) {
    refuseRepeats(vendor[key], (host) => host, (index) => `lifecare:vendor.${key}[${index}]`, findings);
  }
  const installed = whole(stack["lifecare:product"]?.subsystems);
  if (installed === undefined) return;
  const path = "lifecare:vendor.socialInsuranceHosts";
  const value = vendor.socialInsuranceHosts;
  if (installed.includes("VoO") && value === undefined) {
    findings.problems.push({ path, value, limit: "asked for where VoO is installed: the application server calls Försäkringskassan on port 7020", clause: "T4.4-3", fix: "state the host names that the vendor or the agency has given" });
  }
  if (!installed.includes("VoO") && value !== undefined) {
    findings.problems.push({ path, value, limit: "used only where VoO is installed", clause: "T4.4-3", fix: "leave it out, or add VoO to the subsystems" });
  }
};

/** What is installed and what follows from it: features, figures, destinations. */
export const productChecks: readonly Check[] = [repeatedWords, featuresOfSubsystems, figures, hosts];
