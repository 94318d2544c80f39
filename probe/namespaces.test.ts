import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProcess } from "../engine/runProcess.ts";
import { readConfiguration } from "../environment/configurationFile.ts";
import type { EnvironmentPlan, PlannedFlow } from "../environment/plan.ts";
import { planEnvironment } from "../environment/planEnvironment.ts";
import { judgeProbes, type ProbeVerdict } from "./judge.ts";
import { planProbes } from "./planProbes.ts";
import { scriptOf } from "./probePlan.ts";

// A network of its own for the test: a router, and behind it a namespace for each server, client network and the firewall's
// name service. The router forwards the given flows and their replies and swallows the rest.

const unshare = ["--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec"];
const trial = await runProcess({ command: "unshare", arguments: [...unshare, "mount -t tmpfs none /run; ip netns add a; ip rule add ipproto tcp dport 1-2 blackhole; echo 1 > /proc/sys/net/ipv4/ip_forward"], timeoutMilliseconds: 10_000 });
const able = trial.kind === "exited" && trial.code === 0;

const { configuration, advice } = readConfiguration("Pulumi.utb.yaml");
const environment = planEnvironment(configuration, advice);
const plan = planProbes(environment);
const nameService = environment.network.firewallAddress;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifecare-probe-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Place {
  readonly namespace: string;
  readonly address: string;
}

const places: readonly Place[] = [
  ...environment.servers.map(({ computerName, address }) => ({ namespace: computerName, address })),
  ...environment.network.clientNetworks.map(({ name, prefix }) => ({ namespace: `client-${name}`, address: prefix.replace(/\.0\/\d+$/, ".9") })),
  { namespace: "firewall", address: nameService },
];

function commandsOf(flows: readonly PlannedFlow[]): string {
  const wires = places.flatMap(({ namespace, address }, index) => [
    `ip netns add ${namespace}`,
    `ip link add v${index} type veth peer name w${index}`,
    `ip link set w${index} netns ${namespace}`,
    `ip link set v${index} up`,
    `ip address add 169.254.0.1/32 dev v${index}`,
    `ip route add ${address}/32 dev v${index}`,
    `ip -n ${namespace} link set lo up`,
    `ip -n ${namespace} address add ${address}/32 dev w${index}`,
    `ip -n ${namespace} link set w${index} up`,
    `ip -n ${namespace} route add 169.254.0.1 dev w${index}`,
    `ip -n ${namespace} route add default via 169.254.0.1`,
  ]);
  return ["mount -t tmpfs none /run", "mkdir /run/up", ": > /run/empty; mount --bind /run/empty /etc/resolv.conf", "echo 1 > /proc/sys/net/ipv4/ip_forward", ...wires, ...forwarding(flows)].join("\n");
}

function forwarding(flows: readonly PlannedFlow[]): readonly string[] {
  const open = flows.flatMap(({ sourcePrefixes, destinations, protocol, ports }) =>
    sourcePrefixes.flatMap((from) =>
      destinations
        .filter((to) => to.includes("/"))
        .flatMap((to) =>
          ports.flatMap(({ from: first, to: last }) => [
            `ip rule add pref 100 from ${from} to ${to} ipproto ${protocol.toLowerCase()} dport ${first}-${last} lookup main`,
            `ip rule add pref 100 from ${to} to ${from} ipproto ${protocol.toLowerCase()} sport ${first}-${last} lookup main`,
          ]),
        ),
    ),
  );
  return [...new Set(open), ...places.map((_, index) => `ip rule add pref 200 iif v${index} blackhole`)];
}

/** Says by a file of its own in /run/up that it listens. */
const listen = (port: number) => `require('node:net').createServer((socket) => socket.end()).listen(${port},()=>require('node:fs').writeFileSync('/run/up/'+process.pid,''))`;
const answerNames = "const s=require('node:dgram').createSocket('udp4');s.on('message',(m,r)=>s.send(m,r.port,r.address));s.bind(53);";

