import { environments } from "../../../specification/vocabulary.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import type { View } from "../../view.ts";
import { ownerOf } from "./partOwner.ts";
import { networkId, resource } from "./samples.ts";
import { environmentTag } from "../../../specification/stackTags.ts";

const limitOf = (own: string | undefined) => `no network of another environment${own === undefined ? "" : ` than ${own}`}: PROD and UTB stay apart`;
const net = (name: string, environment: string | undefined, more: object = {}) =>
  resource("network:VirtualNetwork", name, networkId(name), { virtualNetworkName: name, addressSpace: { addressPrefixes: ["10.9.0.0/16"] }, ...(environment === undefined ? {} : { tags: { [environmentTag]: environment } }), ...more });
const peering = (from: string, to: string) => resource("network:VirtualNetworkPeering", "peering", `${networkId(from)}/virtualNetworkPeerings/one`, { virtualNetworkName: from, remoteVirtualNetwork: { id: networkId(to) }, allowVirtualNetworkAccess: true });

/** S4-1, T12.3-1: what joins the networks of PROD and UTB makes one of them. */
export const peerings: StackRule = {
  id: "LC109",
  name: "environments-are-not-peered",
  group: "specification",
  clauses: ["S4-1", "T12.3-1"],
  proposals: ["P-01"],
  synopsis: "No peering joins the networks of PROD and UTB.",
  why: "UTB holds a copy of PROD's data for other people, and is the first to be changed. Over a peering a mistake in its rules opens PROD, and the `VirtualNetwork` tag of either means both.",
  fix: "take the peering away; where data is to be copied, the copy goes by storage and a runbook",
  scope: "stack",
  *check(stack) {
    const networks = stack.of("network:VirtualNetwork");
    yield* each(networks, (network) => each(network.inputs.records("virtualNetworkPeerings"), (one) => peeringFaults(stack, network, network, one)));
    yield* each(stack.of("network:VirtualNetworkPeering"), (stated) => peeringFaults(stack, stated, ownerOf(stated, "virtualNetworkName", networks), stated.inputs));
  },
  good: [
    { title: "two networks of one environment", resources: [net("one", "prod"), net("two", "prod"), peering("one", "two")], findings: [] },
    { title: "no peering", resources: [net("one", "prod"), net("two", "utb")], findings: [] },
  ],
  bad: [
    { title: "PROD with UTB, as a resource of its own", resources: [net("one", "prod"), net("two", "utb"), peering("one", "two")], findings: [{ resource: "peering", path: "remoteVirtualNetwork", limit: limitOf("prod") }] },
    { title: "inside the network", resources: [net("one", "utb", { virtualNetworkPeerings: [{ name: "to-two", remoteVirtualNetwork: { id: networkId("TWO") } }] }), net("two", "prod")], findings: [{ resource: "one", path: "virtualNetworkPeerings[0].remoteVirtualNetwork", limit: limitOf("utb") }] },
    { title: "a network elsewhere, by a stack of neither", resources: [net("one", undefined), peering("one", "vnet-ank-utb")], findings: [{ resource: "peering", path: "remoteVirtualNetwork", limit: "no network of another environment: PROD and UTB stay apart" }] },
    { title: "a network elsewhere that is called the other environment's", resources: [net("one", undefined), peering("one", "vnet-ank-utb")], facts: { environment: "prod" }, findings: [{ resource: "peering", path: "remoteVirtualNetwork", limit: limitOf("prod") }] },
  ],
};

function* peeringFaults(stack: Stack, stated: Resource, own: Resource | undefined, peered: View): Iterable<Fault> {
  const from = own === undefined ? stack.facts.environment : environmentOf(own, stack);
  const target = stack.target(stated, peered, "remoteVirtualNetwork", ["network:VirtualNetwork"]);
  const path = peered.at("remoteVirtualNetwork");
  if (target.kind === "none") return;
  if (target.kind === "outside") {
    const named = environments.find((environment) => new RegExp(`(?:^|[^a-z])${environment}(?:[^a-z]|$)`, "i").test(target.id));
    if (named !== undefined && named !== from) return yield fault(stated, path, limitOf(from));
    throw peered.notKnown("remoteVirtualNetwork", "is a network of another stack: which environment is behind it cannot be told");
  }
  const remotes = (target.kind === "resource" ? [target.resource] : target.resources).filter((remote) => remote !== own);
  const others = remotes.filter((remote) => environmentOf(remote, stack) !== from);
  if (others.length === 0) return;
  if (others.length < remotes.length) throw peered.notKnown("remoteVirtualNetwork", "is not known: one of the networks that it may be is another environment's");
  yield fault(stated, path, limitOf(from));
}

/** What is not tagged belongs to the environment that the pack's configuration names. */
function environmentOf({ inputs }: Resource, { facts }: Stack): string | undefined {
  return inputs.text(`tags.${environmentTag}`) ?? facts.environment;
}
