import { fault, type ResourceRule } from "../../rule.ts";
import { sampleId, sampleMachine } from "../samples.ts";
import { attestableWindows, imageOf, imageTag } from "./images.ts";

const sku = "storageProfile.imageReference.sku";
const approved = "an image of Windows Server 2019 or 2022 with desktop, in English (T8.2-1)";
const attested = `an image that somebody answers for: the tag says ${attestableWindows} (T8.2-1)`;
const windows = "Windows (T2.1-1)";
const marketplace = (plan: string) => ({ imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: plan, version: "latest" } });
const gallery = sampleId("Microsoft.Compute/galleries/images", "golden");

/** P-25: the operating systems that the vendor has approved, English (reading 5). */
export const approvedWindows: ResourceRule = {
  id: "LC208",
  name: "machines-run-an-approved-windows-server",
  group: "specification",
  clauses: ["T8.2-1", "T8.1-1", "T2.1-1"],
  proposals: ["P-25"],
  synopsis: "Every machine is made from an image of Windows Server 2019 or 2022 with desktop, in English; of an image of one's own, a tag says which it is.",
  why: "The vendor supports the versions that it has approved, in English, and its installers need the desktop.",
  fix: `choose a marketplace image on the list, or tag the machine with ${imageTag}; a newer version takes an exemption with the vendor's written approval`,
  sources: ["https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching"],
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    const { kind, contents } = imageOf(machine);
    if (contents.windowsServer === undefined) yield kind === "custom" ? fault(machine, `tags.${imageTag}`, attested) : fault(machine, sku, approved);
    if (machine.inputs.text("storageProfile.osDisk.osType")?.toLowerCase() === "linux") yield fault(machine, "storageProfile.osDisk.osType", windows, { clause: "T2.1-1" });
    if (machine.inputs.has("osProfile.linuxConfiguration")) yield fault(machine, "osProfile.linuxConfiguration", windows, { clause: "T2.1-1" });
  },
  good: [
    { title: "Windows Server 2022 of generation 2", resources: [sampleMachine("core", { storageProfile: marketplace("2022-datacenter-g2") })], findings: [] },
    { title: "Windows Server 2019, in another case", resources: [sampleMachine("core", { storageProfile: { ...marketplace("2019-Datacenter"), osDisk: { osType: "Windows" } } })], findings: [] },
    { title: "with SQL Server", resources: [sampleMachine("sql", { storageProfile: { imageReference: { publisher: "microsoftsqlserver", offer: "SQL2019-WS2019", sku: "enterprise" } } })], findings: [] },
    { title: "an image of one's own that somebody answers for", resources: [sampleMachine("core", { tags: { [imageTag]: "Windows Server 2022 English" }, storageProfile: { imageReference: { id: gallery } } })], findings: [] },
    { title: "a tag with more blanks than it needs, behind SQL Server", resources: [sampleMachine("sql", { tags: { [imageTag]: "SQL Server 2022,  Windows  Server 2022 English " }, storageProfile: { imageReference: { id: gallery } } })], findings: [] },
  ],
  bad: [
    {
      title: "another publisher's image of the same name, which a tag praises",
      resources: [sampleMachine("core", { tags: { [imageTag]: "Windows Server 2022 English" }, storageProfile: { imageReference: { publisher: "somebody", offer: "WindowsServer", sku: "2022-datacenter-g2" } } })],
      findings: [{ resource: "core", path: sku, limit: approved }],
    },
    { title: "an image of one's own without a tag", resources: [sampleMachine("core", { storageProfile: { imageReference: { id: gallery } } })], findings: [{ resource: "core", path: `tags.${imageTag}`, limit: attested }] },
    ...["2025-datacenter-g2", "2016-datacenter", "2022-datacenter-core-g2", "2019-datacenter-zhcn-g2", "latest"].map((plan) => ({
      title: plan,
      resources: [sampleMachine("core", { storageProfile: marketplace(plan) })],
      findings: [{ resource: "core", path: sku, limit: approved }],
    })),
    { title: "a system disk that is attached", resources: [sampleMachine("core", { storageProfile: { osDisk: { createOption: "Attach" } } })], findings: [{ resource: "core", path: `tags.${imageTag}`, limit: attested }] },
    {
      title: "a tag that names no approved version, another language, one thing that is approved and one that is not, SQL Server alone",
      resources: [
        sampleMachine("half", { tags: { [imageTag]: "Windows Server 2022 English, SQL Server 2025" }, storageProfile: { imageReference: { id: gallery } } }),
        sampleMachine("sql", { tags: { [imageTag]: "SQL Server 2022" }, storageProfile: { imageReference: { id: gallery } } }),
        sampleMachine("newer", { tags: { [imageTag]: "Windows Server 2025 English" }, storageProfile: { imageReference: { sharedGalleryImageId: gallery } } }),
        sampleMachine("swedish", { tags: { [imageTag]: "Windows Server 2022 Swedish" }, storageProfile: { imageReference: { communityGalleryImageId: gallery } } }),
      ],
      findings: [
        { resource: "half", path: `tags.${imageTag}`, limit: attested },
        { resource: "sql", path: `tags.${imageTag}`, limit: attested },
        { resource: "newer", path: `tags.${imageTag}`, limit: attested },
        { resource: "swedish", path: `tags.${imageTag}`, limit: attested },
      ],
    },
    {
      title: "Linux on a disk of one's own",
      resources: [sampleMachine("core", { tags: { [imageTag]: "Windows Server 2022 English" }, osProfile: { linuxConfiguration: {} }, storageProfile: { osDisk: { osType: "Linux", createOption: "Attach" } } })],
      findings: [
        { resource: "core", path: "storageProfile.osDisk.osType", limit: windows },
        { resource: "core", path: "osProfile.linuxConfiguration", limit: windows },
      ],
    },
  ],
};

