import { rewriteValues } from "../../../azure/applicationGateways.ts";
import { forwardedHeaders as demanded } from "../../../specification/webPublishing.ts";
import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import type { View } from "../../view.ts";
import { part } from "./gatewayParts.ts";
import { gateway, partOf } from "./samples.ts";

const none = `a set of rewrites that writes ${demanded.value.join(" and ")} on every way to a server (${demanded.clause})`;
const unconditional = (header: string) => `${header} written always, from the request, and never otherwise (${demanded.clause})`;

const sources: Readonly<Record<string, readonly string[]>> = { "X-Forwarded-Host": rewriteValues.host, "X-Forwarded-Proto": rewriteValues.scheme };

const header = (headerName: string, headerValue: string) => ({ headerName, headerValue });
const both = [header("X-Forwarded-Host", "{var_host}"), header("X-Forwarded-Proto", "{var_request_scheme}")];
const setOf = (...rules: readonly object[]) => ({ name: "forwarded", rewriteRules: rules });
const rewrites = { rewriteRuleSets: [setOf({ name: "forwarded", ruleSequence: 100, actionSet: { requestHeaderConfigurations: both } })] };
const basic = (more: object) => ({ requestRoutingRules: [{ name: "web", ruleType: "Basic", backendAddressPool: partOf("backendAddressPools", "web"), ...more }] });
const reference = partOf("rewriteRuleSets", "forwarded");

