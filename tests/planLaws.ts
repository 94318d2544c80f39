import { expect } from "vitest";
import { findSqlServerImage, windowsServerImages } from "../azure/images.ts";
import { nameFault, nameRules } from "../azure/naming.ts";
import { platformFlows } from "../azure/platformFlows.ts";
import { findSize } from "../azure/virtualMachineSizes.ts";
import { parseConfiguration } from "../environment/configuration.ts";
import type { EnvironmentPlan, ResolvedResource } from "../environment/plan.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { documentedChoices, specifiedFlows, type FlowChoices, type FlowEnd, type FlowZone, type SpecifiedFlow } from "../specification/flows.ts";
import { longestComputerName, longestDatabasePassword } from "../specification/limits.ts";
import { feedbackHost } from "../specification/portMatrix.ts";
import { floorFor, serverTypes } from "../specification/serverTypes.ts";
import { roles as allRoles, specificationDate, type PortSpan, type Role } from "../specification/vocabulary.ts";
import type { ConfigurationInput } from "./configurationArbitrary.ts";
import { addressNumber, addressSpan, deciding, holds, internet, isAllowed, isOpen, judgedRules, meet, portSpan, showPacket, within, type Opening, type SecurityRuleInputs, type Span } from "./packets.ts";

/*
 * What every plan has to hold, judged from the specification, from Azure's facts and from plain arithmetic: the resources' inputs
 * are read back, and no planner is asked.
 */

/** What a law is told of: what was asked for, and what was planned. */
export interface Planned {
  readonly input: ConfigurationInput;
  readonly plan: EnvironmentPlan;
}

export function planOf(input: ConfigurationInput): Planned {
  const { configuration, advice } = parseConfiguration(input);
  return { input, plan: planEnvironment(configuration, advice) };
}

type Fields = Record<string, unknown>;

export function inputsOf<Inputs = Fields>(plan: EnvironmentPlan, type: string): readonly (Omit<ResolvedResource, "inputs"> & { readonly inputs: Inputs })[] {
  return plan.resources.filter((resource) => resource.type === type) as unknown as readonly (ResolvedResource & { readonly inputs: Inputs })[];
}

function section(input: ConfigurationInput, name: string): Fields {
  return (input[`lifecare:${name}`] ?? {}) as Fields;
}

/** Machines with the same roles are a zone, named by its roles. */
export function zonesAsked(input: ConfigurationInput): readonly FlowZone[] {
  const zones = new Map<string, FlowZone>();
  for (const machine of input["lifecare:machines"]) {
    const roles = allRoles.filter((role) => machine.roles.includes(role));
    const id = roles.join("-");
    zones.set(id, { id, roles, machines: (zones.get(id)?.machines ?? 0) + (machine.count ?? 1) });
  }
  return [...zones.values()];
}

export function choicesAsked(input: ConfigurationInput): FlowChoices {
  const network = section(input, "network");
  const chosen = Object.fromEntries(Object.keys(documentedChoices).filter((key) => network[key] !== undefined).map((key) => [key, network[key]]));
  return {
    ...documentedChoices,
    ...chosen,
    careModule: (section(input, "product")["subsystems"] as readonly string[]).includes("VoO"),
    feedback: (section(input, "product")["feedback"] as boolean | undefined) ?? documentedChoices.feedback,
    databaseVendorAccess: (section(input, "vendor")["databaseServerAccess"] as boolean | undefined) ?? documentedChoices.databaseVendorAccess,
  };
}

/** Nothing is published to the internet: R1 from there is left out. */
function flowsAsked(input: ConfigurationInput): readonly SpecifiedFlow[] {
  return specifiedFlows(zonesAsked(input), choicesAsked(input)).filter((flow) => flow.from.kind !== "internet");
}

interface MachineInputs {
  readonly vmName: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly zones?: readonly string[];
  readonly availabilitySet?: { readonly id: string };
  readonly hardwareProfile: { readonly vmSize: string };
  readonly osProfile: { readonly computerName: string; readonly adminPassword: { readonly resource: string } };
  readonly storageProfile: {
    readonly imageReference: { readonly publisher: string; readonly offer: string; readonly sku: string; readonly version: string };
    readonly osDisk: { readonly managedDisk: { readonly storageAccountType: string }; readonly diskSizeGB: number };
    readonly dataDisks: readonly { readonly lun: number; readonly caching: string; readonly managedDisk: { readonly id: string } }[];
  };
  readonly networkProfile: { readonly networkInterfaces: readonly { readonly id: string }[] };
}

interface DiskInputs {
  readonly diskName: string;
  readonly diskSizeGB: number;
  readonly sku: { readonly name: string };
  readonly zones?: readonly string[];
}