/** Lays the network, has a service listen on the database server, on every machine's remote desktop and at the firewall, and measures. */
async function measured(flows: readonly PlannedFlow[]): Promise<ProbeVerdict> {
  const inside = (namespace: string, code: string) => `nsenter --net=/run/netns/${namespace} node -e "${code}" &`;
  const database = environment.servers.find(({ roles }) => roles.includes("database"))!.computerName;
  const services = [
    inside(database, listen(1433)),
    inside("firewall", `${answerNames}${listen(53)}`),
    ...environment.servers.map(({ computerName }) => inside(computerName, listen(3389))),
  ];
  const probes = await Promise.all(
    plan.vantages.map(async (vantage) => {
      const base = join(folder, vantage.name);
      await writeFile(`${base}.questions`, JSON.stringify({ ...scriptOf(vantage), timeoutMilliseconds: 1500 }));
      return `nsenter --net=/run/netns/${vantage.name} node probe/run.ts < ${base}.questions > ${base}.json & running="$running $!"`;
    }),
  );
  const script = [commandsOf(flows), ...services, `until [ $(ls /run/up | wc -l) -ge ${services.length} ]; do sleep 0.1; done`, "running=", ...probes, "wait $running"].join("\n");
  const outcome = await runProcess({ command: "unshare", arguments: [...unshare, script], environment: { PATH: `${join(process.execPath, "..")}:${process.env["PATH"]}` }, timeoutMilliseconds: 60_000 });
  if (outcome.kind !== "exited" || outcome.code !== 0) throw new Error(JSON.stringify(outcome));
  const files = await Promise.all(plan.vantages.map(async ({ name }) => ({ file: `${name}.json`, value: JSON.parse(await readFile(join(folder, `${name}.json`), "utf8")) as unknown })));
  return judgeProbes(plan, files);
}

const isLocal = (host: string) => places.some(({ address }) => address === host);

describe.skipIf(!able)(`UTB laid out in network namespaces${able ? "" : " (skipped: this process may not make them)"}`, () => {
  test("measures every flow between its machines as the plan has it, and tells what it could not ask", async () => {
    const verdict = await measured(environment.flows);
    const local = verdict.checks.filter(({ check }) => isLocal(check.target.host));
    expect(local.filter(({ verdict: judged }) => judged !== "holds")).toEqual([]);
    expect(local.length).toBeGreaterThan(200);
    // Names lead nowhere here, and that is neither a pass nor a break.
    const named = verdict.checks.filter(({ check }) => /[a-z]/.test(check.target.host));
    expect(new Set(named.map(({ reason }) => reason))).toEqual(new Set(["no address for the name"]));
    expect(verdict.problems).toEqual([]);

    // The database answers those it is open to, so its silence towards the DMZ is the network's.
    const towards = (vantage: string, port: number) => verdict.checks.find(({ vantage: name, check }) => name === vantage && check.port === port && check.target.machine === "ankutbsql01");
    expect(towards("ankutbapp01", 1433)).toMatchObject({ measured: { outcome: "open" }, verdict: "holds" });
    expect(towards("ankutbweb01", 1433)).toMatchObject({ measured: { outcome: "filtered" }, verdict: "holds", vouched: true, check: { clause: "T4.3-M" } });
    expect(verdict.checks.find(({ check }) => check.row === "R3")).toMatchObject({ measured: { outcome: "refused" }, verdict: "holds" });
    expect(verdict.checks.find(({ check }) => check.talk === "dns")).toMatchObject({ measured: { outcome: "open" } });
  }, 90_000);

  test("finds the flow that was left out and the port that was opened", async () => {
    const [r8] = environment.flows.filter(({ row }) => row === "R8");
    const opened: PlannedFlow = { ...r8!, ports: [{ from: 3389, to: 3389 }], sourcePrefixes: [prefixOf("web", environment)], destinations: [prefixOf("database", environment)] };
    const verdict = await measured([...environment.flows.filter(({ row }) => row !== "R3"), opened]);
    const broken = verdict.checks.filter(({ verdict: judged, check }) => judged === "broken" && isLocal(check.target.host));
    expect(verdict.status).toBe("broken");
    expect(new Set(broken.map(({ check, measured: said }) => `${check.expect} ${check.row ?? check.port} ${"outcome" in said ? said.outcome : ""}`))).toEqual(new Set(["reachable R3 filtered", "unreachable 3389 open"]));
    expect(broken.filter(({ check }) => check.port === 3389)).toMatchObject([{ vantage: "ankutbweb01", check: { target: { machine: "ankutbsql01" }, clause: "T12.4-1" } }]);
  }, 90_000);
});

function prefixOf(role: "web" | "database", { zones }: EnvironmentPlan): string {
  return zones.find(({ roles }) => roles.includes(role))!.prefix;
}
