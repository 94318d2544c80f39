import { describe, expect, test } from "vitest";
import { readStackFile } from "../environment/configurationFile.ts";
import type { ConfigurationInput } from "./configurationArbitrary.ts";
import { laws, planOf, type Planned } from "./planLaws.ts";

/*
 * The judges judged: the laws that are named notice a plan in which one thing was turned round. The plan is
 * PROD's of the package's own stack file.
 */

const prod = planOf(readStackFile("Pulumi.prod.yaml").config as ConfigurationInput);

type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** The plan's copy with a change made to the inputs of one resource. */
function tampered(name: string, change: (inputs: Loose, resource: Loose) => void): Planned {
  const plan = structuredClone(prod.plan);
  const resource = plan.resources.find((candidate) => candidate.name === name)! as unknown as Loose;
  change(resource["inputs"] as Loose, resource);
  return { input: prod.input, plan };
}

function broken(planned: Planned): readonly string[] {
  return Object.entries(laws).filter(([name, law]) => {
    if (name === "planning twice gives the same") return false;
    try {
      law(planned);
      return false;
    } catch {
      return true;
    }
  }).map(([name]) => name);
}

const rule = (inputs: Loose, name: string) => inputs["securityRules"].find((candidate: Loose) => candidate["name"] === name) as Loose;
const flows = "security groups open exactly the specified flows";
const few = "broker administration and databases are reached by few only";
const firewall = "the firewall carries exactly what passes it";
const hosts = "the firewall knows exactly the named hosts";
const border = "between the DMZ and the inner zones everything goes through the firewall";

