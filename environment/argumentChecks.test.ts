import { describe, expect, it, test } from "vitest";
import { availabilityZoneProblems, hostProblems, portProblems, servicePortProblems, unknownRoles, wordProblems } from "./argumentChecks.ts";

describe("a word", () => {
  it("that is known, or left out, is taken", () => {
    expect([wordProblems("p", "prod", ["prod", "utb"]), wordProblems("p", undefined, ["prod"])]).toEqual([[], []]);
  });

  it("that is misspelt is refused with what was meant", () => {
    expect(wordProblems("p", "prodd", ["prod", "utb"], "T1")).toEqual([{ path: "p", value: "prodd", limit: "one of prod, utb", clause: "T1", fix: "did you mean prod?" }]);
  });

  it("of an object's own making is no known one", () => {
    expect(unknownRoles("roles", ["core", "constructor", "toString"]).map(({ path }) => path)).toEqual(["roles[1]", "roles[2]"]);
  });
});

describe("a host", () => {
  const outbound = { packageHosts: ["a.example.se"], licenceHosts: ["b.example.se"] };

  it("is a full name in lower case", () => {
    expect(hostProblems(outbound, "o")).toEqual([]);
  });

  test.each(["10.0.0.1", "localhost", "*.example.se", "A.example.se", "a_b.example.se", "https://a.example.se", "a.example.se/x", ""])("is refused as %j", (host) => {
    expect(hostProblems({ ...outbound, packageHosts: ["a.example.se", host] }, "o").map(({ path, value, clause }) => [path, value, clause])).toEqual([["o.packageHosts[1]", host, "T4.5-1"]]);
  });
});

describe("a service's port", () => {
  test.each([1024, 1433, 49151, 65535])("may be %i", (port) => {
    expect(servicePortProblems("p", port, "databasePort", ["database"])).toEqual([]);
  });

  test.each([0, 443, 1023, 1434, 65536, 1433.5, Number.NaN, -1])("is never %d", (port) => {
    expect(servicePortProblems("p", port, "databasePort", ["database"]).map(({ path, clause }) => [path, clause])).toEqual([["p", "T4.3-M"]]);
  });

  it("is not one that another service of the same machine has, and may be one of another machine's", () => {
    const apart = portProblems({ databasePort: 5671 }, [["application"], ["database"]], "flows");
    const together = portProblems({ databasePort: 5671 }, [["application", "database"]], "flows");
    expect([apart, together.map(({ path, limit }) => [path, limit])]).toEqual([[], [["flows.databasePort", "a port that no other service of its machine has: RabbitMQ (AMQPS) has it"]]]);
  });

  it("is not shared by SQL Server and the event service where they share a machine", () => {
    const ports = { databasePort: 45000, eventServicePort: 45000 };
    const paths = (machines: Parameters<typeof portProblems>[1]) => portProblems(ports, machines, "flows").map(({ path }) => path);
    expect([paths([["core"], ["application"], ["database"]]), paths([["core", "database"]])]).toEqual([[], ["flows.eventServicePort"]]);
  });

  it("is judged although it was left out: what stands beside may have the documents' own", () => {
    expect(portProblems(undefined, [["core", "application", "database"]], "flows")).toEqual([]);
  });
});

describe("availability zones", () => {
  it("are 1, 2 and 3, each once", () => {
    expect(availabilityZoneProblems(["1", "2", "3"], "z")).toEqual([]);
    expect(availabilityZoneProblems(["2", "4", "2"], "z").map(({ path, value }) => [path, value])).toEqual([["z[1]", "4"], ["z[2]", "2"]]);
  });
});