/** T10.1.4-1: the web servers learn what the client asked for. */
export const forwardedHeaders: ResourceRule = {
  id: "LC304",
  name: "gateways-forward-host-and-scheme",
  group: "specification",
  clauses: ["T10.1.4-1", "T6.9-2"],
  proposals: ["P-34"],
  synopsis: "Every rule and every path of an application gateway that leads to a server writes X-Forwarded-Host and X-Forwarded-Proto into the request.",
  why: "Behind a proxy that ends TLS the product builds its addresses from these two headers. The gateway itself adds X-Forwarded-Proto and X-Original-Host, never X-Forwarded-Host, and hands on what a client wrote there.",
  fix: "attach a rewriteRuleSet with X-Forwarded-Host = {var_host} and X-Forwarded-Proto = {var_request_scheme}, without conditions, to the rule, the map and each of its paths",
  sources: [rewriteValues.source, "MicrosoftDocs/azure-docs articles/application-gateway/how-application-gateway-works.md"],
  scope: "resource",
  types: ["network:ApplicationGateway"],
  *check(resource) {
    yield* each(resource.inputs.records("requestRoutingRules"), function* (rule) {
      if (rule.text("urlPathMap.id") !== undefined) return;
      if (rule.text("redirectConfiguration.id") === undefined) yield* rewritten(resource, rule, "rewriteRuleSet");
    });
    yield* each(resource.inputs.records("urlPathMaps"), function* (map) {
      if (map.text("defaultRedirectConfiguration.id") === undefined) yield* rewritten(resource, map, "defaultRewriteRuleSet");
      yield* each(map.records("pathRules"), function* (path) {
        if (path.text("redirectConfiguration.id") === undefined) yield* rewritten(resource, path, "rewriteRuleSet");
      });
    });
  },
  unknown: [{ title: "a set that is not there", resources: [gateway({ ...rewrites, ...basic({ rewriteRuleSet: partOf("rewriteRuleSets", "other") }) })], findings: [{ resource: "gateway", path: "requestRoutingRules[0].rewriteRuleSet.id", limit: "names nothing of rewriteRuleSets" }] }],
  good: [
    { title: "a rule to the servers, and one that redirects", resources: [gateway({ ...rewrites, requestRoutingRules: [...basic({ rewriteRuleSet: reference }).requestRoutingRules, { name: "80", redirectConfiguration: partOf("redirectConfigurations", "to-https") }] })], findings: [] },
    {
      title: "a map, by default and by path",
      resources: [
        gateway({
          ...rewrites,
          requestRoutingRules: [{ name: "web", ruleType: "PathBasedRouting", urlPathMap: partOf("urlPathMaps", "paths") }],
          urlPathMaps: [{ name: "paths", defaultRewriteRuleSet: reference, pathRules: [{ name: "api", paths: ["/api/*"], rewriteRuleSet: reference }, { name: "old", paths: ["/old"], redirectConfiguration: partOf("redirectConfigurations", "new") }] }],
        }),
      ],
      findings: [],
    },
    {
      title: "a map that redirects by default",
      resources: [gateway({ ...rewrites, urlPathMaps: [{ name: "paths", defaultRedirectConfiguration: partOf("redirectConfigurations", "new"), pathRules: [{ name: "api", paths: ["/api/*"], rewriteRuleSet: reference }] }] })],
      findings: [],
    },
    {
      title: "two rules of a set, headers in another case",
      resources: [gateway({ ...basic({ rewriteRuleSet: reference }), rewriteRuleSets: [setOf({ actionSet: { requestHeaderConfigurations: [header("x-forwarded-host", "{var_host}")] } }, { actionSet: { requestHeaderConfigurations: [header("X-FORWARDED-PROTO", "https")] } })] })],
      findings: [],
    },
  ],
  bad: [
    { title: "no rewrites", resources: [gateway(basic({}))], findings: [{ resource: "gateway", path: "requestRoutingRules[0].rewriteRuleSet", limit: none }] },
    {
      title: "one path without, and the default",
      resources: [gateway({ ...rewrites, urlPathMaps: [{ name: "paths", pathRules: [{ name: "one", rewriteRuleSet: reference }, { name: "two" }] }] })],
      findings: [
        { resource: "gateway", path: "urlPathMaps[0].defaultRewriteRuleSet", limit: none },
        { resource: "gateway", path: "urlPathMaps[0].pathRules[1].rewriteRuleSet", limit: none },
      ],
    },
    {
      title: "one header only, on a condition",
      resources: [gateway({ ...basic({ rewriteRuleSet: reference }), rewriteRuleSets: [setOf({ conditions: [{ variable: "var_host", pattern: "a" }], actionSet: { requestHeaderConfigurations: [both[0]] } })] })],
      findings: [
        { resource: "gateway", path: "requestRoutingRules[0].rewriteRuleSet", limit: unconditional("X-Forwarded-Host") },
        { resource: "gateway", path: "requestRoutingRules[0].rewriteRuleSet", limit: unconditional("X-Forwarded-Proto") },
      ],
    },
    {
      title: "written, and then taken away by a later rule",
      resources: [gateway({ ...basic({ rewriteRuleSet: reference }), rewriteRuleSets: [setOf({ actionSet: { requestHeaderConfigurations: both } }, { conditions: [{ variable: "var_host" }], actionSet: { requestHeaderConfigurations: [header("X-Forwarded-Host", "")] } })] })],
      findings: [{ resource: "gateway", path: "requestRoutingRules[0].rewriteRuleSet", limit: unconditional("X-Forwarded-Host") }],
    },
  ],
};

function* rewritten(resource: Resource, record: View, key: string): Iterable<Fault> {
  const set = part(resource.inputs, "rewriteRuleSets", record, key);
  if (set === undefined) return yield fault(resource, record.at(key), none);
  const rules = set.records("rewriteRules").map((rule) => ({ always: rule.records("conditions").length === 0, headers: rule.records("actionSet.requestHeaderConfigurations") }));
  for (const name of demanded.value) {
    const written = rules.flatMap(({ always, headers }) => headers.filter((one) => one.text("headerName")?.toLowerCase() === name.toLowerCase()).map((one) => ({ always, value: one.text("headerValue")?.toLowerCase() ?? "" })));
    if (!written.some(({ always }) => always) || written.some(({ value }) => !sources[name]!.includes(value))) yield fault(resource, record.at(key), unconditional(name));
  }
}
