import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../builders/command-line.ts";
import { aSeries } from "../builders/series.ts";

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "watchfloor-forecast-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (input: string, ...more: string[]) =>
  runCommand(["forecast", "--in", at(input), "--step", "1h", "--horizon", "3", "--out", at("out.csv"), ...more]);

describe("watchfloor forecast", () => {
  it("writes a row of forecasts for each series, and its intervals", async () => {
    const series = [...aSeries({ count: 336 })].map((value) => value.toFixed(2)).join(",");
    writeFileSync(at("in.csv"), `id,values\n"disk a",${series}\ndisk b,5,5,,5,5,5,5,5,5,5,5,5,,\n`);
    const { code, out, error } = await run("in.csv", "--intervals", at("intervals.csv"));
    expect({ code, out, error }).toEqual({ code: 0, out: "", error: "" });
    const [header, first, second] = readFileSync(at("out.csv"), "utf8").split("\n");
    expect([header, second]).toEqual(["id,F1,F2,F3", "disk b,5,5,5"]);
    expect(first).toMatch(/^disk a(,[\d.]+){3}$/);
    const intervals = readFileSync(at("intervals.csv"), "utf8").trimEnd().split("\n");
    expect(intervals.map((line) => line.split(",").slice(0, 2).join(" "))).toEqual([
      "id step",
      "disk a 1",
      "disk a 2",
      "disk a 3",
      "disk b 1",
      "disk b 2",
      "disk b 3",
    ]);
  });

  it.each([
    ["no header", "a,1,2\n", /no-header\.csv, line 1: .*header/],
    ["a word", "id,values\na,1,2\nb,3,x\n", /a-word\.csv, line 3: "x" in column 3 is no number/],
    ["no value", "id,values\na,,\n", /no-value\.csv, line 2: .*a has no value/],
    ["no id", "id,values\n,1,2\n", /no-id\.csv, line 2: .*no id/],
    ["twice", "id,values\na,1\na,2\n", /twice\.csv, line 3: .*a second time/],
  ])("refuses a file with %s, naming file and line, and writes nothing", async (name, content, message) => {
    const file = `${name.replace(" ", "-")}.csv`;
    writeFileSync(at(file), content);
    rmSync(at("out.csv"), { force: true });
    const { code, error } = await run(file);
    expect(code).toBe(2);
    expect(error).toMatch(message);
    expect(() => readFileSync(at("out.csv"))).toThrow("ENOENT");
  });

  it("refuses a step that is no duration, a horizon that is no number, a file that is not there", async () => {
    writeFileSync(at("in.csv"), "id,values\na,1\n");
    const refused = [
      ["--in", at("in.csv"), "--step", "1 hour", "--horizon", "3"],
      ["--in", at("in.csv"), "--step", "1h", "--horizon", "0"],
      ["--in", at("none.csv"), "--step", "1h", "--horizon", "3"],
    ];
    const codes = refused.map(async (args) => (await runCommand(["forecast", ...args, "--out", at("out.csv")])).code);
    expect(await Promise.all(codes)).toEqual([2, 2, 2]);
  });
});
