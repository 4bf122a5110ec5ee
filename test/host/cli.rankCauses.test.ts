import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../builders/command-line.ts";

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "watchfloor-causes-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const minutes = Array.from({ length: 60 }, (_, minute) => minute * 60);
const usual = minutes.map((_, minute) => 10 + (minute % 3));
const environment = {
  kind: "env",
  id: "e",
  stepSec: 60,
  components: [
    { id: "front", candidate: true },
    { id: "back", candidate: true },
    { id: "machine", candidate: false },
  ],
  edges: [
    ["front", "back", "calls"],
    ["back", "machine", "runs_on"],
  ],
  baseline: { t: minutes, series: { front: { latency: usual }, back: { latency: usual } } },
};
const fault = {
  kind: "case",
  id: "c",
  env: "e",
  target: { component: "front", metric: "latency" },
  window: { start: 6_000, end: 6_240 },
  t: [6_000, 6_060, 6_120],
  series: { front: { latency: [90, 95, null] }, back: { latency: [80, 85, 80] } },
};
const linesOf = (...records: unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join("");
const run = (file: string) => runCommand(["rank-causes", "--in", at(file), "--out", at("out.jsonl")]);

describe("watchfloor rank-causes", () => {
  it("writes a ranking of the candidates for each case, from plain and from packed files", async () => {
    writeFileSync(at("cases.jsonl"), linesOf(environment, fault));
    writeFileSync(at("cases.jsonl.gz"), gzipSync(linesOf(environment, fault)));
    const answers: unknown[] = [];
    for (const file of ["cases.jsonl", "cases.jsonl.gz"]) {
      const { code, error } = await run(file);
      expect({ code, error }).toEqual({ code: 0, error: "" });
      answers.push(JSON.parse(readFileSync(at("out.jsonl"), "utf8")));
    }
    expect(answers[0]).toMatchObject({ id: "c", ranked: ["back", "front"] });
    expect(answers[1]).toEqual(answers[0]);
  });

  it.each([
    ["no json", "{\n", /line 1/],
    ["a case without its environment", linesOf(fault), /line 1: the environment e is not described/],
    ["a case without a window", linesOf(environment, { ...fault, window: null }), /line 2: .*window/],
  ])("refuses %s, naming file and line", async (_, content, message) => {
    writeFileSync(at("bad.jsonl"), content);
    const { code, error } = await run("bad.jsonl");
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });
});