interface InterfaceInputs {
  readonly ipConfigurations: readonly { readonly privateIPAddress: string; readonly publicIPAddress?: unknown; readonly subnet: { readonly id: string } }[];
}

interface NetworkInputs {
  readonly addressSpace: { readonly addressPrefixes: readonly string[] };
  readonly dhcpOptions: { readonly dnsServers: readonly string[] };
  readonly subnets: readonly SubnetInputs[];
}

interface SubnetInputs {
  readonly name: string;
  readonly addressPrefix: string;
  readonly networkSecurityGroup?: { readonly id: string };
  readonly routeTable?: { readonly id: string };
  readonly defaultOutboundAccess?: boolean;
}

/** A machine with what hangs on it, followed by id from resource to resource. */
export interface ReadMachine {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly inputs: MachineInputs;
  readonly disks: readonly (DiskInputs & { readonly lun: number; readonly caching: string })[];
  readonly address: number;
  readonly subnetId: string;
  readonly options: ResolvedResource["options"];
}

export function machinesOf(plan: EnvironmentPlan): readonly ReadMachine[] {
  const byId = new Map(plan.resources.map((resource) => [resource.id, resource]));
  return inputsOf<MachineInputs>(plan, "azure-native:compute:VirtualMachine").map(({ inputs, options }) => {
    const [networkInterface] = inputs.networkProfile.networkInterfaces;
    const { ipConfigurations } = byId.get(networkInterface!.id)!.inputs as InterfaceInputs;
    return {
      name: inputs.osProfile.computerName,
      roles: inputs.tags["lifecare-roles"]!.split(" ") as Role[],
      inputs,
      disks: inputs.storageProfile.dataDisks.map((disk) => ({ ...(byId.get(disk.managedDisk.id)!.inputs as DiskInputs), lun: disk.lun, caching: disk.caching })),
      address: addressNumber(ipConfigurations[0]!.privateIPAddress),
      subnetId: ipConfigurations[0]!.subnet.id,
      options,
    };
  });
}

interface ReadZone {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly prefix: string;
  readonly span: Span;
  readonly rules: readonly SecurityRuleInputs[];
  readonly routes: readonly { readonly addressPrefix: string; readonly nextHopType: string; readonly nextHopIpAddress: string }[];
}

function networkOf(plan: EnvironmentPlan): NetworkInputs {
  return inputsOf<NetworkInputs>(plan, "azure-native:network:VirtualNetwork")[0]!.inputs;
}

/** The subnet of each zone, found by where the zone's machines stand. */
function readZones({ input, plan }: Planned): readonly ReadZone[] {
  const byId = new Map(plan.resources.map((resource) => [resource.id, resource]));
  const { subnets } = networkOf(plan);
  return zonesAsked(input).map((zone) => {
    const standing = machinesOf(plan).filter((machine) => sameRoles(machine.roles, zone.roles));
    const ids = new Set(standing.map((machine) => machine.subnetId));
    expect([zone.id, ids.size, standing.length], "machines with the same roles share one subnet").toEqual([zone.id, 1, zone.machines]);
    const subnet = subnets.find((candidate) => [...ids][0]!.endsWith(`/subnets/${candidate.name}`))!;
    const group = byId.get(subnet.networkSecurityGroup!.id)!.inputs as { securityRules: SecurityRuleInputs[] };
    const table = byId.get(subnet.routeTable!.id)!.inputs as { routes: ReadZone["routes"] };
    return { id: zone.id, roles: zone.roles, prefix: subnet.addressPrefix, span: addressSpan(subnet.addressPrefix), rules: group.securityRules, routes: table.routes };
  });
}

function sameRoles(one: readonly Role[], other: readonly Role[]): boolean {
  return one.length === other.length && one.every((role) => other.includes(role));
}

// The laws

export function machinesHoldTheFloors({ plan, input }: Planned): void {
  const machines = machinesOf(plan);
  const asked = input["lifecare:machines"].reduce((sum, machine) => sum + (machine.count ?? 1), 0);
  expect(machines).toHaveLength(asked);
  for (const machine of machines) {
    const size = findSize(machine.inputs.hardwareProfile.vmSize)!;
    const floor = floorFor(machine.roles);
    const least = machine.roles.includes("application") && machine.roles.includes("intranetWeb") ? serverTypes.application.memoryGiB + serverTypes.intranetWeb.memoryGiB : 0;
    const seen = { x64: size.architecture === "x64", burstable: size.burstable, generation2: size.generations.includes(2), vCpu: size.vCpu >= floor.vCpu, memory: size.memoryGiB >= Math.max(floor.memoryGiB, least) };
    expect(seen, `${machine.name} ${machine.roles.join()} ${size.name}`).toEqual({ x64: true, burstable: false, generation2: true, vCpu: true, memory: true });
    expect(machine.disks.length, machine.name).toBeLessThanOrEqual(size.maximumDataDisks);
    expect(Math.max(...machine.disks.map((disk) => disk.diskSizeGB)), `${machine.name}: a disk as large as the largest floor of its roles`).toBeGreaterThanOrEqual(floor.dataDiskGiB);
    expect(new Set(machine.disks.map((disk) => disk.lun)).size).toBe(machine.disks.length);
    // The image has 127 GiB, and the vendor's figures are besides it.
    expect(machine.inputs.storageProfile.osDisk.diskSizeGB).toBeGreaterThanOrEqual(127);
    for (const disk of machine.disks) expect(disk.caching === "None" || disk.diskSizeGB < 4096, `${disk.diskName} is cached though as large as 4 TiB`).toBe(true);
  }
}

