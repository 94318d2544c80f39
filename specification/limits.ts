import type { Fact } from "./serverTypes.ts";

/** Longest password between the system and the database, in characters. */
export const longestDatabasePassword: Fact<number> = { value: 15, clause: "T3.1.4-1" };

/** Longest server (computer) name, in characters: the NetBIOS name is what the servers look each other up by. */
export const longestComputerName: Fact<number> = { value: 15, clause: "T3.1.3-1" };

/** A server name never starts with a digit. */
export const computerNameStart: Fact<RegExp> = { value: /^[^0-9]/, clause: "T3.1.3-1" };

/** Round trip between client and server, in milliseconds: a must. */
export const highestLatencyMilliseconds: Fact<number> = { value: 10, clause: "T4.2-1" };

/** Capacity between client and server, in Mbit/s: recommended. */
export const advisedBandwidthMegabitsPerSecond: Fact<number> = { value: 10, clause: "T4.2-1" };

/** Steps in which the number of CPUs can grow without a new server: recommended. */
export const growthSteps: Fact<readonly number[]> = { value: [2, 4, 8], clause: "T3.1-1" };

/** An index rebuild needs this many times the space of the largest table. */
export const indexRebuildFactor: Fact<number> = { value: 2, clause: "T3.1.4-5" };

/** Memory of the database server relative to the size of its databases: recommended. */
export const databaseMemoryRatio: Fact<number> = { value: 1, clause: "T3.1.4-3" };

/** Longest time between two notices from the population register, in days. */
export const longestPopulationNoticeDays: Fact<number> = { value: 7, clause: "S5.5-1" };

/** Port of RabbitMQ's administration pages, which answer on the machine itself only. */
export const messagingAdministrationPort: Fact<number> = { value: 15672, clause: "T13.2-1" };

/** Availability of PROD outside the service windows, measured at the delivery point; UTB has no guarantee. */
export const productionAvailabilityPercent: Fact<number> = { value: 99, clause: "T6.5-1" };
