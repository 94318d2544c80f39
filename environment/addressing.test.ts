import ipaddr from "ipaddr.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roles, type Role } from "../specification/vocabulary.ts";
import { planAddresses, type AddressedZone, type AddressingQuestion } from "./addressing.ts";

function zone(carried: readonly Role[], ...groups: readonly (readonly [name: string, count: number])[]): AddressedZone {
  return { id: carried.join("-"), roles: carried, groups: groups.map(([name, count]) => ({ name, count, path: `machines.${name}` })) };
}

const production: AddressingQuestion = {
  addressSpace: { prefix: "10.80.0.0/21", path: "space" },
  zones: [zone(["core"], ["core", 1]), zone(["application"], ["app", 2]), zone(["intranetWeb"], ["int", 1]), zone(["web"], ["web", 2]), zone(["database"], ["sql", 1]), zone(["compute"], ["cmp", 1])],
  subnets: {},
  clientNetworks: [{ name: "town-hall", prefix: "10.20.0.0/16", path: "clients[0]" }],
};

function plan(change: Partial<AddressingQuestion> = {}) {
  return planAddresses({ ...production, ...change });
}

describe("Addresses", () => {
  it("of PROD, worked out by hand", () => {
    const { addressing, problems } = plan();
    expect(problems).toEqual([]);
    expect(addressing!.prefixes).toEqual({
      core: "10.80.4.0/25",
      application: "10.80.4.128/25",
      intranetWeb: "10.80.5.0/25",
      web: "10.80.5.128/25",
      database: "10.80.6.0/25",
      compute: "10.80.6.128/25",
    });
    expect(addressing!.addresses).toEqual({ core: ["10.80.4.4"], app: ["10.80.4.132", "10.80.4.133"], int: ["10.80.5.4"], web: ["10.80.5.132", "10.80.5.133"], sql: ["10.80.6.4"], cmp: ["10.80.6.132"] });
    expect(addressing!.firewallAddress).toBe("10.80.0.4");
    expect(addressing!.serviceSubnets[0]).toEqual({ name: "AzureFirewallSubnet", prefix: "10.80.0.0/25", use: "Azure Firewall", state: "made" });
    expect(addressing!.serviceSubnets.slice(1).every((subnet) => subnet.state === "reserved")).toBe(true);
    expect(addressing!.serviceSubnets.map((subnet) => subnet.name)).toEqual(expect.arrayContaining(["AzureBastionSubnet", "GatewaySubnet", "AzureFirewallManagementSubnet"]));
  });

  it("begin a ten later for each further entry with the same roles", () => {
    const { addressing } = plan({ zones: [zone(["application"], ["app", 2], ["more", 3])] });
    expect(addressing!.addresses["more"]).toEqual(["10.80.4.142", "10.80.4.143", "10.80.4.144"]);
  });

  it("give a second zone with the same primary role one of the last two slots, and refuse a fourth", () => {
    const zones = [zone(["core"], ["a", 1]), zone(["core", "application"], ["b", 1]), zone(["core", "compute"], ["c", 1]), zone(["core", "database"], ["d", 1])];
    const { addressing, problems } = plan({ zones });
    expect(addressing!.prefixes).toEqual({ core: "10.80.4.0/25", "core-application": "10.80.7.0/25", "core-compute": "10.80.7.128/25" });
    expect(problems).toEqual([expect.objectContaining({ path: "machines.d", value: "core-database" })]);
  });

  it("follow an explicit prefix, which leaves the computed ones where they were", () => {
    const { addressing, problems } = plan({ subnets: { web: { prefix: "10.80.7.192/27", path: "subnets.web" } } });
    expect(problems).toEqual([]);
    expect(addressing!.prefixes).toEqual({ ...plan().addressing!.prefixes, web: "10.80.7.192/27" });
    expect(addressing!.addresses["web"]).toEqual(["10.80.7.196", "10.80.7.197"]);
  });

  it.each([
    ["outside the address space", "10.81.0.0/25", /within the address space 10.80.0.0\/21/],
    ["over another zone's subnet", "10.80.4.128/26", /no address of application \(10.80.4.128\/25\)/],
    ["over a service's subnet", "10.80.0.0/26", /no address of AzureFirewallSubnet/],
    ["too small for Azure", "10.80.7.0/30", /at most \/29/],
    ["with host bits", "10.80.7.1/25", /without host bits/],
  ])("are refused where a prefix is %s", (_, prefix, limit) => {
    const { problems } = plan({ subnets: { web: { prefix, path: "subnets.web" } } });
    expect(problems).toEqual([expect.objectContaining({ path: "subnets.web", value: prefix, limit: expect.stringMatching(limit) })]);
  });

  it("know the zones that a prefix can be decided for", () => {
    const { problems } = plan({ subnets: { databse: { prefix: "10.80.7.0/25", path: "subnets.databse" }, hasOwnProperty: { prefix: "10.80.7.0/25", path: "p" } } });
    expect(problems).toEqual([expect.objectContaining({ path: "subnets.databse", fix: "did you mean database?" }), expect.objectContaining({ path: "p" })]);
  });

  it.each(["10.80.0.0/23", "10.0.0.0/15", "10.80.1.0/21", "20.0.0.0/21", "100.64.0.0/21", "nonsense", "fd00::/48", "172.0.0.0/16"])("are refused in the address space %s", (prefix) => {
    const { addressing, problems } = plan({ addressSpace: { prefix, path: "space" } });
    expect(addressing).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining({ path: "space", value: prefix, clause: "T4.1-1" })]);
  });

  it("keep client networks apart from the environment and from each other", () => {
    const clientNetworks = [
      { name: "a", prefix: "10.20.0.0/16", path: "clients[0]" },
      { name: "b", prefix: "10.20.4.0/24", path: "clients[1]" },
      { name: "c", prefix: "10.80.7.0/24", path: "clients[2]" },
      { name: "d", prefix: "10.20.0.0/16", path: "clients[3]" },
      { name: "e", prefix: "10.20.0.1/16", path: "clients[4]" },
    ];
    expect(plan({ clientNetworks }).problems.map((problem) => [problem.path, problem.limit])).toEqual([
      ["clients[1]", "no address of the client network a (10.20.0.0/16)"],
      ["clients[2]", "no address of the environment itself (10.80.0.0/21)"],
      ["clients[3]", "no address of the client network a (10.20.0.0/16)"],
      ["clients[3]", "no address of the client network b (10.20.4.0/24)"],
      ["clients[4]", "an IPv4 prefix without host bits"],
    ]);
  });

  it("are refused where a subnet is full", () => {
    const groups = Array.from({ length: 7 }, (_, index) => [`g${index}`, 9] as const);
    const { addressing, problems } = plan({ addressSpace: { prefix: "10.80.0.0/22", path: "space" }, zones: [zone(["application"], ...groups)] });
    expect(addressing!.addresses["g5"]!.at(-1)).toBe("10.80.2.126");
    expect(problems.map((problem) => problem.path)).toEqual(["machines.g6"]);
  });
});