export function databasesStandOnDisksOfTheirOwn({ plan, input }: Planned): void {
  const [server, ...more] = machinesOf(plan).filter((machine) => machine.roles.includes("database"));
  expect(more).toEqual([]);
  const floors = server!.disks.filter((disk) => disk.diskSizeGB >= serverTypes.database.dataDiskGiB);
  expect(floors.length).toBeGreaterThanOrEqual(1);
  const settings = inputsOf<{ storageConfigurationSettings?: Record<string, { luns: number[]; defaultFilePath: string }> }>(plan, "azure-native:sqlvirtualmachine:SqlVirtualMachine")[0]!.inputs.storageConfigurationSettings;
  const rebuilt = input["lifecare:machines"].some((machine) => machine.roles.includes("database") && machine.rebuild !== undefined);
  expect(settings === undefined, "the disks of a machine that is rebuilt are not formatted again").toBe(rebuilt);
  if (settings === undefined) return;
  const areas = ["sqlDataSettings", "sqlLogSettings", "sqlTempDbSettings"].map((area) => settings[area]!);
  const luns = areas.flatMap((area) => area.luns);
  expect(new Set(luns).size).toBe(3);
  const disks = luns.map((lun) => server!.disks.find((disk) => disk.lun === lun)!);
  expect(disks.map((disk) => disk.sku.name), "SQL Server's registration lays out premium disks only").toEqual(["Premium_LRS", "Premium_LRS", "Premium_LRS"]);
  expect(floors).toContain(disks[0]);
  expect(disks[1]!.caching, "the log is never cached").toBe("None");
  const letters = areas.map((area) => area.defaultFilePath[0]);
  expect(new Set(letters).size).toBe(3);
  expect(letters.some((letter) => ["A", "B", "C", "D", "E"].includes(letter!)), "letters that Windows may give away itself").toBe(false);
}

export function diskKindsFollowTheEnvironment({ plan, input }: Planned): void {
  if (input["lifecare:environment"] !== "prod") return;
  for (const machine of machinesOf(plan)) {
    const kinds = [machine.inputs.storageProfile.osDisk.managedDisk.storageAccountType, ...machine.disks.map((disk) => disk.sku.name)];
    expect(new Set(kinds), machine.name).toEqual(new Set(["Premium_LRS"]));
  }
}

export function computerNamesHold({ plan }: Planned): void {
  const names = machinesOf(plan).map((machine) => machine.name);
  for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9-]*$/);
  for (const name of names) expect(name.length, name).toBeLessThanOrEqual(longestComputerName.value);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  for (const machine of machinesOf(plan)) expect(machine.inputs.vmName).toBe(machine.name);
}

/** The first four addresses of a subnet and the last one are Azure's. */
export function addressesHold(planned: Planned): void {
  const { plan, input } = planned;
  const network = networkOf(plan);
  const space = addressSpan(network.addressSpace.addressPrefixes[0]!);
  expect(network.addressSpace.addressPrefixes).toEqual([section(input, "network")["addressSpace"]]);
  const subnets = network.subnets.map((subnet) => ({ name: subnet.name, span: addressSpan(subnet.addressPrefix) }));
  for (const [index, { name, span }] of subnets.entries()) {
    expect(within(span, space), `${name} inside the address space`).toBe(true);
    for (const other of subnets.slice(index + 1)) expect(meet(span, other.span), `${name} and ${other.name} are disjoint`).toBe(false);
  }
  for (const { prefix } of section(input, "network")["clientNetworks"] as { prefix: string }[]) expect(meet(addressSpan(prefix), space), prefix).toBe(false);
  const zones = readZones(planned);
  for (const machine of machinesOf(plan)) {
    const { span } = zones.find((zone) => sameRoles(zone.roles, machine.roles))!;
    expect(holds({ first: span.first + 4, last: span.last - 1 }, machine.address), `${machine.name} has an address that Azure hands out`).toBe(true);
  }
  const addresses = machinesOf(plan).map((machine) => machine.address);
  expect(new Set(addresses).size).toBe(addresses.length);
  const firewallSubnet = subnets.find((subnet) => subnet.name === "AzureFirewallSubnet")!.span;
  expect(holds({ first: firewallSubnet.first + 4, last: firewallSubnet.last - 1 }, addressNumber(network.dhcpOptions.dnsServers[0]!))).toBe(true);
  expect(firewallSubnet.last - firewallSubnet.first + 1, "a firewall grows within /26").toBeGreaterThanOrEqual(64);
}

