import { describe, expect, test } from "vitest";
import { ProblemError } from "../environment/problem.ts";
import { type NetworkRequest, ServerRole } from "../environment/requests.ts";
import { recordRegistrations, valueOf } from "../tests/recordRegistrations.ts";
import { firewallAddressFault } from "./firewallAddress.ts";
import { LifecareNetwork } from "./index.ts";

const subscriptionId = "00000000-0000-4000-8000-00000000000b";
const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-foreign-7f3a/providers/Microsoft.Network`;

const asked: NetworkRequest = {
  subscriptionId,
  resourceGroupName: "rg-foreign-7f3a",
  location: "swedencentral",
  customer: "ank",
  environment: "prod",
  addressSpace: "10.80.0.0/21",
  zones: [{ roles: [ServerRole.Core], machines: 1 }, { roles: [ServerRole.Application], machines: 2 }, { roles: [ServerRole.Web], machines: 1 }, { roles: [ServerRole.Database], machines: 1 }],
  clientNetworks: [{ name: "town-hall", prefix: "10.20.0.0/16" }],
  outbound: { packageHosts: ["packages.example.se"], licenceHosts: ["licences.example.se"] },
};

/** What Azure answers for the firewall. */
const firewallAt = (address: string) => ({ "azure-native:network:AzureFirewall": { ipConfigurations: [{ name: "primary", privateIPAddress: address }] } });

describe("a network alone", () => {
  const recorded = () => recordRegistrations(() => new LifecareNetwork("network", asked), firewallAt("10.80.0.4"));

  test("is a component with a security group, a route table and a subnet for each zone, and a firewall (T4.1-1)", async () => {
    const { registrations } = await recorded();
    expect(registrations[0]).toMatchObject({ type: "lifecare:index:LifecareNetwork", name: "network" });
    const of = (type: string) => registrations.filter((registration) => registration.type === `azure-native:network:${type}`);
    expect(of("NetworkSecurityGroup").map(({ name }) => name).sort()).toEqual(["application", "core", "database", "web"].map((zone) => `network-${zone}-security-group`));
    expect(of("RouteTable")).toHaveLength(4);
    expect(of("AzureFirewall")).toHaveLength(1);
    const subnets = of("VirtualNetwork")[0]!.inputs["subnets"] as { name: string; networkSecurityGroup?: { id: string } }[];
    expect(subnets.map(({ name }) => name).sort()).toEqual(["AzureFirewallSubnet", "snet-application", "snet-core", "snet-database", "snet-web"]);
    expect(subnets.find(({ name }) => name === "snet-web")!.networkSecurityGroup!.id).toBe(`${group}/networkSecurityGroups/nsg-ank-prod-web`);
  });

  test("answers the ids of its subnets by zone", async () => {
    const { result } = await recorded();
    expect(await valueOf(result.subnetIds)).toEqual({
      core: `${group}/virtualNetworks/vnet-ank-prod/subnets/snet-core`,
      application: `${group}/virtualNetworks/vnet-ank-prod/subnets/snet-application`,
      web: `${group}/virtualNetworks/vnet-ank-prod/subnets/snet-web`,
      database: `${group}/virtualNetworks/vnet-ank-prod/subnets/snet-database`,
    });
  });

  test("lets nothing in that the matrix does not name: the web zone reaches the database by no rule, and everything ends in a deny (T4.3-M)", async () => {
    const { registrations } = await recorded();
    const rules = registrations.find(({ name }) => name === "network-database-security-group")!.inputs["securityRules"] as { name: string; access: string; direction: string; priority: number }[];
    const inbound = rules.filter(({ direction }) => direction === "Inbound");
    expect(inbound.filter(({ access }) => access === "Allow").map(({ name }) => name).sort()).toEqual(["R8-from-application", "R8-from-core"]);
    expect(inbound.at(-1)).toMatchObject({ access: "Deny", priority: 4096 });
  });
});

describe("the firewall's address", () => {
  test("is answered once Azure has given the planned one", async () => {
    const { result } = await recordRegistrations(() => new LifecareNetwork("network", asked), firewallAt("10.80.0.4"));
    expect(await valueOf(result.firewallAddress)).toBe("10.80.0.4");
  });

  // tests/deep/changes.test.ts shows the engine's refusal.
  test.each([["another", "10.80.0.5"], ["none", undefined]])("is a fault where Azure has given %s: every route would lead nowhere", (_, given) => {
    expect(firewallAddressFault(given, "10.80.0.4")).toMatch(/^The firewall has the private address (10\.80\.0\.5|\(none\)), but routes and name server lead to 10\.80\.0\.4 \(T3\.1\.5-3\)\. Fix: /);
  });
});

describe("arguments of a network that cannot be used", () => {
  test("are all named at once, and nothing is registered", async () => {
    let thrown: unknown;
    const { registrations } = await recordRegistrations(() => {
      try {
        new LifecareNetwork("network", {
          ...asked,
          addressSpace: "192.0.2.0/24",
          zones: [{ roles: [ServerRole.Core], machines: 1 }, { roles: [ServerRole.Core], machines: 1 }, { roles: [ServerRole.Web, ServerRole.Application], machines: 1 }],
          outbound: { packageHosts: ["not a host"], licenceHosts: ["licences.example.se"] },
          flows: { databasePort: 80 },
          availabilityZones: ["4"],
        });
      } catch (error) {
        thrown = error;
      }
    });
    expect(registrations).toEqual([]);
    expect(thrown).toBeInstanceOf(ProblemError);
    const { problems } = thrown as ProblemError;
    expect(problems.map(({ path }) => path)).toEqual(expect.arrayContaining(["args.addressSpace", "args.zones[1].roles", "args.zones[2].roles", "args.outbound.packageHosts[0]", "args.flows.databasePort", "args.availabilityZones[0]"]));
    expect(problems.find(({ path }) => path === "args.addressSpace")).toMatchObject({ value: "192.0.2.0/24", clause: "T4.1-1" });
    for (const { limit, fix } of problems) expect([limit, fix].every((text) => text.length > 0)).toBe(true);
  });
});
