import { describe, expect, it } from "vitest";
import { serviceOnPort } from "./listeningPorts.ts";

describe("a port for the database or the event service", () => {
  it("is taken where another service of the machine listens on it", () => {
    expect(serviceOnPort(30710, ["core"], "eventServicePort")).toBe("Tieto Name Server");
    expect(serviceOnPort(23610, ["core", "database"], "databasePort")).toBe("Coretjänster");
    expect(serviceOnPort(11211, ["web"], "databasePort")).toBe("Memory Cache");
  });

  it("counts an opt-in port as taken, since the opt-in may come later", () => {
    expect(serviceOnPort(5672, ["application"], "eventServicePort")).toBe("RabbitMQ (AMQP)");
  });

  it("is free where the service has it itself, or nothing of the machine does", () => {
    expect(serviceOnPort(1433, ["database"], "databasePort")).toBeUndefined();
    expect(serviceOnPort(30722, ["core"], "eventServicePort")).toBeUndefined();
    expect(serviceOnPort(23610, ["database"], "databasePort")).toBeUndefined();
    expect(serviceOnPort(30715, ["core"], "eventServicePort")).toBeUndefined();
  });

  it("is taken where the other of the two services has it", () => {
    expect(serviceOnPort(1433, ["core", "database"], "eventServicePort")).toBe("SQL Server");
    expect(serviceOnPort(30722, ["core", "database"], "databasePort")).toBe("Tieto Event Service");
  });
});
