import { minimalPrefixes } from "../reachability/addresses.ts";
import { rangesOf, without } from "../reachability/serviceTags.ts";

/** RFC 1918 and RFC 6598. */
const privateAddresses = rangesOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10");

/** The private addresses of IPv4 outside these prefixes, as few prefixes as can be. Text that is no prefix takes nothing away. */
export function remainingPrivatePrefixes(taken: readonly string[]): readonly string[] {
  return minimalPrefixes(without(privateAddresses, rangesOf(...taken)));
}
