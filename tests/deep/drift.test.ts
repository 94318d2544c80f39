import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import type { FirewallPolicyFilterRuleCollection, NetworkManagementClient, NetworkRule } from "@azure/arm-network";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { planned, readStack } from "../../commands/drift.ts";
import type { DriftFinding } from "../../drift/finding.ts";
import type { Engine } from "../../engine/cli.ts";
import { ensureLanguageHost } from "../../engine/languageHost.ts";
import { cacheFolder } from "../../engine/cacheFolder.ts";
import { exportState, readFromAzure } from "../../engine/projectStack.ts";
import { runProcess } from "../../engine/runProcess.ts";
import { changesOf } from "../../engine/operations.ts";
import type { ShownDrift } from "../../reports/driftReport.ts";
import { azureFolder, azureScripts, gitHubFolder, gitHubScripts } from "../gateWorkflows.ts";
import { all, openMicrosoftClients, quickly, refusalOf, type MicrosoftClients } from "../microsoftClients.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";
import { openEnvironment, type RunningEnvironment } from "../stacks/openEnvironment.ts";

type Shown = Partial<Omit<DriftFinding, "path" | "remedy">> & { readonly path: RegExp; readonly remedy?: unknown };

/** An edit behind the stack's back, what is to be found of it, and what Azure must answer again when it is mended. */
interface Edit {
  readonly title: string;
  readonly make: (clients: MicrosoftClients, group: string) => Promise<unknown>;
  readonly finding: Shown;
  /** Read by Microsoft's client, before the edit and after the next up. */
  readonly reads: (clients: MicrosoftClients, group: string) => Promise<unknown>;
}

const rdp = { priority: 100, access: "Allow", protocol: "Tcp", sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "3389" } as const;
const namesOfRules = (group: string) => async ({ network }: MicrosoftClients, resourceGroup: string) => (await network.networkSecurityGroups.get(resourceGroup, group)).securityRules?.map(({ name }) => name);
const namesOfRoutes = async ({ network }: MicrosoftClients, group: string) => (await network.routeTables.get(group, "rt-ank-utb-compute")).routes?.map(({ name, nextHopIpAddress }) => `${name} ${nextHopIpAddress}`);
const subnets = async ({ network }: MicrosoftClients, group: string) => (await network.virtualNetworks.get(group, "vnet-ank-utb")).subnets?.map(({ name, networkSecurityGroup }) => `${name} ${networkSecurityGroup?.id}`);

