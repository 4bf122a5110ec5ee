import { expect, it } from "vitest";
import { z } from "zod";
import { parseConfig, type KnownKinds } from "../../../electron/engine/config/parse.ts";
import { describeProblem } from "../../../electron/engine/config/problem.ts";

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
const schemas: Record<string, z.ZodType> = { prometheus: Prometheus, otlp: Loose };
const known: KnownKinds = { kinds: () => Object.keys(schemas), settingsOf: (kind) => schemas[kind] };

function problemsOf(text: string): string[] {
  const parsed = parseConfig(text, "watchfloor.yaml", known);
  return parsed.ok ? [] : parsed.problems.map(describeProblem);
}

it("fills in what is not written", () => {
  const parsed = parseConfig("", "watchfloor.yaml", known);
  expect(parsed).toEqual({
    ok: true,
    config: { listener: { host: "127.0.0.1", port: 7780 }, retention: { days: 30, maximumGigabytes: 20 }, sources: [] },
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
