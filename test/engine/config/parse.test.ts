import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { parseConfig, type KnownKinds } from "../../../electron/engine/config/parse.ts";
import { readConfig } from "../../../electron/engine/config/read.ts";
import { describeProblem } from "../../../electron/engine/config/problem.ts";
import { prometheus } from "../../../electron/engine/connectors/prometheus/prometheus.ts";

const Prometheus = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  intervalSeconds: z.int().min(1).max(3600).default(15),
  auth: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("basic"), user: z.string(), password: z.string().meta({ secret: true }) }),
      z.strictObject({ kind: z.literal("bearer"), token: z.string().meta({ secret: true }) }),
    ])
    .optional(),
});
const Loose = z.object({ port: z.int().default(4318), token: z.string().optional().meta({ "x-secret": true }) });
const schemas = new Map<string, z.ZodType>([
  ["prometheus", Prometheus],
  ["otlp", Loose],
]);
const known: KnownKinds = { kinds: () => [...schemas.keys()], settingsOf: (kind) => schemas.get(kind) };

function problemsOf(text: string): string[] {
  const parsed = parseConfig(text, "watchfloor.yaml", known);
  return parsed.ok ? [] : parsed.problems.map(describeProblem);
}

it("fills in what is not written", () => {
  const parsed = parseConfig("", "watchfloor.yaml", known);
  expect(parsed).toEqual({
    ok: true,
    config: {
      listener: { host: "127.0.0.1", port: 7780 },
      retention: { days: 30, maximumGigabytes: 20, topologyDays: 14 },
      rules: [],
      sources: [],
    },
  });
});

it("keeps the references of secrets", () => {
  const parsed = parseConfig(
    "sources:\n  - { id: a, kind: prometheus, settings: { url: 'http://a:9090', auth: { kind: bearer, token: 'env:TOKEN' } } }",
    "watchfloor.yaml",
    known,
  );
  expect(parsed).toMatchObject({ ok: true, config: { sources: [{ settings: { auth: { token: "env:TOKEN" } } }] } });
});

it("names line, path, mistake and fix of every mistake at once, in the order of the file", async () => {
  const text = `listener:
  prot: 7780
  port: "7780"
retention:
  days: 0
scopes: [shop]
sources:
  - id: metrics
    kind: prometeus
  - id: metrics
    kind: prometheus
    scope: shpo
    settings:
      ulr: http://prometheus:9090
      intervalSeconds: often
      auth:
        kind: basic
        user: watch
        password: hunter2
  - id: Logs!
    kind: otlp
    enabled: "yes"
    settings:
      prot: 4318
  - id: spare
    kind: prometheus
    settings:
      url: prometheus:9090
      auth:
        kind: digest
  - kind: otlp
    settings: []
`;
  await expect(`${problemsOf(text).join("\n")}\n`).toMatchFileSnapshot("../../golden/config-problems.txt");
});

it("shows where the YAML itself breaks", () => {
  expect(problemsOf("sources:\n  - id: a\n   kind: b\n")[0]).toMatch(
    /^watchfloor\.yaml:3:\d+: this is not valid YAML: /,
  );
});

it("refuses the same key twice", () => {
  expect(problemsOf("retention:\n  days: 1\n  days: 2\n")).toEqual([
    expect.stringMatching(/^watchfloor\.yaml:3:3: this is not valid YAML: Map keys must be unique/),
  ]);
});

it("finds a misspelt key where the connector would silently drop it", () => {
  expect(problemsOf("sources:\n  - id: a\n    kind: otlp\n    settings: { potr: 1 }\n")).toEqual([
    'watchfloor.yaml:4:17: sources[0].settings.potr: unknown key "potr". Did you mean "port"? Possible here: port, token.',
  ]);
});