const size = "hardwareProfile.vmSize";

/** T2.1-1: 64-bit x86, no Arm. */
export const x64Only: ResourceRule = {
  id: "LC210",
  name: "machines-are-x64",
  group: "specification",
  clauses: ["T2.1-1"],
  proposals: ["P-25"],
  synopsis: "Every machine has a size with x64 processors.",
  why: "The vendor's programs are made for 64-bit Windows on x64; there is no Windows Server 2019 or 2022 for Arm in Azure.",
  fix: "choose a size without the letter p behind its number of vCPUs",
  scope: "resource",
  types: ["compute:VirtualMachine"],
  *check(machine) {
    if (machine.inputs.matches(size, /_[A-Z]+\d+(?:-\d+)?[a-z]*p[a-z]*(?:_|$)/i)) yield fault(machine, size, "a size with x64 processors (T2.1-1)");
  },
  good: [
    { title: "Intel and AMD", resources: [sampleMachine("core", { hardwareProfile: { vmSize: "Standard_D4s_v5" } }), sampleMachine("sql", { hardwareProfile: { vmSize: "Standard_E4as_v6" } })], findings: [] },
    { title: "a letter p in the family's name", resources: [sampleMachine("core", { hardwareProfile: { vmSize: "Standard_NP10s" } }), sampleMachine("app", { hardwareProfile: { vmSize: "Standard_P4_v5" } })], findings: [] },
    { title: "no size", resources: [sampleMachine("core", {})], findings: [] },
  ],
  bad: [
    { title: "Arm, known", resources: [sampleMachine("core", { hardwareProfile: { vmSize: "standard_d4PS_v5" } })], findings: [{ resource: "core", path: size, limit: "a size with x64 processors (T2.1-1)" }] },
    ...["Standard_DC16ps_v9", "Standard_E128-64pds_v9", "Standard_D4p", "Standard_D4lp_v9"].map((vmSize) => ({ title: vmSize, resources: [sampleMachine("core", { hardwareProfile: { vmSize } })], findings: [{ resource: "core", path: size, limit: "a size with x64 processors (T2.1-1)" }] })),
    { title: "Arm, not in the catalogue", resources: [sampleMachine("core", { hardwareProfile: { vmSize: "Standard_E8pds_v6" } })], findings: [{ resource: "core", path: size, limit: "a size with x64 processors (T2.1-1)" }] },
  ],
};
