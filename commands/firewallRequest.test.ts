import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { groupOf, subject, type Inputs, type MutableResource } from "../tests/proofSubjects.ts";
import { hub, requestOf, spokeOf, type RequestInputs } from "../tests/spokeSubject.ts";
import { say } from "../tests/sayCommand.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifecare-request-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const utb = subject("utb");

async function write(name: string, value: unknown): Promise<string> {
  await writeFile(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));
  return join(folder, name);
}

function spoke(change: (resources: MutableResource[]) => void = () => undefined): Promise<string> {
  const resources = spokeOf(utb);
  change(resources);
  return write("spoke.json", { ...utb.plan, resources });
}

function request(change: (content: RequestInputs) => void = () => undefined): Promise<string> {
  const content = structuredClone(requestOf(utb));
  change(content);
  return write("hub.json", content);
}

function rulesOf(content: RequestInputs, collection: string): Inputs[] {
  return content.ruleCollectionGroups.flatMap((group) => group["ruleCollections"] as Inputs[]).find(({ name }) => name === collection)!["rules"] as Inputs[];
}

const browsing = { ruleType: "NetworkRule", name: "too-much", ipProtocols: ["TCP"], sourceAddresses: ["10.81.5.128/25"], destinationAddresses: ["10.81.6.0/25"], destinationPorts: ["1433"] };

/** Both ends of the flow are open too, so that the firewall alone decides. */
function webAsksDatabase(resources: readonly MutableResource[]): void {
  for (const [zone, direction] of [["web", "Outbound"], ["database", "Inbound"]] as const) groupOf(resources, `${zone}-security-group`).rules.push({ ...toDatabase, direction, sourceAddressPrefix: "10.81.5.128/25" });
}

const toDatabase = { name: "too-much", priority: 4000, direction: "Inbound", access: "Allow", protocol: "Tcp", ...{ sourcePortRange: "*" }, destinationAddressPrefix: "10.81.6.0/25", destinationPortRange: "1433" } as const;

describe("a stack behind a hub's firewall", () => {
  test("is not known without what the firewall lets through", async () => {
    const { code, result } = await say("verify", "--plan", await spoke());
    expect({ code, first: result.split("\n")[0] }).toEqual({ code: 3, first: expect.stringContaining("neither proved nor broken") as string });
    expect(result).toContain("--firewall");
  });

  test("is proved with the right rule request, which the verdict names with its hash", async () => {
    const { code, result, notices } = await say("verify", "--plan", await spoke(), "--firewall", await request());
    expect({ code, notices, first: result.split("\n")[0] }).toEqual({ code: 0, notices: "", first: "spoke.json is proved: what gets through is what the specification opens, nothing missing, nothing extra." });
    expect(result.replaceAll(/\s+/g, " ")).toMatch(new RegExp(`[0-9a-f]{12} the appliance at ${hub.address} holds the rule request [0-9a-f]{16}`));
  });

  test("is proved without words on addresses that are left as they are: Azure leaves private ones", async () => {
    expect(await say("verify", "--plan", await spoke(), "--firewall", await request((content) => void delete content.firewall["snat"]))).toMatchObject({ code: 0, notices: "" });
  });

  test("is broken where the firewall answers for no names, and says so where that is left out", async () => {
    const { code, result } = await say("verify", "--plan", await spoke(), "--firewall", await request((content) => void delete content.firewall["dnsSettings"]));
    expect(code).toBe(1);
    expect(result).toContain("dns-udp");
  });

  test("has another hash for another rule, and the same for another layout", async () => {
    const hash = async (file: string) => {
      const { result } = await say("verify", "--format", "json", "--plan", await spoke(), "--firewall", file);
      return (JSON.parse(result) as { assumptions: { text: string }[] }).assumptions.map(({ text }) => /rule request (\w+)/.exec(text)?.[1]).find((found) => found !== undefined);
    };
    const first = await hash(await request());
    const { hub: place, ...rest } = requestOf(utb);
    expect(await hash(await write("laid-out.json", JSON.stringify({ ...rest, hub: place }, undefined, 4)))).toBe(first);
    expect(await hash(await request((content) => void (content.ruleCollectionGroups[0]!["description"] = "another")))).not.toBe(first);
  });

  test("is broken where one rule is missing", async () => {
    const { code, result } = await say("verify", "--plan", await spoke(), "--firewall", await request((content) => void rulesOf(content, "outbound-network").shift()));
    expect(code).toBe(1);
    expect(result).toContain("missing: ");
  });

  test("is broken where one rule is too many", async () => {
    const plan = await spoke(webAsksDatabase);
    expect(await say("verify", "--plan", plan, "--firewall", await request())).toMatchObject({ code: 0 });
    const { code, result } = await say("verify", "--plan", plan, "--firewall", await request((content) => void rulesOf(content, "outbound-network").push(browsing)));
    expect(code).toBe(1);
    expect(result).toContain("extra: web → database, TCP 1433");
    expect(result).toMatch(/hub\.json ruleCollectionGroups\[\d\] ruleCollections\[0\]\.rules\[\d+\]/);
  });

  test("is broken where something else in the hub may come in past its firewall", async () => {
    const { code, result } = await say("verify", "--plan", await spoke((resources) => {
      groupOf(resources, "database-security-group").rules.push({ ...toDatabase, sourceAddressPrefix: "10.100.0.0/16" });
    }), "--firewall", await request());
    expect(code).toBe(1);
    expect(result).toContain("extra: hub vnet-hub → database, TCP 1433");
  });

  test("is traced through the hub's firewall", async () => {
    const words = ["trace", "--plan", await spoke(), "--from", "intranet", "--to", "web", "--port", "443"];
    expect(await say(...words)).toMatchObject({ code: 3 });
    const { code, result } = await say(...words, "--firewall", await request());
    expect(code).toBe(0);
    for (const part of ["R1-intranet-to-web", "hub.json ruleCollectionGroups[0]", "holds the rule request"]) expect(result.replaceAll(/\s+/g, " ")).toContain(part);
  });

  test("is compared with the stack that has a firewall of its own: the same flows get through", async () => {
    const { code, result } = await say("diff", "utb", await spoke(), "--firewall", await request(), "--format", "json");
    expect(code).toBe(0);
    const { opened, closed, uncertain, assumptions } = JSON.parse(result) as Record<string, { text: string }[]>;
    expect({ opened, closed, uncertain }).toEqual({ opened: [], closed: [], uncertain: [] });
    expect(assumptions!.some(({ text }) => text.includes("rule request"))).toBe(true);
  });
});

