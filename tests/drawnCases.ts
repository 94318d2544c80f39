import fc from "fast-check";

/**
 * Before every test file: properties draw the same cases each time, so that the gate judges a change and not the luck of the draw. Other cases are
 * drawn with `LIFECARE_SEED=N`, or with `LIFECARE_SEED=random`; a failure prints its seed.
 */
const asked = process.env["LIFECARE_SEED"] ?? "20250121";
if (asked !== "random") {
  const seed = Number(asked);
  if (!Number.isSafeInteger(seed)) throw new Error(`LIFECARE_SEED=${asked}: a whole number, or random`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}