export function webStandsAlone(planned: Planned): void {
  for (const machine of machinesOf(planned.plan)) if (machine.roles.includes("web")) expect(machine.roles).toEqual(["web"]);
  const subnetIds = machinesOf(planned.plan).map(({ roles, subnetId }) => `${roles.includes("web")} ${subnetId}`);
  const webSubnets = subnetIds.filter((text) => text.startsWith("true ")).map((text) => text.slice(5));
  for (const subnet of webSubnets) expect(subnetIds).not.toContain(`false ${subnet}`);
}

export function nothingIsPublic({ plan }: Planned): void {
  for (const { inputs } of inputsOf<InterfaceInputs>(plan, "azure-native:network:NetworkInterface")) expect(inputs.ipConfigurations.map((configuration) => configuration.publicIPAddress)).toEqual([undefined]);
  for (const subnet of networkOf(plan).subnets) if (subnet.name !== "AzureFirewallSubnet") expect([subnet.name, subnet.defaultOutboundAccess, typeof subnet.networkSecurityGroup?.id, typeof subnet.routeTable?.id]).toEqual([subnet.name, false, "string", "string"]);
}

/** Where an end of a flow lies, as far as a security group can tell: named hosts are somewhere on the internet. */
function placesOf(end: FlowEnd, zones: readonly ReadZone[], input: ConfigurationInput): readonly Span[] {
  if (end.kind === "zone") return [zones.find((zone) => zone.id === end.zone)!.span];
  if (end.kind === "client" || end.kind === "intranet") return (section(input, "network")["clientNetworks"] as { prefix: string }[]).map(({ prefix }) => addressSpan(prefix));
  return internet;
}

function spansOf(ports: readonly PortSpan[]): readonly Span[] {
  return ports.map(({ from, to }) => ({ first: from, last: to }));
}

function vendorOpenings({ input }: Planned, zones: readonly ReadZone[], only: (flow: SpecifiedFlow) => boolean): readonly Opening[] {
  return flowsAsked(input).filter(only).map((flow) => ({ protocol: flow.protocol, sources: placesOf(flow.from, zones, input), destinations: placesOf(flow.to, zones, input), ports: spansOf(flow.ports) }));
}

function platformOpenings({ plan }: Planned, zone: ReadZone): readonly Opening[] {
  const firewall = addressSpan(networkOf(plan).dhcpOptions.dnsServers[0]!);
  return platformFlows.map(({ destination, protocol, ports }) => ({
    protocol,
    sources: [zone.span],
    destinations: destination.kind === "firewallDns" ? [firewall] : destination.kind === "addresses" ? destination.prefixes.map(addressSpan) : internet,
    ports: spansOf(ports),
  }));
}

/** Security groups open the specified flows and the platform's, nothing missing and nothing extra, at both ends. */
export function securityGroupsOpenExactlyTheSpecification(planned: Planned): void {
  const zones = readZones(planned);
  const space = networkOf(planned.plan).addressSpace.addressPrefixes[0]!;
  for (const zone of zones) {
    const inward = vendorOpenings(planned, zones, (flow) => flow.to.kind === "zone" && flow.to.zone === zone.id);
    const outward = [...vendorOpenings(planned, zones, (flow) => flow.from.kind === "zone" && flow.from.zone === zone.id), ...platformOpenings(planned, zone)];
    expect(disagreement(zone.rules, "Inbound", inward, space, zone.span), `into ${zone.id}`).toBeUndefined();
    expect(disagreement(zone.rules, "Outbound", outward, space, zone.span), `out of ${zone.id}`).toBeUndefined();
    const priorities = ["Inbound", "Outbound"].flatMap((direction) => zone.rules.filter((rule) => rule.direction === direction).map((rule) => `${direction} ${rule.priority}`));
    expect(new Set(priorities).size, `${zone.id}: each priority once`).toBe(priorities.length);
    expect(new Set(zone.rules.map((rule) => rule.name.toLowerCase())).size).toBe(zone.rules.length);
    expect(zone.rules.length).toBeLessThanOrEqual(1000);
    for (const rule of zone.rules) expect([rule.name, rule.priority >= 100 && rule.priority <= 4096, nameFault(rule.name, nameRules["Microsoft.Network/networkSecurityGroups/securityRules"])]).toEqual([rule.name, true, undefined]);
  }
}

