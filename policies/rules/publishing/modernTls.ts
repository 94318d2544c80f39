import { tls12Policies, tls12Protocols } from "../../../azure/applicationGateways.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { gateway } from "./samples.ts";

const limit = "TLS 1.2 or newer: a policy that says so (T3.1.5-4)";

function* policyFaults(resource: Resource, policy: View): Iterable<Fault> {
  const kind = policy.text("policyType");
  if (kind === "Predefined") {
    const name = policy.text("policyName");
    if (name === undefined || !(tls12Policies.value as readonly string[]).includes(name)) yield fault(resource, policy.at("policyName"), limit);
  } else if (kind === "Custom" || kind === "CustomV2") {
    const oldest = policy.text("minProtocolVersion");
    if (oldest === undefined || !(tls12Protocols.value as readonly string[]).includes(oldest)) yield fault(resource, policy.at("minProtocolVersion"), limit);
  } else yield fault(resource, policy.at("policyType"), limit);
}

const strong = { policyType: "Predefined", policyName: "AppGwSslPolicy20220101S" };

/** T3.1.5-4, T6.9-2: what is published speaks TLS, and none that is known to be broken. */
export const modernTls: ResourceRule = {
  id: "LC301",
  name: "gateways-speak-tls-12-or-newer",
  group: "specification",
  clauses: ["T3.1.5-4", "T6.9-2"],
  proposals: ["P-31"],
  synopsis: "An application gateway says a TLS policy whose oldest protocol is TLS 1.2, for itself and in each of its TLS profiles.",
  why: "Which policy holds where none is said depends on the API version that made the gateway; the older ones let TLS 1.0 in. A listener takes the policy of its profile before the gateway's own.",
  fix: "set sslPolicy, and that of each profile, to { policyType: Predefined, policyName: AppGwSslPolicy20220101S }",
  sources: [tls12Policies.source],
  scope: "resource",
  types: ["network:ApplicationGateway"],
  *check(resource) {
    const own = resource.inputs.record("sslPolicy");
    if (own === undefined) yield fault(resource, "sslPolicy", limit);
    else yield* each([own], (policy) => policyFaults(resource, policy));
    yield* each(resource.inputs.records("sslProfiles"), function* (profile) {
      const policy = profile.record("sslPolicy");
      if (policy !== undefined) yield* policyFaults(resource, policy);
    });
  },
  good: [
    { title: "a policy of 2022", resources: [gateway({ sslPolicy: strong })], findings: [] },
    { title: "a profile of its own, and one that takes the gateway's", resources: [gateway({ sslPolicy: { policyType: "CustomV2", minProtocolVersion: "TLSv1_3" }, sslProfiles: [{ name: "api", sslPolicy: strong }, { name: "other" }] })], findings: [] },
  ],
  bad: [
    { title: "none said", resources: [gateway({})], findings: [{ resource: "gateway", path: "sslPolicy", limit }] },
    { title: "an older policy", resources: [gateway({ sslPolicy: { policyType: "Predefined", policyName: "AppGwSslPolicy20170401" } })], findings: [{ resource: "gateway", path: "sslPolicy.policyName", limit }] },
    { title: "protocols turned off one by one", resources: [gateway({ sslPolicy: { disabledSslProtocols: ["TLSv1_0"] } })], findings: [{ resource: "gateway", path: "sslPolicy.policyType", limit }] },
    {
      title: "a custom policy without an oldest protocol, and a profile with TLS 1.1",
      resources: [gateway({ sslPolicy: { policyType: "Custom" }, sslProfiles: [{ name: "one", sslPolicy: strong }, { name: "two", sslPolicy: { policyType: "Custom", minProtocolVersion: "TLSv1_1" } }] })],
      findings: [
        { resource: "gateway", path: "sslPolicy.minProtocolVersion", limit },
        { resource: "gateway", path: "sslProfiles[1].sslPolicy.minProtocolVersion", limit },
      ],
    },
  ],
};
