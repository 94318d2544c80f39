import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { environments, roles } from "../specification/vocabulary.ts";
import { zoneId } from "./placement.ts";
import { planNames, type NamingQuestion } from "./naming.ts";

const question: NamingQuestion = {
  customer: { code: "ank", path: "lifecare:customer.code" },
  environment: "prod",
  subscriptionId: "0000abcd-0000-4000-8000-000000000001",
  groups: [
    { name: "core", count: 1, path: "lifecare:machines[0]" },
    { name: "app", count: 2, path: "lifecare:machines[1]" },
  ],
  zones: [{ id: "core", path: "lifecare:machines[0].roles" }],
};

describe("Names", () => {
  it("tell customer, environment and what stands there", () => {
    const { names, problems } = planNames(question);
    expect(problems).toEqual([]);
    expect(names).toMatchObject({
      resourceGroup: "rg-ank-prod",
      virtualNetwork: "vnet-ank-prod",
      zones: { core: { subnet: "snet-core", securityGroup: "nsg-ank-prod-core", routeTable: "rt-ank-prod-core", availabilitySet: "avail-ank-prod-core" } },
      computers: { core: ["ankprodcore01"], app: ["ankprodapp01", "ankprodapp02"] },
    });
  });

  it("of a zone come from its first role, so that others come and go in place; a second zone with the same one is numbered", () => {
    const named = (ids: readonly string[]) => ids.map((id) => planNames({ ...question, zones: ids.map((other) => ({ id: other, path: "z" })) }).names.zones[id]!.subnet);
    expect(named(["core-application-intranetWeb", "database"])).toEqual(["snet-core", "snet-database"]);
    expect(named(["core-application", "database", "intranetWeb"])).toEqual(["snet-core", "snet-database", "snet-intranetWeb"]);
    expect(named(["core-application", "core", "core-compute"])).toEqual(["snet-core", "snet-core-2", "snet-core-3"]);
  });

  it("of the vault are the same at every run, and others in another subscription or environment", () => {
    const { vault } = planNames(question).names;
    expect(vault).toMatch(/^kv-ank-prod-[0-9a-f]{8}$/);
    expect(planNames({ ...question, subscriptionId: question.subscriptionId.toUpperCase() }).names.vault).toBe(vault);
    expect(planNames({ ...question, subscriptionId: "00000000-0000-4000-8000-000000000002" }).names.vault).not.toBe(vault);
    expect(planNames({ ...question, environment: "utb" }).names.vault).not.toContain(vault.slice(-8));
  });

  it("of more than 15 characters are refused, never cut, and the fix says how many fit (T3.1.3-1)", () => {
    const { problems } = planNames({ ...question, customer: { code: "ankebo", path: "c" }, groups: [{ name: "apps", count: 1, path: "lifecare:machines[0]" }] });
    expect(problems).toEqual([
      expect.objectContaining({
        path: "lifecare:machines[0].name",
        value: "apps",
        clause: "T3.1.3-1",
        limit: expect.stringContaining("ankeboprodapps01 has 16 characters"),
        fix: expect.stringContaining("to 3 characters"),
      }),
    ]);
  });

  it("of 15 characters fit", () => {
    const { names, problems } = planNames({ ...question, customer: { code: "ankebo", path: "c" }, groups: [{ name: "app", count: 1, path: "p" }] });
    expect(problems).toEqual([]);
    expect(names.computers["app"]![0]).toHaveLength(15);
  });

  it.each(["1ank", "a", "ankebor", "Ank", "ån", "a-b", ""])("do not come from the customer code «%s»", (code) => {
    const { problems } = planNames({ ...question, customer: { code, path: "lifecare:customer.code" } });
    expect(problems).toEqual([expect.objectContaining({ path: "lifecare:customer.code", value: code, clause: "T3.1.3-1" })]);
  });

  it.each(["app_1", "åpp", "app.x", ""])("do not come from the machine name «%s»", (name) => {
    const { problems } = planNames({ ...question, groups: [{ name, count: 1, path: "lifecare:machines[0]" }] });
    expect(problems).toEqual([expect.objectContaining({ path: "lifecare:machines[0].name", value: name })]);
  });

  it("of computers are unique whatever their case", () => {
    const { problems } = planNames({ ...question, groups: [{ name: "app", count: 2, path: "m[0]" }, { name: "APP", count: 1, path: "m[1]" }] });
    expect(problems).toEqual([expect.objectContaining({ path: "m[1].name", limit: expect.stringContaining("m[0]") })]);
  });

  it("made of any accepted parts pass Azure's rules, as Microsoft's tables state them", () => {
    const code = fc.stringMatching(/^[a-z][a-z0-9]{1,4}$/);
    const zone = fc.subarray([...roles], { minLength: 1 }).map(zoneId);
    const groups = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z][a-z0-9]{0,2}$/), count: fc.integer({ min: 1, max: 9 }) }), { selector: (entry) => entry.name, minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(code, fc.constantFrom(...environments), fc.uuid(), zone, groups, (customer, environment, subscriptionId, id, entries) => {
        const { names, problems } = planNames({
          customer: { code: customer, path: "c" },
          environment,
          subscriptionId,
          groups: entries.map((entry, index) => ({ ...entry, path: `m[${index}]` })),
          zones: [{ id, path: "z" }],
        });
        expect(problems).toEqual([]);
        expect(names.vault).toMatch(/^(?=.{3,24}$)[a-z](-?[a-z0-9])+$/);
        for (const own of Object.values(names.zones[id]!)) expect(own).toMatch(/^(?=.{1,80}$)[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9_]$/);
        const computers = Object.values(names.computers).flat();
        for (const computer of computers) expect(computer).toMatch(/^[a-z][a-z0-9]{0,14}$/);
        expect(new Set(computers).size).toBe(entries.reduce((sum, entry) => sum + entry.count, 0));
      }),
    );
  });
});
