/** What the customer decides and the matrix depends on. */
export interface FlowChoices {
  /** Static port of SQL Server. */
  readonly databasePort: number;
  /** E1's list, or the vendor's wider spans. */
  readonly clientPorts: "listed" | "spans";
  /** Port 80 on the intranet web server, for a redirect to HTTPS (reading 1). */
  readonly intranetRedirect: boolean;
  /** Port 80 for the recycling of application pools (reading 12). */
  readonly recyclingOverHttp: boolean;
  /** RabbitMQ without encryption, 5672 (reading 2). */
  readonly plaintextMessaging: boolean;
  /** Older web applications (A1). */
  readonly legacyWeb: boolean;
  /** Port of Tieto Event Service; another than 30722 only in migrated installations (reading 7). */
  readonly eventServicePort: number;
  /** VoO is installed: calls to the social insurance agency. */
  readonly careModule: boolean;
  /** Feedback to the vendor (T4.7-1). */
  readonly feedback: boolean;
  /** The database server fetches packages by itself (reading 18). */
  readonly databaseVendorAccess: boolean;
}

/** What the documents decide where nobody chooses; VoO counts as absent until it is said to be installed. */
export const documentedChoices: FlowChoices = {
  databasePort: 1433,
  clientPorts: "listed",
  intranetRedirect: false,
  recyclingOverHttp: false,
  plaintextMessaging: false,
  legacyWeb: false,
  eventServicePort: 30722,
  careModule: false,
  feedback: true,
  databaseVendorAccess: false,
};