function disagreement(rules: readonly SecurityRuleInputs[], direction: "Inbound" | "Outbound", openings: readonly Opening[], space: string, own: Span): string | undefined {
  const judged = judgedRules(rules, direction, space);
  for (const packet of deciding([...judged, ...openings], direction === "Inbound" ? { destinations: own } : { sources: own })) {
    const open = isAllowed(judged, packet);
    if (open !== isOpen(openings, packet)) return `${showPacket(packet)} is ${open ? "open, and no flow says so" : "closed, and a flow needs it"}`;
  }
  return undefined;
}

const administrationPorts: readonly Span[] = ["30700-30709", "30711-30721", "30723-30750", "30752-30760"].map(portSpan);

/** T4.3-X and R8, said once more without the matrix: who may reach broker administration and the database, whatever else is open. */
export function innermostPortsAreReachedByFewOnly(planned: Planned): void {
  const zones = readZones(planned);
  const space = networkOf(planned.plan).addressSpace.addressPrefixes[0]!;
  const { databasePort, eventServicePort } = choicesAsked(planned.input);
  const isBroker = (zone: ReadZone) => zone.roles.includes("core") || zone.roles.includes("application");
  const sources = [...zones.map((zone) => ({ zone, address: zone.span.first + 4 })), ...(section(planned.input, "network")["clientNetworks"] as { prefix: string }[]).map(({ prefix }) => ({ zone: undefined, address: addressSpan(prefix).first }))];
  for (const target of zones) {
    const judged = judgedRules(target.rules, "Inbound", space);
    for (const { zone, address } of sources) {
      const reaches = (port: number) => isAllowed(judged, { source: address, destination: target.span.first + 5, protocol: "Tcp", port });
      const ports = administrationPorts.flatMap(({ first, last }) => [first, last]).filter((port) => port !== eventServicePort && port !== databasePort);
      const maySpeakToBrokers = zone !== undefined && isBroker(zone) && isBroker(target);
      if (!maySpeakToBrokers) expect(ports.filter(reaches), `broker administration of ${target.id} from ${zone?.id ?? "a client"}`).toEqual([]);
      const mayReachDatabase = target.roles.includes("database") && zone !== undefined && (isBroker(zone) || zone.roles.includes("compute"));
      if (target.roles.includes("database") && !mayReachDatabase) expect(reaches(databasePort), `database of ${target.id} from ${zone?.id ?? "a client"}`).toBe(false);
      expect(reaches(15672), "RabbitMQ's administration answers on the machine itself only (T13.2-1)").toBe(false);
      expect(reaches(1434), "nobody asks SQL Server's browser").toBe(false);
    }
  }
}

/** Longest prefix first, a route of one's own before the system's: where a packet from the zone goes next. */
function nextHop(zone: ReadZone, address: number, space: Span): string {
  const own = zone.routes.map((route) => ({ span: addressSpan(route.addressPrefix), hop: route.nextHopType === "VirtualAppliance" ? route.nextHopIpAddress : route.nextHopType, own: 0 }));
  const system = [{ span: space, hop: "local", own: 1 }, { span: addressSpan("0.0.0.0/0"), hop: "internet", own: 1 }];
  const size = ({ first, last }: Span) => last - first;
  return [...own, ...system].filter((route) => holds(route.span, address)).toSorted((one, other) => size(one.span) - size(other.span) || one.own - other.own)[0]!.hop;
}

export function theBorderOfTheDmzLeadsThroughTheFirewall(planned: Planned): void {
  const zones = readZones(planned);
  const network = networkOf(planned.plan);
  const space = addressSpan(network.addressSpace.addressPrefixes[0]!);
  const firewall = network.dhcpOptions.dnsServers[0]!;
  for (const zone of zones) {
    for (const other of zones) {
      const crosses = zone.roles.includes("web") !== other.roles.includes("web");
      for (const address of [other.span.first, other.span.last]) expect(nextHop(zone, address, space), `${zone.id} to ${other.id}`).toBe(crosses ? firewall : "local");
    }
    for (const { prefix } of section(planned.input, "network")["clientNetworks"] as { prefix: string }[]) expect(nextHop(zone, addressSpan(prefix).first, space)).toBe(firewall);
    expect(nextHop(zone, addressNumber("203.0.113.7"), space)).toBe(firewall);
  }
  for (const { inputs } of inputsOf<{ disableBgpRoutePropagation: boolean }>(planned.plan, "azure-native:network:RouteTable")) expect(inputs.disableBgpRoutePropagation).toBe(true);
}

