import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "../builders/command-line.ts";

const folder = mkdtempSync(path.join(tmpdir(), "watchfloor-correlate-"));
const at = (name: string): string => path.join(folder, name);
const MINUTE = 60_000;
/** Two quiet days: what is rare has to be learned. */
const BEGAN = 2_880 * MINUTE;

const TOPOLOGY = {
  nodes: [
    { id: "boiler", kind: "boiler", aliases: ["Boiler-1.plant.example"] },
    ...[1, 2, 3, 4, 5].map((number) => ({ id: `radiator-${number}`, kind: "radiator", aliases: [] })),
  ],
  edges: [1, 2, 3, 4, 5].map((number) => [`radiator-${number}`, "boiler", "heats"]),
};

const alert = (number: number, entity: string, atMs: number) => ({
  id: `a${number}`,
  tool: "plant",
  receivedAt: atMs + 1_000,
  ts: atMs,
  status: "firing",
  key: `${entity}/cold`,
  entity,
  name: "cold",
  severity: "major",
  labels: { hall: "north" },
});
const ALERTS = ["boiler-1", "RADIATOR-1", "radiator-2", "radiator-3", "radiator-4", "radiator-5"].map(
  (entity, number) => alert(number, entity, BEGAN + number * 10_000),
);

const writeLines = (name: string, lines: readonly unknown[]): void =>
  writeFileSync(at(name), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
const readLines = (name: string): Record<string, unknown>[] =>
  readFileSync(at(name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const run = () => runCommand(["correlate", "--in", folder, "--out", at("result")]);

beforeEach(() => {
  writeFileSync(at("topology.json"), JSON.stringify(TOPOLOGY));
  writeLines("alerts.jsonl", [alert(9, "radiator-3", 0), ...ALERTS]);
  writeLines("changes.jsonl", [{ id: "new valve", ts: BEGAN - 5 * MINUTE, kind: "config", target: "boiler" }]);
  writeLines("maintenance.jsonl", []);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("watchfloor correlate", () => {
  it("writes the group of each alert, and root and change of each group", async () => {
    expect(await run()).toEqual({ code: 0, out: "", error: "" });
    const assignments = readLines("result/assignments.jsonl");
    expect(assignments.map(({ id }) => id)).toEqual(["a9", "a0", "a1", "a2", "a3", "a4", "a5"]);
    // The third radiator was cold before and still is: its alert belongs to what it was told as.
    const incident = assignments.filter(({ id }) => !["a9", "a3"].includes(String(id))).map(({ group }) => group);
    expect(new Set(incident).size).toBe(1);
    const groups = readLines("result/groups.jsonl");
    const found = groups.find(({ group }) => group === incident[0]);
    expect(found).toMatchObject({ change: "new valve", openedAt: expect.any(Number) as number });
    expect((found!.roots as string[])[0]).toBe("boiler");
  });

  it("writes the reasons when asked, and the same groups with them", async () => {
    await run();
    const groups = readFileSync(at("result/groups.jsonl"), "utf8");
    expect(existsSync(at("result/reasons.jsonl"))).toBe(false);
    const { code } = await runCommand(["correlate", "--in", folder, "--out", at("result"), "--reasons"]);
    expect([code, readFileSync(at("result/groups.jsonl"), "utf8")]).toEqual([0, groups]);
    const reasons = readLines("result/reasons.jsonl");
    const incident = reasons.find(({ kind }) => kind === "incident") as {
      group: string;
      candidates: { root: string; score: number; evidence: { nats: number }[] }[];
    };
    const [first] = incident.candidates;
    expect(first!.root).toBe("boiler");
    expect(first!.evidence.reduce((sum, { nats }) => sum + nats, 0)).toBeCloseTo(first!.score, 2);
    const paths = reasons.filter(({ kind, group }) => kind === "alert" && group === incident.group);
    expect(paths.map(({ path: way }) => way)).toContainEqual(["boiler", "radiator-1"]);
    expect(reasons).toContainEqual(expect.objectContaining({ kind: "history", event: "opened", to: incident.group }));
    rmSync(at("result/reasons.jsonl"));
  });

  it.each([
    ["alerts.jsonl", '{"id":', "alerts.jsonl, line 1: this is no JSON."],
    [
      "alerts.jsonl",
      `${JSON.stringify(ALERTS[0])}\n{"id":"x"}`,
      'alerts.jsonl, line 2: "tool" is missing or of the wrong type.',
    ],
    ["topology.json", '{"nodes":[]}', 'topology.json, line 1: "edges" is missing or of the wrong type.'],
    ["topology.json", '{"nodes":[],"edges":[["a","b","x"]]}', 'topology.json, line 1: no entity has the id "a".'],
    ["changes.jsonl", "[]", "changes.jsonl, line 1: this is no JSON."],
    ["maintenance.jsonl", "{}", 'maintenance.jsonl, line 1: "nodes" is missing or of the wrong type.'],
  ])("refuses a bad %s, naming the line", async (file, content, message) => {
    writeFileSync(at(file), content);
    const { code, error } = await run();
    expect([code, error.includes(message)]).toEqual([2, true]);
  });

  it("says which option is missing, and which folder holds nothing", async () => {
    expect((await runCommand(["correlate", "--in", folder])).code).toBe(2);
    const { code, error } = await runCommand(["correlate", "--in", at("nowhere"), "--out", at("result")]);
    expect([code, error.includes("topology.json")]).toEqual([2, true]);
  });
});
