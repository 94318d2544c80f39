import type { Clause } from "./vocabulary.ts";

/** The least that a user's computer has for the Navigator client. */
export const clientComputer = {
  cpus: 2,
  memoryGiB: 8,
  /** SSD besides the operating system's. */
  diskGiB: 256,
  screen: { width: 1920, height: 1080 },
  clause: "T3.1.1-1",
} as const;

/** The least that the hosted service asks of a user's computer; T rules the servers (reading 10). */
export const hostedServiceClient = {
  bandwidthMegabitsPerSecond: 4,
  /** Below this many milliseconds. */
  latencyMilliseconds: 50,
  memoryGiB: 4,
  freeDiskGiB: 1,
  screen: { width: 1280, height: 1024 },
  clause: "S5.1-1",
} as const;

/** Thin-client environments that are supported; every user has an account of their own. */
export const thinClientEnvironments = {
  value: ["Citrix XenApp", "Microsoft Remote Desktop Services"],
  clause: "T3.1.2-1",
} as const;

/** A variable of the client's environment that decides between IPv4 (on by default) and IPv6. */
export interface ClientVariable {
  readonly name: string;
  readonly value: string;
  readonly effect: string;
  readonly clause: Clause;
}

/** DirectAccess needs both; on an inside network with IPv4 only both are off again. */
export const clientAddressFamilyVariables: readonly ClientVariable[] = [
  { name: "TITAN_LOOKUP_IPV6_ENABLE", value: "Y", effect: "the client uses IPv6", clause: "T4.6-1" },
  { name: "TITAN_LOOKUP_IPV4_DISABLE", value: "Y", effect: "the client does not use IPv4", clause: "T4.6-1" },
];
