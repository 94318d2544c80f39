import { describe, expect, test } from "vitest";
import { readConfiguration } from "../environment/configurationFile.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { readResources } from "./azureReader.ts";

const planOf = (stack: string) => planEnvironment(readConfiguration(`Pulumi.${stack}.yaml`).configuration);

describe.each(["prod", "utb"])("the plan of %s", (stack) => {
  const plan = planOf(stack);
  const model = readResources(plan.resources);

  test("is read without a gap", () => {
    expect(model.gaps).toEqual([]);
  });

  test("has its machines with their addresses, each in its zone's subnet", () => {
    const standing = model.machines.map(({ name, interfaces }) => {
      const own = model.interfaces.find(({ id }) => id === interfaces[0])!;
      return `${name} ${own.addresses.join()} ${own.subnet.split("/").at(-1)}`;
    });
    expect(standing).toEqual(plan.servers.map(({ computerName, address, subnet }) => `${computerName} ${address} ${subnet.toLowerCase()}`).sort());
  });

  test("has one network, whose zones filter and route by groups and tables of their own", () => {
    const [network] = model.networks;
    expect(model.networks).toHaveLength(1);
    expect(network!.prefixes).toEqual([plan.network.addressSpace]);
    for (const { subnet, prefix } of plan.zones) {
      const own = network!.subnets.find(({ name }) => name === subnet)!;
      expect(own.prefixes).toEqual([prefix]);
      expect(own.outboundAccess).toBe("closed");
      for (const { options } of [own.securityGroups, own.routeTables]) expect(options.map((option) => typeof option)).toEqual(["object"]);
    }
  });

  test("has one firewall at the address that routes lead to, with its policy's groups in order", () => {
    const [firewall] = model.firewalls;
    expect(model.firewalls).toHaveLength(1);
    expect(firewall).toMatchObject({ address: plan.network.firewallAddress, nameProxy: true });
    expect(firewall!.groups.map(({ name, priority }) => `${priority} ${name}`)).toEqual(["200 vendor-matrix", "300 outbound"]);
  });

  test("is the same model after a way through JSON", () => {
    expect(readResources(JSON.parse(JSON.stringify(plan.resources)))).toEqual(model);
  });
});
