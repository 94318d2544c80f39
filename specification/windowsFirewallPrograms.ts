import type { Clause, Subsystem } from "./vocabulary.ts";

/** A program of the folder M3SERVER that Windows Firewall lets through between application and database server. */
export interface FirewallProgram {
  readonly file: string;
  readonly purpose: "income transfer (LEFI Online)" | "change of organisation and case worker";
}

/** Holds where this subsystem is installed, the database server is separate and Windows Firewall is on (T 4.4). */
export const firewallProgramSubsystem: Subsystem = "VoO";
export const firewallProgramFolder = "M3SERVER";
export const firewallProgramClause: Clause = "T4.4-1";

/** The five programs; they have no ports in the matrix, so security groups know nothing of them (reading 16). */
export const windowsFirewallPrograms: readonly FirewallProgram[] = [
  { file: "Kq1fkController.exe", purpose: "income transfer (LEFI Online)" },
  { file: "Kq1ConvertFkxml.exe", purpose: "income transfer (LEFI Online)" },
  { file: "HCW.Welfare.ec.byteorgverkstillighet.exe", purpose: "change of organisation and case worker" },
  { file: "HCW.Welfare.ec.controllerbyteorg.exe", purpose: "change of organisation and case worker" },
  { file: "HCW.CustomSolutions.KQ0GALXML.exe", purpose: "change of organisation and case worker" },
];
