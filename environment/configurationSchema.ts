import * as z from "zod";
import { timeZones } from "../azure/timeZones.ts";
import { databaseNamePattern, features } from "../specification/databases.ts";
import { documentedChoices } from "../specification/flows.ts";
import { releasePattern } from "../specification/releases.ts";
import { environments, roles, subsystems } from "../specification/vocabulary.ts";
import { field, number, wholeNumber } from "./configurationFields.ts";
import { hostName, ipv4Prefix } from "./configurationFormats.ts";

const guid = "a GUID such as 00000000-0000-4000-8000-000000000001";

const location = field(z.string().regex(/^[a-z][a-z0-9]{2,40}$/), {
  title: "Azure region",
  description: "Where everything is placed; near the customer, because the vendor allows 10 ms between client and server.",
  limit: "the short name of an Azure region, lower case without blanks, for example swedencentral",
  clause: "T4.2-1",
});

const subscriptionId = field(z.guid().toLowerCase(), {
  title: "Azure subscription",
  description: "Id of the subscription that the stack lives in; literal resource ids are built from it.",
  limit: guid,
  fix: "state the id that `az account show --query id` prints",
});

const tenantId = field(z.guid().toLowerCase(), {
  title: "Microsoft Entra tenant",
  description: "Id of the tenant that the key vault trusts.",
  limit: guid,
  fix: "state the id that `az account show --query tenantId` prints",
});

const environment = field(z.enum(environments), {
  title: "Environment",
  description: "PROD (production) or UTB (test and training).",
  limit: "prod or utb",
  clause: "S4-1",
});

