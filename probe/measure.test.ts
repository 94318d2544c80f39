import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { runProcess } from "../engine/runProcess.ts";
import { measure } from "./measure.ts";
import type { Talk } from "./probePlan.ts";
import { runProbe } from "./run.ts";
import { readResults } from "./results.ts";

const servers: { close(): unknown }[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listening(serve: (socket: Socket) => void): Promise<number> {
  return portOf(createServer((socket) => serve(kept(socket))));
}

function kept(socket: Socket): Socket {
  sockets.push(socket);
  return socket.on("error", () => undefined);
}

async function portOf(server: Server): Promise<number> {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  const port = await portOf(server);
  servers.splice(servers.indexOf(server), 1);
  server.close();
  await once(server, "close");
  return port;
}

const ask = (talk: Talk, port: number, host = "127.0.0.1") => measure({ host, port, talk }, 400);

describe("a check", () => {
  test("is open where somebody listens, refused where nobody does", async () => {
    expect(await ask("connect", await listening((socket) => socket.end()))).toBe("open");
    expect(await ask("connect", await unusedPort())).toBe("refused");
  });

  test("is not measured where the name has no address", async () => {
    expect(await ask("connect", 443, "nobody.invalid")).toEqual({ reason: "no address for the name" });
  });

  test("with a greeting is open when the other side speaks, and cut when it keeps silent, hangs up or resets", async () => {
    expect(await ask("greeting", await listening((socket) => socket.write("SSH-2.0-x\r\n")))).toBe("open");
    expect(await ask("greeting", await listening(() => undefined))).toBe("cut");
    expect(await ask("greeting", await listening((socket) => socket.end()))).toBe("cut");
    expect(await ask("greeting", await listening((socket) => socket.resetAndDestroy()))).toBe("cut");
    expect(await ask("greeting", await unusedPort())).toBe("refused");
  });

  test.each([
    ["HTTP/1.1 404 Not Found\r\n\r\n", "open"],
    ["HTTP/1.1 470 status code 470\r\n\r\nAction: Deny.", "cut"],
    ["SSH-2.0-x\r\n", "cut"],
    ["", "cut"],
  ])("with an HTTP answer %j is %s", async (answer, outcome) => {
    expect(await ask("http", await listening((socket) => socket.once("data", () => socket.end(answer))))).toBe(outcome);
  });

  test("names the host that it asks for", async () => {
    const asked = new Promise<string>((resolve) => {
      void listening((socket) => socket.once("data", (bytes) => resolve(bytes.toString()))).then((port) => ask("http", port, "localhost"));
    });
    expect(await asked).toContain("Host: localhost\r\n");
  });

  test("over TLS is cut where a connection is made and TLS is not: so Azure Firewall answers what no rule lets on", async () => {
    expect(await ask("tls", await listening((socket) => socket.once("data", () => socket.destroy())))).toBe("cut");
    expect(await ask("tls", await listening(() => undefined))).toBe("cut");
    expect(await ask("tls", await listening((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")))).toBe("cut");
  });

  test("over TLS is open whatever the certificate, and names the host", async (context) => {
    const credentials = await selfSigned();
    if (credentials === undefined) return context.skip("openssl is not here to make a certificate");
    const names: string[] = [];
    const server = createTlsServer({ ...credentials, SNICallback: (name, done) => (names.push(name), done(null)) });
    server.on("tlsClientError", () => undefined);
    expect(await ask("tls", await portOf(server), "localhost")).toBe("open");
    expect(names).toEqual(["localhost"]);
  });

  test("of a name service is open with an answer, filtered without, refused where nothing listens", async () => {
    const answering = await udpPort((socket) => socket.on("message", (message, { port, address }) => socket.send(message, port, address)));
    const silent = await udpPort(() => undefined);
    const other = await udpPort((socket) => socket.on("message", (_, { port, address }) => socket.send("something else", port, address)));
    expect(await ask("dns", answering)).toBe("open");
    expect(await ask("dns", silent)).toBe("filtered");
    expect(await ask("dns", other)).toEqual({ reason: "another answer than to the question" });
    const closed = createSocket("udp4").bind(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address();
    closed.close();
    await once(closed, "close");
    expect(await ask("dns", port)).toBe("refused");
  });
});

async function udpPort(serve: (socket: ReturnType<typeof createSocket>) => void): Promise<number> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  servers.push(socket);
  serve(socket);
  await once(socket, "listening");
  return socket.address().port;
}

async function selfSigned(): Promise<{ readonly key: Buffer; readonly cert: Buffer } | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "lifecare-probe-tls-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const made = await runProcess({
      command: "openssl",
      arguments: ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=probe", "-days", "1", "-keyout", key, "-out", cert],
      timeoutMilliseconds: 20_000,
    });
    return made.kind === "exited" && made.code === 0 ? { key: await readFile(key), cert: await readFile(cert) } : undefined;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("a run", () => {
  test("asks no more than 64 at once, and says what came of each by number", async () => {
    let [now, most] = [0, 0];
    const busy = await listening((socket) => {
      most = Math.max(most, ++now);
      socket.on("close", () => now--);
    });
    const closed = await unusedPort();
    const checks = Array.from({ length: 200 }, (_, number) => ({ host: "127.0.0.1", port: number === 7 || number > 197 ? closed : busy, talk: "greeting" as const }));
    const results = await runProbe({ vantage: "ankutbapp01", fingerprint: "0".repeat(64), timeoutMilliseconds: 100, checks });
    expect(results.outcomes).toEqual({ open: "", refused: "7,198-199", filtered: "", cut: "0-6,8-197" });
    expect(readResults(results)).toEqual({ results });
    expect(most).toBeGreaterThan(10);
    // The server hears a little later that a connection was closed than that the next one was made.
    expect(most).toBeLessThan(100);
  });
});
