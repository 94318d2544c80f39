import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AzureError } from "../azureError.ts";
import { behaviours, type Behaviour, type BehaviourId } from "./behaviours.ts";
import { machineCases } from "./machineCases.ts";
import { networkCases } from "./networkCases.ts";
import { placeCases } from "./placeCases.ts";
import { TestWorld, type Case } from "./testWorld.ts";

/** The compiler asks for a case for each row of the table. */
const cases: Readonly<Record<BehaviourId, Case>> = { ...placeCases, ...networkCases, ...machineCases };

let world: TestWorld;
beforeEach(() => void (world = new TestWorld()));
afterEach(() => world.close());

function refusal(attempt: () => void): AzureError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof AzureError) return error;
    throw error;
  }
  throw new Error("Azure did not refuse");
}

describe.each<Behaviour>(behaviours)("$id: $behaviour", ({ id, status, code }) => {
  const { prepare, mistake, mended } = cases[id as BehaviourId];

  it("is refused with Azure's code and status, nothing of it done, and taken when mended", () => {
    prepare?.(world);
    const standing = world.standing();
    const error = refusal(() => mistake(world));
    expect({ behaviour: error.behaviour, status: error.status, code: error.code }).toEqual({ behaviour: id, status: status ?? 409, code: code ?? "Conflict" });
    expect(error.message).toBe(code === undefined ? error.text : `Status=${status} Code="${code}" Message="${error.text}"`);
    expect(world.standing()).toEqual(standing);
    mended(world);
    expect(world.standing()).not.toEqual(standing);
  });
});

describe("the table", () => {
  it("has one row for each behaviour, each with a source", () => {
    expect(new Set(behaviours.map(({ id }) => id)).size).toBe(behaviours.length);
    expect(behaviours.filter(({ source }) => source.trim() === "")).toEqual([]);
  });
});