const customer = field(z.strictObject({
  code: field(z.string().regex(/^[a-z][a-z0-9]{1,5}$/), {
    title: "Customer code",
    description: "Short code that every resource name and computer name begins with. The hosting team decides it, for good.",
    limit: "2 to 6 letters and digits, lower case, beginning with a letter",
    clause: "T3.1.3-1",
  }),
  name: field(z.string().regex(/^\p{L}[\p{L}\p{M}0-9 .,&'()/-]{0,79}$/u), {
    title: "Customer name",
    description: "The municipality's name as people write it; printed and put into tags.",
    limit: "1 to 80 letters, digits, blanks and . , & ' ( ) / -",
  }),
  databaseSuffix: field(z.string().regex(databaseNamePattern).max(64), {
    title: "Customer name in database names",
    description: "The customer's name as the vendor's installer writes it at the end of database names (HCWMYMESSAGES_…). The vendor decides it; å, ä and ö are not guessed.",
    limit: "1 to 64 letters A–Z, digits and underscores, beginning with a letter",
    clause: "T13.3-1",
    fix: "ask the vendor's technician which name the installer is given",
  }),
}), { title: "Customer", description: "The municipality whose system this is.", limit: "code, name and databaseSuffix" });

const product = field(z.strictObject({
  release: field(z.string().regex(releasePattern), {
    title: "Installed product release",
    description: "Release of Lifecare/Procapita that is or will be installed; the vendor tells it. Platform versions are supported from certain releases on.",
    limit: "year and week, for example 2024v04",
    clause: "T8.2-4",
  }),
  subsystems: field(z.array(z.enum(subsystems)).min(1).max(subsystems.length), {
    title: "Subsystems",
    description: "Subsystems that are installed: population register (KIR), family care (IFO), elderly and disability care (VoO). The contract decides.",
    limit: "one or more of KIR, IFO, VoO, each once",
    clause: "T3.1-4",
  }),
  domains: field(z.array(z.strictObject({
    name: field(z.string().regex(databaseNamePattern).max(64), {
      title: "TSS domain",
      description: "Name of the domain in the product's security system TSS; database names contain it.",
      limit: "1 to 64 letters A–Z, digits and underscores, beginning with a letter",
      clause: "T13.3-1",
    }),
  })).min(1).max(20), {
    title: "TSS domains",
    description: "Domains of the product's security system TSS; each has databases of its own.",
    limit: "1 to 20 domains, each name once",
    clause: "T2.2-1",
  }),
  modules: field(wholeNumber(1, 500), {
    title: "Modules",
    description: "Number of installed modules: each is an application pool of its own and takes memory.",
    limit: "a whole number from 1 to 500",
    clause: "T3.1-4",
  }),
  features: field(z.array(z.enum(features)).max(features.length), {
    title: "Features",
    description: "Features bought or activated; each brings databases.",
    limit: `none or some of ${features.join(", ")}, each once`,
    clause: "T13.3-1",
  }),
  feedback: field(z.boolean(), {
    title: "User feedback to the vendor",
    description: "Whether the application servers may reach the vendor's feedback address (443). The customer may opt out.",
    limit: "true or false",
    clause: "T4.7-1",
  }).default(documentedChoices.feedback),
}), { title: "Product", description: "What is installed.", limit: "release, subsystems, domains, modules, features and feedback" });

const usage = field(z.strictObject({
  access: field(z.enum(["intranet", "internet"]).meta({ enum: ["intranet"] }), {
    title: "Access for users",
    description: "Whether users come from the intranet only or from the internet as well.",
    limit: "intranet",
    clause: "T3.1-4",
  }),
  users: field(wholeNumber(1, 1_000_000), {
    title: "Users",
    description: "Number of users; the first design of the servers depends on it.",
    limit: "a whole number from 1 to 1000000",
    clause: "T3.1-4",
  }),
  recoveryTimeObjectiveHours: field(number(0.25, 8760), {
    title: "Recovery time objective (hours)",
    description: "How long a restoration after a major incident may take. The customer decides.",
    limit: "a number of hours from 0.25 to 8760",
    clause: "T3.1-4",
  }),
  availability: field(z.enum(["single", "redundant"]), {
    title: "Availability",
    description: "single: one machine of each kind will do; redundant: the loss of one machine or zone is to be survived where the product allows it. The customer decides.",
    limit: "single or redundant",
    clause: "T3.1-4",
  }),
  authentication: field(z.enum(["saml", "tss"]).meta({ enum: ["saml"] }), {
    title: "Security of access",
    description: "How users are authenticated: SAML 2 with a second factor through the customer's identity provider.",
    limit: "saml",
    clause: "T6.1-1",
  }),
}), { title: "Usage", description: "What the vendor asks before a first design.", limit: "access, users, recoveryTimeObjectiveHours, availability and authentication", clause: "T3.1-4" });

const connection = field(z.strictObject({
  latencyMilliseconds: field(number(0, 10_000), {
    title: "Latency (ms)",
    description: "Measured response time of the network between client and server in milliseconds.",
    limit: "a number of milliseconds, at most 10",
    clause: "T4.2-1",
  }),
  bandwidthMegabitsPerSecond: field(number(0.01, 1_000_000), {
    title: "Bandwidth (Mbit/s)",
    description: "Capacity between a client and the servers in Mbit/s; 10 or more is recommended.",
    limit: "a positive number of Mbit/s",
    clause: "T4.2-1",
  }),
}), { title: "Connection", description: "The connection between the users' machines and the servers, as declared by the customer's network team.", limit: "latencyMilliseconds and bandwidthMegabitsPerSecond", clause: "T4.2-1" });

const network = field(z.strictObject({
  topology: field(z.enum(["isolated", "spoke", "existing"]).meta({ enum: ["isolated"] }), {
    title: "Topology",
    description: "isolated: a network of its own with its own firewall.",
    limit: "isolated",
    clause: "T4.1-1",
  }),
  addressSpace: field(ipv4Prefix(16, 22), {
    title: "Address space",
    description: "Private IPv4 prefix of the whole virtual network; the customer's network team hands it out.",
    limit: "a private IPv4 prefix from /16 to /22 in canonical form, for example 10.80.0.0/21",
    clause: "T4.1-1",
  }),
  subnets: field(z.record(z.string().regex(/^[A-Za-z][A-Za-z-]{0,79}$/), ipv4Prefix(16, 29)), {
    title: "Subnets",
    description: "Prefix of a zone's subnet where it must differ from the one that is computed: zone id (its roles, joined by hyphens) to prefix.",
    limit: "zone ids with IPv4 prefixes inside the address space",
  }).optional(),
  clientNetworks: field(z.array(z.strictObject({
    name: field(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), {
      title: "Name of the client network",
      description: "Short name that rules and reports use.",
      limit: "1 to 40 lower-case letters, digits and hyphens, beginning with a letter",
    }),
    prefix: field(ipv4Prefix(8, 32), {
      title: "Prefix of the client network",
      description: "IPv4 prefix that the users' machines have when they reach the servers.",
      limit: "an IPv4 prefix in canonical form, for example 10.20.0.0/16",
      clause: "T4.3-C",
    }),
  })).min(1).max(200), {
    title: "Client networks",
    description: "Networks of the intranet from which users reach the servers; nothing else is let in.",
    limit: "1 to 200 networks that do not overlap",
    clause: "T4.3-C",
  }),
  clientPorts: field(z.enum(["listed", "spans"]), {
    title: "Client ports",
    description: "listed: the ports of appendix E1; spans: the vendor's simplified port spans.",
    limit: "listed or spans",
    clause: "T4.3-C",
  }).default(documentedChoices.clientPorts),
  databasePort: field(wholeNumber(1024, 49151), {
    title: "Database port",
    description: "Static TCP port of the SQL Server instance.",
    limit: "a static TCP port from 1024 to 49151, 1434 excepted",
    clause: "T4.3-M",
  }).default(documentedChoices.databasePort),
  eventServicePort: field(wholeNumber(1024, 65535), {
    title: "Port of the event service",
    description: "Port of Tieto Event Service: 30722 since release 11v03; migrated installations may have another.",
    limit: "a TCP port from 1024 to 65535 that no other service of the product has",
    clause: "T4.3-C",
  }).default(documentedChoices.eventServicePort),
  plaintextMessaging: field(z.boolean(), {
    title: "Unencrypted RabbitMQ",
    description: "Opens 5672 (AMQP without TLS) besides 5671.",
    limit: "true or false",
    clause: "T12.3-3",
  }).default(documentedChoices.plaintextMessaging),
  intranetRedirect: field(z.boolean(), {
    title: "Redirect on port 80 of the intranet web server",
    description: "Opens port 80 from the intranet; it answers with a redirect to HTTPS only.",
    limit: "true or false",
    clause: "T3.1.5-4",
  }).default(documentedChoices.intranetRedirect),
  recyclingOverHttp: field(z.boolean(), {
    title: "Recycling of application pools over HTTP",
    description: "Opens port 80 from core and application servers to the web servers, besides 443.",
    limit: "true or false",
    clause: "T12.4-1",
  }).default(documentedChoices.recyclingOverHttp),
  legacyWeb: field(z.boolean(), {
    title: "Older web applications",
    description: "Opens the ports of appendix A1.",
    limit: "false",
    clause: "T13.1-1",
  }).default(documentedChoices.legacyWeb),
}), { title: "Network", description: "Addresses and the choices that the port matrix leaves open.", limit: "topology, addressSpace, clientNetworks and choices" });

