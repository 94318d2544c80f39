import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { part, partName } from "./gatewayParts.ts";
import { gateway, partOf } from "./samples.ts";

const onlyRedirects = "a redirect to HTTPS and nothing else: what asks over HTTP gets no answer but that (T3.1.5-4)";
const encrypted = "Tls: nothing is published unencrypted (T3.1.5-4)";

/** T3.1.5-4: HTTPS always; port 80 answers with a redirect only (reading 1). */
export const httpOnlyRedirects: ResourceRule = {
  id: "LC303",
  name: "plain-http-only-redirects",
  group: "specification",
  clauses: ["T3.1.5-4"],
  proposals: ["P-33"],
  synopsis: "A listener without TLS answers with a permanent redirect to HTTPS, on every path, and a listener with TLS redirects nobody to HTTP.",
  why: "Web servers and intranet web servers are reached over HTTPS, always. A listener for port 80 is there for people who type an address without its scheme.",
  fix: "give every rule of the listener a redirectConfiguration of redirectType Permanent whose target is a listener with protocol Https, and no backend",
  scope: "resource",
  types: ["network:ApplicationGateway"],
  *check(resource) {
    const { inputs } = resource;
    const plain = new Set(inputs.records("httpListeners").flatMap((listener) => (listener.text("protocol") === "Https" ? [] : [listener.text("name")?.toLowerCase() ?? ""])));
    yield* each(inputs.records("listeners"), function* (listener) {
      if (listener.text("protocol") !== "Tls") yield fault(resource, listener.at("protocol"), encrypted);
    });
    yield* each(inputs.records("requestRoutingRules"), function* (rule) {
      const listener = partName(rule, "httpListener");
      if (listener === undefined) return;
      yield* answers(resource, rule, plain, plain.has(listener));
    });
  },
  good: [
    {
      title: "443, and 80 that redirects to it",
      resources: [
        gateway({
          httpListeners: [{ name: "Public", protocol: "Https" }, { name: "plain", protocol: "Http" }],
          redirectConfigurations: [{ name: "to-https", redirectType: "Permanent", targetListener: partOf("httpListeners", "public") }],
          requestRoutingRules: [
            { name: "web", ruleType: "Basic", httpListener: partOf("httpListeners", "Public"), backendAddressPool: partOf("backendAddressPools", "web") },
            { name: "redirect", ruleType: "Basic", httpListener: partOf("httpListeners", "PLAIN"), redirectConfiguration: partOf("redirectConfigurations", "to-https") },
          ],
        }),
      ],
      findings: [],
    },
    {
      title: "paths that all redirect to an address with HTTPS",
      resources: [
        gateway({
          httpListeners: [{ name: "plain", protocol: "Http" }],
          redirectConfigurations: [{ name: "to-https", redirectType: "Permanent", targetUrl: "https://lifecare.example.se" }],
          urlPathMaps: [{ name: "paths", defaultRedirectConfiguration: partOf("redirectConfigurations", "to-https"), pathRules: [{ name: "one", paths: ["/one"], redirectConfiguration: partOf("redirectConfigurations", "to-https") }] }],
          requestRoutingRules: [{ name: "redirect", ruleType: "PathBasedRouting", httpListener: partOf("httpListeners", "plain"), urlPathMap: partOf("urlPathMaps", "paths") }],
        }),
      ],
      findings: [],
    },
    {
      title: "a rule that no listener leads to",
      resources: [gateway({ httpListeners: [{ name: "public", protocol: "Https" }], redirectConfigurations: [{ name: "back", redirectType: "Permanent", targetUrl: "http://lifecare.example.se" }], requestRoutingRules: [{ name: "unused", redirectConfiguration: partOf("redirectConfigurations", "back") }] })],
      findings: [],
    },
    { title: "a listener for TLS that is no page's", resources: [gateway({ listeners: [{ name: "tls", protocol: "Tls" }] })], findings: [] },
  ],
  bad: [
    {
      title: "80 that serves pages",
      resources: [gateway({ httpListeners: [{ name: "plain", protocol: "Http" }], requestRoutingRules: [{ name: "web", httpListener: partOf("httpListeners", "plain"), backendAddressPool: partOf("backendAddressPools", "web") }] })],
      findings: [{ resource: "gateway", path: "requestRoutingRules[0].redirectConfiguration", limit: onlyRedirects }],
    },
    {
      title: "one path that serves pages, and a redirect from HTTP to HTTP that is not permanent",
      resources: [
        gateway({
          httpListeners: [{ name: "plain", protocol: "Http" }],
          redirectConfigurations: [{ name: "elsewhere", redirectType: "Found", targetUrl: "http://lifecare.example.se/?to=https://lifecare.example.se" }],
          urlPathMaps: [{ name: "paths", defaultRedirectConfiguration: partOf("redirectConfigurations", "elsewhere"), pathRules: [{ name: "one", paths: ["/one"], backendAddressPool: partOf("backendAddressPools", "web") }] }],
          requestRoutingRules: [{ name: "redirect", httpListener: partOf("httpListeners", "plain"), urlPathMap: partOf("urlPathMaps", "paths") }],
        }),
      ],
      findings: [
        { resource: "gateway", path: "redirectConfigurations[0].redirectType", limit: onlyRedirects },
        { resource: "gateway", path: "redirectConfigurations[0].targetUrl", limit: onlyRedirects },
        { resource: "gateway", path: "urlPathMaps[0].pathRules[0].redirectConfiguration", limit: onlyRedirects },
      ],
    },
    {
      title: "443 that redirects to 80",
      resources: [
        gateway({
          httpListeners: [{ name: "public", protocol: "Https" }, { name: "plain", protocol: "Http" }],
          redirectConfigurations: [{ name: "back", redirectType: "Permanent", targetListener: partOf("httpListeners", "plain") }],
          requestRoutingRules: [{ name: "web", httpListener: partOf("httpListeners", "public"), redirectConfiguration: partOf("redirectConfigurations", "back") }],
        }),
      ],
      findings: [{ resource: "gateway", path: "redirectConfigurations[0].targetListener", limit: onlyRedirects }],
    },
    {
      title: "a redirect to nowhere",
      resources: [gateway({ httpListeners: [{ name: "plain", protocol: "Http" }], redirectConfigurations: [{ name: "nowhere", redirectType: "Permanent" }], requestRoutingRules: [{ name: "web", httpListener: partOf("httpListeners", "plain"), redirectConfiguration: partOf("redirectConfigurations", "nowhere") }] })],
      findings: [{ resource: "gateway", path: "redirectConfigurations[0].targetListener", limit: onlyRedirects }],
    },
    { title: "a listener for plain TCP", resources: [gateway({ listeners: [{ name: "tcp", protocol: "Tcp" }] })], findings: [{ resource: "gateway", path: "listeners[0].protocol", limit: encrypted }] },
  ],
  indifferent: {
    "gateway httpListeners[0].name": "a listener whose protocol is Https and one without a name are no plain ones; the rule that names it stays unknown or good",
  },
};

