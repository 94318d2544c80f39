import { describe, expect, it } from "vitest";
import { portMatrix, rowIds } from "./portMatrix.ts";
import { serverTypes } from "./serverTypes.ts";

describe("the port matrix", () => {
  it("has its rows in the register's order, each at least once", () => {
    expect([...new Set(portMatrix.map((row) => row.id))]).toEqual(rowIds);
  });

  it("opens no unencrypted HTTP or AMQP unless asked for (readings 1, 2 and 12)", () => {
    const open = portMatrix.flatMap((row) => row.ports).filter((port) => [80, 5672].includes(port.span.from));
    expect(open.map((port) => [port.span.from, port.choice])).toEqual([
      [80, "intranetRedirect"],
      [80, "recyclingOverHttp"],
      [80, "recyclingOverHttp"],
      [5672, "plaintextMessaging"],
    ]);
  });

  it("marks as TLS whatever IIS, its service hosts and SQL Server answer (T12.4-1, T12.3-3)", () => {
    const plain = portMatrix.flatMap((row) => row.ports).filter((port) => port.transport === "plaintext").map((port) => port.name);
    expect(plain.filter((name) => /IISHost|HTTPS|SQL|tjänster|AMQPS/.test(name))).toEqual([]);
  });

  it("lets peers be those server types that may stand behind a load balancer", () => {
    const peers = portMatrix.find((row) => row.id === "R11")!.from;
    expect(peers.toSorted()).toEqual(
      Object.values(serverTypes).filter((type) => type.loadBalanced).map((type) => type.role).toSorted(),
    );
  });
});
