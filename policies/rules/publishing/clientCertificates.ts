import { clientAuthenticationKeyUsage } from "../../../specification/webPublishing.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { part, partName } from "./gatewayParts.ts";
import { gateway, partOf } from "./samples.ts";

const demanded = `a TLS profile that demands a client certificate: what publishes an API lets nobody in without one (${clientAuthenticationKeyUsage.clause})`;
const trusted = `at least one authority whose client certificates (${clientAuthenticationKeyUsage.value}) are taken (${clientAuthenticationKeyUsage.clause})`;
const strict = `Strict or left out: a certificate that is only passed through is not demanded (${clientAuthenticationKeyUsage.clause})`;

const profile = { name: "mutual", trustedClientCertificates: [partOf("trustedClientCertificates", "authority")], clientAuthConfiguration: { verifyClientCertIssuerDN: true } };

/** T6.9-1: APIs are published with client certificates. */
export const clientCertificates: ResourceRule = {
  id: "LC305",
  name: "published-apis-demand-client-certificates",
  group: "specification",
  clauses: ["T6.9-1"],
  proposals: ["P-35"],
  synopsis: "A listener that by its name, its host names or its paths publishes an API has a TLS profile that demands a client certificate of a trusted authority, and no profile only pretends to.",
  why: "APIs that are published through the external web server demand a certificate with the key usage clientAuth. Application Gateway demands one where the listener has a TLS profile with trusted client authorities.",
  fix: "give the listener an sslProfile with trustedClientCertificates, or publish the API on a listener of its own that has one",
  sources: ["MicrosoftDocs/azure-docs articles/application-gateway/mutual-authentication-overview.md"],
  scope: "resource",
  types: ["network:ApplicationGateway"],
  *check(resource) {
    const { inputs } = resource;
    yield* each(inputs.records("httpListeners"), (listener) => listenerFaults(resource, listener));
    yield* each(inputs.records("sslProfiles"), function* (one) {
      if (one.record("clientAuthConfiguration") === undefined) return;
      if (one.records("trustedClientCertificates").length === 0) yield fault(resource, one.at("trustedClientCertificates"), trusted);
      if ((one.text("clientAuthConfiguration.verifyClientAuthMode") ?? "Strict") !== "Strict") yield fault(resource, one.at("clientAuthConfiguration.verifyClientAuthMode"), strict);
    });
  },
  good: [
    {
      title: "an API of its own, and web pages",
      resources: [gateway({ httpListeners: [{ name: "web", protocol: "Https", hostName: "lifecare.example.se" }, { name: "partner-api", protocol: "Https", sslProfile: partOf("sslProfiles", "mutual") }], sslProfiles: [profile] })],
      findings: [],
    },
    {
      title: "a path with an API, and pages that are named alike",
      resources: [
        gateway({
          httpListeners: [{ name: "web", protocol: "Https", hostNames: ["capitol.example.se"], sslProfile: partOf("sslProfiles", "mutual") }],
          sslProfiles: [profile],
          requestRoutingRules: [{ name: "web", httpListener: partOf("httpListeners", "web"), urlPathMap: partOf("urlPathMaps", "paths") }],
          urlPathMaps: [{ name: "paths", pathRules: [{ name: "one", paths: ["/api/*"] }] }],
        }),
      ],
      findings: [],
    },
    {
      title: "pages, beside a path with an API on another listener",
      resources: [
        gateway({
          httpListeners: [{ name: "web", protocol: "Https" }, { name: "partners", protocol: "Https", sslProfile: partOf("sslProfiles", "mutual") }],
          sslProfiles: [profile],
          requestRoutingRules: [{ name: "partners", httpListener: partOf("httpListeners", "partners"), urlPathMap: partOf("urlPathMaps", "paths") }],
          urlPathMaps: [{ name: "paths", pathRules: [{ name: "one", paths: ["/api/*"] }] }],
        }),
      ],
      findings: [],
    },
  ],
  bad: [
    { title: "an API by name", resources: [gateway({ httpListeners: [{ name: "apiListener", protocol: "Https" }] })], findings: [{ resource: "gateway", path: "httpListeners[0].sslProfile", limit: demanded }] },
    { title: "APIs by host", resources: [gateway({ httpListeners: [{ name: "one", protocol: "Https", hostName: "lifecare-api.example.se" }, { name: "two", protocol: "Https", hostName: "apis.example.se" }] })], findings: [0, 1].map((index) => ({ resource: "gateway", path: `httpListeners[${index}].sslProfile`, limit: demanded })) },
    {
      title: "an API by path, on a listener whose profile trusts nobody",
      resources: [
        gateway({
          httpListeners: [{ name: "web", protocol: "Https", sslProfile: partOf("sslProfiles", "empty") }],
          sslProfiles: [{ name: "empty" }],
          requestRoutingRules: [{ name: "web", httpListener: partOf("httpListeners", "web"), urlPathMap: partOf("urlPathMaps", "paths") }],
          urlPathMaps: [{ name: "paths", pathRules: [{ name: "one", paths: ["/care", "/care/API/*"] }] }],
        }),
      ],
      findings: [{ resource: "gateway", path: "httpListeners[0].sslProfile", limit: demanded }],
    },
    {
      title: "a profile that passes certificates through, and one without authorities",
      resources: [gateway({ httpListeners: [], sslProfiles: [{ ...profile, clientAuthConfiguration: { verifyClientAuthMode: "Passthrough" } }, { name: "none", clientAuthConfiguration: { verifyClientCertIssuerDN: true } }] })],
      findings: [
        { resource: "gateway", path: "sslProfiles[0].clientAuthConfiguration.verifyClientAuthMode", limit: strict },
        { resource: "gateway", path: "sslProfiles[1].trustedClientCertificates", limit: trusted },
      ],
    },
  ],
};

function* listenerFaults(resource: Resource, listener: View): Iterable<Fault> {
  const names = [listener.text("name"), listener.text("hostName"), ...listener.texts("hostNames"), ...pathsBehind(resource.inputs, listener)];
  const profileOfIt = part(resource.inputs, "sslProfiles", listener, "sslProfile");
  const demands = profileOfIt !== undefined && profileOfIt.records("trustedClientCertificates").length > 0;
  if (!demands && names.some((name) => name !== undefined && namesApi(name))) yield fault(resource, listener.at("sslProfile"), demanded);
}

function pathsBehind(gateway: View, listener: View): readonly string[] {
  const name = listener.text("name")?.toLowerCase();
  const rules = gateway.records("requestRoutingRules").filter((rule) => partName(rule, "httpListener") === name);
  return rules.flatMap((rule) => part(gateway, "urlPathMaps", rule, "urlPathMap")?.records("pathRules") ?? []).flatMap((path) => path.texts("paths"));
}

/** Whether `api` is one of the words of a name, a host name or a path: `apiListener`, `lifecare-api.example.se`, `/api/*`; not `capitol`. */
function namesApi(name: string): boolean {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/);
  return words.includes("api") || words.includes("apis");
}
