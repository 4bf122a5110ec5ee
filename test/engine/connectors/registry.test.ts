import { describe, expect, it } from "vitest";
import { connectors, createRegistry } from "../../../electron/engine/connectors/registry.ts";
import { textOf } from "../../../shared/strings/index.ts";

const registry = createRegistry();

/** Path and sentence of every problem. */
const problemsOf = (kind: string, settings: Record<string, unknown>) => {
  const parsed = registry.parseSettings(kind, settings);
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => [path.join("."), textOf(message)]);
};

describe("settings", () => {
  it("get their defaults", () => {
    expect(registry.parseSettings("prometheus", { url: "http://p:9090" })).toMatchObject({
      ok: true,
      config: { url: "http://p:9090", auth: "none", insecure: false, intervalSeconds: 15, externalLabels: [] },
    });
    expect(registry.parseSettings("otlp", {})).toMatchObject({
      ok: true,
      config: { host: "127.0.0.1", port: 4318, auth: "none" },
    });
  });

  it.each<[string, Record<string, unknown>, string[][]]>([
    [
      "nagios",
      {},
      [["", "There is no kind of source called nagios. Known are: prometheus, alertmanager, alert-receiver, otlp."]],
    ],
    ["prometheus", {}, [["url", "url is missing. Add it."]]],
    ["prometheus", { url: 5 }, [["url", "url must be of type string."]]],
    ["prometheus", { url: "p:9090" }, [["url", "url must be an address such as https://server:9090."]]],
    [
      "prometheus",
      { url: "http://u:p@h" },
      [["url", "url must not contain credentials. Set auth to basic, and user and password."]],
    ],
    ["prometheus", { url: "http://h/?a" }, [["url", "url must end with host, port or path, without ? or #."]]],
    ["alertmanager", { url: "http://h", auth: "digest" }, [["auth", "auth must be one of: none, basic, bearer."]]],
    ["alertmanager", { url: "http://h", auth: "bearer" }, [["token", "token is needed because auth is bearer."]]],
    [
      "alertmanager",
      { url: "http://h", auth: "basic", user: "u", password: "plain" },
      [["password", "password takes a reference to a secret: env:NAME, file:/path or keychain:name."]],
    ],
    [
      "alertmanager",
      { url: "http://h", intervalSeconds: 0 },
      [["intervalSeconds", "intervalSeconds must be at least 1."]],
    ],
    [
      "alertmanager",
      { url: "http://h", intervalSeconds: 4000 },
      [["intervalSeconds", "intervalSeconds must be at most 3,600."]],
    ],
    [
      "alert-receiver",
      {},
      [["token", "token is needed: a reference such as env:NAME to the token that senders must show."]],
    ],
    [
      "alert-receiver",
      { auth: "none", host: "0.0.0.0" },
      [
        [
          "host",
          "Without a token only this machine may deliver: set host to 127.0.0.1, or auth to token (host is 0.0.0.0).",
        ],
      ],
    ],
    [
      "otlp",
      { logRules: [{ name: "x", pattern: "(a+)+ timeout" }] },
      [
        [
          "logRules.0.pattern",
          "logRules.0.pattern repeats a repetition or refers back, which can take for ever. Write it without.",
        ],
      ],
    ],
    ["otlp", { logRules: [{ name: "x" }] }, [["logRules.0.contains", "logRules.0.contains is missing. Add it."]]],
    ["otlp", { port: 65_536 }, [["port", "port must be at most 65,535."]]],
  ])("of %s are refused with the field and the fix: %o", (kind, settings, problems) => {
    expect(problemsOf(kind, settings)).toEqual(problems);
  });

  it("that nobody knows are named with those that are, and all problems come at once", () => {
    const [unknown, url] = problemsOf("prometheus", { uri: "http://h" }).sort(([a], [b]) => b!.localeCompare(a!));
    expect([unknown?.[0], url?.[0]].sort()).toEqual(["uri", "url"]);
    expect([unknown, url].map((problem) => problem?.[1]).join()).toMatch(
      /uri is no setting of this kind. Known are: url, auth, user, password/,
    );
  });
});

describe("the description of kinds", () => {
  it("gives the form each kind's settings with titles, and marks secrets", () => {
    const kinds = registry.describeKinds();
    expect(kinds.map(({ kind }) => kind)).toEqual(["prometheus", "alertmanager", "alert-receiver", "otlp"]);
    const { properties, required } = kinds[0]!.settings as {
      properties: Record<string, Record<string, unknown>>;
      required: string[];
    };
    expect(required).toEqual(["url"]);
    expect(properties.url).toMatchObject({ type: "string", title: "Address" });
    expect(properties.password).toMatchObject({ "x-secret": true, title: "Password" });
    expect(properties.user).not.toHaveProperty("x-secret");
    for (const { settings } of kinds) {
      for (const [name, property] of Object.entries(settings.properties as Record<string, { title?: string }>))
        expect(property.title, name).toBeTruthy();
    }
  });

  it("can be sent as it is", () => {
    const kinds = registry.describeKinds();
    expect(structuredClone(kinds)).toEqual(kinds);
  });
});

it("takes further connectors, but no two of one kind", () => {
  const demo = { ...connectors[0]!, kind: "demo" };
  expect(createRegistry([...connectors, demo]).connectors.get("demo")).toBe(demo);
  expect(() => createRegistry([demo, demo])).toThrow(/demo/);
});
