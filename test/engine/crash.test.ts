import { expect, it } from "vitest";
import { runCrashRounds } from "./crash/rounds.ts";

const ROUNDS = 50;
const LIMIT_MS = 15 * 60_000;

it(
  "loses nothing that was acknowledged and counts nothing twice, killed fifty times under load and once with a torn log",
  { timeout: LIMIT_MS },
  async () => {
    const report = await runCrashRounds({ rounds: ROUNDS, seed: 20_260_303, tornRound: 25 });
    expect(report.wrong).toEqual([]);
    expect(report.torn).toBe(1);
    expect(report.inDoubt).toBeGreaterThan(ROUNDS / 4);
    expect(report.acknowledged).toBeGreaterThan(ROUNDS * 50);
    expect(report.changes).toBeGreaterThan(0);
  },
);
