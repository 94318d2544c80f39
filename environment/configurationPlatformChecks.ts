import { findSqlServerImage } from "../azure/images.ts";
import { findRegion, regions } from "../azure/regions.ts";
import { approvedSqlServer, approvedWindowsServer, feedbackFunction, firstReleaseClause, isSupportedBy, type PlatformVersion } from "../specification/platform.ts";
import { parseRelease, type ProductRelease } from "../specification/releases.ts";
import type { Check, Findings } from "./configurationFindings.ts";
import type { PartialStack } from "./configurationProblems.ts";
import type { Problem } from "./problem.ts";
import { suggestion } from "./suggestion.ts";

const release: Check = (stack, { problems }) => {
  const written = stack["lifecare:product"]?.release;
  if (written === undefined || parseRelease(written) !== undefined) return;
  problems.push({ path: "lifecare:product.release", value: written, limit: "a year from 1990 and a week from 1 to 53", clause: firstReleaseClause, fix: "state the release as the vendor writes it, for example 2024v04" });
};

const versions: Check = (stack, findings) => {
  checkVersion("windowsServer", approvedWindowsServer, stack, findings);
  checkVersion("sqlServer", approvedSqlServer, stack, findings);
};

function checkVersion(product: "windowsServer" | "sqlServer", approved: Readonly<Record<string, PlatformVersion>>, stack: PartialStack, { problems }: Findings): void {
  const path = `lifecare:platform.${product}`;
  const value = stack["lifecare:platform"]?.[product];
  if (value === undefined) return;
  const version = Object.hasOwn(approved, value) ? approved[value] : undefined;
  if (version === undefined) {
    problems.push(notApproved(path, product, value, Object.keys(approved), stack));
    return;
  }
  const installed = installedRelease(stack);
  if (installed === undefined || isSupportedBy(version, installed)) return;
  problems.push({
    path,
    value,
    limit: `${version.name} is supported from release ${version.supportedFrom} on; installed is ${stack["lifecare:product"]?.release}`,
    clause: firstReleaseClause,
    fix: "upgrade the product first, or choose a version that the installed release supports",
  });
}

function notApproved(path: string, product: string, value: string, approved: readonly string[], stack: PartialStack): Problem {
  const newer = approved.every((version) => value > version);
  const approval = stack["lifecare:approvals"]?.find((candidate) => candidate?.product === product && candidate.version === value);
  if (newer && approval !== undefined) {
    return { path, value, limit: `approved by ${approval.reference ?? "the vendor"}, but this release carries no image of it; it has ${approved.join(" and ")}`, clause: "T8.1-1", fix: `state ${approved.join(" or ")}` };
  }
  const meant = suggestion(value, approved) ?? approved.at(-1);
  return { path, value, limit: `a version that the vendor has approved: ${approved.join(" or ")}`, clause: "T8.1-1", fix: `state "${meant}"` };
}

const image: Check = (stack, { problems }) => {
  const { windowsServer, sqlServer, sqlServerEdition: edition } = stack["lifecare:platform"] ?? {};
  if (windowsServer === undefined || sqlServer === undefined || edition === undefined) return;
  if (!Object.hasOwn(approvedWindowsServer, windowsServer) || !Object.hasOwn(approvedSqlServer, sqlServer)) return;
  if (findSqlServerImage({ windowsServer, sqlServer, edition }) !== undefined) return;
  problems.push({ path: "lifecare:platform.sqlServer", value: sqlServer, limit: `an image of SQL Server ${sqlServer} ${edition} on Windows Server ${windowsServer}: none is confirmed`, clause: "T8.2-2", fix: "choose a newer Windows Server, or the SQL Server of the same year" });
};

function installedRelease(stack: PartialStack): ProductRelease | undefined {
  const written = stack["lifecare:product"]?.release;
  return written === undefined ? undefined : parseRelease(written);
}

const approvals: Check = (stack, { advice }) => {
  const platform = stack["lifecare:platform"];
  for (const [index, approval] of (stack["lifecare:approvals"] ?? []).entries()) {
    if (approval?.product === undefined || approval.version === undefined || platform?.[approval.product] === undefined) continue;
    if (platform[approval.product] === approval.version) continue;
    advice.push({ path: `lifecare:approvals[${index}]`, message: `approves ${approval.product} ${approval.version}, which this stack does not use`, clause: "T8.1-1" });
  }
};

const feedback: Check = (stack, { problems }) => {
  const installed = installedRelease(stack);
  if (stack["lifecare:product"]?.feedback !== true || installed === undefined || isSupportedBy(feedbackFunction, installed)) return;
  problems.push({ path: "lifecare:product.feedback", value: true, limit: `feedback exists from release ${feedbackFunction.supportedFrom} on`, clause: firstReleaseClause, fix: "state false" });
};

const region: Check = (stack, { problems, advice }) => {
  const value = stack["azure-native:location"];
  if (value === undefined) return;
  const known = findRegion(value);
  const meant = known === undefined ? suggestion(value, regions.map(({ name }) => name)) : undefined;
  const path = "azure-native:location";
  if (meant !== undefined) problems.push({ path, value, limit: "the short name of an Azure region", fix: `did you mean ${meant}?` });
  else if (known === undefined) advice.push({ path, message: `${value} is not among the regions known here: see that it has the machine sizes and, where asked for, zones` });
  const redundancy = stack["lifecare:platform"]?.redundancy;
  if (known === undefined || known.hasZones || redundancy !== "zones") return;
  problems.push({ path: "lifecare:platform.redundancy", value: redundancy, limit: `set or none in ${known.title}, which has no availability zones`, clause: "T3.1-4", fix: "state set, or choose a region with zones" });
};

/** Versions against the installed release and the vendor's approvals. */
export const platformChecks: readonly Check[] = [release, versions, image, approvals, feedback, region];
