import fc from "fast-check";
import { expect, it } from "vitest";
import { AzureError } from "../azureError.ts";
import { listAt, objectAt, textAt, type Properties } from "../propertyValues.ts";
import { attached, disk, idOf, machine, nic, publicAddress, subnetId, TestWorld } from "./testWorld.ts";

/** One request of many, most of which fit to nothing that stands. */
type Request = (world: TestWorld) => void;

const prefixes = ["10.0.1.0/29", "10.0.1.0/24", "10.0.2.0/29", "10.0.1.128/25", "10.1.0.0/24"];
const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const names = pick("a", "b");
const subnetProperties = fc.record({ name: pick("web", "app"), addressPrefix: pick(...prefixes), group: pick(undefined, "a", "b") }).map(({ name, addressPrefix, group }): Properties => ({
  name,
  addressPrefix,
  ...(group === undefined ? {} : { networkSecurityGroup: { id: idOf(`Microsoft.Network/networkSecurityGroups/${group}`) } }),
}));
const network = (subnets: readonly Properties[]): Properties => ({ virtualNetworkName: "main", addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, subnets: [...subnets] });
const nics = fc.record({ name: pick("one", "two", "three"), subnet: pick("web", "app"), address: pick(undefined, "10.0.1.4", "10.0.1.5", "10.0.1.7", "10.0.2.4"), front: fc.boolean() });
const machines = fc.record({ name: pick("core1", "core2"), interface: pick("one", "two"), disks: fc.uniqueArray(pick("a", "b"), { maxLength: 2 }) });

const requests: fc.Arbitrary<Request> = fc.oneof(
  fc.record({ subnets: fc.uniqueArray(subnetProperties, { maxLength: 2, selector: ({ name }) => name }), update: fc.boolean() }).map(({ subnets, update }): Request => (world) => world[update ? "update" : "create"]("network:VirtualNetwork", network(subnets))),
  fc.record({ subnet: subnetProperties, update: fc.boolean() }).map(({ subnet: { name, ...rest }, update }): Request => (world) => world[update ? "update" : "create"]("network:Subnet", { virtualNetworkName: "main", subnetName: name!, ...rest })),
  nics.map(({ name, subnet, address, front }): Request => (world) => {
    const { ipConfigurations, ...inputs } = nic(name, subnet, address);
    const first = objectAt({ first: listAt({ ipConfigurations: ipConfigurations! }, "ipConfigurations")[0]! }, "first");
    world.update("network:NetworkInterface", { ...inputs, ipConfigurations: [{ ...first, ...(front ? { publicIPAddress: { id: idOf("Microsoft.Network/publicIPAddresses/front") } } : {}) }] });
  }),
  machines.map(({ name, interface: held, disks }): Request => (world) => world.update("compute:VirtualMachine", machine(name, { storageProfile: attached(...disks), networkProfile: { networkInterfaces: [{ id: idOf(`Microsoft.Network/networkInterfaces/${held}`) }] } }))),
  names.map((name): Request => (world) => world.create("network:NetworkSecurityGroup", { networkSecurityGroupName: name })),
  names.map((name): Request => (world) => world.create("compute:Disk", disk(name))),
  pick<Request>((world) => world.create("network:PublicIPAddress", publicAddress("front"))),
  names.map((name): Request => (world) => world.remove("network:NetworkSecurityGroup", { networkSecurityGroupName: name })),
  names.map((name): Request => (world) => world.remove("compute:Disk", disk(name))),
  pick<Request>(
    (world) => world.remove("network:VirtualNetwork", network([])),
    (world) => world.remove("network:Subnet", { virtualNetworkName: "main", subnetName: "web" }),
    (world) => world.remove("network:NetworkInterface", nic("one")),
    (world) => world.remove("compute:VirtualMachine", machine("core1")),
    (world) => world.remove("network:PublicIPAddress", publicAddress("front")),
  ),
);

