import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { clusterFile } from "../../electron/host/cluster-file.ts";
import { runCommand } from "../builders/command-line.ts";
import { labelledLines } from "../builders/logs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cluster-logs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function cluster(text: string | Buffer): string[] {
  writeFileSync(join(folder, "in.log"), text);
  clusterFile(join(folder, "in.log"), join(folder, "out.csv"));
  return readFileSync(join(folder, "out.csv"), "utf8").split("\n").slice(0, -1);
}

const GOLDEN = join(import.meta.dirname, "..", "golden", "log-patterns.csv");

it("writes a row for each line, whatever ends it, with clusters as they stand at the end", () => {
  expect(cluster('job 1 done\r\n\nquota of ann spent\nsaid "a, b"\njob 2 done')).toEqual([
    "LineId,ClusterId,Template",
    "1,1,job <*> done",
    "2,2,",
    "3,3,quota of ann spent",
    '4,4,"said ""a, b"""',
    "5,1,job <*> done",
  ]);
});

it("writes nothing but the header for an empty file", () => {
  expect(cluster("")).toEqual(["LineId,ClusterId,Template"]);
});

it("takes a line that is longer than what it reads at once as one", () => {
  const long = "x".repeat(3_000_000);
  const rows = cluster(`start 1\n${long}\nstart 2\n${long}`);
  expect(rows).toHaveLength(5);
  expect(rows[3]).toBe("3,1,start <*>");
});

it("takes bytes that are no text", () => {
  const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256));
  const ends = bytes.filter((byte) => byte === 0x0a).length;
  expect(cluster(bytes).length).toBeGreaterThanOrEqual(ends);
});

it("gives the patterns of a known log", () => {
  const lines = labelledLines(42, 2000, "iso").map(({ text }) => text);
  const rows = cluster(`${lines.join("\n")}\n`).slice(1);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const pattern = row.replace(/^\d+,/, "");
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  const text = [...counts].map(([pattern, count]) => `${count},${pattern}\n`).join("");
  expect(text).toBe(readFileSync(GOLDEN, "utf8"));
});

it("says what is wrong, and ends with 2", async () => {
  const input = join(folder, "in.log");
  const output = join(folder, "out.csv");
  writeFileSync(input, "a line\n");
  mkdirSync(join(folder, "folder"));
  const wrong = [
    ["--in", input],
    ["--in", join(folder, "missing"), "--out", output],
    ["--in", join(folder, "folder"), "--out", output],
    ["--in", input, "--out", join(folder, "missing", "out.csv")],
    ["--in", input, "--out", input],
  ];
  for (const options of wrong) {
    const { code, out, error } = await runCommand(["cluster-logs", ...options]);
    expect([code, out]).toEqual([2, ""]);
    expect(error.trim()).not.toBe("");
  }
  expect(readFileSync(input, "utf8")).toBe("a line\n");
  expect(await runCommand(["cluster-logs", "--in", input, "--out", output])).toEqual({ code: 0, out: "", error: "" });
}, 60_000);
