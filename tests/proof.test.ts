import { describe, expect, test } from "vitest";
import { describeVerdict } from "../proof/describeVerdict.ts";
import { findDifferences } from "../proof/prove.ts";
import type { Difference, Verdict } from "../proof/verdict.ts";
import { readResources } from "../reachability/azureReader.ts";
import { firewallCollections, groupOf, groups, ofType, proven, stacks, subject, tables, type MutableResource, type RuleInputs } from "./proofSubjects.ts";

const utb = subject("utb");

function verdictOn(change: (resources: MutableResource[]) => void): Verdict {
  const resources = utb.resources();
  change(resources);
  return describeVerdict(proven(utb, resources));
}

function only(verdict: Verdict, kind: Difference["kind"]): readonly Difference[] {
  expect(verdict.status).toBe(kind === "unknown" ? "unknown" : "broken");
  expect(verdict.differences.map((difference) => difference.kind)).toContain(kind);
  return verdict.differences.filter((difference) => difference.kind === kind);
}

/** From where to where, on which packets. */
function told(differences: readonly Difference[]): readonly string[] {
  return differences.map(({ from, to, packets, witness }) => `${from} → ${to} ${packets}: ${witness.source} → ${witness.destination}:${witness.destinationPort}`);
}

function ruleOf(resources: MutableResource[], zone: string, name: string): RuleInputs {
  return groupOf(resources, `${zone}-security-group`).rules.find((rule) => rule.name === name)!;
}

function morePorts(rule: RuleInputs, port: string): void {
  rule.destinationPortRanges = [...(rule.destinationPortRanges ?? []), ...(rule.destinationPortRange === undefined ? [] : [rule.destinationPortRange]), port];
  delete rule.destinationPortRange;
}

/** One more group, on the web server's interface. */
function secondGroup(resources: MutableResource[], securityRules: readonly object[]): void {
  const id = "/subscriptions/00000000-0000-4000-8000-000000000002/resourceGroups/rg-ank-utb/providers/Microsoft.Network/networkSecurityGroups/second";
  resources.push({ type: "azure-native:network:NetworkSecurityGroup", name: "second", inputs: { networkSecurityGroupName: "second", resourceGroupName: "rg-ank-utb", securityRules }, dependencies: [], id });
  ofType(resources, "network:NetworkInterface").find(({ inputs }) => inputs["ipConfigurations"][0].privateIPAddress === web)!.inputs["networkSecurityGroup"] = { id };
}

const group = "/subscriptions/00000000-0000-4000-8000-000000000002/resourceGroups/rg-ank-utb/providers/Microsoft.Network";

/** The web server's address, and the machine that has core, application and intranetWeb. */
const [app, web, sql] = ["10.81.4.4", "10.81.5.132", "10.81.6.4"];

describe.each(stacks)("the plan of %s", (stack) => {
  const verdict = describeVerdict(proven(subject(stack), subject(stack).resources()));

  test("is proved: nothing missing, nothing extra, nothing unknown", () => {
    expect(verdict).toMatchObject({ status: "proved", faults: [], differences: [] });
  });

  test("was asked about every machine and in every direction", () => {
    const machines = subject(stack).plan.servers.map(({ computerName }) => computerName);
    expect(verdict.places.flatMap((place) => place.machines).toSorted()).toEqual(machines.toSorted());
    expect(verdict.flows).toBeGreaterThan(subject(stack).plan.zones.length);
  });

  test("takes for granted that its clients come in at the firewall, and says so with a hash", () => {
    const networks = subject(stack).plan.network.clientNetworks;
    expect(verdict.assumptions).toHaveLength(networks.length);
    for (const { prefix } of networks) expect(verdict.assumptions.some(({ text, hash }) => text.includes(prefix) && /^[0-9a-f]{12}$/.test(hash))).toBe(true);
  });
});