function hosts(title: string, description: string, clause: string) {
  return field(z.array(field(hostName, {
    title: "Host name",
    description: "A fully qualified host name, as the firewall's rules name it.",
    limit: "a fully qualified host name in lower case: no address, no wildcard, no underscore",
    clause,
    fix: "state the name that the vendor or the authority has given",
  })).min(1).max(50), { title, description, limit: "1 to 50 host names, each once", clause });
}

const vendor = field(z.strictObject({
  packageHosts: hosts("Hosts for installation packages", "Hosts of the vendor's delivery over sftp (22). The vendor tells them.", "T4.5-1"),
  licenceHosts: hosts("Hosts for licence files", "Hosts of the vendor's licence files over HTTPS (443). The vendor tells them.", "T4.5-1"),
  socialInsuranceHosts: hosts("Hosts of the social insurance agency", "Hosts of Försäkringskassan (7020) for income data; asked for where VoO is installed. The agency or the vendor tells them.", "T4.4-3").optional(),
  databaseServerAccess: field(z.boolean(), {
    title: "Database server reaches the vendor",
    description: "Whether the database server, too, may fetch packages and licence files.",
    limit: "true or false",
    clause: "T4.5-1",
  }).default(documentedChoices.databaseVendorAccess),
}), { title: "Vendor", description: "Destinations outside that the documents do not name.", limit: "packageHosts, licenceHosts, socialInsuranceHosts and databaseServerAccess" });

const version = z.string().regex(/^20\d{2}$/);

const platform = field(z.strictObject({
  windowsServer: field(version, {
    title: "Windows Server",
    description: "Version of Windows Server (English) on every machine.",
    limit: "a version that the vendor has approved, in quotes",
    clause: "T8.2-1",
  }),
  windowsLicence: field(z.enum(["AHUB", "PAYG"]), {
    title: "Windows Server licence",
    description: "AHUB: licences with Software Assurance are brought along; PAYG: paid with the machine.",
    limit: "AHUB or PAYG",
  }),
  sqlServer: field(version, {
    title: "SQL Server",
    description: "Version of SQL Server on the database server.",
    limit: "a version that the vendor has approved, in quotes",
    clause: "T8.2-2",
  }),
  sqlServerEdition: field(z.enum(["Standard", "Enterprise"]), {
    title: "SQL Server edition",
    description: "Edition of SQL Server; the licences that the customer or the hosting team holds decide it. Developer may not serve users, training included.",
    limit: "Standard or Enterprise",
    clause: "T8.2-2",
  }),
  sqlServerLicence: field(z.enum(["AHUB", "PAYG"]), {
    title: "SQL Server licence",
    description: "AHUB: licences with Software Assurance are brought along; PAYG: paid with the machine.",
    limit: "AHUB or PAYG",
  }),
  timeZone: field(z.enum(timeZones), {
    title: "Time zone",
    description: "IANA name of the time zone of machines and service windows.",
    limit: "an IANA time zone in Europe, for example Europe/Stockholm, or Etc/UTC",
    clause: "T6.5-1",
  }),
  redundancy: field(z.enum(["zones", "set", "none"]), {
    title: "Redundancy",
    description: "How several machines of one kind are kept apart: availability zones, an availability set, or not.",
    limit: "zones, set or none",
    clause: "T3.1-4",
  }),
}), { title: "Platform", description: "Platform versions and what Azure is to provide.", limit: "windowsServer, windowsLicence, sqlServer, sqlServerEdition, sqlServerLicence, timeZone and redundancy" });