const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
for (const [name, before] of ["ba", "cb", "dc", "ed", "fe", "gf"])
  bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(", ")}]`);

it.each([
  ["aliases that would fill the memory", bomb.join("\n")],
  ["a map that contains itself", "sources:\n  - &s\n    id: a\n    kind: prometheus\n    settings: *s\n"],
  ["a list that contains itself", "sources: &a\n  - id: a\n    kind: otlp\n    settings: { logRules: *a }\n"],
])("refuses %s", (_name, text) => {
  expect(problemsOf(text)).toEqual([
    "watchfloor.yaml:1:1: its aliases (*name) repeat parts without end. Write the parts out instead.",
  ]);
});

it("takes a part that is used twice", () => {
  const settings = "settings: &s { url: 'http://a:9090' }";
  const text = `sources:\n  - id: a\n    kind: prometheus\n    ${settings}\n  - id: b\n    kind: prometheus\n    settings: *s\n`;
  expect(problemsOf(text)).toEqual([]);
});

it("refuses nesting without end, a tag that means something elsewhere, and keys of the language", () => {
  expect(problemsOf(`sources: ${"[".repeat(20_000)}`)[0]).toMatch(/is not valid YAML/);
  expect(problemsOf('sources: !!js/function "x"')[0]).toMatch(/^watchfloor\.yaml:1:10: this is not valid YAML: /);
  const text = "__proto__: { x: 1 }\nlistener: { constructor: 1 }\nsources:\n  - { id: a, kind: __proto__ }\n";
  expect(problemsOf(text)).toEqual([
    expect.stringContaining('unknown key "__proto__"'),
    expect.stringContaining('unknown key "constructor"'),
    expect.stringContaining('"__proto__" is not known here'),
  ]);
});

it.each(["https://noc.example/watchfloor", "https://user:pw@noc.example", "https://noc.example/?a=b"])(
  "refuses the public address %s, under which no page could be found",
  (address) => {
    expect(problemsOf(`listener: { public: "${address}" }`)).toEqual([
      expect.stringMatching(/^watchfloor\.yaml:1:21: listener\.public: this is more than scheme, name and port\. /),
    ]);
    expect(problemsOf('listener: { public: "https://noc.example:8443/" }')).toEqual([]);
  },
);

it("refuses a file that is not UTF-8", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "config-"));
  const file = path.join(folder, "watchfloor.yaml");
  writeFileSync(file, Buffer.from("sources: []\n", "utf16le"));
  appendFileSync(file, Buffer.from([0xff]));
  const parsed = readConfig("watchfloor.yaml", file, known);
  rmSync(folder, { recursive: true });
  expect(parsed.ok ? [] : parsed.problems.map(describeProblem)).toEqual([
    "watchfloor.yaml:1:1: this is not UTF-8 text. Save the file in the encoding UTF-8.",
  ]);
});

it("names the line and the fix of a mistake in what is watched", () => {
  const real: KnownKinds = { kinds: () => ["prometheus"], settingsOf: () => prometheus.config };
  const problemsIn = (entry: string): string[] => {
    const watch = `sources:\n  - id: p\n    kind: prometheus\n    settings:\n      url: http://p\n      watch:\n        - up\n        - ${entry}\n`;
    const parsed = parseConfig(watch, "watchfloor.yaml", real);
    return parsed.ok ? [] : parsed.problems.map(describeProblem);
  };
  expect(problemsIn("{ query: disk_used, upper: 90, unit: '%' }")).toEqual([]);
  expect(problemsIn("{ query: disk_used, uper: 90 }")).toEqual([
    expect.stringMatching(/^watchfloor.yaml:8:\d+: sources\[0\].settings.watch\[1\].uper: .*"uper".*"upper"/),
  ]);
  expect(problemsIn("{ query: disk_used, upper: much }")).toEqual([
    expect.stringMatching(/:8:\d+: sources\[0\].settings.watch\[1\].upper: /),
  ]);
  expect(problemsIn("{ query: disk_used, upper: 90, lower: 1 }")).toEqual([
    expect.stringMatching(/watch\[1\].lower: A watched metric runs out at one end. Keep upper or lower/),
  ]);
  expect(problemsIn("{ upper: 90 }")).toEqual([expect.stringMatching(/watch\[1\].query: /)]);
});
