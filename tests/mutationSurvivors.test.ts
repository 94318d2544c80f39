import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scoreOf } from "./mutation/results.ts";
import { explainedIn, keptResultsNow, missingFrom, openIn, renewedPage, survivorsOf, survivorsPage } from "./mutation/survivors.ts";

const results = keptResultsNow();
const survivors = survivorsOf(results);
const page = readFileSync(survivorsPage, "utf8");
const explained = explainedIn(page);

test("each mutant that no test notices is explained or counted as open, and none that one does", () => {
  const left = [...survivors].map(([file, lines]) => [file, lines.filter((line) => !(explained.get(file) ?? []).includes(line)).length] as const).filter(([, count]) => count > 0);
  expect(left).toEqual([...openIn(page)]);
  expect(missingFrom(survivors, explained)).toEqual([]);
});

test("the page is as the last run left it, save for what was explained since", () => {
  expect(renewedPage(page, survivors)).toBe(page);
});

test("nine mutants of ten are noticed", () => {
  const { killed, counted } = scoreOf(Object.values(results.files).flatMap(({ mutants }) => mutants));
  expect(killed / counted).toBeGreaterThanOrEqual(0.9);
});