function figure(title: string, description: string, clause = "T3.1.4-4") {
  return field(wholeNumber(0, 1_000_000_000), { title, description, limit: "a whole number from 0 to 1000000000", clause });
}

const database = field(z.strictObject({
  collation: field(z.string().regex(/^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*_(?:BIN2?|C[IS]_A[IS](?:_KS)?(?:_WS)?(?:_SC)?(?:_VSS)?(?:_UTF8)?)$/), {
    title: "Collation",
    description: "Server collation of SQL Server. It is not to be changed afterwards; the vendor tells it.",
    limit: "the name of a SQL Server collation, for example Finnish_Swedish_CI_AS",
    fix: "ask the vendor's technician and state the collation",
  }),
  inhabitants: figure("Inhabitants", "Inhabitants of the municipality (KIR: 6 MB for each 1000).").optional(),
  familyCareCases: figure("Family care cases", "Cases of family care (IFO: 10 MB for each 100).").optional(),
  familyCareHistory: figure("Family care cases in history", "Cases in the history of family care (IFO: 9 MB for each 100).").optional(),
  familyCareCaseWorkers: figure("Family care case workers", "Case workers with a time book (IFO: 50 MB for each 10).").optional(),
  familyCareInterventions: figure("Family care interventions", "Interventions with documents (IFO: 4.5 GB for each 1000, or by documents, whichever is more).").optional(),
  familyCareDocuments: figure("Family care documents", "Documents (IFO: 30 KB each).").optional(),
  careRecipients: figure("Care recipients", "Recipients of care (VoO: 80 MB for each 100).").optional(),
  careDocuments: figure("Care documents", "Documents (VoO: 150 KB each).").optional(),
  yearlyGrowthPercent: field(number(0, 200), {
    title: "Yearly growth (%)",
    description: "Expected yearly growth of the register data in percent. The customer decides.",
    limit: "a number from 0 to 200",
    clause: "T3.1.4-5",
  }),
  yearsPlanned: field(wholeNumber(0, 20), {
    title: "Years planned",
    description: "Number of years for which the disks are to suffice.",
    limit: "a whole number from 0 to 20",
    clause: "T3.1.4-5",
  }),
  logGibibytes: field(number(0, 100_000), {
    title: "Log databases (GiB)",
    description: "Expected size of the databases with log tables, in GiB.",
    limit: "a number of GiB from 0 to 100000",
    clause: "T3.1.4-5",
  }),
  attachmentGibibytes: field(number(0, 100_000), {
    title: "Stored documents and attachments (GiB)",
    description: "Expected size of documents that are kept in databases, in GiB.",
    limit: "a number of GiB from 0 to 100000",
    clause: "T3.1.4-5",
  }),
  largestTableGibibytes: field(number(0, 100_000), {
    title: "Largest table (GiB)",
    description: "Size of the largest table in GiB; rebuilding its index takes twice as much.",
    limit: "a number of GiB from 0 to 100000",
    clause: "T3.1.4-5",
  }),
}), { title: "Database", description: "Collation, and the figures from which disks and memory are computed; each figure is asked for where its subsystem is installed.", limit: "collation and figures", clause: "T3.1.4-4" });

const token = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