/** What a rule, and every path of its map, answers with. */
function* answers(resource: Resource, rule: View, plain: ReadonlySet<string>, isPlain: boolean): Iterable<Fault> {
  const map = part(resource.inputs, "urlPathMaps", rule, "urlPathMap");
  if (map === undefined) return yield* answer(resource, rule, "redirectConfiguration", plain, isPlain);
  yield* answer(resource, map, "defaultRedirectConfiguration", plain, isPlain);
  yield* each(map.records("pathRules"), (path) => answer(resource, path, "redirectConfiguration", plain, isPlain));
}

function* answer(resource: Resource, record: View, key: string, plain: ReadonlySet<string>, isPlain: boolean): Iterable<Fault> {
  const redirect = part(resource.inputs, "redirectConfigurations", record, key);
  if (redirect === undefined) {
    if (isPlain) yield fault(resource, record.at(key), onlyRedirects);
    return;
  }
  if (isPlain && redirect.text("redirectType") !== "Permanent") yield fault(resource, redirect.at("redirectType"), onlyRedirects);
  const listener = partName(redirect, "targetListener");
  const address = redirect.text("targetUrl");
  if (listener !== undefined ? plain.has(listener) : address === undefined) yield fault(resource, redirect.at("targetListener"), onlyRedirects);
  else if (address !== undefined && !/^https:\/\//i.test(address)) yield fault(resource, redirect.at("targetUrl"), onlyRedirects);
}
