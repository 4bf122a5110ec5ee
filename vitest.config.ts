import { defineConfig } from "vitest/config";

/** A machine that tests share with others is slow at times; what fails three times in a row has failed. */
const RETRIES_IN_CI = 2;

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    retry: process.env.CI === "true" ? RETRIES_IN_CI : 0,
  },
});