const edits: readonly Edit[] = [
  {
    title: "RDP opened into the core zone",
    make: ({ network }, group) => network.securityRules.beginCreateOrUpdateAndWait(group, "nsg-ank-utb-core", "rdp", { ...rdp, direction: "Inbound" }, quickly),
    finding: { kind: "changed", resource: "lifecare-core-security-group", path: /^securityRules\[rdp\]$/, found: { name: "rdp", direction: "Inbound", ...rdp } },
    reads: namesOfRules("nsg-ank-utb-core"),
  },
  {
    title: "and out of the compute zone",
    make: ({ network }, group) => network.securityRules.beginCreateOrUpdateAndWait(group, "nsg-ank-utb-compute", "rdp-out", { ...rdp, direction: "Outbound" }, quickly),
    finding: { kind: "changed", resource: "lifecare-compute-security-group", path: /^securityRules\[rdp-out\]$/ },
    reads: namesOfRules("nsg-ank-utb-compute"),
  },
  {
    title: "a rule of the matrix deleted",
    make: ({ network }, group) => network.securityRules.beginDeleteAndWait(group, "nsg-ank-utb-web", "R9-from-core-application-intranetWeb", quickly),
    finding: { kind: "changed", resource: "lifecare-web-security-group", path: /^securityRules\[R9-from-core-application-intranetWeb\]$/, clauses: ["T4.3-M"] },
    reads: namesOfRules("nsg-ank-utb-web"),
  },
  {
    title: "the default route dropped",
    make: ({ network }, group) => network.routes.beginDeleteAndWait(group, "rt-ank-utb-compute", "outside", quickly),
    finding: { kind: "changed", resource: "lifecare-compute-routes", path: /^routes\[outside\]$/, clauses: ["T3.1.5-3", "T4.1-1"] },
    reads: namesOfRoutes,
  },
  {
    title: "a size lowered",
    make: ({ compute }, group) => compute.virtualMachines.beginUpdateAndWait(group, "ankutbcmp01", { hardwareProfile: { vmSize: "Standard_D2s_v5" } }, quickly),
    finding: { kind: "changed", resource: "ankutbcmp01-machine", path: /^hardwareProfile\.vmSize$/, expected: "Standard_E2s_v5", found: "Standard_D2s_v5", clauses: ["T3.1.7-1"] },
    reads: async ({ compute }, group) => (await compute.virtualMachines.get(group, "ankutbcmp01")).hardwareProfile?.vmSize,
  },
  {
    title: "a disk detached and deleted",
    make: async ({ compute }, group) => {
      const { storageProfile, ...machine } = await compute.virtualMachines.get(group, "ankutbweb01");
      await compute.virtualMachines.beginCreateOrUpdateAndWait(group, "ankutbweb01", { ...machine, storageProfile: { ...storageProfile, dataDisks: [] } }, quickly);
      await compute.disks.beginDeleteAndWait(group, "ankutbweb01-program", quickly);
    },
    finding: { kind: "gone", resource: "ankutbweb01-program-disk", path: /^$/, clauses: ["T3.1.3-2", "T3.1.5-1"], remedy: expect.stringContaining("restore it first") },
    reads: async ({ compute }, group) => [await refusalOf(compute.disks.get(group, "ankutbweb01-program")), (await compute.virtualMachines.get(group, "ankutbweb01")).storageProfile?.dataDisks?.map(({ lun, name }) => `${lun} ${name}`)],
  },
  {
    title: "a security group taken off its subnet",
    make: async ({ network }, group) => {
      const { networkSecurityGroup: _, ...subnet } = await network.subnets.get(group, "vnet-ank-utb", "snet-database");
      await network.subnets.beginCreateOrUpdateAndWait(group, "vnet-ank-utb", "snet-database", subnet, quickly);
    },
    finding: { kind: "changed", resource: "lifecare-network", path: /^subnets\[snet-database\]\.networkSecurityGroup$/ },
    reads: subnets,
  },
  {
    title: "a tag changed",
    make: ({ compute }, group) => compute.virtualMachines.beginUpdateAndWait(group, "ankutbsql01", { tags: { "lifecare-customer": "other" } }, quickly),
    finding: { kind: "changed", resource: "ankutbsql01-machine", path: /^tags\.lifecare-customer$/, expected: "ank", found: "other" },
    reads: async ({ compute }, group) => (await compute.virtualMachines.get(group, "ankutbsql01")).tags,
  },
  {
    title: "the vault opened to all networks",
    make: async ({ vaults }, group) => {
      const [vault] = await all(vaults.vaults.listByResourceGroup(group));
      await vaults.vaults.update(group, vault!.name!, { properties: { publicNetworkAccess: "Enabled" } });
    },
    finding: { kind: "changed", resource: "lifecare-vault", path: /^properties\.publicNetworkAccess$/, found: "Enabled" },
    reads: async ({ vaults }, group) => (await all(vaults.vaults.listByResourceGroup(group)))[0]?.properties.publicNetworkAccess,
  },
  {
    title: "a rule of the firewall widened",
    make: async ({ network }, group) => {
      const rules = await firewallRules(network, group);
      const [rule] = (rules.ruleCollections?.[0] as FirewallPolicyFilterRuleCollection).rules as NetworkRule[];
      rule!.destinationPorts = ["1-65535"];
      await network.firewallPolicyRuleCollectionGroups.beginCreateOrUpdateAndWait(group, "afwp-ank-utb", "vendor-matrix", rules, quickly);
    },
    finding: { kind: "changed", resource: "lifecare-firewall-matrix", path: /^ruleCollections\[.*\]\.rules\[E1-.*\]\.destinationPorts$/, found: ["1-65535"], clauses: ["T4.3-C"] },
    reads: async ({ network }, group) => JSON.stringify((await firewallRules(network, group)).ruleCollections),
  },
];

function firewallRules(network: NetworkManagementClient, group: string) {
  return network.firewallPolicyRuleCollectionGroups.get(group, "afwp-ank-utb", "vendor-matrix");
}

