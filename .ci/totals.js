// Adds up the JSON reports of vitest in a folder and prints one line.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const folder = process.argv[2];
const reports = readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));

const sum = (count) => reports.reduce((total, report) => total + count(report), 0);

// A file that cannot even be loaded has no tests to fail: it counts as one, and so does a run that failed outside its tests.
const brokenFiles = (report) => report.testResults.filter((file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed")).length;
const failures = (report) => Math.max(report.numFailedTests + brokenFiles(report), report.success ? 0 : 1);

const passed = sum((report) => report.numPassedTests);
const failed = sum(failures);
const skipped = sum((report) => report.numPendingTests + (report.numTodoTests ?? 0));
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
