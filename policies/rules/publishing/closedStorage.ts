import { each } from "../../judge.ts";
import { fault, type ResourceRule } from "../../rule.ts";

const tls = "TLS1_2 or TLS1_3: what the account says nothing of may be TLS 1.0 (T12.8-1)";
const https = "true or left out: nothing is taken or given unencrypted (T12.8-1)";
const anonymous = "false: nobody reads without being known (T12.8-1)";
const closed = "Disabled, or a network rule that denies by default: the place is not shared with every network (T12.8-1)";
const container = "None: nobody reads a container without being known (T12.8-1)";

const account = (inputs: object) => ({ type: "azure-native:storage:StorageAccount", name: "account", inputs });
const good = { minimumTlsVersion: "TLS1_2", allowBlobPublicAccess: false };

/** T12.8-1: exported files and logs lie in a safe place that is not shared. */
export const closedStorage: ResourceRule = {
  id: "LC310",
  name: "storage-is-closed-and-encrypted",
  group: "specification",
  clauses: ["T12.8-1"],
  proposals: [],
  synopsis: "A storage account takes TLS 1.2 or newer only, gives nothing to the unknown, and is closed to the networks of others.",
  why: "Files that the product exports, backups of databases and logs hold the same personal data as the databases. What Azure does where an account says nothing of TLS or anonymous access depends on the API version that made it.",
  fix: "set minimumTlsVersion to TLS1_2, allowBlobPublicAccess to false, and publicNetworkAccess to Disabled or networkRuleSet.defaultAction to Deny",
  sources: ["learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version", "learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent"],
  scope: "resource",
  types: ["storage:StorageAccount", "storage:BlobContainer"],
  *check(resource) {
    const { inputs, type } = resource;
    if (type === "storage:BlobContainer") {
      if ((inputs.text("publicAccess") ?? "None") !== "None") yield fault(resource, "publicAccess", container);
      return;
    }
    yield* each(
      [
        () => (["TLS1_2", "TLS1_3"].includes(inputs.text("minimumTlsVersion") ?? "") ? undefined : fault(resource, "minimumTlsVersion", tls)),
        () => (inputs.boolean("enableHttpsTrafficOnly") === false ? fault(resource, "enableHttpsTrafficOnly", https) : undefined),
        () => (inputs.boolean("allowBlobPublicAccess") === false ? undefined : fault(resource, "allowBlobPublicAccess", anonymous)),
        () => (inputs.text("publicNetworkAccess") === "Disabled" || inputs.text("networkRuleSet.defaultAction") === "Deny" ? undefined : fault(resource, "publicNetworkAccess", closed)),
      ],
      function* (judge) {
        const found = judge();
        if (found !== undefined) yield found;
      },
    );
  },
  good: [
    { title: "closed to all networks", resources: [account({ ...good, publicNetworkAccess: "Disabled" })], findings: [] },
    { title: "open to networks of one's own", resources: [account({ ...good, minimumTlsVersion: "TLS1_3", enableHttpsTrafficOnly: true, networkRuleSet: { defaultAction: "Deny" } })], findings: [] },
    { title: "a container that says nothing", resources: [{ type: "azure-native:storage:BlobContainer", name: "container", inputs: {} }], findings: [] },
  ],
  bad: [
    {
      title: "nothing said",
      resources: [account({})],
      findings: [
        { resource: "account", path: "minimumTlsVersion", limit: tls },
        { resource: "account", path: "allowBlobPublicAccess", limit: anonymous },
        { resource: "account", path: "publicNetworkAccess", limit: closed },
      ],
    },
    {
      title: "each opened",
      resources: [account({ minimumTlsVersion: "TLS1_1", enableHttpsTrafficOnly: false, allowBlobPublicAccess: true, publicNetworkAccess: "Enabled", networkRuleSet: { defaultAction: "Allow" } })],
      findings: [
        { resource: "account", path: "minimumTlsVersion", limit: tls },
        { resource: "account", path: "enableHttpsTrafficOnly", limit: https },
        { resource: "account", path: "allowBlobPublicAccess", limit: anonymous },
        { resource: "account", path: "publicNetworkAccess", limit: closed },
      ],
    },
    { title: "a container for everybody", resources: [{ type: "azure-native:storage:BlobContainer", name: "container", inputs: { publicAccess: "Blob" } }], findings: [{ resource: "container", path: "publicAccess", limit: container }] },
  ],
};
