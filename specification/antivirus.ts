import type { Clause, Role } from "./vocabulary.ts";

/** A recommendation of Microsoft's to which the vendor refers; the vendor lists no exclusions of its own. */
export interface AntivirusReference {
  readonly technology: "IIS" | "SQL Server";
  /** Server types that carry the technology. */
  readonly roles: readonly Role[];
  readonly clause: Clause;
}

export const antivirusReferences: readonly AntivirusReference[] = [
  { technology: "IIS", roles: ["core", "application", "intranetWeb", "web"], clause: "T6.7-1" },
  { technology: "SQL Server", roles: ["database"], clause: "T6.7-1" },
];

/** The page that the vendor gives as an example (T 6.7). */
export const antivirusExampleUrl =
  "https://support.microsoft.com/en-us/help/309422/how-to-choose-antivirus-software-to-run-on-computers-that-are-running";
