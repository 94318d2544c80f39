import type { FlowChoices } from "./flowChoices.ts";
import type { Clause, PortSpan, Role } from "./vocabulary.ts";

/** Rows of the vendor's matrix as the register numbers them: T 4.3, appendices E1 and A1, and the calls outwards. */
export const rowIds = ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "E1", "X", "A1", "out"] as const;
export type RowId = (typeof rowIds)[number];

/** An end of a row: a server type, or somebody outside the installation. `peer` is another machine of the same role. */
export type Party = Role | "internet" | "intranet" | "client" | "peer" | "socialInsuranceAgency" | "vendor" | "feedback";

/** Choices that are yes or no: such a port is open only where its choice says yes. */
export type OptIn = { [Choice in keyof FlowChoices]: FlowChoices[Choice] extends boolean ? Choice : never }[keyof FlowChoices];

/** Choices that name a port: the chosen one stands in place of the vendor's. */
export type PortChoice = "databasePort" | "eventServicePort";

export interface MatrixPort {
  readonly span: PortSpan;
  /** The vendor's name of what listens. */
  readonly name: string;
  /**
   * `tls` where the documents demand it (IIS and its service hosts, SQL Server, what leaves the installation), `ssh` for
   * sftp, `plaintext` where the product speaks a protocol of its own or the vendor names an unencrypted one.
   */
  readonly transport: "tls" | "ssh" | "plaintext";
  /** Opt-in without which the port stays closed. */
  readonly choice?: OptIn;
  /** Choice whose port replaces this one. */
  readonly replacedBy?: PortChoice;
}

/** All rows are TCP (reading 13). */
export interface MatrixRow {
  readonly id: RowId;
  readonly name: string;
  readonly from: readonly Party[];
  readonly to: readonly Party[];
  readonly ports: readonly MatrixPort[];
  readonly clause: Clause;
  /** Opt-in (or opt-out) without which the whole row is left out. */
  readonly choice?: OptIn;
  readonly note?: string;
}

const tls = (port: number, name: string): MatrixPort => ({ span: single(port), name, transport: "tls" });
const plaintext = (port: number, name: string): MatrixPort => ({ span: single(port), name, transport: "plaintext" });

function single(port: number): PortSpan {
  return { from: port, to: port };
}

const https = tls(443, "HTTPS");
const http = plaintext(80, "HTTP");
const recyclingPorts: readonly MatrixPort[] = [tls(443, "recycling of application pools"), { ...plaintext(80, "recycling of application pools"), choice: "recyclingOverHttp" }];

/**
 * The vendor's port matrix: server rows (T 4.3), client ports (E1), administration ports (X), older web applications (A1) and
 * the calls outwards. A row with several sources or targets holds between each pair of them.
 */
