import type { EnvironmentPlan, PlannedFlow } from "../environment/plan.ts";
import { forbiddenChecks } from "./forbiddenSample.ts";
import { mostChecks, planFormat, type Check, type ProbePlan, type Talk, type Target, type Vantage } from "./probePlan.ts";
import { isWithin } from "./within.ts";

/** Where checks start, as the plan knows it. */
export interface Standpoint {
  readonly name: string;
  readonly prefix: string;
  readonly flows: readonly PlannedFlow[];
}

/**
 * What is to be measured of a stack: every specified flow, from the server or client network where it begins, and a sample
 * of what nothing specifies. The same plan gives the same checks.
 */
export function planProbes(plan: EnvironmentPlan): ProbePlan {
  return {
    format: planFormat,
    customer: plan.customer.code,
    environment: plan.environment,
    specification: plan.specification,
    vantages: standpoints(plan).map((standpoint) => vantageOf(plan, standpoint)),
  };
}

function standpoints({ servers, network, flows }: EnvironmentPlan): readonly Standpoint[] {
  return [
    ...servers.map(({ computerName, address, zone }) => ({
      name: computerName,
      prefix: `${address}/32`,
      flows: flows.filter(({ from }) => from.kind === "zone" && from.zone === zone),
    })),
    ...network.clientNetworks.map(({ name, prefix }) => ({
      name: `client-${name}`,
      prefix,
      flows: flows.filter(({ from, sourcePrefixes }) => (from.kind === "client" || from.kind === "intranet") && sourcePrefixes.includes(prefix)),
    })),
  ];
}

/** A span as long as the specification writes it; only where that is too much for one script, its first and last port stand for it. */
function vantageOf(plan: EnvironmentPlan, standpoint: Standpoint): Vantage {
  const forbidden = forbiddenChecks(plan, standpoint);
  const whole = standpoint.flows.flatMap((flow) => checksOf(plan, standpoint, flow, "every port"));
  const fits = whole.length + forbidden.length <= mostChecks;
  const specified = fits ? whole : standpoint.flows.flatMap((flow) => checksOf(plan, standpoint, flow, "ends of spans"));
  return { name: standpoint.name, prefix: standpoint.prefix, checks: [...specified, ...forbidden] };
}

function checksOf(plan: EnvironmentPlan, standpoint: Standpoint, flow: PlannedFlow, which: "every port" | "ends of spans"): readonly Check[] {
  const { row, clause, name } = flow;
  const ports = flow.ports.flatMap(({ from, to }) => (which === "every port" ? portsBetween(from, to) : [...new Set([from, to])]));
  return flow.destinations
    .flatMap((destination) => targetsAt(plan, standpoint, destination))
    .flatMap((target) => ports.filter((port) => isServed(plan, target, port)).map((port) => ({ target, port })))
    .map(({ target, port }): Check => ({ expect: "reachable", target: hostOfTag(target, port), port, talk: talkFor(flow, target, port), row, ...(clause === undefined ? {} : { clause }), name }));
}

function portsBetween(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** The machines of a prefix but the one that asks; an address, a host or a tag as it is. */
function targetsAt({ servers }: EnvironmentPlan, standpoint: Standpoint, destination: string): readonly Target[] {
  if (!destination.includes("/")) return [{ host: destination }];
  const machines = servers.filter(({ address }) => isWithin(address, destination) && `${address}/32` !== standpoint.prefix);
  if (machines.length > 0) return machines.map(({ address, computerName }) => ({ host: address, machine: computerName }));
  return destination.endsWith("/32") ? [{ host: destination.slice(0, -"/32".length) }] : [];
}

/**
 * T4.5-1 opens 22 and 443 to the vendor's hosts alike, but the stack file says which of them answers on which: packages
 * come over sftp, licence files over HTTPS.
 */
function isServed({ expectation }: EnvironmentPlan, { host }: Target, port: number): boolean {
  const lists = expectation.vendorHosts.filter(({ value }) => value === host).map(({ path }) => path);
  if (lists.length === 0) return true;
  return lists.some((path) => (path.includes("licenceHosts") ? port === 443 : port === 22));
}

/**
 * A host that stands for a tag of Azure Firewall, whose members Microsoft does not publish. Windows Update:
 * MicrosoftDocs/SupportArticles-docs windows-update-issues-troubleshooting.md (`http://download.windowsupdate.com`,
 * `https://*.update.microsoft.com`). Defender: MicrosoftDocs, configure-network-connections-microsoft-defender-antivirus.md.
 */
const hostsOfTags: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  WindowsUpdate: { 80: "download.windowsupdate.com", 443: "slscr.update.microsoft.com" },
  MicrosoftActiveProtectionService: { 443: "wdcp.microsoft.com" },
};

function hostOfTag(target: Target, port: number): Target {
  const hosts = hostsOfTags[target.host];
  return hosts === undefined ? target : { host: hosts[port]! };
}

function talkFor({ protocol }: PlannedFlow, { host, machine }: Target, port: number): Talk {
  if (protocol === "Udp") return "dns";
  if (machine !== undefined || isAddress(host)) return "connect";
  return talksOfPorts[port] ?? "connect";
}

/** What is said on a port beyond the firewall, where a connection alone proves nothing. */
const talksOfPorts: Readonly<Record<number, Talk>> = { 22: "greeting", 80: "http", 443: "tls" };

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host);
}
