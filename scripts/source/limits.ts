import {
  advisedBandwidthMegabitsPerSecond,
  growthSteps,
  highestLatencyMilliseconds,
  longestComputerName,
  longestDatabasePassword,
  messagingAdministrationPort,
} from "../../specification/limits.ts";
import { factsOf, type Comparison } from "./difference.ts";
import type { VendorDocument } from "./vendorDocument.ts";

/** A limit and where a number in the vendor's prose says it. */
interface StatedLimit {
  readonly section: string;
  readonly name: string;
  readonly ours: string;
  readonly stated: RegExp;
}

const statedLimits: readonly StatedLimit[] = [
  { section: "3.1", name: "growth of CPUs", ours: growthSteps.value.join(" → "), stated: /\((\d+(?: → \d+)+) cpu\)/ },
  { section: "3.1.3", name: "longest server name", ours: String(longestComputerName.value), stated: /max (\d+) tecken/ },
  { section: "3.1.4", name: "longest password", ours: String(longestDatabasePassword.value), stated: /max (\d+) tecken/ },
  { section: "4.2", name: "bandwidth in Mbit/s", ours: String(advisedBandwidthMegabitsPerSecond.value), stated: /(\d+) Mbit/ },
  { section: "4.2", name: "latency in ms", ours: String(highestLatencyMilliseconds.value), stated: /(\d+) ms/ },
  { section: "13.2", name: "RabbitMQ administration", ours: String(messagingAdministrationPort.value), stated: /localhost:(\d+)/ },
];

/** Limits that the vendor states in prose. */
export function compareLimits(document: VendorDocument): readonly Comparison[] {
  return statedLimits.map(({ section, name, ours, stated }) => {
    const vendors = stated.exec(document.section(section).join("\n"))?.[1];
    return {
      place: `T ${section}`,
      ours: factsOf([[name, ours]]),
      vendors: factsOf(vendors === undefined ? [] : [[name, vendors]]),
    };
  });
}
