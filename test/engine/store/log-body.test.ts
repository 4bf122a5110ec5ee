import { expect, it } from "vitest";
import { decodeBody, encodeBody } from "../../../electron/engine/store/log-body.ts";
import type { LogBody } from "../../../shared/domain/log.ts";
import { aChangeBody, anAlertBody, anEdge, anEntity, aResolve } from "../../builders/log.ts";

const back = (body: LogBody): LogBody => {
  const stored = encodeBody(body);
  return decodeBody(stored.kind, stored.subject, stored.body);
};

const BODIES: LogBody[] = [
  { kind: "tick" },
  anAlertBody("checkout", 0, { labels: { quote: 'a "b" [c]', leer: "" }, severity: "critical" }),
  anAlertBody("checkout", 0, { transition: "muted", state: "suppressed", severity: "info" }),
  aResolve("checkout", 0),
  aChangeBody("checkout", { by: "ada", endedAt: 17 }),
  aChangeBody("checkout"),
  { ...anEntity("db-1"), site: "FRA", group: "shop" },
  anEntity("db-1"),
  { kind: "join", kept: anEntity("a").entityId, joined: anEntity("b").entityId },
  anEdge("checkout", "db", { origin: "inferred", confidence: 0.35, present: false }),
  { kind: "operator", action: "settle", by: "ada", subject: "INC-AAAA", text: "über\nzwei Zeilen" },
  { kind: "operator", action: "not-an-anomaly", by: "ada", subject: "FND-0123456789AB", text: "m1 spike-up" },
  { kind: "samples", samples: [{ seriesId: "m1", entityId: anEntity("db-1").entityId, at: 1_000, value: -0.5 }] },
  { kind: "past", samples: [{ seriesId: "m1", entityId: anEntity("db-1").entityId, at: 1_000, value: 7 }] },
  { kind: "limit", seriesId: "m1", entityId: anEntity("db-1").entityId, limit: { bound: "lower", value: -0.5 } },
  { kind: "limit", seriesId: "m1", entityId: anEntity("db-1").entityId, limit: null },
  { kind: "lines", lines: [{ entityId: anEntity("db-1").entityId, at: 1_000, text: 'a "quoted" line' }] },
  { kind: "configuration", what: "source prometheus", detail: "added" },
];

it.each(BODIES.map((body) => [`${body.kind} ${JSON.stringify(body).slice(0, 60)}`, body] as const))(
  "gives %s back as it was",
  (_name, body) => {
    expect(back(body)).toEqual(body);
  },
);

it("refuses a kind, a transition or a severity that it does not know, and names it", () => {
  const { kind, subject, body } = encodeBody(anAlertBody("checkout", 0));
  expect(() => decodeBody(99, subject, body)).toThrow("99");
  expect(() => decodeBody(kind, null, body)).toThrow("subject");
  expect(() => decodeBody(kind, subject, body.replace("[0,", "[17,"))).toThrow("17");
});