describe("The last address of a subnet", () => {
  it.each([
    [1, ["10.80.7.14"]],
    [2, undefined],
  ])("is Azure's own: of %d machines in the second ten of a /28, %s", (count, expected) => {
    const zones = [zone(["web"], ["web", 1], ["more", count])];
    const { addressing, problems } = plan({ zones, subnets: { web: { prefix: "10.80.7.0/28", path: "subnets.web" } } });
    expect(addressing!.addresses["more"]).toEqual(expected);
    expect(problems).toHaveLength(expected === undefined ? 1 : 0);
  });
});

const addressSpace = fc
  .tuple(fc.integer({ min: 16, max: 22 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
  .map(([length, second, third]) => `${ipaddr.IPv4.networkAddressFromCIDR(`10.${second}.${third}.0/${length}`).toString()}/${length}`);

const zoneSets = fc
  .uniqueArray(fc.subarray([...roles], { minLength: 1 }), { selector: (carried) => carried.join("-"), minLength: 1, maxLength: 6 })
  .chain((sets) => fc.tuple(...sets.map((carried) => fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 2 }).map((counts) => ({ carried, counts })))))
  .map((entries) => entries.map(({ carried, counts }, index) => zone(carried, ...counts.map((count, number) => [`g${index}x${number}`, count] as const))));

describe("In every environment that fits", () => {
  it("addresses are unique, inside their subnet, and never one that Azure keeps", () => {
    fc.assert(
      fc.property(addressSpace, zoneSets, (prefix, zones) => {
        const { addressing, problems } = plan({ addressSpace: { prefix, path: "space" }, zones, clientNetworks: [] });
        expect(problems.every((problem) => problem.limit.startsWith("at most 2 zones"))).toBe(true);
        const all: string[] = [addressing!.firewallAddress];
        for (const { id, groups } of zones) {
          const subnet = addressing!.prefixes[id];
          if (subnet === undefined) continue;
          const [network] = ipaddr.IPv4.parseCIDR(subnet);
          const reserved = [0, 1, 2, 3].map((offset) => new ipaddr.IPv4([...network.octets.slice(0, 3), network.octets[3]! + offset]).toString());
          reserved.push(ipaddr.IPv4.broadcastAddressFromCIDR(subnet).toString());
          for (const group of groups) {
            expect(addressing!.addresses[group.name]).toHaveLength(group.count);
            for (const address of addressing!.addresses[group.name]!) {
              expect(ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(subnet))).toBe(true);
              expect(reserved).not.toContain(address);
              all.push(address);
            }
          }
        }
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it("subnets lie in the address space and never overlap", () => {
    fc.assert(
      fc.property(addressSpace, zoneSets, (prefix, zones) => {
        const { addressing } = plan({ addressSpace: { prefix, path: "space" }, zones, clientNetworks: [] });
        const subnets = [...Object.values(addressing!.prefixes), ...addressing!.serviceSubnets.map((subnet) => subnet.prefix)].map((text) => ipaddr.IPv4.parseCIDR(text));
        for (const [index, [network, length]] of subnets.entries()) {
          expect(network.match(ipaddr.IPv4.parseCIDR(prefix))).toBe(true);
          for (const [other, otherLength] of subnets.slice(index + 1)) expect(network.match(other, Math.min(length, otherLength))).toBe(false);
        }
      }),
    );
  });

  it("adding a zone, an entry or a machine moves nothing that stands", () => {
    fc.assert(
      fc.property(addressSpace, zoneSets, fc.nat(5), (prefix, zones, kept) => {
        const space = { prefix, path: "space" };
        const before = plan({ addressSpace: space, zones: zones.slice(0, kept + 1).map((entry) => ({ ...entry, groups: entry.groups.slice(0, 1).map((group) => ({ ...group, count: 1 })) })), clientNetworks: [] });
        const after = plan({ addressSpace: space, zones, clientNetworks: [] });
        expect(after.addressing!.prefixes).toMatchObject(before.addressing!.prefixes);
        for (const [name, [address]] of Object.entries(before.addressing!.addresses)) expect(after.addressing!.addresses[name]![0]).toBe(address);
      }),
    );
  });
});
