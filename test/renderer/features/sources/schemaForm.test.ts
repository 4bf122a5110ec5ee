import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldsOf, Schema, wordsOf } from "../../../../renderer/features/sources/schemaFields.ts";
import { isReference, settingsOf, valuesOf } from "../../../../renderer/features/sources/settingsValues.ts";
import { yamlOf } from "../../../../renderer/features/sources/yaml.ts";

const Secret = z.string().meta({ "x-secret": true });
const Config = z.object({
  url: z.url().meta({ title: "Address" }),
  intervalSeconds: z.int().min(5).max(3600).default(15),
  auth: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("basic"), user: z.string(), password: Secret }),
      z.object({ kind: z.literal("bearer"), token: Secret }),
    ])
    .optional(),
  tls: z.object({ ca: z.string().optional(), insecure: z.boolean().default(false) }).optional(),
  matchers: z.array(z.string()).default([]),
  mode: z.enum(["fast", "slow"]).default("fast"),
  headers: z.record(z.string(), z.string()).optional(),
  note: z.string().nullable().optional(),
  limits: z.array(z.number()).optional(),
});
const fields = fieldsOf(Schema.parse(z.toJSONSchema(Config, { io: "input" })));
const byPath = (path: string) => fields.find((field) => field.path === path);

describe("fieldsOf", () => {
  it("finds the control for every kind of setting", () => {
    expect(fields.map((field) => [field.path, field.kind])).toEqual([
      ["url", "url"],
      ["intervalSeconds", "number"],
      ["auth", "union"],
      ["tls", "group"],
      ["matchers", "list"],
      ["mode", "choice"],
      ["headers", "pairs"],
      ["note", "text"],
      ["limits", "other"],
    ]);
  });

  it("keeps the names, defaults and limits that the connector gave", () => {
    expect(byPath("url")).toMatchObject({ label: "Address", required: true });
    expect(byPath("intervalSeconds")).toMatchObject({
      label: "Interval seconds",
      initial: 15,
      minimum: 5,
      maximum: 3600,
      required: false,
    });
  });

  it("offers each form of a union under its tag, with its secrets as secrets", () => {
    const auth = byPath("auth");
    expect(auth?.kind === "union" && auth.options.map((option) => option.label)).toEqual(["Basic", "Bearer"]);
    expect(auth?.kind === "union" && auth.options[0]!.fields.map((field) => [field.path, field.kind])).toEqual([
      ["auth.user", "text"],
      ["auth.password", "secret"],
    ]);
  });
});

describe("settingsOf", () => {
  it("leaves out what nobody filled in, and gives what the connector accepts", () => {
    const { settings, problems } = settingsOf(fields, { ...valuesOf(fields, {}), url: " http://p:9090 " });
    expect(problems).toEqual([]);
    expect(Config.parse(settings)).toMatchObject({ url: "http://p:9090", intervalSeconds: 15, mode: "fast" });
    expect(settings).not.toHaveProperty("auth");
    expect(settings).not.toHaveProperty("tls");
  });

  it("names the field that is missing, malformed or out of range", () => {
    const values = { ...valuesOf(fields, {}), intervalSeconds: "4", limits: "[1," };
    expect(settingsOf(fields, values).problems).toEqual([
      { path: "url", kind: "required" },
      { path: "intervalSeconds", kind: "range" },
      { path: "limits", kind: "json" },
    ]);
    expect(settingsOf(fields, { ...values, intervalSeconds: "5.5" }).problems[1]).toEqual({
      path: "intervalSeconds",
      kind: "number",
    });
  });

  it("sends a typed secret as a secret and a reference as it is", () => {
    const values = { ...valuesOf(fields, {}), url: "http://p", auth: 0, "auth.user": "u" };
    expect(settingsOf(fields, { ...values, "auth.password": "hunter2" }).settings.auth).toEqual({
      kind: "basic",
      user: "u",
      password: { secret: "hunter2" },
    });
    expect(settingsOf(fields, { ...values, "auth.password": "env:PW" }).settings.auth).toEqual({
      kind: "basic",
      user: "u",
      password: "env:PW",
    });
    expect(isReference("env:")).toBe(false);
  });

  it("gives back what was stored", () => {
    const stored = {
      url: "http://p",
      intervalSeconds: 30,
      auth: { kind: "bearer", token: "keychain:t" },
      tls: { ca: "/ca.pem", insecure: false },
      matchers: ["a"],
      mode: "slow",
      headers: { x: "y" },
      note: "n",
      limits: [1, 2],
    };
    expect(settingsOf(fields, valuesOf(fields, stored)).settings).toEqual(stored);
  });
});

describe("yamlOf", () => {
  it("writes nested settings so that they can be pasted, and no secret", () => {
    const config = {
      id: "p",
      kind: "prometheus",
      settings: {
        url: "http://p:9090",
        auth: { kind: "basic", password: { secret: "hunter2" } },
        matchers: ["a=b", "true"],
        tls: {},
      },
    };
    expect(yamlOf(config)).toBe(
      [
        "id: p",
        "kind: prometheus",
        "settings:",
        '  url: "http://p:9090"',
        "  auth:",
        "    kind: basic",
        "    password: env:NAME_OF_A_VARIABLE",
        "  matchers:",
        '    - "a=b"',
        '    - "true"',
        "  tls: {}",
      ].join("\n"),
    );
  });

  it("is read back by a YAML parser as what went in", async () => {
    const { parse } = await import("yaml");
    const value = {
      a: [{ b: 1, c: "x: y" }, { d: null }],
      "odd key:": "#no",
      empty: [],
      text: "multi\nline",
      yes: "on",
      n: "1",
    };
    expect(parse(yamlOf(value))).toEqual(value);
    expect(parse(yamlOf([value, value]))).toEqual([value, value]);
  });
});

it("turns a name in code into words", () => {
  expect(["intervalSeconds", "url", "base_path"].map(wordsOf)).toEqual(["Interval seconds", "Url", "Base path"]);
});

describe("a list of texts and objects", () => {
  const Watch = z.object({
    watch: z.array(z.union([z.strictObject({ query: z.string(), upper: z.number() }), z.string()])),
  });
  const list = fieldsOf(Schema.parse(z.toJSONSchema(Watch, { io: "input" })));

  it("is a list whose lines in braces are objects", () => {
    expect(list[0]).toMatchObject({ path: "watch", kind: "list", mixed: true });
    const stored = { watch: ["up", { query: "disk", upper: 90 }] };
    const values = valuesOf(list, stored);
    expect(values.watch).toEqual(["up", '{"query":"disk","upper":90}']);
    expect(settingsOf(list, values)).toEqual({ settings: stored, problems: [] });
    expect(settingsOf(list, { watch: ["up", ""] }).settings).toEqual({ watch: ["up"] });
  });

  it("names a line in braces that is no object", () => {
    expect(settingsOf(list, { watch: ["{query: disk"] }).problems).toEqual([{ path: "watch", kind: "json" }]);
  });
});
