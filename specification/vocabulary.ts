/**
 * The words of the vendor's documents, translated once.
 *
 * | vendor (Swedish)      | here          |
 * |-----------------------|---------------|
 * | Core Server, TSS      | `core`        |
 * | Applikationsserver    | `application` |
 * | Intranet(webb)server  | `intranetWeb` |
 * | Webbserver            | `web`         |
 * | Databasserver         | `database`    |
 * | Computeserver         | `compute`     |
 * | delsystem             | subsystem     |
 * | domän (TSS-domän)     | domain        |
 * | servicefönster        | service window |
 * | teknisk plattform     | platform      |
 */

/** Id of a row of the requirement register, for example `T3.1.5-1` (see `register.ts`). */
export type Clause = string;

/** The server types of T 3.1, in the order in which they are listed and addressed. */
export const roles = ["core", "application", "intranetWeb", "web", "database", "compute"] as const;
export type Role = (typeof roles)[number];

/** PROD (production) and UTB (test and training), S 4.1–4.2. */
export const environments = ["prod", "utb"] as const;
export type Environment = (typeof environments)[number];

/** The subsystems whose presence decides ports, databases and sizes. */
export const subsystems = ["KIR", "IFO", "VoO"] as const;
export type Subsystem = (typeof subsystems)[number];

/** Date of the technical specification whose facts stand in this folder. */
export const specificationDate = "2025-01-21";

/** An inclusive span of ports; a single port has `from === to`. */
export interface PortSpan {
  readonly from: number;
  readonly to: number;
}

export type Protocol = "Tcp" | "Udp";