/** This project as its user has it: with the stack file that holds the key of the state. */
function projectFolder({ folder, place }: RunningEnvironment): string {
  const project = mkdtempSync(join(folder, "project-"));
  for (const entry of readdirSync(".")) if (entry !== "Pulumi.utb.yaml") symlinkSync(resolve(entry), join(project, entry));
  cpSync(join(place.folder, "Pulumi.utb.yaml"), join(project, "Pulumi.utb.yaml"));
  return project;
}

/** `pulumi up`, as anybody types it. */
async function typeUp(engine: Engine, environment: RunningEnvironment): Promise<string> {
  const languageHost = await ensureLanguageHost({ engineExecutable: engine.executable });
  const path = [dirname(engine.executable), languageHost, resolve("node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
  const words = ["up", "--yes", "--skip-preview", "--stack", "utb", "--non-interactive", "--color=never"];
  const outcome = await runProcess({ command: "pulumi", arguments: words, folder: projectFolder(environment), environment: { ...environment.place.environment, PATH: path }, timeoutMilliseconds: 170_000 });
  return outcome.kind === "exited" && outcome.code === 0 ? "up" : JSON.stringify(outcome);
}

/** The script of the nightly workflow of a host; what it ends with, and the summary. */
async function runNightly(host: "github" | "azure", running: RunningEnvironment): Promise<{ readonly code: number; readonly summary: string }> {
  const { folder, place } = running;
  for (const part of ["temp", "tools"]) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, "tools/az"), "#!/usr/bin/env bash\necho 00000000-0000-4000-8000-000000000002\n", { mode: 0o755 });
  const temporary = { RUNNER_TEMP: join(folder, "temp"), GITHUB_STEP_SUMMARY: join(folder, "temp", "summary.md"), FOLDER: join(folder, "temp"), LIFECARE_CACHE: cacheFolder() };
  const steps = host === "github" ? gitHubScripts(`${gitHubFolder}/lifecare-drift.yml`, "drift", { "matrix.stack": "utb" }) : azureScripts(azureSteps(), { stack: "utb" });
  const [step] = steps.filter(({ name }) => name === "Read the stack from Azure");
  const login = { idToken: "token", servicePrincipalId: "client", tenantId: "tenant" };
  const environment = { ...step!.environment, ...login, ...temporary, ...place.environment, PATH: `${folder}/tools:${process.env["PATH"] ?? ""}` };
  // Not as others run scripts: the rehearsal answers from this very process.
  const outcome = await runProcess({ command: "bash", arguments: ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step!.script], folder: projectFolder(running), environment, timeoutMilliseconds: 120_000 });
  if (outcome.kind !== "exited") throw new Error(outcome.kind);
  const written = host === "github" ? temporary.GITHUB_STEP_SUMMARY : join(temporary.FOLDER, "drift.md");
  const summary = readFileSync(written, "utf8");
  rmSync(written);
  return { code: outcome.code, summary };
}

/** The step that asks Azure is a script as well, of a task that logs in first. */
function azureSteps(): readonly Readonly<Record<string, unknown>>[] {
  const { stages } = parse(readFileSync(`${azureFolder}/lifecare-drift.yml`, "utf8")) as { stages: { jobs: { steps: { inputs?: { inlineScript?: string } }[] }[] }[] };
  return stages[0]!.jobs[0]!.steps.map(({ inputs, ...step }) => (inputs?.inlineScript === undefined ? step : { ...step, bash: inputs.inlineScript }));
}

