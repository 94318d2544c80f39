import { createHttpHeaders, type PipelinePolicy } from "@azure/core-rest-pipeline";
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { startRestFace } from "../rehearsal/rest/startRestFace.ts";
import type { SubscriptionFacts } from "../rehearsal/subscriptionFacts.ts";
import { subject } from "../tests/proofSubjects.ts";
import { RehearsedTable } from "../tests/rehearsedTable.ts";
import { askAzure, type AskOptions } from "./azure/askAzure.ts";
import type { Connection } from "./azure/connection.ts";
import { questionsOf, type Finding } from "./check.ts";
import { checksOf, findingsOf } from "./checks.ts";
import { allows } from "./checks/permissions.ts";

const { plan, resources } = subject("prod");
const { subscriptionId } = plan.azure;
const checks = checksOf(plan);
const azure = new RehearsedTable();
const face = await startRestFace({ storeFolder: azure.folder });

afterEach(() => azure.entitle({}));
afterAll(async () => {
  await face.stop();
  azure.close();
});

async function asked(connection: Connection = face, options?: AskOptions): Promise<readonly Finding[]> {
  return findingsOf(checks, await askAzure(questionsOf(checks), subscriptionId, connection, options));
}

function those(findings: readonly Finding[], verdict: Finding["verdict"]): readonly string[] {
  return findings.flatMap((finding) => (finding.verdict === verdict ? [finding.id] : []));
}

interface Fault {
  readonly fault: string;
  readonly facts: SubscriptionFacts;
  /** What is broken by it, and nothing else is. */
  readonly breaks: readonly string[];
  /** In what was found or in the fix. */
  readonly says: RegExp;
}

const region = "swedencentral";
const quotas = (own: Readonly<Record<string, number>>): SubscriptionFacts => ({ quotas: { [region]: own } });
const windowsImage = "MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2";
const purchasePlan = { publisher: "contoso", product: "hardened", name: "windows-2022" };

