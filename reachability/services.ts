import type { Analysis } from "./analysis.ts";
import type { Bounds } from "./bounds.ts";
import type { ModelService, ServiceFlow } from "./model.ts";
import { protocolNumbers, type NumberRange } from "./packetSetFields.ts";
import { publicAddresses, rangesOf } from "./serviceTags.ts";

/** The packets that a service takes, or sends, so far as that lies with the service itself. */
export function flowsOf(analysis: Analysis, service: ModelService, way: "takes" | "sends"): Bounds {
  const { space } = analysis;
  const boxOf = ({ peers, ports }: ServiceFlow) =>
    space.box({ [way === "takes" ? "source" : "destination"]: peers.flatMap((peer) => (peer === "Internet" ? publicAddresses : rangesOf(peer))), protocols: [{ first: protocolNumbers.tcp, last: protocolNumbers.tcp }], destinationPorts: ports.map(rangeOf) });
  const flows = service[way];
  return { must: space.union(...flows.filter(({ certain }) => certain).map(boxOf)), may: space.union(...flows.map(boxOf)) };
}

/** Ports as the reader writes them: `443` or `65200-65535`. */
function rangeOf(ports: string): NumberRange {
  const [first, last = first] = ports.split("-").map(Number);
  return { first: first!, last: last! };
}