describe("a rule request that cannot be used", () => {
  test("is refused with every problem at once: path, value, limit and fix", async () => {
    const { code, result, notices } = await say("verify", "--plan", await spoke(), "--firewall", await request((content) => {
      content.hub.id = "vnet-hub";
      content.hub.addressPrefixes = ["10.100.0.0/33"];
      content.firewall["privateIPAddress"] = "here";
      content.ruleCollectionGroups[0]!["ruleCollections"] = "none";
      Object.assign(content, { surprise: true });
    }));
    expect({ code, result }).toEqual({ code: 2, result: "" });
    for (const part of ["hub.json hub.id = \"vnet-hub\"", "hub.addressPrefixes[0]", "firewall.privateIPAddress = \"here\"", "ruleCollectionGroups[0].ruleCollections = \"none\": a list", "surprise"]) expect(notices).toContain(part);
    expect(notices.match(/Fix: /g)!.length).toBeGreaterThanOrEqual(5);
  });

  test("is refused where Azure's reader cannot read its rules, with the rule's path, beside what else is wrong", async () => {
    const { code, notices } = await say("verify", "--plan", await spoke(), "--firewall", await request((content) => {
      content.hub.id = "vnet-hub";
      rulesOf(content, "outbound-network")[2]!["ipProtocols"] = ["GRE"];
      rulesOf(content, "outbound-network")[0]!["ruleType"] = "MagicRule";
      delete rulesOf(content, "outbound-network")[1]!["destinationPorts"];
    }));
    expect(code).toBe(2);
    expect(notices).toContain("hub.id = \"vnet-hub\"");
    expect(notices).toMatch(/ruleCollectionGroups\[\d\]\.ruleCollections\[0\]\.rules\[2\].* = .*GRE/);
    expect(notices).toMatch(/ruleCollectionGroups\[\d\]\.ruleCollections\[0\]\.rules\[0\]\.ruleType = "MagicRule"/);
    expect(notices).toMatch(/ruleCollectionGroups\[\d\]\.ruleCollections\[0\]\.rules\[1\]\.destinationPorts/);
  });

  test.each([
    ["the firewall's address lies elsewhere", (content: RequestInputs) => void (content.firewall["privateIPAddress"] = "10.100.3.4"), "firewall.privateIPAddress"],
    ["the firewall's subnet lies elsewhere", (content: RequestInputs) => void (content.hub.firewallSubnetPrefix = "10.99.0.0/26"), "hub.firewallSubnetPrefix"],
    ["it is peered with none of the stack's networks", (content: RequestInputs) => void content.hub.peeredWith.shift(), "hub.peeredWith"],
    ["no network of the stack is peered with it", (content: RequestInputs) => void (content.hub.id = `${hub.id}-2`), "hub.id"],
    ["its network is the stack's own", (content: RequestInputs) => void ([content.hub.id, content.hub.peeredWith] = [content.hub.peeredWith[0]!, content.hub.peeredWith.slice(1)]), "hub.id"],
    ["it is peered with itself", (content: RequestInputs) => void content.hub.peeredWith.push(hub.id), "hub.peeredWith[2]"],
  ])("is refused where %s", async (_, change, path) => {
    const { code, notices } = await say("verify", "--plan", await spoke(), "--firewall", await request(change));
    expect(code).toBe(2);
    expect(notices).toContain(`hub.json ${path} = `);
  });

  test.each([["no JSON", "{"], ["a list", "[]"], ["nothing", ""]])("is refused where it is %s, without a stack trace, beside what is wrong with the plan", async (_, text) => {
    const { code, notices } = await say("verify", "--plan", join(folder, "nowhere.json"), "--firewall", await write("other.json", text));
    expect(code).toBe(2);
    for (const part of ["other.json", "nowhere.json"]) expect(notices).toContain(part);
    expect(notices).not.toMatch(/^\s+at /m);
  });
});