interface FirewallRuleInputs {
  readonly ruleType: string;
  readonly name: string;
  readonly ipProtocols?: readonly string[];
  readonly sourceAddresses: readonly string[];
  readonly destinationAddresses?: readonly string[];
  readonly destinationFqdns?: readonly string[];
  readonly destinationPorts?: readonly string[];
  readonly targetFqdns?: readonly string[];
  readonly fqdnTags?: readonly string[];
  readonly protocols?: readonly { readonly protocolType: string; readonly port: number }[];
}

function firewallRulesOf(plan: EnvironmentPlan): readonly FirewallRuleInputs[] {
  const groups = inputsOf<{ ruleCollections: { action: { type: string }; rules: FirewallRuleInputs[] }[] }>(plan, "azure-native:network:FirewallPolicyRuleCollectionGroup");
  const collections = groups.flatMap((group) => group.inputs.ruleCollections);
  for (const collection of collections) expect([collection.action.type, new Set(collection.rules.map((rule) => rule.name.toLowerCase())).size]).toEqual(["Allow", collection.rules.length]);
  return collections.flatMap((collection) => collection.rules);
}

/** What passes the firewall by address: flows across the DMZ's border, from clients, and to addresses outside. Nothing else. */
export function theFirewallCarriesExactlyWhatPassesIt(planned: Planned): void {
  const zones = readZones(planned);
  const zoneOf = (id: string) => zones.find((zone) => zone.id === id)!;
  const passes = ({ from, to }: SpecifiedFlow) => to.kind === "zone" && (from.kind !== "zone" || zoneOf(from.zone).roles.includes("web") !== zoneOf(to.zone).roles.includes("web"));
  const byAddress = platformFlows.flatMap(({ destination, protocol, ports }): Opening[] => (destination.kind === "addresses" ? [{ protocol, sources: zones.map((zone) => zone.span), destinations: destination.prefixes.map(addressSpan), ports: spansOf(ports) }] : []));
  const specified = [...vendorOpenings(planned, zones, passes), ...byAddress];
  const rules = firewallRulesOf(planned.plan).filter((rule) => rule.destinationAddresses !== undefined).flatMap((rule) => rule.ipProtocols!.map((protocol): Opening => ({
    protocol: protocol === "TCP" ? "Tcp" : "Udp",
    sources: rule.sourceAddresses.map(addressSpan),
    destinations: rule.destinationAddresses!.map(addressSpan),
    ports: rule.destinationPorts!.map(portSpan),
  })));
  for (const packet of deciding([...rules, ...specified], {})) {
    const open = isOpen(rules, packet);
    if (open !== isOpen(specified, packet)) expect.fail(`${showPacket(packet)} ${open ? "passes the firewall, and no flow says so" : "does not pass the firewall"}`);
  }
}

/** What leaves by name: each zone to each host and tag on each port, as one line. */
export function theFirewallKnowsExactlyTheNamedHosts(planned: Planned): void {
  const { input, plan } = planned;
  const zones = readZones(planned);
  const hosts = (list: string) => (section(input, "vendor")[list] ?? []) as string[];
  const hostsOf: Partial<Record<FlowEnd["kind"], readonly string[]>> = { vendor: [...hosts("packageHosts"), ...hosts("licenceHosts")], socialInsuranceAgency: hosts("socialInsuranceHosts"), feedback: [feedbackHost.value] };
  const line = (prefix: string, name: string, port: number) => `${prefix} ${name} ${port}`;
  const named = flowsAsked(input).flatMap(({ from, to, ports }) => {
    if (from.kind !== "zone" || to.kind === "zone") return [];
    const { prefix } = zones.find((zone) => zone.id === from.zone)!;
    return hostsOf[to.kind]!.flatMap((host) => ports.map((port) => line(prefix, host, port.from)));
  });
  const tagged = zones.flatMap((zone) => platformFlows.flatMap(({ destination, ports }) => (destination.kind === "fqdnTag" ? ports.map((port) => line(zone.prefix, destination.tag, port.from)) : [])));
  const open = firewallRulesOf(plan).filter((rule) => rule.destinationAddresses === undefined).flatMap((rule) => {
    const names = [...(rule.destinationFqdns ?? []), ...(rule.targetFqdns ?? []), ...(rule.fqdnTags ?? [])];
    const ports = rule.ruleType === "ApplicationRule" ? rule.protocols!.map(({ protocolType, port }) => (expect(protocolType).toBe(port === 443 ? "Https" : "Http"), port)) : rule.destinationPorts!.map(Number);
    return rule.sourceAddresses.flatMap((source) => names.flatMap((name) => ports.map((port) => line(source, name, port))));
  });
  expect([...new Set(open)].sort()).toEqual([...new Set([...named, ...tagged])].sort());
}

