import fc from "fast-check";
import { expect, test } from "vitest";
import type { SecurityRule } from "../../../reachability/model.ts";
import { getsThrough, saysAllowed, type NeededFlow } from "./securityRuleCover.ts";

/** Ports from 0 to so many are tried one by one. */
const highestPort = 7;
const port = fc.integer({ min: 0, max: highestPort });
const span = fc.tuple(port, port).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);
const direction = fc.constantFrom("Inbound", "Outbound");
const place = fc.array(fc.constantFrom("*", "0.0.0.0/0", "GatewayManager", "gatewaymanager", "Internet", "AzureLoadBalancer", "10.0.0.0/8"), { minLength: 1, maxLength: 2 }).map((prefixes) => ({ prefixes, applicationSecurityGroups: [] }));
const ports = fc.array(fc.oneof({ weight: 1, arbitrary: fc.constant("*") }, { weight: 2, arbitrary: port.map(String) }, { weight: 4, arbitrary: span.map(([first, last]) => `${first}-${last}`) }), { minLength: 1, maxLength: 2 });
const rules: fc.Arbitrary<readonly SecurityRule[]> = fc.uniqueArray(
  fc.record({
    name: fc.constant("one"),
    priority: fc.integer({ min: 100, max: 4096 }),
    direction,
    access: fc.constantFrom("Allow", "Deny"),
    protocol: fc.constantFrom("*", "Tcp", "tcp", "Udp"),
    source: place,
    destination: place,
    sourcePorts: fc.constant(["*"]),
    destinationPorts: ports,
    origin: fc.constant({ resource: "group" }),
  }),
  { selector: ({ priority }) => priority, maxLength: 6 },
);
const flow: fc.Arbitrary<NeededFlow> = fc.record({ direction, peer: fc.constantFrom("GatewayManager", "Internet", "AzureLoadBalancer"), span }).map(({ span: [first, last], ...rest }) => ({ ...rest, first, last }));

const portsOf = ({ first, last }: NeededFlow) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

function holdsPort(words: readonly string[], tried: number): boolean {
  return words.some((word) => {
    const [first, last] = word === "*" ? [0, highestPort] : [Number(word.split("-")[0]), Number(word.split("-").at(-1))];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index).includes(tried);
  });
}

function concerns(rule: SecurityRule, needed: NeededFlow): boolean {
  const peers = (needed.direction === "Inbound" ? rule.source : rule.destination).prefixes.map((prefix) => prefix.toLowerCase());
  return rule.direction === needed.direction && rule.protocol.toLowerCase() !== "udp" && [needed.peer.toLowerCase(), "*", "0.0.0.0/0"].some((word) => peers.includes(word));
}

/** One of a rule's words holds every port of the flow: rules that only together do are not put together. */
function allowsAll(rule: SecurityRule, needed: NeededFlow): boolean {
  return rule.access === "Allow" && concerns(rule, needed) && rule.destinationPorts.some((word) => portsOf(needed).every((tried) => holdsPort([word], tried)));
}

test("a flow gets through where for each of its ports, tried by priority, a rule that allows all of it comes before each that denies the port", () => {
  fc.assert(
    fc.property(rules, flow, (group, needed) => {
      const inOrder = [...group].sort((one, other) => one.priority - other.priority);
      const passes = (tried: number) => {
        const decides = inOrder.find((rule) => concerns(rule, needed) && (allowsAll(rule, needed) || (rule.access === "Deny" && holdsPort(rule.destinationPorts, tried))));
        return decides === undefined ? needed.direction === "Outbound" || needed.peer === "AzureLoadBalancer" : decides.access === "Allow";
      };
      expect(getsThrough(group, needed)).toBe(portsOf(needed).every(passes));
    }),
    { numRuns: 1500, seed: 1 },
  );
});

test("a flow is allowed in so many words where one rule allows all of it, whatever comes before that", () => {
  fc.assert(
    fc.property(rules, flow, (group, needed) => {
      expect(saysAllowed(group, needed)).toBe(group.some((rule) => allowsAll(rule, needed)));
    }),
    { numRuns: 1500, seed: 1 },
  );
});
