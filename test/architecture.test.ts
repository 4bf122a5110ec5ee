/** The design's rules about the code itself. Each failure names the place and the rule. */
import { describe, expect, it } from "vitest";
import { cyclesIn } from "./architecture/cycles.ts";
import { deadExports } from "./architecture/exports.ts";
import { catalogueKeys, unknownKeys, unusedKeys } from "./architecture/catalogue.ts";
import { filesOf, importsOf, lineAt, placesOf, readSources } from "./architecture/sources.ts";
import { violationOf } from "./architecture/table.ts";

const CODE = ["{shared,electron,renderer}/**/*.{ts,tsx}"];
const LONGEST_FILE = 500;
const sources = readSources(...CODE);

describe("imports", () => {
  it("follow the table", () => {
    const violations = sources.flatMap(({ file, imports }) =>
      imports.flatMap((found) => {
        const why = violationOf(file, found);
        return why === undefined ? [] : [`${file}:${found.line}: ${found.target}: ${why}`];
      }),
    );
    expect(violations).toEqual([]);
  });

  it("make no circle when the program runs", () => {
    const graph = new Map(
      sources.map(({ file, imports }) => [file, imports.filter(({ runtime }) => runtime).map(({ target }) => target)]),
    );
    expect(cyclesIn(graph)).toEqual([]);
  });

  it("lead to files that are there, with their ending", () => {
    const known = new Set([...filesOf("{shared,electron,renderer}/**/*")]);
    const lost = sources.flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => /^(shared|electron|renderer)\//.test(target) && !known.has(target))
        .map(({ line, target }) => `${file}:${line}: ${target}`),
    );
    expect(lost).toEqual([]);
  });

  it("are seen by these rules however they are written", () => {
    const text = [
      'import type { A } from "./a.ts";',
      "import {",
      "  type B,",
      '} from "../b.ts";',
      'export * from "./c.ts";',
      'import "./d.css";',
      'const e = await import("./e.ts");',
      "const words = \"import x from './f.ts'\";",
    ].join("\n");
    expect(importsOf("x/y/z.ts", text)).toEqual([
      { line: 1, target: "x/y/a.ts", runtime: false },
      { line: 2, target: "x/b.ts", runtime: true },
      { line: 5, target: "x/y/c.ts", runtime: true },
      { line: 6, target: "x/y/d.css", runtime: true },
      { line: 7, target: "x/y/e.ts", runtime: true },
    ]);
    const wrong = (file: string, target: string, runtime = true) => violationOf(file, { line: 1, target, runtime });
    expect(wrong("renderer/features/alerts/x.ts", "renderer/features/sources/y.ts")).toBe("not in the table");
    expect(wrong("electron/engine/pipeline/x.ts", "electron/engine/store/alerts.ts", false)).toBe("not in the table");
    expect(wrong("electron/preload/preload.ts", "shared/contract/shell.ts")).toBe("only its types");
    expect(wrong("shared/domain/x.ts", "node:fs")).toBe("it has to run without Node");
    expect(wrong("electron/engine/store/x.ts", "node:fs")).toBeUndefined();
    expect(
      cyclesIn(
        new Map([
          ["a", ["b"]],
          ["b", ["c"]],
          ["c", ["a"]],
          ["d", ["a"]],
        ]),
      ),
    ).toEqual([["a", "b", "c"]]);
  });
});

describe("code", () => {
  it("keeps its files short", () => {
    const long = sources.filter(({ text }) => text.split("\n").length > LONGEST_FILE + 1).map(({ file }) => file);
    expect(long).toEqual([]);
  });

  it("speaks SQL in the store alone; the ingest thread's queue may begin and end a transaction", () => {
    const outside = sources.filter(
      ({ file }) => !file.startsWith("electron/engine/store/") && file !== "electron/engine/ingest/write-queue.ts",
    );
    const sql =
      /\.prepare[<(]|\bdb\.(exec|pragma|transaction)\b|["'`](SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\s/g;
    expect(outside.flatMap((source) => placesOf(source, sql))).toEqual([]);
  });

  it("knows its types: no any, no ignored errors", () => {
    const loose = /(?:[:<|,]\s*|\bas\s+)any\b(?=\s*[;,>)\]|&[]|\s*=[^=]|\s*$)|@ts-(?:ignore|nocheck|expect-error)/gm;
    const withoutComments = sources.map((source) => ({ ...source, text: blankComments(source.text) }));
    expect(withoutComments.flatMap((source) => placesOf(source, loose))).toEqual([]);
  });

  it("has nothing that nobody uses", () => {
    expect(deadExports(sources, readSources("{test,scripts}/**/*.{ts,tsx}", "*.config.ts"))).toEqual([]);
  });

  it("leaves nothing for later", () => {
    expect(sources.flatMap((source) => placesOf(source, /\b(TODO|FIXME|XXX)\b.*/g))).toEqual([]);
  });
});

describe("the string catalogue", () => {
  it("has every text that the code names", () => {
    expect(unknownKeys(sources)).toEqual([]);
  });

  it("has no text that nobody names", () => {
    expect(unusedKeys(sources)).toEqual([]);
  });

  it("has each key once", () => {
    const keys = catalogueKeys().map(({ key }) => key);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});

/** Comments as blanks, so that lines stay where they are. Types are what matters, so strings need no care. */
function blankComments(text: string): string {
  const blank = (comment: string): string => comment.replace(/[^\n]/g, " ");
  return text.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/(?<![:"'`\w])\/\/.*$/gm, blank);
}

it("counts lines from one", () => {
  expect([lineAt("a\nb", 0), lineAt("a\nb", 2)]).toEqual([1, 2]);
});
