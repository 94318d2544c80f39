import { fault, type ResourceRule } from "../../rule.ts";
import type { Facts } from "../../facts.ts";
import type { Resource } from "../../stack.ts";
import { rolesOf } from "../machines.ts";
import { notKnownYet, roleTags, sampleId, sampleMachine } from "../samples.ts";
import { attestableSql, imageOf, imageTag } from "./images.ts";

const offer = "storageProfile.imageReference.offer";
const tag = `tags.${imageTag}`;
const approved = "an image of SQL Server 2019 or 2022, Standard or Enterprise (T8.2-2)";
const attested = `a tag that says ${attestableSql} where the image does not (T8.2-2)`;
const elsewhere = "no SQL Server but on the database server (T3.1-3)";
const registeredOffer = "SQL Server 2019 or 2022 (T8.2-2)";
const registeredEdition = "Standard or Enterprise: the other editions are not for an installation that people work in";

const sqlImage = (name: string, sku = "standard-gen2") => ({ imageReference: { publisher: "MicrosoftSQLServer", offer: name, sku, version: "latest" } });
const windowsImage = { imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2022-datacenter-g2" } };

function registration(inputs: Readonly<Record<string, unknown>>) {
  return { type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "registration", inputs };
}

function* ofMachine(machine: Resource, facts: Facts) {
  const held = rolesOf(machine, facts);
  if (held === undefined) return;
  const isDatabase = held.includes("database");
  const { kind, contents } = imageOf(machine);
  const isSqlImage = kind === "marketplace" && machine.inputs.text("storageProfile.imageReference.publisher")?.toLowerCase() === "microsoftsqlserver";
  if (!isDatabase && (contents.sqlServer !== undefined || isSqlImage)) yield fault(machine, isSqlImage ? offer : tag, elsewhere, { clause: "T3.1-3", fix: "make the machine from an image of Windows Server, or give it the database role" });
  if (isDatabase && contents.sqlServer === undefined) yield isSqlImage ? fault(machine, offer, approved) : fault(machine, tag, attested);
}

function* ofRegistration({ inputs, label }: Resource) {
  const said = inputs.text("sqlImageOffer");
  if (said !== undefined && !/^sql(?:2019|2022)-/i.test(said)) yield { resource: label, path: "sqlImageOffer", value: said, limit: registeredOffer };
  const edition = inputs.text("sqlImageSku");
  if (edition !== undefined && !/^(?:standard|enterprise)$/i.test(edition)) yield { resource: label, path: "sqlImageSku", value: edition, limit: registeredEdition };
}

/** P-26: the database engines that the vendor has approved. */
export const approvedSql: ResourceRule = {
  id: "LC209",
  name: "database-servers-run-an-approved-sql-server",
  group: "specification",
  clauses: ["T8.2-2", "T8.1-1", "T3.1-3"],
  proposals: ["P-26"],
  synopsis: "The database server, and no other, carries SQL Server 2019 or 2022 in an edition for production; a tag says so where the image does not.",
  why: "The vendor supports the versions that it has approved; Developer edition is not licensed for people's work, nor for their training, and the other server types carry no database engine.",
  fix: `choose Microsoft's image sql2022-ws2022 or sql2019-ws2019 (Standard, Enterprise), or tag the machine with ${imageTag}; a newer version takes an exemption with the vendor's written approval`,
  sources: ["https://learn.microsoft.com/azure/azure-sql/virtual-machines/windows/sql-server-on-azure-vm-iaas-what-is-overview"],
  scope: "resource",
  types: ["compute:VirtualMachine", "sqlvirtualmachine:SqlVirtualMachine"],
  check: (resource, facts) => (resource.type === "compute:VirtualMachine" ? ofMachine(resource, facts) : ofRegistration(resource)),
  good: [
    { title: "Microsoft's image", resources: [sampleMachine("sql", { tags: roleTags("database"), storageProfile: sqlImage("sql2022-ws2022") })], findings: [] },
    { title: "SQL Server installed in the guest", resources: [sampleMachine("sql", { tags: { ...roleTags("database"), [imageTag]: "sql server 2019" }, storageProfile: windowsImage })], findings: [] },
    { title: "an image of one's own", resources: [sampleMachine("sql", { tags: { ...roleTags("core database"), [imageTag]: "Windows Server 2022 English, SQL Server 2022" }, storageProfile: { imageReference: { id: sampleId("Microsoft.Compute/images", "sql") } } })], findings: [] },
    { title: "Microsoft's image, which needs no tag: what it says is not known yet", resources: [sampleMachine("sql", { tags: { ...roleTags("database"), [imageTag]: notKnownYet }, storageProfile: sqlImage("sql2022-ws2022") })], findings: [] },
    { title: "no database", resources: [sampleMachine("web", { tags: roleTags("web"), storageProfile: windowsImage })], findings: [] },
    { title: "the registration", resources: [registration({ sqlImageOffer: "SQL2022-WS2022", sqlImageSku: "Standard" })], findings: [] },
    { title: "a registration that says neither version nor edition", resources: [registration({})], findings: [] },
  ],
  bad: [
    {
      title: "a registration that only sounds like the approved ones",
      resources: [registration({ sqlImageOffer: "MySQL2022-WS2022", sqlImageSku: "StandardOne" }), { ...registration({ sqlImageSku: "SubStandard" }), name: "other" }],
      findings: [
        { resource: "registration", path: "sqlImageOffer", limit: registeredOffer },
        { resource: "registration", path: "sqlImageSku", limit: registeredEdition },
        { resource: "other", path: "sqlImageSku", limit: registeredEdition },
      ],
    },
    { title: "SQL Server installed on the web server", resources: [sampleMachine("web", { tags: { ...roleTags("web"), [imageTag]: "sql server 2019" }, storageProfile: windowsImage })], findings: [{ resource: "web", path: tag, limit: elsewhere }] },
    { title: "SQL Server 2017", resources: [sampleMachine("sql", { tags: roleTags("database"), storageProfile: sqlImage("sql2017-ws2019", "standard") })], findings: [{ resource: "sql", path: offer, limit: approved }] },
    { title: "Developer edition", resources: [sampleMachine("sql", { tags: roleTags("database"), storageProfile: sqlImage("sql2022-ws2022", "sqldev-gen2") })], findings: [{ resource: "sql", path: offer, limit: approved }] },
    { title: "a Windows image, and nobody says what is installed", resources: [sampleMachine("sql", { tags: roleTags("database"), storageProfile: windowsImage })], findings: [{ resource: "sql", path: tag, limit: attested }] },
    { title: "an image of one's own of which the tag names Windows alone", resources: [sampleMachine("sql", { tags: { ...roleTags("database"), [imageTag]: "Windows Server 2022 English" }, storageProfile: { imageReference: { id: sampleId("Microsoft.Compute/images", "sql") } } })], findings: [{ resource: "sql", path: tag, limit: attested }] },
    { title: "an image of one's own that calls itself Microsoft's as well", resources: [sampleMachine("sql", { tags: roleTags("database"), storageProfile: { imageReference: { id: sampleId("Microsoft.Compute/images", "sql"), publisher: "MicrosoftSQLServer" } } })], findings: [{ resource: "sql", path: tag, limit: attested }] },
    { title: "a tag with a version that is not approved", resources: [sampleMachine("sql", { tags: { ...roleTags("database"), [imageTag]: "SQL Server 2025" }, storageProfile: windowsImage })], findings: [{ resource: "sql", path: tag, limit: attested }] },
    { title: "SQL Server on the compute server", resources: [sampleMachine("compute", { tags: roleTags("compute"), storageProfile: sqlImage("sql2022-ws2022") })], findings: [{ resource: "compute", path: offer, limit: elsewhere }] },
    {
      title: "a registration of another version and edition",
      resources: [registration({ sqlImageOffer: "SQL2016SP2-WS2019", sqlImageSku: "Developer" })],
      findings: [
        { resource: "registration", path: "sqlImageOffer", limit: registeredOffer },
        { resource: "registration", path: "sqlImageSku", limit: registeredEdition },
      ],
    },
  ],
};