const machines = field(z.array(z.strictObject({
  name: field(z.string().regex(/^[a-z][a-z0-9]{0,7}$/), {
    title: "Machine name",
    description: "Short name of this kind of machine, part of computer names.",
    limit: "1 to 8 lower-case letters and digits, beginning with a letter",
    clause: "T3.1.3-1",
  }),
  roles: field(z.array(z.enum(roles)).min(1).max(roles.length), {
    title: "Roles",
    description: "Server types that share this machine. The web role is always alone.",
    limit: `one or more of ${roles.join(", ")}, each once`,
    clause: "T3.1-3",
  }),
  count: field(wholeNumber(1, 9), {
    title: "Count",
    description: "How many machines of this kind.",
    limit: "a whole number from 1 to 9",
    clause: "T3.1-3",
  }).default(1),
  size: field(z.string().regex(/^Standard_[A-Za-z0-9_-]+$/), {
    title: "Size",
    description: "Azure virtual machine size, where it is to differ from the smallest that holds the floors.",
    limit: "an x64 size of the catalogue that is not burstable, for example Standard_E4s_v5",
    clause: "T2.1-1",
  }).optional(),
  rebuild: field(z.strictObject({
    token: field(token, {
      title: "Token",
      description: "A word of your own. A new word replaces the machines once; their data disks stay.",
      limit: "1 to 64 letters, digits, dots, hyphens and underscores",
    }),
    done: field(token, {
      title: "Done",
      description: "The token whose rebuilding is finished: while it equals the token, the machines are protected again.",
      limit: "1 to 64 letters, digits, dots, hyphens and underscores",
    }).optional(),
  }), {
    title: "Rebuild",
    description: "Asks for the replacement of machines that hold data, which is refused otherwise.",
    limit: "token, and done when it is finished",
  }).optional(),
})).min(1).max(40), {
  title: "Machines",
  description: "Which roles stand on which machines. New entries come last: addresses and names follow the order.",
  limit: "1 to 40 kinds of machines; core, application and database must be among their roles",
  clause: "T3.1-3",
});

const protectData = field(z.boolean(), {
  title: "Protect data",
  description: "Whether what holds data is protected against deletion.",
  limit: "true or false",
});

const trainingEnvironment = field(z.enum(["included", "notIncluded"]), {
  title: "Training environment in the contract",
  description: "In PROD: whether the contract includes an UTB, which is then updated first.",
  limit: "included or notIncluded",
  clause: "S4-1",
});

const productionCopy = field(z.strictObject({
  date: field(z.iso.date(), {
    title: "Date of the copy",
    description: "Day on which production's data was copied.",
    limit: "a date such as \"2026-10-01\", in quotes",
    clause: "S4-1",
  }),
  reference: field(z.string().min(1).max(200), {
    title: "Reference",
    description: "Order or change by which the copy was made.",
    limit: "1 to 200 characters",
    clause: "S4-1",
  }),
}), { title: "Copy of production", description: "In UTB: the copy of production that it holds; its data is protected alike.", limit: "date and reference", clause: "S4-1" });

const approvals = field(z.array(z.strictObject({
  product: field(z.enum(["windowsServer", "sqlServer"]), {
    title: "Product",
    description: "Which part of the platform.",
    limit: "windowsServer or sqlServer",
    clause: "T8.1-1",
  }),
  version: field(version, { title: "Version", description: "The version that was approved.", limit: "a year in quotes, for example \"2025\"", clause: "T8.1-1" }),
  reference: field(z.string().min(1).max(200), { title: "Reference", description: "Where the vendor's written approval is kept.", limit: "1 to 200 characters", clause: "T8.1-1" }),
  approver: field(z.string().min(1).max(200), { title: "Approver", description: "Who approved it at the vendor.", limit: "1 to 200 characters", clause: "T8.1-1" }),
  date: field(z.iso.date(), { title: "Date", description: "Date of the approval.", limit: "a date such as \"2026-10-01\", in quotes", clause: "T8.1-1" }),
})).max(20), {
  title: "Approvals",
  description: "The vendor's written approvals of platform versions that are newer than the specification.",
  limit: "up to 20 approvals",
  clause: "T8.1-1",
});

/** The configuration of one stack, with the keys as the stack file has them. */
export const configurationSchema = z.strictObject({
  "azure-native:location": location,
  "azure-native:subscriptionId": subscriptionId,
  "azure-native:tenantId": tenantId,
  "lifecare:environment": environment,
  "lifecare:customer": customer,
  "lifecare:product": product,
  "lifecare:usage": usage,
  "lifecare:connection": connection,
  "lifecare:network": network,
  "lifecare:vendor": vendor,
  "lifecare:platform": platform,
  "lifecare:database": database,
  "lifecare:machines": machines,
  "lifecare:protectData": protectData.default(true),
  "lifecare:trainingEnvironment": trainingEnvironment.optional(),
  "lifecare:productionCopy": productionCopy.optional(),
  "lifecare:approvals": approvals.default([]),
});

/** What the schema gives: keys as in the stack file, defaults filled in. */
export type ParsedStack = z.output<typeof configurationSchema>;

/** What a stack file may say: keys as in the stack file, defaults left out. */
export type StackInput = z.input<typeof configurationSchema>;
