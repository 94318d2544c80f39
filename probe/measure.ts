import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { connect, isIPv4, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { ProbeScript, Talk } from "./probePlan.ts";
import type { Outcome } from "./results.ts";

/** An outcome, or why there is none. */
export type Measurement = Outcome | { readonly reason: string };

type Question = ProbeScript["checks"][number];

/** What comes of one check. Each step (name, connection, talk) takes at most the time-out. */
export async function measure(question: Question, timeoutMilliseconds: number): Promise<Measurement> {
  const address = await addressOf(question.host, timeoutMilliseconds);
  if (address === undefined) return { reason: "no address for the name" };
  if (question.talk === "dns") return askName(address, question.port, timeoutMilliseconds);
  const connection = await connectTo(address, question, timeoutMilliseconds);
  if (!("socket" in connection)) return connection.measurement;
  try {
    return await talkOver(connection.socket, question, timeoutMilliseconds);
  } finally {
    connection.socket.destroy();
  }
}

async function addressOf(host: string, timeoutMilliseconds: number): Promise<string | undefined> {
  if (isIPv4(host)) return host;
  const found = lookup(host, { family: 4 }).then(({ address }) => address, () => undefined);
  return within(found, timeoutMilliseconds, undefined);
}

type Connection = { readonly socket: Socket } | { readonly measurement: Measurement };

function connectTo(host: string, { port, talk }: Question, timeoutMilliseconds: number): Promise<Connection> {
  const socket = connect({ host, port, family: 4 });
  const connected = new Promise<Connection>((resolve) => {
    socket.once("connect", () => resolve({ socket }));
    // Stays on: a connection that breaks later ends the talk, not the process.
    socket.on("error", (error: NodeJS.ErrnoException) => resolve({ measurement: outcomeOf(error.code, talk) }));
  });
  const late = () => {
    socket.destroy();
    return { measurement: "filtered" } as const;
  };
  return within(connected, timeoutMilliseconds, late);
}

/** What an error says of the way: a refusal came from a machine that was reached; what routers say counts as closed. */
function outcomeOf(code: string | undefined, talk: Talk): Measurement {
  switch (code) {
    case "ECONNREFUSED":
      return "refused";
    case "ECONNRESET":
      // Made, and broken off at once: by a proxy on the way, perhaps, where there was something to be said.
      return talk === "connect" || talk === "dns" ? "refused" : "cut";
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "filtered";
    default:
      return { reason: code ?? "unknown error" };
  }
}

async function talkOver(socket: Socket, { host, talk }: Question, timeoutMilliseconds: number): Promise<Outcome> {
  switch (talk) {
    case "connect":
    case "dns":
      return "open";
    case "tls":
      return within(agreeTls(socket, host), timeoutMilliseconds, "cut" as const);
    case "greeting":
      return within(firstBytes(socket).then((bytes) => (bytes === "" ? "cut" : "open")), timeoutMilliseconds, "cut" as const);
    case "http":
      socket.write(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      return within(firstBytes(socket).then((bytes) => (/^HTTP\/1\.[01] (?!470)\d{3}/.test(bytes) ? "open" : "cut")), timeoutMilliseconds, "cut" as const);
  }
}

/** Whose certificate it is does not matter here: nothing is sent and nothing is believed. */
function agreeTls(socket: Socket, host: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const secured = connectTls({ socket, ...(isIPv4(host) ? {} : { servername: host }), rejectUnauthorized: false });
    secured.once("secureConnect", () => resolve("open"));
    secured.on("error", () => resolve("cut"));
    secured.once("close", () => resolve("cut"));
  });
}

function firstBytes(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once("data", (bytes) => resolve(bytes.toString("latin1")));
    socket.once("close", () => resolve(""));
  });
}

/** Asks for the root's name servers: every name service can say something to that, and nothing is told by it. */
export const nameQuestion = Buffer.from("4c43010000010000000000000000020001", "hex");

function askName(host: string, port: number, timeoutMilliseconds: number): Promise<Measurement> {
  const socket = createSocket("udp4");
  const answered = new Promise<Measurement>((resolve) => {
    socket.once("message", (message) => resolve(message.subarray(0, 2).equals(nameQuestion.subarray(0, 2)) ? "open" : { reason: "another answer than to the question" }));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(outcomeOf(error.code, "dns")));
    // Connected, so that the machine is told when the port is refused.
    socket.connect(port, host, () => socket.send(nameQuestion));
  });
  return within(answered, timeoutMilliseconds, "filtered" as const).finally(() => socket.close());
}

/** The value, or what stands for it when the time is over. */
async function within<T>(value: Promise<T>, timeoutMilliseconds: number, otherwise: T | (() => T)): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise instanceof Function ? otherwise() : otherwise), timeoutMilliseconds);
  });
  return Promise.race([value, late]).finally(() => clearTimeout(timer));
}