export const portMatrix: readonly MatrixRow[] = [
  { id: "R1", name: "users to web server", from: ["internet", "intranet"], to: ["web"], ports: [https], clause: "T4.3-M" },
  {
    id: "R2",
    name: "users to intranet web server",
    from: ["intranet"],
    to: ["intranetWeb"],
    ports: [https, { ...http, choice: "intranetRedirect" }],
    clause: "T4.3-M",
    note: "80 answers with a redirect to HTTPS only (reading 1)",
  },
  {
    id: "R3",
    name: "web servers to application server",
    from: ["web", "intranetWeb"],
    to: ["application"],
    ports: [
      tls(23110, "HCW.Welfare.KIR.ServiceModel.IISHost"),
      tls(23114, "HCW.Welfare.FC.ServiceModel.IISHost"),
      tls(23116, "HCW.Welfare.EC.ServiceModel.IISHost"),
      tls(23612, "Lifecaretjänster"),
    ],
    clause: "T4.3-M",
  },
  {
    id: "R4",
    name: "web servers to core server",
    from: ["web", "intranetWeb"],
    to: ["core"],
    ports: [tls(23610, "Coretjänster")],
    clause: "T4.3-M",
  },
  {
    id: "R5",
    name: "application server to core server",
    from: ["application"],
    to: ["core"],
    ports: [
      plaintext(2100, "TSS"),
      plaintext(30710, "Tieto Name Server"),
      tls(23610, "Coretjänster"),
      plaintext(9091, "Event System"),
      tls(23611, "Resursagent (Web.Agent)"),
      tls(23612, "Lifecaretjänster"),
    ],
    clause: "T4.3-M",
  },
  {
    id: "R6",
    name: "compute server to application server",
    from: ["compute"],
    to: ["application"],
    ports: [tls(23612, "Lifecaretjänster"), plaintext(9091, "Event System")],
    clause: "T4.3-M",
  },
  {
    id: "R7",
    name: "compute server to core server",
    from: ["compute"],
    to: ["core"],
    ports: [tls(23610, "Coretjänster")],
    clause: "T4.3-M",
  },
  {
    id: "R8",
    name: "servers to database server",
    from: ["core", "application", "compute"],
    to: ["database"],
    ports: [{ ...tls(1433, "SQL Server"), replacedBy: "databasePort" }],
    clause: "T4.3-M",
  },
  {
    id: "R9",
    name: "application server to web servers",
    from: ["application"],
    to: ["web", "intranetWeb"],
    ports: [plaintext(808, "Event System notification (Net.tcp)"), ...recyclingPorts],
    clause: "T4.3-M",
    note: "80 is opt-in (reading 12)",
  },
  {
    id: "R10",
    name: "core server to web servers",
    from: ["core"],
    to: ["web", "intranetWeb"],
    ports: recyclingPorts,
    clause: "T4.3-M",
    note: "80 is opt-in (reading 12)",
  },
  {
    id: "R11",
    name: "load-balanced server to its peers",
    from: ["core", "application", "intranetWeb", "web"],
    to: ["peer"],
    ports: [plaintext(11211, "Memory Cache"), plaintext(11212, "Memory Cache Sync")],
    clause: "T4.3-M",
  },
  {
    id: "R12",
    name: "web servers to messaging on application server",
    from: ["web", "intranetWeb"],
    to: ["application"],
    ports: [tls(5671, "RabbitMQ (AMQPS)"), { ...plaintext(5672, "RabbitMQ (AMQP)"), choice: "plaintextMessaging" }],
    clause: "T4.3-M",
    note: "AMQP and AMQPS; the unencrypted one is opt-in (reading 2)",
  },
  {
    id: "E1",
    name: "Navigator client to servers",
    from: ["client"],
    to: ["core", "application"],
    ports: [
      plaintext(2100, "TSS"),
      plaintext(2110, "KIR"),
      plaintext(2114, "IFO"),
      plaintext(2116, "VoO"),
      plaintext(2119, "IFO - Mina meddelanden"),
      plaintext(2120, "FtB"),
      tls(23110, "HCW.Welfare.KIR.ServiceModel.IISHost"),
      tls(23114, "HCW.Welfare.FC.ServiceModel.IISHost"),
      tls(23116, "HCW.Welfare.EC.ServiceModel.IISHost"),
      plaintext(30600, "CDS"),
      plaintext(30601, "Extrakt"),
      plaintext(30610, "PCC"),
      plaintext(30611, "Integration KIR"),
      plaintext(30612, "Integration IFO"),
      plaintext(30613, "Integration VoO"),
      plaintext(30710, "Tieto Name Server"),
      { ...plaintext(30722, "Tieto Event Service"), replacedBy: "eventServicePort" },
      plaintext(30751, "Tieto Error Service"),
    ],
    clause: "T4.3-C",
    note: "no target is named: all ports to core and application servers (reading 13); the event service's port was dynamic before 11v03 (reading 7)",
  },
  {
    id: "X",
    name: "administration of brokers",
    from: ["core", "application"],
    to: ["core", "application"],
    ports: [
      { span: { from: 30700, to: 30709 }, name: "broker administration", transport: "plaintext" },
      { span: { from: 30711, to: 30721 }, name: "broker administration", transport: "plaintext" },
      { span: { from: 30723, to: 30750 }, name: "broker administration", transport: "plaintext" },
      { span: { from: 30752, to: 30760 }, name: "broker administration", transport: "plaintext" },
    ],
    clause: "T4.3-X",
    note: "from nowhere else",
  },
  {
    id: "A1",
    name: "older web applications to core server",
    from: ["web", "intranetWeb"],
    to: ["core"],
    ports: [plaintext(2100, "TSS"), plaintext(30710, "Tieto Name Server")],
    clause: "T13.1-1",
    choice: "legacyWeb",
  },
  {
    id: "A1",
    name: "older web applications to application server",
    from: ["web", "intranetWeb"],
    to: ["application"],
    ports: [plaintext(2116, "VoO")],
    clause: "T13.1-1",
    choice: "legacyWeb",
  },
  {
    id: "out",
    name: "application server to the social insurance agency",
    from: ["application"],
    to: ["socialInsuranceAgency"],
    ports: [tls(7020, "LEFI Online")],
    clause: "T4.4-3",
    choice: "careModule",
  },
  {
    id: "out",
    name: "servers to packages and licences",
    from: ["core", "application", "intranetWeb", "web", "compute"],
    to: ["vendor"],
    ports: packagePorts(),
    clause: "T4.5-1",
    note: "the database server is left out unless asked for (reading 18)",
  },
  {
    id: "out",
    name: "database server to packages and licences",
    from: ["database"],
    to: ["vendor"],
    ports: packagePorts(),
    clause: "T4.5-1",
    choice: "databaseVendorAccess",
  },
  {
    id: "out",
    name: "application server to feedback",
    from: ["application"],
    to: ["feedback"],
    ports: [https],
    clause: "T4.7-1",
    choice: "feedback",
    note: "opt-out",
  },
];

/** The wider spans that the vendor allows in place of E1's list, to simplify firewall rules (T 4.3). */
export const clientPortSpans: Pick<MatrixRow, "ports" | "clause"> = {
  ports: [
    clientSpan(2100, 2140),
    clientSpan(23110, 23120),
    clientSpan(30600, 30620),
    clientSpan(30710, 30710),
    { ...clientSpan(30722, 30722), replacedBy: "eventServicePort" },
    clientSpan(30751, 30751),
  ],
  clause: "T4.3-C",
};

/** Address that receives feedback (T 4.7); what a firewall may let through by name. */
export const feedbackHost = { value: "we-feedback-func-app-prod23.azurewebsites.net", clause: "T4.7-1" } as const;

function packagePorts(): readonly MatrixPort[] {
  return [{ span: single(22), name: "sftp", transport: "ssh" }, https];
}

function clientSpan(from: number, to: number): MatrixPort {
  return { span: { from, to }, name: "client span", transport: "plaintext" };
}