/** What is wrong with what stands, told by reading all of it, without a look at the rules. */
function faults(world: TestWorld): readonly string[] {
  const all = world.store.all();
  const ids = new Set(all.map(({ id }) => id.toLowerCase()));
  const found: string[] = [];
  for (const { id, properties } of all) {
    const text = JSON.stringify(properties);
    for (const [, named = ""] of text.matchAll(/"id":"([^"]+)"/g)) {
      const whole = named.replace(/\/ipConfigurations\/[^/]+$/i, "");
      // Parts of a resource have ids below its own; the disk that a machine makes for itself is no resource.
      if (whole.startsWith(`${id}/`) || /_OsDisk_/.test(whole)) continue;
      if (!ids.has(whole.toLowerCase())) found.push(`${id} names ${named}, which is not there`);
    }
  }
  const ranges = all.filter(({ type }) => type.endsWith("/subnets")).map(({ id, properties }) => ({ id, ...numbers(textAt(properties, "addressPrefix") ?? "") }));
  for (const one of ranges) for (const other of ranges) if (one.id < other.id && one.first <= other.last && other.first <= one.last) found.push(`${one.id} overlaps ${other.id}`);
  const configurations = all.filter(({ type }) => type.endsWith("/networkInterfaces")).flatMap(({ properties }) => listAt(properties, "ipConfigurations"));
  const addresses = configurations.map((configuration) => textAt(configuration, "privateIPAddress") ?? "");
  found.push(...twice(addresses), ...addresses.filter((address) => /\.(?:[0-3]|7)$/.test(address) && /^10\.0\.[12]\.\d$/.test(address) && ranges.some(({ first, last }) => last - first === 7 && inside(address, first, last))));
  found.push(...configurations.filter((configuration) => !ranges.some(({ id, first, last }) => id.toLowerCase() === textAt(objectAt(configuration, "subnet"), "id")?.toLowerCase() && inside(textAt(configuration, "privateIPAddress") ?? "", first, last))).map((one) => `${JSON.stringify(one)} is outside`));
  const held = all.filter(({ type }) => type.endsWith("/virtualMachines")).flatMap(({ properties }) => [
    ...listAt(objectAt(properties, "networkProfile"), "networkInterfaces").map((part) => textAt(part, "id") ?? ""),
    ...listAt(objectAt(properties, "storageProfile"), "dataDisks").map((part) => textAt(objectAt(part, "managedDisk"), "id") ?? ""),
  ]);
  const fronts = configurations.flatMap((configuration) => textAt(objectAt(configuration, "publicIPAddress"), "id") ?? []);
  return [...found, ...twice(held), ...twice(fronts)];
}

function twice(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index).map((value) => `${value} twice`);
}

function number(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function numbers(prefix: string): { readonly first: number; readonly last: number } {
  const [address = "", length = "32"] = prefix.split("/");
  return { first: number(address), last: number(address) + 2 ** (32 - Number(length)) - 1 };
}

function inside(address: string, first: number, last: number): boolean {
  return number(address) >= first && number(address) <= last;
}

it("whatever is asked in whatever order, what stands fits together: nothing dangles, overlaps or is held twice", () => {
  let [taken, refused] = [0, 0];
  fc.assert(
    fc.property(fc.array(requests, { minLength: 12, maxLength: 30 }), (asked) => {
      const world = new TestWorld();
      try {
        world.create("network:VirtualNetwork", network([{ name: "web", addressPrefix: "10.0.1.0/29" }, { name: "app", addressPrefix: "10.0.2.0/29" }]));
        for (const request of asked) {
          try {
            request(world);
            taken += 1;
          } catch (error) {
            if (!(error instanceof AzureError)) throw error;
            refused += 1;
          }
          expect(faults(world)).toEqual([]);
        }
      } finally {
        world.close();
      }
    }),
    { numRuns: 40 },
  );
  // Neither all nor nothing: both sides were tried.
  expect(Math.min(taken, refused)).toBeGreaterThan(100);
});

it("sees what does not fit together", () => {
  const world = new TestWorld();
  world.create("network:VirtualNetwork", network([{ name: "web", addressPrefix: "10.0.1.0/29" }]));
  world.create("network:NetworkInterface", nic("one"));
  world.store.remove(subnetId("web"));
  expect(faults(world).length).toBeGreaterThan(0);
  world.close();
});
