const policies = "MicrosoftDocs/azure-docs articles/application-gateway/application-gateway-ssl-policy-overview.md";

/** Predefined TLS policies of an application gateway whose oldest protocol is TLS 1.2. */
export const tls12Policies = {
  value: ["AppGwSslPolicy20170401S", "AppGwSslPolicy20220101", "AppGwSslPolicy20220101S"],
  source: policies,
} as const;

/** The predefined policies that cannot stand on one gateway together with older or `Custom` ones; nor can `CustomV2`. */
export const tls13Policies = { value: ["AppGwSslPolicy20220101", "AppGwSslPolicy20220101S"], source: policies } as const;

/** What `minProtocolVersion` of a custom policy calls TLS 1.2 and newer. */
export const tls12Protocols = { value: ["TLSv1_2", "TLSv1_3"], source: policies } as const;

/** What a rewrite writes into a header: the host and the scheme that the client asked for. */
export const rewriteValues = {
  host: ["{var_host}", "{http_req_host}"],
  scheme: ["{var_request_scheme}", "https"],
  source: "MicrosoftDocs/azure-docs articles/application-gateway/rewrite-http-headers-url.md",
} as const;

/** Ports on which Azure's own management reaches an application gateway (v2), in whose subnet they must be open. */
export const gatewayManagementPorts = { value: { first: 65200, last: 65535 }, source: "MicrosoftDocs/azure-docs articles/application-gateway/configuration-infrastructure.md" } as const;