export function resourcesAreNamedOnceAndInAzuresWay({ plan }: Planned): void {
  const logical = plan.resources.map((resource) => resource.name);
  expect(new Set(logical).size).toBe(logical.length);
  const ids = plan.resources.flatMap((resource) => (resource.id === undefined ? [] : [resource.id.toLowerCase()]));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { arm } of plan.resources) {
    if (arm === undefined) continue;
    const rule = nameRules[arm.type as keyof typeof nameRules];
    expect([arm.type, rule === undefined, nameFault(arm.names.at(-1)!, rule)], arm.names.join("/")).toEqual([arm.type, false, undefined]);
  }
}

/** Each resource after what it depends on, and each id that an input names is one of the table. */
export function everyResourceComesAfterWhatItNeeds({ plan }: Planned): void {
  const seen = new Set<string>();
  const known = new Map(plan.resources.map((resource) => [resource.id?.toLowerCase(), resource.name]));
  for (const resource of plan.resources) {
    for (const dependency of resource.dependencies) expect(seen, `${resource.name} needs ${dependency}`).toContain(dependency);
    if (resource.options?.deletedWith !== undefined) expect(seen).toContain(resource.options.deletedWith);
    for (const id of idsIn(resource.inputs)) {
      const owner = known.get(id.toLowerCase()) ?? known.get(id.slice(0, id.lastIndexOf("/subnets/")).toLowerCase());
      expect(owner, `${resource.name} names ${id}`).toBeDefined();
      expect(resource.dependencies).toContain(owner);
    }
    seen.add(resource.name);
  }
}

function idsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.startsWith("/subscriptions/") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(idsIn);
}

/** A machine starts when its way out stands: routes by its subnet, rules by the firewall. */
export function machinesWaitForTheirWayOut({ plan }: Planned): void {
  const needed = plan.resources.filter(({ type }) => /:(AzureFirewall|FirewallPolicyRuleCollectionGroup|RouteTable|NetworkSecurityGroup)$/.test(type)).map(({ name }) => name);
  const byName = new Map(plan.resources.map((resource) => [resource.name, resource]));
  for (const machine of plan.resources.filter(({ type }) => type.endsWith(":VirtualMachine"))) {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      if (reached.has(name)) return;
      reached.add(name);
      byName.get(name)!.dependencies.forEach(visit);
    };
    visit(machine.name);
    for (const name of needed) expect(reached, `${machine.name} waits for ${name}`).toContain(name);
  }
}

export function passwordsAreShortEnoughAndNeverShared({ plan }: Planned): void {
  const passwords = inputsOf<{ length: number; keepers: { purpose: string } }>(plan, "random:index/randomPassword:RandomPassword");
  const secrets = inputsOf<{ properties: { value: { resource: string; secret: boolean } } }>(plan, "azure-native:keyvault:Secret");
  const machines = inputsOf<MachineInputs>(plan, "azure-native:compute:VirtualMachine");
  const forDatabase = passwords.filter(({ inputs }) => inputs.keepers.purpose.startsWith("database"));
  expect(forDatabase.length).toBeGreaterThanOrEqual(2);
  for (const { inputs } of forDatabase) expect(inputs.length).toBeLessThanOrEqual(longestDatabasePassword.value);
  const stored = secrets.map(({ inputs }) => inputs.properties.value.resource);
  expect(stored.toSorted()).toEqual(passwords.map(({ name }) => name).toSorted());
  const ofMachines = machines.map(({ inputs }) => inputs.osProfile.adminPassword.resource);
  expect(new Set([...ofMachines, ...forDatabase.map(({ name }) => name)]).size).toBe(machines.length + forDatabase.length);
}

export function imagesAreApproved({ plan, input }: Planned): void {
  const { windowsServer, sqlServer, sqlServerEdition } = section(input, "platform") as { windowsServer: "2019" | "2022"; sqlServer: string; sqlServerEdition: string };
  for (const { roles, inputs } of machinesOf(plan)) {
    const { publisher, offer, sku } = inputs.storageProfile.imageReference;
    const listed = roles.includes("database") ? findSqlServerImage({ windowsServer, sqlServer, edition: sqlServerEdition })! : windowsServerImages[windowsServer];
    expect([publisher, offer, sku]).toEqual([listed.publisher, listed.offer, listed.sku]);
    expect(offer.toLowerCase() + sku, "English images have no language ending").toContain(windowsServer);
    expect(sku).not.toMatch(/-(zhcn|core)/);
  }
}

const untaggable = ["azure-native:network:FirewallPolicyRuleCollectionGroup", "random:index/randomPassword:RandomPassword"];

