import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConfiguration } from "../environment/configuration.ts";
import { readStackFile } from "../environment/configurationFile.ts";
import { ProblemError } from "../environment/problem.ts";
import { pitfalls } from "../policies/rules/deployable/pitfalls.ts";
import { AzureError } from "../rehearsal/azureError.ts";
import { behaviourOf } from "../rehearsal/refusals/behaviours.ts";
import { factsOf, mandatoryFindings } from "./badResources.ts";
import { mistakes, type Mistake, type Stop } from "./pitfalls.ts";
import { subject } from "./proofSubjects.ts";
import { RehearsedTable } from "./rehearsedTable.ts";

const prod = subject("prod");
let azure: RehearsedTable;
beforeEach(() => void (azure = new RehearsedTable()));
afterEach(() => azure.close());

function thrownBy(attempt: () => void): unknown {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  return undefined;
}

function requireStopped(stop: Stop): void {
  switch (stop.by) {
    case "policy":
      return stoppedByPolicy(stop);
    case "rehearsal":
      return stoppedByRehearsal(stop);
    case "configuration":
      return stoppedByConfiguration(stop);
    case "component":
      return expect(stop.holds(prod.resources())).toBe(true);
    case "later":
      return expect(prod.plan.resources.map(({ type }) => type)).not.toContain(stop.type);
    case "guest":
      return;
  }
}

function stoppedByPolicy({ rule, apply }: Stop & { readonly by: "policy" }): void {
  const resources = prod.resources();
  apply(resources);
  expect(mandatoryFindings(resources, factsOf(prod)).map((finding) => finding.split(" ")[0])).toContain(rule);
}

function stoppedByRehearsal({ behaviour, when, facts, apply }: Stop & { readonly by: "rehearsal" }): void {
  azure.entitle(facts ?? {});
  if (when !== "made") azure.up(prod.resources());
  if (when === "remade") azure.down(prod.resources());
  const resources = prod.resources();
  apply?.(resources);
  const error = thrownBy(() => azure.up(resources));
  expect(error).toBeInstanceOf(AzureError);
  expect((error as AzureError).behaviour).toBe(behaviour);
}

function stoppedByConfiguration({ path, change }: Stop & { readonly by: "configuration" }): void {
  const map = structuredClone(readStackFile("Pulumi.prod.yaml").config) as Record<string, unknown>;
  change(map);
  const error = thrownBy(() => void parseConfiguration(map));
  expect(error).toBeInstanceOf(ProblemError);
  expect((error as ProblemError).problems.map((problem) => problem.path)).toContain(path);
}

describe.each(pitfalls.map(({ what }, index) => ({ number: index + 1, what })))("$number: $what", ({ number }) => {
  const own = mistakes.filter((mistake) => mistake.number === number);

  it("has a mistake that shows it", () => expect(own.length).toBeGreaterThan(0));

  it.each<Mistake>(own)("is stopped: $mistake", ({ stop }) => requireStopped(stop));
});

describe("the rehearsal", () => {
  it("lets PROD come up as it is, and again", () => {
    azure.up(prod.resources());
    azure.up(prod.resources());
  });

  it("hints at the cause of every one of these mistakes that it stops", () => {
    const behaviours = mistakes.flatMap(({ stop }) => (stop.by === "rehearsal" ? [stop.behaviour] : []));
    expect(behaviours.filter((behaviour) => behaviourOf(behaviour).hint === undefined)).toEqual([]);
  });
});
