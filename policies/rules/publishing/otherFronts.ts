import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";

const https = "HTTPS only: nothing is published unencrypted (T3.1.5-4)";
const redirect = "Enabled: what asks over HTTP is sent to HTTPS (T3.1.5-4)";
const onwards = "HttpsOnly: encryption does not end at the front (T12.4-1)";
const tls = "TLS 1.2 or newer (T3.1.5-4)";

const route = (inputs: object) => ({ type: "azure-native:cdn:Route", name: "route", inputs });
const domain = (inputs: object) => ({ type: "azure-native:cdn:AFDCustomDomain", name: "domain", inputs });
const app = (inputs: object) => ({ type: "azure-native:web:WebApp", name: "app", inputs });

const checks: Readonly<Record<string, (resource: Resource) => Iterable<Fault>>> = {
  *"cdn:Route"(resource) {
    const { inputs } = resource;
    const protocols = inputs.texts("supportedProtocols");
    // Azure's default takes both, and redirects.
    if ((protocols.length === 0 || protocols.includes("Http")) && inputs.text("httpsRedirect") !== "Enabled") yield fault(resource, "httpsRedirect", redirect);
    if (inputs.text("forwardingProtocol") !== "HttpsOnly") yield fault(resource, "forwardingProtocol", onwards, { clause: "T12.4-1" });
  },
  *"cdn:AFDCustomDomain"(resource) {
    const oldest = resource.inputs.text("tlsSettings.minimumTlsVersion");
    if (oldest !== "TLS12" && oldest !== "TLS13") yield fault(resource, "tlsSettings.minimumTlsVersion", tls);
  },
  *"web:WebApp"(resource) {
    if (resource.inputs.boolean("httpsOnly") !== true) yield fault(resource, "httpsOnly", https);
    // Azure's default is 1.2.
    const oldest = resource.inputs.text("siteConfig.minTlsVersion") ?? "1.2";
    if (oldest !== "1.2" && oldest !== "1.3") yield fault(resource, "siteConfig.minTlsVersion", tls);
  },
};

/** T3.1.5-4: HTTPS always, whatever publishes. */
export const otherFronts: ResourceRule = {
  id: "LC311",
  name: "other-fronts-speak-https-only",
  group: "specification",
  clauses: ["T3.1.5-4", "T12.4-1"],
  proposals: [],
  synopsis: "Front Door and web applications, where a stack publishes by them, take and hand on HTTPS only.",
  why: "The vendor demands HTTPS of whatever answers to users; a gateway is only the front that this package plans.",
  fix: "set httpsRedirect to Enabled and forwardingProtocol to HttpsOnly (routes), minimumTlsVersion to TLS12 (domains), httpsOnly to true (applications)",
  scope: "resource",
  types: Object.keys(checks),
  *check(resource) {
    yield* each([resource], checks[resource.type]!);
  },
  good: [
    { title: "a route of both protocols that redirects, and one of HTTPS alone", resources: [route({ supportedProtocols: ["Http", "Https"], httpsRedirect: "Enabled", forwardingProtocol: "HttpsOnly" }), { ...route({ supportedProtocols: ["Https"], forwardingProtocol: "HttpsOnly" }), name: "alone" }], findings: [] },
    { title: "a domain and an application", resources: [domain({ tlsSettings: { minimumTlsVersion: "TLS12" } }), app({ httpsOnly: true, siteConfig: { minTlsVersion: "1.3" } })], findings: [] },
  ],
  bad: [
    {
      title: "a route that says nothing",
      resources: [route({})],
      findings: [
        { resource: "route", path: "httpsRedirect", limit: redirect },
        { resource: "route", path: "forwardingProtocol", limit: onwards },
      ],
    },
    { title: "a route that hands on what it was asked by", resources: [route({ supportedProtocols: ["Https"], forwardingProtocol: "MatchRequest" })], findings: [{ resource: "route", path: "forwardingProtocol", limit: onwards }] },
    {
      title: "a domain and an application with older versions",
      resources: [domain({ tlsSettings: { minimumTlsVersion: "TLS10" } }), app({ siteConfig: { minTlsVersion: "1.0" } })],
      findings: [
        { resource: "domain", path: "tlsSettings.minimumTlsVersion", limit: tls },
        { resource: "app", path: "httpsOnly", limit: https },
        { resource: "app", path: "siteConfig.minTlsVersion", limit: tls },
      ],
    },
  ],
};