describeWithEngine("of a UTB that stands,", (engine) => {
  let environment: RunningEnvironment;
  let clients: MicrosoftClients;
  let group: string;
  const read = async (): Promise<ShownDrift> => planned({ stack: "utb" })(await readStack(environment.place));

  beforeAll(async () => {
    environment = await openEnvironment(engine, "utb");
    await environment.stack.up();
    const { azure } = environment.plan();
    group = azure.resourceGroupName;
    clients = await openMicrosoftClients(azure.subscriptionId, { storeFolder: join(environment.folder, "azure"), looksUntilDone: 1 });
  });
  afterAll(async () => {
    await clients.face.stop();
    await environment.close();
  });

  test("edits made behind its back are found, each where it is, with what they break; nothing is changed by looking; the next up mends them all", async () => {
    expect(await read()).toMatchObject({ status: "none", findings: [], breaks: { findings: [] } });
    expect(await runNightly("azure", environment)).toEqual({ code: 0, summary: expect.stringContaining("# UTB: no drift") });
    const before = await Promise.all(edits.map(({ reads }) => reads(clients, group)));
    for (const { make } of edits) await make(clients, group);
    const after = await Promise.all(edits.map(({ reads }) => reads(clients, group)));
    for (const [index, { title }] of edits.entries()) expect({ title, reads: after[index]  }).not.toEqual({ title, reads: before[index] });

    const untouched = digest(environment.folder);
    const drift = await read();
    expect(digest(environment.folder)).toBe(untouched);
    expect(drift.status).toBe("drift");
    for (const { title, finding } of edits) {
      const found = drift.findings.find(({ resource, path }) => resource === finding.resource && finding.path.test(path));
      expect({ title, ...found }).toMatchObject({ title, ...finding, path: found?.path });
    }
    // Besides: the disk that the machine lacks.
    expect(drift.findings.length).toBe(edits.length + 1);
    expect(drift.breaks.status).toBe("broken");
    const opened = drift.breaks.findings.find(({ rule, message }) => rule.startsWith("LC001") && message.includes("3389"));
    expect(opened?.evidence).toMatch(/packet TCP 10\.81\.6\.\d+:\d+ → 10\.81\.4\.\d+:3389[^]*rdp-out \(100, Allow\)[^]*rdp \(100, Allow\)/);
    expect(drift.breaks.findings.filter(({ rule }) => /^LC(?:108|203)/.test(rule)).map(({ resource }) => resource.split("::").at(-1)).sort()).toContain("ankutbcmp01-machine");
    expect(await runNightly("github", environment)).toEqual({ code: 1, summary: expect.stringMatching(/^# UTB: Azure is not what the stack made of it[^]*securityRules\\\[rdp\\\][^]*LC001/) });

    expect(await typeUp(engine, environment)).toBe("up");
    expect(await Promise.all(edits.map(({ reads }) => reads(clients, group)))).toEqual(before);
    expect(await read()).toMatchObject({ status: "none", findings: [] });
    expect(changesOf(await environment.stack.up())).toEqual([]);
  });

  test("what stands in Azure and in no state is told where a resource of the stack names it", async () => {
    const { id: policy } = await clients.network.firewallPolicies.get(group, "afwp-ank-utb");
    await clients.network.firewallPolicyRuleCollectionGroups.beginCreateOrUpdateAndWait(group, "afwp-ank-utb", "convenience", { priority: 400, ruleCollections: [] }, quickly);
    const { id: subnet } = await clients.network.subnets.get(group, "vnet-ank-utb", "snet-core");
    const foreign = { location: environment.plan().azure.location, ipConfigurations: [{ name: "ip", subnet: { id: subnet! } }] };
    const { id: card } = await clients.network.networkInterfaces.beginCreateOrUpdateAndWait(group, "foreign-nic", foreign, quickly);
    const { findings } = await read();
    expect(findings.map(({ kind, resource, found }) => ({ kind, resource, found })).sort((one, other) => (one.resource < other.resource ? -1 : 1))).toEqual([
      { kind: "stranger", resource: "lifecare-firewall-policy", found: `${policy}/ruleCollectionGroups/convenience` },
      { kind: "stranger", resource: "lifecare-network", found: `${card}/ipConfigurations/ip` },
    ]);
  });

  test("a state that is not there, and one that cannot be opened, are told apart", async () => {
    const { place } = environment;
    await expect(exportState({ ...place, stack: "nowhere" })).rejects.toMatchObject({ isMissing: true });
    const locked = { ...place, environment: { ...place.environment, PULUMI_CONFIG_PASSPHRASE: "another" } };
    await expect(readFromAzure(locked)).rejects.toMatchObject({ isMissing: false, message: expect.stringMatching(/cannot be read from Azure:\n./) });
  });
});

/** Of everything that the engine keeps and Azure holds. */
function digest(folder: string): string {
  const files = ["state", "azure"].flatMap((part) => readdirSync(join(folder, part), { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])));
  return files.sort().reduce((hash, file) => hash.update(file).update(readFileSync(file)), createHash("sha256")).digest("hex");
}