describe("a break is found with a packet that shows it:", () => {
  test("one more port", () => {
    const differences = only(verdictOn((resources) => {
      morePorts(ruleOf(resources, "core", "R8-to-database"), "3389");
      morePorts(ruleOf(resources, "database", "R8-from-core-application-intranetWeb"), "3389");
    }), "extra");
    expect(told(differences)).toEqual([`core-application-intranetWeb → database TCP 3389: ${app} → ${sql}:3389`]);
    expect(differences[0]!.flow).toBeUndefined();
    expect(differences[0]!.causes.join()).toMatch(/lifecare-database-security-group securityRules\[\d+\]/);
    expect(differences[0]!.causes).toContain("lifecare:machines[2]");
  });

  test("a wider prefix: the neighbours of the client network come in as well", () => {
    const widen = (prefixes: string[]) => prefixes.map((prefix) => prefix.replace("10.20.0.0/16", "10.20.0.0/15"));
    const differences = only(verdictOn((resources) => {
      ruleOf(resources, "web", "R1-from-intranet").sourceAddressPrefix = "10.20.0.0/15";
      for (const { rules } of firewallCollections(resources)) for (const rule of rules) rule.sourceAddresses = widen(rule.sourceAddresses);
    }), "extra");
    expect(told(differences)).toEqual([`other private networks → web TCP 443: 10.21.0.4 → ${web}:443`]);
  });

  test("a rule that was dropped, with the row and the clause that need it", () => {
    const differences = only(verdictOn((resources) => {
      const { resource, rules } = groupOf(resources, "database-security-group");
      resource.inputs["securityRules"] = rules.filter((rule) => rule.name !== "R8-from-compute");
    }), "missing");
    expect(told(differences)).toEqual([`compute → database TCP 1433: 10.81.6.132 → ${sql}:1433`]);
    expect(differences[0]).toMatchObject({ flow: { row: "R8", clause: "T4.3-M" } });
    expect(differences[0]!.hops.at(-1)).toMatchObject({ decision: "stops", origin: expect.stringContaining("lifecare-database-security-group") as string });
  });

  test("two priorities that were swapped", () => {
    const differences = only(verdictOn((resources) => {
      const [rule, denial] = [ruleOf(resources, "database", "R8-from-compute"), ruleOf(resources, "database", "deny-everything-else-inbound")];
      [rule.priority, denial.priority] = [denial.priority, rule.priority];
    }), "missing");
    expect(told(differences)).toEqual([`compute → database TCP 1433: 10.81.6.132 → ${sql}:1433`]);
  });

  test("a route that was dropped: the reply does not come back the way the packet went", () => {
    const differences = only(verdictOn((resources) => {
      const { resource, routes } = tables(resources).find((table) => table.resource.name === "lifecare-core-routes")!;
      resource.inputs["routes"] = routes.filter(({ name }) => name !== "to-web");
    }), "asymmetric");
    expect(differences.map(({ flow }) => flow?.row).toSorted()).toEqual(expect.arrayContaining(["R3", "R4", "R12"]));
  });

  test("a datagram that nothing specifies and that no reply follows", () => {
    const differences = only(verdictOn((resources) => {
      for (const [zone, name] of [["compute", "R8-to-database"], ["database", "R8-from-compute"]] as const) {
        const { rules } = groupOf(resources, `${zone}-security-group`);
        rules.push({ ...ruleOf(resources, zone, name), name: "datagrams", priority: 4000, protocol: "Udp", destinationPortRange: "9999" });
      }
      tables(resources).find((table) => table.resource.name === "lifecare-database-routes")!.routes.push({ name: "silence", addressPrefix: "10.81.6.128/25", nextHopType: "None" });
    }), "one-way");
    expect(told(differences)).toEqual([`compute → database UDP 9999: 10.81.6.132 → ${sql}:9999`]);
    expect(differences[0]!.reply).toMatchObject([{ step: "route", decision: "stops" }]);
    expect(differences[0]!.causes.join()).toMatch(/lifecare-database-security-group securityRules\[\d+\]/);
  });

  test("the stack's firewall as a way from the client networks to the internet, which nothing specifies", () => {
    const differences = only(verdictOn((resources) => {
      const network = firewallCollections(resources).find(({ collection }) => collection["name"] === "outbound-network")!;
      network.rules.push({ ruleType: "NetworkRule", name: "browsing", sourceAddresses: ["10.20.0.0/16"], destinationAddresses: ["*"], destinationPorts: ["443"], ...{ ipProtocols: ["TCP"] } });
    }), "extra");
    const transit = differences.find(({ to, also }) => [to, ...also].join().includes("internet"))!;
    expect(transit).toMatchObject({ packets: "TCP 443", from: expect.stringContaining("clients") as string, causes: expect.arrayContaining([expect.stringContaining("ruleCollections")]) as string[] });
    expect(transit.hops.some(({ step }) => step === "firewall")).toBe(true);
  });

  test("the stack's firewall as a way from the internet to a client network", () => {
    const differences = only(verdictOn((resources) => {
      const { resource } = firewallCollections(resources)[0]!;
      const rule = { ruleType: "NatRule", name: "inward", ipProtocols: ["TCP"], sourceAddresses: ["*"], destinationAddresses: ["20.30.40.50"], destinationPorts: ["8443"], translatedAddress: "10.20.3.4", translatedPort: "443" };
      (resource.inputs["ruleCollections"] as object[]).push({ ruleCollectionType: "FirewallPolicyNatRuleCollection", name: "inward", priority: 100, action: { type: "Dnat" }, rules: [rule] });
    }), "extra");
    expect(differences.map(({ from, packets }) => `${from} ${packets}`)).toContain("internet TCP 8443");
    expect(differences.find(({ from }) => from === "internet")!.to).toContain("clients");
  });

  test("the firewall is bypassed: routes between the DMZ and the inner zones are gone on both sides", () => {
    const differences = only(verdictOn((resources) => {
      for (const { resource, routes } of tables(resources)) resource.inputs["routes"] = routes.filter(({ name }) => name === "outside");
    }), "bypass");
    expect(differences.map(({ from, to }) => `${from} → ${to}`)).toEqual(expect.arrayContaining(["web → core-application-intranetWeb", "core-application-intranetWeb → web"]));
    for (const { hops } of differences) expect(hops.some(({ step }) => step === "firewall")).toBe(false);
  });

  test("a public address, although nobody gets through by it", () => {
    const verdict = verdictOn((resources) => {
      ofType(resources, "network:NetworkInterface")[0]!.inputs["ipConfigurations"][0].publicIPAddress = { id: "/subscriptions/00000000-0000-4000-8000-000000000002/resourceGroups/rg-ank-utb/providers/Microsoft.Network/publicIPAddresses/pip" };
      resources.push({ type: "azure-native:network:PublicIPAddress", name: "pip", inputs: { publicIpAddressName: "pip", resourceGroupName: "rg-ank-utb" }, dependencies: [], id: "/subscriptions/00000000-0000-4000-8000-000000000002/resourceGroups/rg-ank-utb/providers/Microsoft.Network/publicIPAddresses/pip" });
    });
    expect(verdict.status).toBe("broken");
    expect(verdict.faults).toMatchObject([{ kind: "broken", subject: "ankutbapp01", reason: expect.stringContaining("public address") as string }]);
  });

  test("a Bastion host's own public address, by the flow that it opens", () => {
    const verdict = verdictOn((resources) => {
      const network = ofType(resources, "network:VirtualNetwork")[0]!;
      (network.inputs["subnets"] as object[]).push({ name: "AzureBastionSubnet", addressPrefix: "10.81.7.0/26", defaultOutboundAccess: false });
      const address = `${group}/publicIPAddresses/pip-bastion`;
      resources.push({ type: "azure-native:network:PublicIPAddress", name: "pip", inputs: { publicIpAddressName: "pip-bastion" }, dependencies: [], id: address });
      resources.push({ type: "azure-native:network:BastionHost", name: "bastion", inputs: { sku: { name: "Basic" }, ipConfigurations: [{ name: "one", subnet: { id: `${network.id!}/subnets/AzureBastionSubnet` }, publicIPAddress: { id: address } }] }, dependencies: [], id: `${group}/bastionHosts/bastion` });
    });
    expect(verdict.faults).toEqual([]);
    const internet = verdict.differences.filter(({ kind, from }) => kind === "extra" && from === "internet");
    expect(internet).toMatchObject([{ to: "instances", packets: "TCP 443" }]);
  });

  test("a public address with a way in and out: the internet reaches the web server", () => {
    const differences = only(verdictOn((resources) => {
      const id = "/subscriptions/00000000-0000-4000-8000-000000000002/resourceGroups/rg-ank-utb/providers/Microsoft.Network/publicIPAddresses/pip";
      resources.push({ type: "azure-native:network:PublicIPAddress", name: "pip", inputs: { publicIpAddressName: "pip", resourceGroupName: "rg-ank-utb" }, dependencies: [], id });
      ofType(resources, "network:NetworkInterface").find(({ inputs }) => inputs["ipConfigurations"][0].privateIPAddress === web)!.inputs["ipConfigurations"][0].publicIPAddress = { id };
      ruleOf(resources, "web", "R1-from-intranet").sourceAddressPrefix = "*";
      const { resource, routes } = tables(resources).find((table) => table.resource.name === "lifecare-web-routes")!;
      resource.inputs["routes"] = routes.filter(({ name }) => name !== "outside");
    }), "extra");
    expect(differences).toContainEqual(expect.objectContaining({ from: "internet", packets: "TCP 443" }));
  });

  test("a second group on an interface, which lets less through", () => {
    const differences = only(verdictOn((resources) => secondGroup(resources, [{ name: "nobody", priority: 100, direction: "Inbound", access: "Deny", protocol: "*", sourcePortRange: "*", destinationPortRange: "*", sourceAddressPrefix: "*", destinationAddressPrefix: "*" }])), "missing");
    expect(differences.map(({ flow }) => flow?.row)).toEqual(expect.arrayContaining(["R1", "R9", "R10"]));
    expect(differences[0]!.hops.some(({ step, decision }) => step.startsWith("security group of the interface") && decision === "stops")).toBe(true);
  });

  test("two subnets without their groups", () => {
    const differences = only(verdictOn((resources) => {
      const subnets = ofType(resources, "network:VirtualNetwork")[0]!.inputs["subnets"] as { name: string; networkSecurityGroup?: unknown }[];
      for (const subnet of subnets) if (["snet-database", "snet-compute"].includes(subnet.name)) delete subnet.networkSecurityGroup;
    }), "extra");
    expect(differences.map(({ from, to }) => `${from} → ${to}`)).toEqual(expect.arrayContaining(["compute → database", "database → compute"]));
  });

  test("a host that the firewall lets through beside the vendor's", () => {
    const differences = only(verdictOn((resources) => {
      const rule = firewallCollections(resources).flatMap(({ rules }) => rules).find(({ name }) => name === "out-web-to-vendor")!;
      rule.targetFqdns = [...rule.targetFqdns!, "files.example.com"];
    }), "extra");
    expect(told(differences)).toEqual([`web → files.example.com TCP 443: ${web} → files.example.com:443`]);
  });

  test("a wildcard in place of the vendor's hosts", () => {
    const differences = only(verdictOn((resources) => {
      firewallCollections(resources).flatMap(({ rules }) => rules).find(({ name }) => name === "out-web-to-vendor")!.targetFqdns = ["*.example.se"];
    }), "extra");
    expect(differences.map(({ to, also }) => [to, ...also].join())).toEqual([expect.stringContaining("any-other-host.example.se")]);
  });

  test("a machine without a role", () => {
    const verdict = verdictOn((resources) => {
      delete ofType(resources, "compute:VirtualMachine")[3]!.inputs["tags"]["lifecare-roles"];
    });
    expect(verdict.status).toBe("broken");
    expect(verdict.faults).toContainEqual(expect.objectContaining({ kind: "broken", reason: "has no tag lifecare-roles" }));
  });

  test("a stack without its firewall: nothing answers for the routes that lead there", () => {
    const verdict = verdictOn((resources) => {
      resources.splice(0, resources.length, ...resources.filter(({ type }) => !type.endsWith(":AzureFirewall")));
    });
    expect(verdict.status).toBe("broken");
    expect(verdict.faults.map(({ fix }) => fix)).toContain("the stack needs a firewall");
    expect(verdict.differences.some(({ kind }) => kind === "unknown")).toBe(true);
  });

  test("no machine at all is no pass", () => {
    expect(verdictOn((resources) => void resources.splice(0, resources.length, ...resources.filter(({ type }) => !type.includes(":VirtualMachine")))).status).toBe("broken");
  });
});