const faults: readonly Fault[] = [
  { fault: "a role that only reads", facts: { permissions: [{ actions: ["*/read"], notActions: [] }] }, breaks: ["permissions"], says: /not Microsoft\.Compute\/disks\/delete.*Contributor/ },
  { fault: "a role without firewalls", facts: { permissions: [{ actions: ["*"], notActions: ["Microsoft.Network/azureFirewalls/*"] }] }, breaks: ["permissions"], says: /azureFirewalls\/delete, .*azureFirewalls\/read, .*azureFirewalls\/write/ },
  { fault: "a policy that allows other regions alone", facts: { policies: [{ name: "norway-only", types: ["Microsoft.Compute/virtualMachines"], allowedLocations: ["norwayeast"] }] }, breaks: ["policy"], says: /Microsoft\.Compute\/virtualMachines: .*norway-only \(Deny\)/ },
  { fault: "a policy against public addresses", facts: { policies: [{ name: "no-public-addresses", types: ["Microsoft.Network/publicIPAddresses"] }] }, breaks: ["policy"], says: /no-public-addresses/ },
  { fault: "a provider that is not registered", facts: { unregisteredProviders: ["Microsoft.SqlVirtualMachine"] }, breaks: ["provider/Microsoft.SqlVirtualMachine"], says: /NotRegistered.*az provider register --wait --namespace Microsoft\.SqlVirtualMachine/ },
  { fault: "a feature that is not registered", facts: { features: { "Microsoft.Compute/EncryptionAtHost": { state: "NotRegistered" } } }, breaks: ["feature/Microsoft.Compute/EncryptionAtHost"], says: /NotRegistered.*az feature register/ },
  { fault: "a feature that was asked for a moment ago", facts: { features: { "Microsoft.Compute/EncryptionAtHost": { state: "Registering", lookups: 9 } } }, breaks: ["feature/Microsoft.Compute/EncryptionAtHost"], says: /Registering.*wait/ },
  { fault: "a family's quota short by one", facts: quotas({ standardDSv5Family: 23 }), breaks: [`quota/${region}/standardDSv5Family`], says: /24 planned: 1 short/ },
  { fault: "the region's quota short by one", facts: quotas({ cores: 45 }), breaks: [`quota/${region}/cores`], says: /46 planned: 1 short/ },
  { fault: "no public address to be had", facts: quotas({ PublicIPAddresses: 0 }), breaks: [`quota/${region}/PublicIPAddresses`], says: /PublicIPAddresses: 0 of 0 in use; 1 to be made/ },
  { fault: "interfaces short by one", facts: quotas({ NetworkInterfaces: 7 }), breaks: [`quota/${region}/NetworkInterfaces`], says: /0 of 7 in use; 8 to be made/ },
  { fault: "a size that the region keeps back", facts: { restrictedSizes: [{ size: "Standard_E20s_v5", location: region }] }, breaks: [`size/${region}/Standard_E20s_v5`], says: /restricted in the region: NotAvailableForSubscription/ },
  { fault: "a size that one zone keeps back", facts: { restrictedSizes: [{ size: "Standard_D4s_v5", location: region, zones: ["2", "3"] }] }, breaks: [`size/${region}/Standard_D4s_v5`], says: /restricted in zone 2: / },
  { fault: "an image whose terms nobody accepted", facts: { purchasePlans: { [windowsImage]: { ...purchasePlan, accepted: false } } }, breaks: [`image/${region}/${windowsImage}:latest`], says: /az vm image terms accept --publisher contoso --offer hardened --plan windows-2022/ },
  { fault: "a vault name that another customer has", facts: { foreignVaultNames: ["kv-ank-prod-96c8fcf6"] }, breaks: ["vault/kv-ank-prod-96c8fcf6"], says: /somebody else's vault has it/ },
];

/** What is entitled just enough, so that the same checks are seen to pass beside their faults. */
const enough: SubscriptionFacts = {
  permissions: [{ actions: ["*"], notActions: ["Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete", "Microsoft.Authorization/elevateAccess/Action"] }],
  policies: [{ name: "sweden-only", types: ["Microsoft.Compute/virtualMachines"], allowedLocations: ["Sweden Central"] }, { name: "no-clusters", types: ["Microsoft.ContainerService/managedClusters"] }],
  features: { "Microsoft.Compute/EncryptionAtHost": { state: "Registered" } },
  ...quotas({ standardDSv5Family: 24, standardESv5Family: 22, cores: 46, PublicIPAddresses: 1, NetworkInterfaces: 8 }),
  restrictedSizes: [{ size: "Standard_D4s_v5", location: region, zones: ["3"] }, { size: "Standard_E20s_v5", location: "norwayeast" }],
  purchasePlans: { [windowsImage]: { ...purchasePlan, accepted: true } },
  foreignVaultNames: ["kv-ank-prod"],
};

describe("A preflight of PROD", () => {
  test("holds in a subscription that may have just what is planned, for a Contributor", async () => {
    azure.entitle(enough);
    const findings = await asked();
    expect(findings.filter(({ verdict }) => verdict !== "holds")).toEqual([]);
    expect(findings.every(({ fix }) => fix === undefined)).toBe(true);
  });

  test.each(faults)("is broken by $fault, and says how to mend it", async ({ facts, breaks, says }) => {
    azure.entitle(facts);
    const findings = await asked();
    expect([those(findings, "broken"), those(findings, "unknown")]).toEqual([breaks, []]);
    const { found, fix } = findings.find(({ verdict }) => verdict === "broken")!;
    expect(`${found}; ${fix}`).toMatch(says);
  });

  test("has seen every kind of check broken", () => {
    const kindOf = (id: string) => id.split("/")[0];
    expect(new Set(faults.flatMap(({ breaks }) => breaks.map(kindOf)))).toEqual(new Set(checks.map(({ id }) => kindOf(id))));
  });

  test("asks nothing twice, and changes nothing", async () => {
    const calls: string[] = [];
    azure.entitle(enough);
    await asked({ ...face, clientOptions: { ...face.clientOptions, additionalPolicies: [{ position: "perCall", policy: { name: "seen", sendRequest: (request, next) => (calls.push(`${request.method} ${request.url} ${String(request.body ?? "")}`), next(request)) } }] } });
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.filter((call, index) => calls.indexOf(call) !== index)).toEqual([]);
    expect(calls.filter((call) => !/^(?:GET |POST \S+\/(?:checkPolicyRestrictions|checkNameAvailability)\?)/.test(call))).toEqual([]);
  });
});

