import { sqlServerImages, windowsServerImages } from "../../../azure/images.ts";
import { findSize } from "../../../azure/virtualMachineSizes.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import { isTrustedLaunch } from "../machines.ts";
import { machine } from "./samples.ts";

const agent = "true or left out: patching by the platform works through the machine's agent";
const updates = "true or left out: patching by the platform demands it";
const schedule = "true: schedules of one's own never run otherwise";
const automatic = "false: this mode demands that Windows does not update itself";
const eitherPlace = "availability zones or an availability set, not both";
const generation = "an image of generation 2: Trusted Launch, and this size, start no other";
const secondOnly = "a size that starts images of generation 2, as this image is";
const userName = "1 to 20 characters that do not end in a period, and none of the names that Azure refuses (administrator, admin, user, test, guest, …)";

const refusedUserNames = new Set(
  "administrator admin user user1 test user2 test1 user3 admin1 1 123 a actuser adm admin2 aspnet backup console david guest john owner root server sql support support_388945a0 sys test2 test3 user4 user5".split(" "),
);

/** Whether a public image is one of the Windows or SQL Server images whose generation is known; by the name of its sku where it says so. */
function generationOf(resource: Resource): 1 | 2 | undefined {
  const said = (key: string) => resource.inputs.text(`storageProfile.imageReference.${key}`)?.toLowerCase();
  const sku = said("sku");
  const known = [...Object.values(windowsServerImages), ...sqlServerImages].find((image) => image.offer.toLowerCase() === said("offer") && image.sku.toLowerCase() === sku);
  if (known !== undefined || sku === undefined) return known?.generation;
  return /^(?:2019-datacenter|2022-datacenter|standard|enterprise)$/.test(sku) ? 1 : undefined;
}

const image = (sku: string, offer = "WindowsServer") => ({ storageProfile: { imageReference: { publisher: "MicrosoftWindowsServer", offer, sku, version: "latest" } } });
const patches = (patchSettings: object, more: object = {}) => ({ osProfile: { adminUsername: "lifecareadmin", windowsConfiguration: { patchSettings, ...more } } });
const bySchedule = { patchMode: "AutomaticByPlatform", automaticByPlatformSettings: { bypassPlatformSafetyChecksOnUserSchedule: true } };

const checks: readonly ((resource: Resource) => Iterable<Fault>)[] = [patchFaults, placeFaults, generationFaults, userFaults];