describe("what changes nothing is no break:", () => {
  test("a NAT gateway with a public address of its own, where routes lead past it to the firewall", () => {
    const verdict = verdictOn((resources) => {
      const [address, gateway] = [`${group}/publicIPAddresses/pip-nat`, `${group}/natGateways/nat`];
      resources.push({ type: "azure-native:network:PublicIPAddress", name: "pip", inputs: { publicIpAddressName: "pip-nat" }, dependencies: [], id: address });
      resources.push({ type: "azure-native:network:NatGateway", name: "nat", inputs: { natGatewayName: "nat", publicIpAddresses: [{ id: address }] }, dependencies: [], id: gateway });
      const subnets = ofType(resources, "network:VirtualNetwork")[0]!.inputs["subnets"] as { name: string; natGateway?: object }[];
      subnets.find(({ name }) => name === "snet-web")!.natGateway = { id: gateway };
    });
    expect(verdict).toMatchObject({ status: "proved", faults: [], differences: [] });
  });
});

describe("what is not known", () => {
  test("of one interface is unknown of it alone, and not of what stands beside it in its subnet", () => {
    const model = readResources(utb.resources());
    const machine = model.machines.find(({ name }) => name === "ankutbweb01")!;
    const gap = { origin: machine.origin, reason: "is in doubt", concerns: machine.interfaces };
    const verdict = describeVerdict(findDifferences({ ...model, gaps: [gap] }, utb.plan.expectation));
    expect(verdict.status).toBe("unknown");
    expect(verdict.places.map(({ name }) => name)).toContain("ankutbweb01");
    for (const { kind, from, to, also } of verdict.differences) expect([kind, [`${from} → ${to}`, ...also].every((pair) => pair.includes("ankutbweb01"))]).toEqual(["unknown", true]);
  });

  test("is neither proved nor broken: a service tag whose addresses nobody knows", () => {
    const verdict = verdictOn((resources) => {
      const rule = firewallCollections(resources).flatMap(({ rules }) => rules).find(({ name }) => name === "kms-web-to-tcp")!;
      rule.destinationAddresses = [...rule.destinationAddresses!, "Storage"];
      rule.destinationPorts = ["1688", "443"];
    });
    const kinds = new Set(verdict.differences.map(({ kind }) => kind));
    expect(kinds).toContain("unknown");
    const unknown = verdict.differences.filter(({ kind }) => kind === "unknown");
    expect(new Set(unknown.map(({ from }) => from))).toEqual(new Set(["web"]));
    expect(unknown[0]!.reasons.join()).toContain("service tag");
  });

  test("leaves a verdict open by itself: a group without a word, where a default route may belong to the network's tag", () => {
    const unknown = only(verdictOn((resources) => secondGroup(resources, [])), "unknown");
    expect(unknown[0]!.witness.destination).toBe(web);
  });
});

describe("a break is told", () => {
  test("once, however many pairs it concerns", () => {
    const verdict = verdictOn((resources) => {
      for (const { resource, rules } of groups(resources)) resource.inputs["securityRules"] = rules.filter(({ name }) => !name.startsWith("kms"));
    });
    expect(verdict.differences.every(({ flow }) => flow?.row === "kms")).toBe(true);
    expect(verdict.differences.length).toBeLessThanOrEqual(4);
  });
});