describe("What cannot be asked", () => {
  /** Whatever is answered to calls whose path fits. */
  function answering(path: RegExp, status: number, code: string, body: object = { error: { code, message: `no ${code}\nsecond line` } }): Connection {
    const policy: PipelinePolicy = {
      name: "answering",
      sendRequest: async (request, next) => {
        if (!path.test(new URL(request.url).pathname)) return next(request);
        return { status, headers: createHttpHeaders({ "Content-Type": "application/json" }), request, bodyAsText: JSON.stringify(body) };
      },
    };
    return { ...face, clientOptions: { ...face.clientOptions, additionalPolicies: [{ position: "perRetry", policy }] } };
  }

  test("is unknown where it is forbidden, never a pass", async () => {
    const findings = await asked(answering(/./, 403, "AuthorizationFailed"));
    expect(those(findings, "unknown")).toEqual(checks.map(({ id }) => id));
    expect(findings[0]?.found).toBe("refused with 403 AuthorizationFailed: no AuthorizationFailed");
  });

  test("leaves unknown just what it decides", async () => {
    const findings = await asked(answering(/deletedVaults$/i, 403, "AuthorizationFailed"));
    expect([those(findings, "unknown"), those(findings, "broken")]).toEqual([["vault/kv-ank-prod-96c8fcf6"], []]);
  });

  test("is unknown where a group is not found because its subscription is not", async () => {
    const findings = await asked(answering(/resources$/i, 404, "SubscriptionNotFound"));
    expect(those(findings, "unknown")).toEqual(expect.arrayContaining([`quota/${region}/cores`, "vault/kv-ank-prod-96c8fcf6"]));
    expect(those(findings, "broken")).toEqual([]);
  });

  test.each([
    ["NonCompliant", "Deny", "broken"],
    ["NonCompliant", "Audit", "holds"],
    ["Compliant", "Deny", "holds"],
    ["Error", "Deny", "unknown"],
    [undefined, "Deny", "unknown"],
  ])("of a policy whose evaluation is %s with effect %s makes the check %s", async (evaluationResult, policyEffect, verdict) => {
    const body = { contentEvaluationResult: { policyEvaluations: [{ policyInfo: { policyAssignmentId: "assigned" }, evaluationResult, effectDetails: { policyEffect } }] } };
    const findings = await asked(answering(/checkPolicyRestrictions$/, 200, "", body));
    expect(findings.find(({ id }) => id === "policy")).toMatchObject({ verdict });
  });

  test("is unknown where nobody answers in time", async () => {
    const silent: Connection = { ...face, credential: { getToken: () => new Promise(() => undefined) } };
    const findings = await asked(silent, { timeoutMilliseconds: 50 });
    expect(those(findings, "unknown")).toEqual(checks.map(({ id }) => id));
    expect(new Set(findings.map(({ found }) => found))).toEqual(new Set(["no answer within 0.05 s"]));
  });

  test("is unknown where nobody listens", async () => {
    const findings = await asked({ ...face, clientOptions: { endpoint: "https://127.0.0.1:9", retryOptions: { maxRetries: 0 } } });
    expect(those(findings, "unknown")).toEqual(checks.map(({ id }) => id));
  });
});

