import { describe, expect, it, test } from "vitest";
import { networkRequest, refusals } from "../tests/sampleRequests.ts";
import { documentedChoices } from "../specification/flows.ts";
import { designNetwork, flowChoices } from "./networkDesign.ts";

const refused = (changes: object) => refusals(() => designNetwork({ ...networkRequest, ...changes }));

describe("a network of which only zones and address space are asked", () => {
  it("computes a subnet for each zone and one for the firewall, whose first address is the firewall's", () => {
    const design = designNetwork(networkRequest);
    expect(design.zones.map(({ id, prefix }) => `${id} ${prefix}`)).toEqual(["core 10.80.4.0/25", "application 10.80.4.128/25", "web 10.80.5.128/25", "database 10.80.6.0/25"]);
    expect([design.firewallAddress, design.serviceSubnets.find(({ state }) => state === "made")]).toMatchObject(["10.80.0.4", { name: "AzureFirewallSubnet", prefix: "10.80.0.0/25" }]);
  });

  it("makes the web role's zone, and no other, the demilitarised one (T3.1.5-3)", () => {
    expect(designNetwork(networkRequest).zones.filter(({ demilitarised }) => demilitarised).map(({ id }) => id)).toEqual(["web"]);
  });

  it("takes the same subnet whether it is computed or written down", () => {
    const zones = networkRequest.zones.map((zone, index) => (index === 0 ? { ...zone, prefix: "10.80.4.0/25" } : zone));
    expect(designNetwork({ ...networkRequest, zones }).zones).toEqual(designNetwork(networkRequest).zones);
  });

  it("takes eighteen machines in a zone: two entries of nine", () => {
    expect(refused({ zones: [{ roles: ["application"], machines: 18 }] })).toEqual([]);
  });
});

describe("the choices of the matrix", () => {
  const { outbound } = networkRequest;

  it("are those of the documents where nothing is asked for", () => {
    expect(flowChoices(undefined, outbound)).toEqual({ ...documentedChoices, careModule: false });
  });

  it("are taken where they are made, and a value left undefined is none", () => {
    expect(flowChoices({ databasePort: 5433, feedback: false, eventServicePort: undefined as never }, outbound)).toEqual({ ...documentedChoices, careModule: false, databasePort: 5433, feedback: false });
  });

  it("open 7020 where hosts of the social insurance agency are named (T4.4-3)", () => {
    expect(flowChoices(undefined, { ...outbound, socialInsuranceHosts: ["lefi.example.se"] }).careModule).toBe(true);
  });
});

describe("a network is refused", () => {
  test.each<[string, object, readonly (readonly unknown[])[]]>([
    ["without zones", { zones: [] }, [["args.zones", [], "T3.1-3"]]],
    ["without networks that users come from", { clientNetworks: [] }, [["args.clientNetworks", [], "T4.3-C"]]],
    ["with a role that nobody knows", { zones: [{ roles: ["databas"], machines: 1 }] }, [["args.zones[0].roles[0]", "databas", "T3.1-3"]]],
    ["with a zone without roles", { zones: [{ roles: [], machines: 1 }] }, [["args.zones[0].roles", [], "T3.1-3"]]],
    ["with the web role beside another", { zones: [{ roles: ["web", "application"], machines: 1 }] }, [["args.zones[0].roles", ["web", "application"], "T3.1.5-3"]]],
    ["with a zone of no machines", { zones: [{ roles: ["core"], machines: 0 }] }, [["args.zones[0].machines", 0, "T3.1-3"]]],
    ["with two zones of the same roles", { zones: [{ roles: ["core"], machines: 1 }, { roles: ["core"], machines: 1 }] }, [["args.zones[1].roles", ["core"], "T3.1-3"]]],
    ["with an unknown environment", { environment: "test" }, [["args.environment", "test", undefined]]],
    ["with a customer code of one letter", { customer: "a" }, [["args.customer", "a", "T3.1.3-1"]]],
    ["with public addresses", { addressSpace: "8.8.0.0/16" }, [["args.addressSpace", "8.8.0.0/16", "T4.1-1"]]],
    ["with an address space too narrow for a firewall", { addressSpace: "10.80.0.0/23" }, [["args.addressSpace", "10.80.0.0/23", "T4.1-1"]]],
    ["with a subnet outside it", { zones: [{ roles: ["core"], machines: 1, prefix: "10.81.0.0/25" }] }, [["args.zones[0].prefix", "10.81.0.0/25", "T4.1-1"]]],
    ["with a subnet on the firewall's", { zones: [{ roles: ["core"], machines: 1, prefix: "10.80.0.0/25" }] }, [["args.zones[0].prefix", "10.80.0.0/25", "T4.1-1"]]],
    ["with clients inside it", { clientNetworks: [{ name: "inside", prefix: "10.80.1.0/24" }] }, [["args.clientNetworks[0].prefix", "10.80.1.0/24", "T4.1-1"]]],
    ["with a client network that has host bits", { clientNetworks: [{ name: "office", prefix: "10.20.0.1/16" }] }, [["args.clientNetworks[0].prefix", "10.20.0.1/16", "T4.3-C"]]],
    ["without hosts that deliver packages", { outbound: { ...networkRequest.outbound, packageHosts: [] } }, [["args.outbound.packageHosts", [], "T4.5-1"]]],
    ["with a host that is an address", { outbound: { ...networkRequest.outbound, licenceHosts: ["10.0.0.1"] } }, [["args.outbound.licenceHosts[0]", "10.0.0.1", "T4.5-1"]]],
    ["with a host that is a pattern", { outbound: { ...networkRequest.outbound, socialInsuranceHosts: ["*.example.se"] } }, [["args.outbound.socialInsuranceHosts[0]", "*.example.se", "T4.5-1"]]],
    ["with client ports that are neither listed nor spans", { flows: { clientPorts: "all" } }, [["args.flows.clientPorts", "all", "T4.3-C"]]],
    ["with the database on the administrator connection's port", { flows: { databasePort: 1434 } }, [["args.flows.databasePort", 1434, "T4.3-M"]]],
    ["with the event service on TSS's port", { flows: { eventServicePort: 2100 } }, [["args.flows.eventServicePort", 2100, "T4.3-M"]]],
    ["with an availability zone twice", { availabilityZones: ["1", "1"] }, [["args.availabilityZones[1]", "1", undefined]]],
  ])("%s", (_, changes, expected) => {
    const problems = refused(changes);
    expect(problems.map(({ path, value, clause }) => [path, value, clause])).toEqual(expected);
    for (const problem of problems) expect([problem.limit.length > 0, problem.fix.length > 0]).toEqual([true, true]);
  });

  it("for everything that is wrong, at once", () => {
    const problems = refused({ customer: "-", zones: [{ roles: ["core"], machines: 1.5 }], clientNetworks: [], availabilityZones: ["0"], flows: { databasePort: 80 } });
    expect(new Set(problems.map(({ path }) => path))).toEqual(new Set(["args.customer", "args.zones[0].machines", "args.clientNetworks", "args.availabilityZones[0]", "args.flows.databasePort"]));
  });
});