/** azure.md §7, 11: settings of a machine that contradict each other. */
export const machineSettings: ResourceRule = {
  id: "LC505",
  name: "machine-settings-agree",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "A machine's settings agree: patching by the platform with agent and schedules, zone or availability set, image and size of one generation, an administrator's name that Azure takes.",
  why: "A preview compares none of these: Azure refuses the machine, or, where only the schedule is concerned, makes it and never patches it.",
  fix: "set what the finding says",
  sources: ["MicrosoftDocs/azure-docs articles/update-manager/prerequsite-for-schedule-patching.md", "MicrosoftDocs/azure-compute-docs articles/virtual-machines/windows/faq.yml", "articles/virtual-machines/trusted-launch.md"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(resource) {
    yield* each(checks, (check) => check(resource));
  },
  good: [
    { title: "by schedule, zonal, generation 2", resources: [machine({ ...patches(bySchedule, { provisionVMAgent: true, enableAutomaticUpdates: true }), ...image("2022-datacenter-g2"), securityProfile: { securityType: "TrustedLaunch" }, zones: ["1"], hardwareProfile: { vmSize: "Standard_D4s_v6" } })], findings: [] },
    { title: "by hand, in a set, generation 1", resources: [machine({ ...patches({ patchMode: "Manual" }, { enableAutomaticUpdates: false }), ...image("2022-datacenter"), availabilitySet: { id: "/subscriptions/x" }, hardwareProfile: { vmSize: "Standard_D4s_v5" } })], findings: [] },
    { title: "nothing said", resources: [machine({})], findings: [] },
  ],
  bad: [
    {
      title: "patched by the platform, without what that needs",
      resources: [machine(patches({ patchMode: "AutomaticByPlatform" }, { provisionVMAgent: false, enableAutomaticUpdates: false }))],
      findings: [
        { resource: "machine", path: "osProfile.windowsConfiguration.provisionVMAgent", limit: agent },
        { resource: "machine", path: "osProfile.windowsConfiguration.enableAutomaticUpdates", limit: updates },
        { resource: "machine", path: "osProfile.windowsConfiguration.patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule", limit: schedule },
      ],
    },
    { title: "by hand, and by Windows", resources: [machine(patches({ patchMode: "Manual" }))], findings: [{ resource: "machine", path: "osProfile.windowsConfiguration.enableAutomaticUpdates", limit: automatic }] },
    { title: "zone and set", resources: [machine({ zones: ["1"], availabilitySet: { id: "/subscriptions/x" } })], findings: [{ resource: "machine", path: "availabilitySet", limit: eitherPlace }] },
    { title: "Trusted Launch with an image of generation 1", resources: [machine({ ...image("2019-Datacenter"), securityProfile: { securityType: "TrustedLaunch" } })], findings: [{ resource: "machine", path: "storageProfile.imageReference.sku", limit: generation }] },
    { title: "generation 1 on a size that has none", resources: [machine({ ...image("2022-datacenter"), hardwareProfile: { vmSize: "Standard_D4s_v6" } })], findings: [{ resource: "machine", path: "storageProfile.imageReference.sku", limit: generation }] },
    ...["Administrator", "a.very.long.user.name.", "guest"].map((adminUsername) => ({ title: `a user called ${adminUsername}`, resources: [machine({ osProfile: { adminUsername } })], findings: [{ resource: "machine", path: "osProfile.adminUsername", limit: userName }] })),
  ],
};

function* patchFaults(resource: Resource): Iterable<Fault> {
  const windows = "osProfile.windowsConfiguration";
  const { inputs } = resource;
  const mode = inputs.text(`${windows}.patchSettings.patchMode`);
  if (mode === "Manual" && inputs.boolean(`${windows}.enableAutomaticUpdates`) !== false) yield fault(resource, `${windows}.enableAutomaticUpdates`, automatic);
  if (mode !== "AutomaticByPlatform") return;
  if (inputs.boolean(`${windows}.provisionVMAgent`) === false) yield fault(resource, `${windows}.provisionVMAgent`, agent);
  if (inputs.boolean(`${windows}.enableAutomaticUpdates`) === false) yield fault(resource, `${windows}.enableAutomaticUpdates`, updates);
  const bypass = `${windows}.patchSettings.automaticByPlatformSettings.bypassPlatformSafetyChecksOnUserSchedule`;
  if (inputs.boolean(bypass) !== true) yield fault(resource, bypass, schedule);
}

function* placeFaults(resource: Resource): Iterable<Fault> {
  if (resource.inputs.texts("zones").length > 0 && resource.inputs.record("availabilitySet") !== undefined) yield fault(resource, "availabilitySet", eitherPlace);
}

function* generationFaults(resource: Resource): Iterable<Fault> {
  const own = generationOf(resource);
  const size = findSize(resource.inputs.text("hardwareProfile.vmSize"));
  const trusted = isTrustedLaunch(resource);
  const path = "storageProfile.imageReference.sku";
  if (own === 1 && (trusted || size?.generations.includes(1) === false)) yield fault(resource, path, generation);
  if (own === 2 && size?.generations.includes(2) === false) yield fault(resource, "hardwareProfile.vmSize", secondOnly);
}

function* userFaults(resource: Resource): Iterable<Fault> {
  const name = resource.inputs.text("osProfile.adminUsername");
  if (name !== undefined && (name.length > 20 || name.endsWith(".") || refusedUserNames.has(name.toLowerCase()))) yield fault(resource, "osProfile.adminUsername", userName);
}
