import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import { gateway } from "./samples.ts";

const overHttps = "Https: IIS is reached by TLS and certificate only (T12.4-1)";
const overTls = "Tls: what is handed on stays encrypted (T12.4-1)";
const probed = "Https or Tls: only 443 is open towards the web servers (T12.4-1)";
const validated = "left out or true: a certificate that nobody checks proves nothing (T12.4-1)";

/** T12.4-1, T3.1.5-4: encryption does not end at the gateway. */
export const encryptedBackends: ResourceRule = {
  id: "LC302",
  name: "gateways-reach-servers-over-tls",
  group: "specification",
  clauses: ["T12.4-1", "T3.1.5-4", "T6.9-2", "T12.3-3"],
  proposals: ["P-32"],
  synopsis: "An application gateway reaches and probes the servers behind it over TLS, and checks their certificates.",
  why: "All communication to IIS goes by TLS and certificate, from a gateway inwards as well; a probe over plain HTTP finds port 80 closed, and every server unhealthy.",
  fix: "set protocol to Https (port 443) in each of backendHttpSettingsCollection and probes, with trustedRootCertificates for a private authority",
  scope: "resource",
  types: ["network:ApplicationGateway"],
  *check(resource) {
    yield* each(resource.inputs.records("backendHttpSettingsCollection"), function* (settings) {
      if (settings.text("protocol") !== "Https") yield fault(resource, settings.at("protocol"), overHttps);
      for (const check of ["validateCertChainAndExpiry", "validateSNI"]) if (settings.boolean(check) === false) yield fault(resource, settings.at(check), validated);
    });
    yield* each(resource.inputs.records("backendSettingsCollection"), function* (settings) {
      if (settings.text("protocol") !== "Tls") yield fault(resource, settings.at("protocol"), overTls);
    });
    yield* each(resource.inputs.records("probes"), function* (probe) {
      if (!["Https", "Tls"].includes(probe.text("protocol") ?? "")) yield fault(resource, probe.at("protocol"), probed);
    });
  },
  good: [
    { title: "settings and probe over HTTPS", resources: [gateway({ backendHttpSettingsCollection: [{ name: "web", protocol: "Https", port: 443 }], probes: [{ name: "web", protocol: "Https" }] })], findings: [] },
    { title: "a proxy that hands TLS on", resources: [gateway({ backendSettingsCollection: [{ name: "web", protocol: "Tls" }], probes: [{ name: "web", protocol: "Tls" }] })], findings: [] },
  ],
  bad: [
    {
      title: "one of two settings over HTTP, one without protocol",
      resources: [gateway({ backendHttpSettingsCollection: [{ name: "web", protocol: "Https" }, { name: "old", protocol: "Http", port: 443 }, { name: "none" }] })],
      findings: [
        { resource: "gateway", path: "backendHttpSettingsCollection[1].protocol", limit: overHttps },
        { resource: "gateway", path: "backendHttpSettingsCollection[2].protocol", limit: overHttps },
      ],
    },
    {
      title: "certificates that are not checked",
      resources: [gateway({ backendHttpSettingsCollection: [{ name: "web", protocol: "Https", validateCertChainAndExpiry: false, validateSNI: false }] })],
      findings: [
        { resource: "gateway", path: "backendHttpSettingsCollection[0].validateCertChainAndExpiry", limit: validated },
        { resource: "gateway", path: "backendHttpSettingsCollection[0].validateSNI", limit: validated },
      ],
    },
    { title: "a proxy of plain TCP", resources: [gateway({ backendSettingsCollection: [{ name: "web", protocol: "Tcp" }] })], findings: [{ resource: "gateway", path: "backendSettingsCollection[0].protocol", limit: overTls }] },
    { title: "a probe over HTTP", resources: [gateway({ probes: [{ name: "web", protocol: "Http" }] })], findings: [{ resource: "gateway", path: "probes[0].protocol", limit: probed }] },
  ],
};