describe("a plan is found out", () => {
  test.each<[string, Planned, readonly string[]]>([
    ["whose machine is too small", tampered("ankprodcore01-machine", (inputs) => (inputs["hardwareProfile"].vmSize = "Standard_D2s_v5")), ["machines hold the floors of their roles"]],
    ["whose machine bursts", tampered("ankprodcmp01-machine", (inputs) => (inputs["hardwareProfile"].vmSize = "Standard_B4ms")), ["machines hold the floors of their roles"]],
    ["whose data disk is too small", tampered("ankprodapp01-program-disk", (inputs) => (inputs["diskSizeGB"] = 64)), ["machines hold the floors of their roles"]],
    ["that has a standard disk in PROD", tampered("ankprodweb01-program-disk", (inputs) => (inputs["sku"].name = "StandardSSD_LRS")), ["PROD has premium disks only"]],
    ["whose log is cached", tampered("ankprodsql01-machine", (inputs) => (inputs["storageProfile"].dataDisks[1].caching = "ReadOnly")), ["databases stand on disks of their own"]],
    ["whose log and data share a disk", tampered("ankprodsql01-database-registration", (inputs) => (inputs["storageConfigurationSettings"].sqlLogSettings.luns = [0])), ["databases stand on disks of their own"]],
    ["in which two machines have one address", tampered("ankprodapp02-network-interface", (inputs) => (inputs["ipConfigurations"][0].privateIPAddress = "10.80.4.132")), ["addresses lie where Azure hands them out, subnets and client networks apart"]],
    ["in which a machine has an address of Azure's own", tampered("ankprodapp02-network-interface", (inputs) => (inputs["ipConfigurations"][0].privateIPAddress = "10.80.4.131")), ["addresses lie where Azure hands them out, subnets and client networks apart"]],
    ["in which a machine has a public address", tampered("ankprodweb01-network-interface", (inputs) => (inputs["ipConfigurations"][0].publicIPAddress = { id: "/x" })), ["no machine has a public address or a way out of its own"]],
    ["with a rule missing", tampered("lifecare-database-security-group", (inputs) => (inputs["securityRules"] = inputs["securityRules"].filter((one: Loose) => one["name"] !== "R8-from-core"))), [flows]],
    ["with a port more", tampered("lifecare-core-security-group", (inputs) => (rule(inputs, "R4-from-web").destinationPortRange = "23610-23611")), [flows]],
    ["with one port fewer at one end only", tampered("lifecare-application-security-group", (inputs) => rule(inputs, "R6-from-compute").destinationPortRanges.pop()), [flows]],
    ["with a source that is twice as wide", tampered("lifecare-database-security-group", (inputs) => (rule(inputs, "R8-from-compute").sourceAddressPrefix = "10.80.6.0/24")), [flows]],
    ["without its denial of everything else", tampered("lifecare-web-security-group", (inputs) => (inputs["securityRules"] = inputs["securityRules"].filter((one: Loose) => one["name"] !== "deny-everything-else-inbound"))), [flows, few]],
    ["whose denial comes before what it is to let through", tampered("lifecare-web-security-group", (inputs) => (rule(inputs, "deny-everything-else-outbound").priority = 101)), [flows]],
    ["that lets clients at the brokers' administration", tampered("lifecare-core-security-group", (inputs) => (rule(inputs, "E1-from-client").destinationPortRanges = ["30700-30760"])), [flows, few]],
    ["that lets clients at the database", tampered("lifecare-database-security-group", (inputs) => (rule(inputs, "R8-from-core").sourceAddressPrefix = "10.20.0.0/16")), [flows, few]],
    ["with a route past the firewall", tampered("lifecare-web-routes", (inputs) => (inputs["routes"] = inputs["routes"].filter((one: Loose) => one["name"] !== "to-core"))), [border]],
    ["with a way back past the firewall", tampered("lifecare-database-routes", (inputs) => (inputs["routes"] = inputs["routes"].filter((one: Loose) => one["name"] !== "to-web"))), [border]],
    ["that takes routes from a gateway", tampered("lifecare-core-routes", (inputs) => (inputs["disableBgpRoutePropagation"] = false)), [border]],
    ["whose firewall lets one port more across the border", tampered("lifecare-firewall-matrix", (inputs) => inputs["ruleCollections"][0].rules.find((one: Loose) => one["name"].startsWith("R4-web"))["destinationPorts"].push("1433")), [firewall]],
    ["whose firewall forgets a client network", tampered("lifecare-firewall-matrix", (inputs) => inputs["ruleCollections"][0].rules.find((one: Loose) => one["name"].startsWith("E1"))["sourceAddresses"].pop()), [firewall]],
    ["whose firewall lets a server call any host", tampered("lifecare-firewall-outbound", (inputs) => inputs["ruleCollections"][1].rules.find((one: Loose) => one["targetFqdns"] !== undefined)["targetFqdns"].push("*")), [hosts]],
    ["whose database password has sixteen characters", tampered("lifecare-database-application-password", (inputs) => (inputs["length"] = 16)), ["database passwords are short enough and no password is shared"]],
    ["in which two machines share a password", tampered("ankprodapp02-machine", (inputs) => (inputs["osProfile"].adminPassword.resource = "lifecare-administrator-ankprodapp01-password")), ["database passwords are short enough and no password is shared"]],
    ["with a core image of Windows", tampered("ankprodint01-machine", (inputs) => (inputs["storageProfile"].imageReference.sku = "2022-datacenter-core-g2")), ["images are approved"]],
    ["with an untagged vault", tampered("lifecare-vault", (inputs) => (inputs["tags"] = {})), ["everything is tagged"]],
    ["with a data disk that anybody may delete", tampered("ankprodsql01-data-disk", (_, resource) => (resource["options"].protect = false)), ["what holds data is protected"]],
    ["with both web servers in one zone", tampered("ankprodweb02-machine", (inputs) => (inputs["zones"] = ["1"])), ["machines are kept apart as asked"]],
    ["with a machine that waits for nothing", tampered("ankprodcore01-machine", (_, resource) => (resource["dependencies"] = [])), ["every resource comes after what it needs", "machines wait for their way out"]],
    ["with two resources of one id", tampered("ankprodapp02-program-disk", (_, resource) => (resource["id"] = prod.plan.resources.find(({ name }) => name === "ankprodapp01-program-disk")!.id)), ["resources are named once and in Azure's way"]],
  ])("%s", (_, planned, expected) => {
    expect(broken(planned)).toEqual(expect.arrayContaining([...expected]));
  });

  test("only where something was turned round", () => {
    expect(broken({ input: prod.input, plan: structuredClone(prod.plan) })).toEqual([]);
  });
});
