import { writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from "vitest/node";

export type Skipped = { test: string; reason: string };
export type Results = { passed: number; failed: number; skipped: Skipped[] };

/** Where the results are written for `scripts/test.ts`, which prints them when everything else has been printed. */
export const RESULTS_FILE = "WATCHFLOOR_TEST_RESULTS";

/** Counts what ran, and why what did not run did not. */
export default class ResultsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env[RESULTS_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(resultsOf(modules, unhandled)));
  }
}

/** A file that could not be loaded and an error outside of any test count as failures: they hide tests. */
function resultsOf(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Results {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
  const broken = modules.filter((module) => module.errors().length > 0).length;
  return {
    passed: inState("passed").length,
    failed: inState("failed").length + inState("pending").length + broken + unhandled.length,
    skipped: inState("skipped").map((test) => ({ test: nameOf(test), reason: reasonOf(test) })),
  };
}

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId}: ${test.fullName}`;

/** What the test or one of the suites around it says about being skipped. */
function reasonOf(test: TestCase): string {
  const result = test.result();
  if (result.state === "skipped" && result.note !== undefined) return result.note;
  let place: TestCase | TestSuite | TestModule = test;
  while (place.type !== "module") {
    const reason = place.meta().skippedBecause;
    if (reason !== undefined) return reason;
    place = place.parent;
  }
  return "see its name";
}