export function everythingIsTagged({ plan, input }: Planned): void {
  const common = { "lifecare-customer": section(input, "customer")["code"], "lifecare-environment": input["lifecare:environment"], "lifecare-specification": specificationDate };
  for (const { type, name, inputs } of plan.resources) if (!untaggable.includes(type)) expect((inputs as Fields)["tags"], name).toMatchObject(common);
}

/** What holds data is protected unless the customer says otherwise; a copy of production is data like production's. */
export function dataIsProtected({ plan, input }: Planned): void {
  const wanted = input["lifecare:protectData"] ?? true;
  const rebuilt = new Map(input["lifecare:machines"].map(({ name, rebuild }) => [name, rebuild !== undefined && rebuild.done !== rebuild.token]));
  for (const { name, options } of inputsOf(plan, "azure-native:compute:Disk")) expect(options?.protect, name).toBe(wanted);
  expect(inputsOf(plan, "azure-native:keyvault:Vault").map(({ options }) => options?.protect)).toEqual([wanted]);
  for (const server of plan.servers) {
    const { options } = machinesOf(plan).find((machine) => machine.name === server.computerName)!;
    const holdsData = server.roles.some((role) => serverTypes[role].holdsData);
    expect(options?.protect, server.computerName).toBe(wanted && holdsData && !rebuilt.get(server.group));
  }
}

/** Zone or set, never both; disks stand in the zone of their machine; peers do not stand together while there is room apart. */
export function machinesAreKeptApart({ plan, input }: Planned): void {
  const { redundancy } = section(input, "platform") as { redundancy: string };
  const machines = machinesOf(plan);
  for (const { inputs, disks, name } of machines) {
    expect([name, inputs.zones?.length ?? 0]).toEqual([name, redundancy === "zones" ? 1 : 0]);
    if (redundancy !== "set") expect(inputs.availabilitySet).toBeUndefined();
    for (const disk of disks) expect(disk.zones).toEqual(inputs.zones);
  }
  for (const group of input["lifecare:machines"].filter(({ count }) => (count ?? 1) > 1)) {
    const peers = plan.servers.filter((server) => server.group === group.name).map((server) => machines.find((machine) => machine.name === server.computerName)!);
    if (redundancy === "zones") expect(new Set(peers.map(({ inputs }) => inputs.zones![0])).size).toBe(Math.min(3, peers.length));
    if (redundancy === "set") expect(new Set(peers.map(({ inputs }) => inputs.availabilitySet?.id ?? "none"))).toEqual(new Set([peers[0]!.inputs.availabilitySet!.id]));
  }
}

/** Nothing is lost but the mark of what is still to come (a symbol): a clone leaves it out as well. */
export function thePlanIsJson({ plan }: Planned): void {
  expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(structuredClone(plan));
}

export function planningTwiceGivesTheSame({ plan, input }: Planned): void {
  expect(planOf(structuredClone(input)).plan).toEqual(plan);
}

/** Every law, by what it says. */
export const laws: Readonly<Record<string, (planned: Planned) => void>> = {
  "machines hold the floors of their roles": machinesHoldTheFloors,
  "databases stand on disks of their own": databasesStandOnDisksOfTheirOwn,
  "PROD has premium disks only": diskKindsFollowTheEnvironment,
  "computer names have at most fifteen characters, no digit first, none twice": computerNamesHold,
  "addresses lie where Azure hands them out, subnets and client networks apart": addressesHold,
  "the web role stands alone": webStandsAlone,
  "no machine has a public address or a way out of its own": nothingIsPublic,
  "security groups open exactly the specified flows": securityGroupsOpenExactlyTheSpecification,
  "broker administration and databases are reached by few only": innermostPortsAreReachedByFewOnly,
  "between the DMZ and the inner zones everything goes through the firewall": theBorderOfTheDmzLeadsThroughTheFirewall,
  "the firewall carries exactly what passes it": theFirewallCarriesExactlyWhatPassesIt,
  "the firewall knows exactly the named hosts": theFirewallKnowsExactlyTheNamedHosts,
  "resources are named once and in Azure's way": resourcesAreNamedOnceAndInAzuresWay,
  "every resource comes after what it needs": everyResourceComesAfterWhatItNeeds,
  "machines wait for their way out": machinesWaitForTheirWayOut,
  "database passwords are short enough and no password is shared": passwordsAreShortEnoughAndNeverShared,
  "images are approved": imagesAreApproved,
  "everything is tagged": everythingIsTagged,
  "what holds data is protected": dataIsProtected,
  "machines are kept apart as asked": machinesAreKeptApart,
  "the plan is JSON": thePlanIsJson,
  "planning twice gives the same": planningTwiceGivesTheSame,
};