describe("Where PROD stands already", () => {
  test("its own machines, addresses and vault take nothing more, and restrictions on what stands do not matter", async () => {
    azure.up(resources());
    azure.entitle({
      ...quotas({ standardDSv5Family: 24, standardESv5Family: 22, cores: 46, PublicIPAddresses: 1, NetworkInterfaces: 8, VirtualNetworks: 1, NetworkSecurityGroups: 6, RouteTables: 6 }),
      restrictedSizes: [{ size: "Standard_D4s_v5", location: region }],
    });
    expect((await asked()).filter(({ verdict }) => verdict !== "holds")).toEqual([]);
  });

  test("a machine that is to grow needs the difference", async () => {
    const grown = resources();
    const machine = grown.find(({ type, inputs }) => type.endsWith(":VirtualMachine") && inputs["hardwareProfile"].vmSize === "Standard_D4s_v5")!;
    machine.inputs["hardwareProfile"] = { vmSize: "Standard_D8s_v5" };
    const wanted = checksOf({ azure: plan.azure, resources: grown as never });
    const verdictAt = async (limit: number) => {
      azure.entitle(quotas({ standardDSv5Family: limit }));
      return those(findingsOf(wanted, await askAzure(questionsOf(wanted), subscriptionId, face)), "broken");
    };
    expect([await verdictAt(28), await verdictAt(27)]).toEqual([[], [`quota/${region}/standardDSv5Family`]]);
  });

  test("its vault's name is held when it was deleted: protected from purging, or not", async () => {
    azure.down(resources());
    const [held] = (await asked()).filter(({ verdict }) => verdict === "broken");
    expect(held).toMatchObject({ id: "vault/kv-ank-prod-96c8fcf6", found: expect.stringMatching(/protected from purging/), fix: expect.stringMatching(/^az keyvault recover[^;]*$/) });
    const unprotected = resources().map((resource) => {
      if (resource.type.endsWith(":Vault")) delete resource.inputs["properties"].enablePurgeProtection;
      return resource;
    });
    const other = new RehearsedTable();
    const otherFace = await startRestFace({ storeFolder: other.folder });
    other.up(unprotected.slice(0, 1 + unprotected.findIndex(({ type }) => type.endsWith(":Vault"))));
    other.down(unprotected);
    const [recoverable] = (await asked(otherFace)).filter(({ verdict }) => verdict === "broken");
    await otherFace.stop();
    other.close();
    expect(recoverable).toMatchObject({ found: expect.stringMatching(/can be recovered or purged/), fix: expect.stringMatching(/az keyvault purge/) });
  });
});

describe("What a role allows", () => {
  const segment = fc.constantFrom("Microsoft.Network", "Microsoft.Compute", "disks", "read", "write", "join", "action");
  const action = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  const pattern = fc.array(fc.oneof(segment, fc.constant("*")), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));

  /** Azure's own words, letter by letter: `*` stands for any run of letters. */
  function matches(wanted: string, given: string): boolean {
    if (wanted === "") return given === "";
    if (wanted.startsWith("*")) return matches(wanted.slice(1), given) || (given !== "" && matches(wanted, given.slice(1)));
    return given !== "" && wanted[0]!.toLowerCase() === given[0]!.toLowerCase() && matches(wanted.slice(1), given.slice(1));
  }

  test("is what one of its roles gives and does not itself take away", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ actions: fc.array(pattern), notActions: fc.array(pattern) }), { maxLength: 3 }), action, (permissions, wanted) => {
        const expected = permissions.some(({ actions, notActions }) => actions.some((one) => matches(one, wanted)) && !notActions.some((one) => matches(one, wanted)));
        expect(allows(permissions, wanted)).toBe(expected);
      }),
    );
  });

  test("is compared letter by letter, a point is a point", () => {
    expect(allows([{ actions: ["Microsoft.Network/*"], notActions: [] }], "MicrosoftxNetwork/read")).toBe(false);
  });
});
