import { parseAddress } from "../../../reachability/addresses.ts";
import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";
import { vault } from "./samples.ts";

/** No single organisation was ever given more than a prefix of this length: whoever opens more opens to strangers. */
const widestOwnPrefix = 8;

const roles = "true: who may read a secret is assigned by role and logged, not written into the vault (T12.6-1)";
const purge = "true: what is deleted stays recoverable until its days are over (T12.7-1)";
const softDelete = "true or left out: what is deleted can be brought back (T12.7-1)";
const ofSecrets = { clause: "T12.6-1" } as const;
const closed = "Disabled, or a network rule that denies by default: the store is not open to every network (T12.6-1)";
const narrow = `one's own addresses: at most a /${widestOwnPrefix} (T12.6-1)`;

const flags = [
  { key: "enableRbacAuthorization", limit: roles, whenAbsent: false },
  { key: "enablePurgeProtection", limit: purge, whenAbsent: false },
  { key: "enableSoftDelete", limit: softDelete, whenAbsent: true },
];

const good = { enableRbacAuthorization: true, enablePurgeProtection: true, publicNetworkAccess: "Disabled" };

/** T12.6-1, T12.7-1: secrets and certificates lie in a known store that only those reach who have to. */
export const closedVaults: ResourceRule = {
  id: "LC306",
  name: "vaults-are-closed-and-keep-what-they-hold",
  group: "specification",
  clauses: ["T12.7-1", "T12.6-1"],
  proposals: ["P-36"],
  synopsis: "A key vault assigns access by role, cannot be purged, and is closed to the networks of others.",
  why: "Passwords, certificates and keys have one known store. Before API version 2026-02-01, a vault that says nothing has access policies instead of roles; one that says nothing of networks answers to all of them; one without purge protection can be emptied for good by whoever may delete it.",
  fix: "set enableRbacAuthorization and enablePurgeProtection to true and publicNetworkAccess to Disabled (or networkAcls.defaultAction to Deny)",
  sources: ["learn.microsoft.com/azure/key-vault/general/access-control-default", "MicrosoftDocs/azure-docs articles/key-vault/general/soft-delete-overview.md"],
  scope: "resource",
  types: ["keyvault:Vault"],
  *check(resource) {
    const properties = resource.inputs.record("properties");
    if (properties === undefined) return yield fault(resource, "properties", roles, ofSecrets);
    yield* each(flags, function* ({ key, limit, whenAbsent }) {
      if ((properties.boolean(key) ?? whenAbsent) !== true) yield fault(resource, properties.at(key), limit, limit === roles ? ofSecrets : {});
    });
    if (properties.text("publicNetworkAccess")?.toLowerCase() === "disabled") return;
    if (properties.text("networkAcls.defaultAction") !== "Deny") yield fault(resource, properties.at("publicNetworkAccess"), closed, ofSecrets);
    for (const rule of properties.records("networkAcls.ipRules")) if (isWide(rule.text("value") ?? "")) yield fault(resource, rule.at("value"), narrow, ofSecrets);
  },
  good: [
    { title: "closed to all networks", resources: [vault(good)], findings: [] },
    { title: "open to one network of one's own", resources: [vault({ ...good, enableSoftDelete: true, publicNetworkAccess: "Enabled", networkAcls: { defaultAction: "Deny", ipRules: [{ value: "192.0.2.7" }, { value: "198.51.100.0/24" }], virtualNetworkRules: [{ id: "/subscriptions/x" }] } })], findings: [] },
  ],
  bad: [
    {
      title: "nothing said",
      resources: [vault({ sku: { name: "standard" } })],
      findings: [
        { resource: "vault", path: "properties.enableRbacAuthorization", limit: roles },
        { resource: "vault", path: "properties.enablePurgeProtection", limit: purge },
        { resource: "vault", path: "properties.publicNetworkAccess", limit: closed },
      ],
    },
    { title: "nothing at all", resources: [{ type: "azure-native:keyvault:Vault", name: "vault", inputs: {} }], findings: [{ resource: "vault", path: "properties", limit: roles }] },
    {
      title: "each turned off",
      resources: [vault({ enableRbacAuthorization: false, enablePurgeProtection: false, enableSoftDelete: false, publicNetworkAccess: "Enabled", networkAcls: { defaultAction: "Allow" } })],
      findings: [
        { resource: "vault", path: "properties.enableRbacAuthorization", limit: roles },
        { resource: "vault", path: "properties.enablePurgeProtection", limit: purge },
        { resource: "vault", path: "properties.enableSoftDelete", limit: softDelete },
        { resource: "vault", path: "properties.publicNetworkAccess", limit: closed },
      ],
    },
    {
      title: "denied by default, and opened to half of the world and to what is no address",
      resources: [vault({ ...good, publicNetworkAccess: "Enabled", networkAcls: { defaultAction: "Deny", ipRules: [{ value: "0.0.0.0/1" }, { value: "192.0.2.0/8" }, { value: "everybody" }] } })],
      findings: [0, 2].map((index) => ({ resource: "vault", path: `properties.networkAcls.ipRules[${index}].value`, limit: narrow })),
    },
  ],
};

function isWide(value: string): boolean {
  const [address, length] = value.split("/");
  return parseAddress(address!) === undefined || (length !== undefined && !(Number(length) >= widestOwnPrefix));
}
