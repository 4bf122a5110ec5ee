import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../builders/command-line.ts";
import { aMetric } from "../builders/metricSeries.ts";

let folder: string;
const at = (...names: string[]): string => path.join(folder, ...names);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "watchfloor-series-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (from: string, to: string) => runCommand(["score-series", "--in", from, "--out", to]);
const inFolder = (name: string, content: string): string => {
  mkdirSync(at(name), { recursive: true });
  writeFileSync(at(name, "series.csv"), content);
  return at(name);
};
const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);

describe("watchfloor score-series", () => {
  it("writes a score for each row at the same path, whatever way the times are written", async () => {
    const rows = aMetric({ count: 1500, faults: [{ fault: "spike", from: 1400, rows: 1 }] });
    const ways: Record<string, (seconds: number) => string> = {
      "plain.csv": (seconds) => utc(seconds).replace("T", " "),
      "deep/iso.csv": (seconds) => `${utc(seconds)}Z`,
      "deep/zone.csv": (seconds) => `${utc(seconds + 7200)}+02:00`,
      "deep/er/unix.csv": String,
    };
    for (const [file, written] of Object.entries(ways)) {
      mkdirSync(path.dirname(at("in", file)), { recursive: true });
      const lines = rows.map((row) => `${written(row.at)},${row.value}`);
      writeFileSync(at("in", file), `timestamp,value\n${lines.join("\n")}\n`);
    }
    expect(await run(at("in"), at("out"))).toEqual({ code: 0, out: "", error: "" });
    const scores = Object.entries(ways).map(([file, written]) => {
      const [header, ...lines] = readFileSync(at("out", file), "utf8").trimEnd().split("\n");
      expect(header).toBe("timestamp,anomaly_score");
      expect(lines.map((line) => line.split(",")[0])).toEqual(rows.map((row) => written(row.at)));
      return lines.map((line) => Number(line.split(",")[1]));
    });
    expect(scores[0]!.filter((score) => score >= 0.5).length).toBeGreaterThan(0);
    expect(scores[0]!.indexOf(Math.max(...scores[0]!))).toBe(1400);
    for (const other of scores) expect(other).toEqual(scores[0]);
  });

  it("takes empty values, other columns, quotes and blank lines", async () => {
    const from = inFolder(
      "odd",
      'host,"value","timestamp"\r\na,1,"2020-01-01 00:00"\r\n\r\na,,2020-01-01 00:05\r\na,NaN,1577837400\r\n',
    );
    expect((await run(from, at("odd-out"))).code).toBe(0);
    expect(readFileSync(at("odd-out", "series.csv"), "utf8")).toBe(
      "timestamp,anomaly_score\n2020-01-01 00:00,0\n2020-01-01 00:05,0\n1577837400,0\n",
    );
  });

  it.each([
    ["empty", "", /series\.csv, line 1: .*header/],
    ["headless", "2020-01-01 00:00:00,1\n", /series\.csv, line 1: .*header/],
    [
      "word",
      "timestamp,value\n2020-01-01 00:00:00,1\n2020-01-01 00:05:00,high\n",
      /series\.csv, line 3: "high" is no number/,
    ],
    ["yesterday", "timestamp,value\nyesterday,1\n", /series\.csv, line 2: "yesterday" is no time/],
    ["month", "timestamp,value\n2020-13-01 00:00:00,1\n", /series\.csv, line 2: "2020-13-01 00:00:00" is no time/],
  ])("refuses a file that is %s, naming file and line", async (name, content, message) => {
    const { code, error } = await run(inFolder(`bad-${name}`, content), at(`bad-${name}-out`));
    expect(code).toBe(2);
    expect(error).toMatch(message);
    expect(existsSync(at(`bad-${name}-out`, "series.csv"))).toBe(false);
  });

  it("refuses a folder that is not there, is none, is empty, or would be overwritten", async () => {
    const from = inFolder("good", "timestamp,value\n0,1\n");
    mkdirSync(at("bare"));
    const cases: [string, string, RegExp][] = [
      [at("nowhere"), at("x"), /nowhere.*ENOENT/],
      [at("good", "series.csv"), at("x"), /is no folder/],
      [at("bare"), at("x"), /no CSV file/],
      [from, from, /would be overwritten/],
    ];
    for (const [input, output, message] of cases) {
      const { code, error } = await run(input, output);
      expect(code).toBe(2);
      expect(error).toMatch(message);
    }
  });
});
