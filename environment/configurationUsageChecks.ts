import { advisedBandwidthMegabitsPerSecond, highestLatencyMilliseconds } from "../specification/limits.ts";
import type { Role } from "../specification/vocabulary.ts";
import type { Check } from "./configurationFindings.ts";
import { notOffered } from "./configurationOptions.ts";

const access: Check = (stack, { problems }) => {
  const value = stack["lifecare:usage"]?.access;
  if (value !== "internet") return;
  problems.push({ path: "lifecare:usage.access", value, limit: notOffered("publishing to the internet, which takes a gateway, certificates and an identity provider"), clause: "T3.1.5-3", fix: "state intranet" });
};

const authentication: Check = (stack, { problems }) => {
  const value = stack["lifecare:usage"]?.authentication;
  if (value !== "tss") return;
  problems.push({ path: "lifecare:usage.authentication", value, limit: "a second factor for all users: the log-in of TSS alone has none", clause: "T6.1-1", fix: "state saml" });
};

/** Roles of which the documents describe one machine only. */
const unrepeatable: readonly Role[] = ["core", "database"];

const availability: Check = (stack, { problems, advice }) => {
  if (stack["lifecare:usage"]?.availability !== "redundant") return;
  const redundancy = stack["lifecare:platform"]?.redundancy;
  if (redundancy === "none") {
    problems.push({ path: "lifecare:platform.redundancy", value: redundancy, limit: "zones or set where lifecare:usage.availability is redundant", clause: "T3.1-4", fix: "state zones or set, or ask for availability single" });
  }
  const machines = stack["lifecare:machines"];
  if (machines === undefined || machines.some((machine) => machine?.count === undefined)) return;
  if (machines.every((machine) => machine?.count === 1)) {
    problems.push({ path: "lifecare:usage.availability", value: "redundant", limit: "single where no kind of machine stands more than once", clause: "T3.1-4", fix: "raise the count of a kind of machine, or state single" });
    return;
  }
  for (const [index, machine] of machines.entries()) {
    if (machine?.count !== 1 || machine.roles?.some((role) => role === undefined || unrepeatable.includes(role))) continue;
    advice.push({ path: `lifecare:machines[${index}].count`, message: `${machine.name ?? "this machine"} stands once: its loss stops what it carries`, clause: "T3.1-4" });
  }
};

const connection: Check = (stack, { problems, advice }) => {
  const { latencyMilliseconds, bandwidthMegabitsPerSecond } = stack["lifecare:connection"] ?? {};
  const highest = highestLatencyMilliseconds;
  if (latencyMilliseconds !== undefined && latencyMilliseconds > highest.value) {
    problems.push({
      path: "lifecare:connection.latencyMilliseconds",
      value: latencyMilliseconds,
      limit: `at most ${highest.value} ms between client and server`,
      clause: highest.clause,
      fix: "choose a nearer region or a better connection; session hosts, which would run the client near the servers, are not offered by this release",
    });
  }
  const advised = advisedBandwidthMegabitsPerSecond;
  if (bandwidthMegabitsPerSecond !== undefined && bandwidthMegabitsPerSecond < advised.value) {
    advice.push({ path: "lifecare:connection.bandwidthMegabitsPerSecond", message: `${bandwidthMegabitsPerSecond} Mbit/s: ${advised.value} or better is recommended`, clause: advised.clause });
  }
};

const trainingEnvironment: Check = (stack, { problems }) => {
  const environment = stack["lifecare:environment"];
  const contract = stack["lifecare:trainingEnvironment"];
  const copy = stack["lifecare:productionCopy"];
  if (environment === "prod" && contract === undefined) {
    problems.push({ path: "lifecare:trainingEnvironment", value: undefined, limit: "included or notIncluded, asked for in PROD", clause: "S4-1", fix: "state whether the contract includes an UTB" });
  }
  if (environment === "prod" && copy !== undefined) {
    problems.push({ path: "lifecare:productionCopy", value: copy, limit: "no copy in PROD: it holds the master data itself", clause: "S4-1", fix: "leave it out" });
  }
  if (environment === "utb" && contract !== undefined) {
    problems.push({ path: "lifecare:trainingEnvironment", value: contract, limit: "asked for in PROD only: this stack is the UTB", clause: "S4-1", fix: "leave it out" });
  }
};

/** Nothing is refused: a stack that is to be destroyed has to give its protection up first. */
const protection: Check = (stack, { advice }) => {
  if (stack["lifecare:protectData"] !== false) return;
  const data = stack["lifecare:environment"] === "prod" ? "production's data" : stack["lifecare:productionCopy"] === undefined ? undefined : "the copy of production's data";
  if (data !== undefined) advice.push({ path: "lifecare:protectData", message: `${data} can be deleted by the next change: leave it out unless the stack is to be destroyed`, clause: "S4-1" });
};

/** Who uses the installation, from where, and what the contract says. */
export const usageChecks: readonly Check[] = [access, authentication, availability, connection, trainingEnvironment, protection];
