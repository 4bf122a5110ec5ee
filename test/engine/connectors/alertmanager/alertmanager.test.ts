import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { alertmanager } from "../../../../electron/engine/connectors/alertmanager/alertmanager.ts";
import type { AcknowledgeRequest } from "../../../../electron/engine/connectors/connector.ts";
import { fingerprintOf } from "../../../../electron/engine/connectors/fingerprint.ts";
import { aConnectorIo } from "../../../builders/connectorIo.ts";
import { type Asked, anHttpServer, json } from "../../../builders/httpServer.ts";

const recorded = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/alertmanager/${name}.json`, "utf8"));
type Alert = { fingerprint: string; labels: Record<string, string>; status: { state: string; silencedBy: string[] } };
const SILENCED = "b4369640272e0658";
const FIRING = "8ef79255d071a295";
const BY_KIT = "17a9b3e2-d500-4115-89a5-c81344b06daf";

/** An Alertmanager that keeps silences as the real one does, over recorded alerts. */
async function anAlertmanager(
  alerts: unknown = recorded("alerts"),
  silences: { id: string; status: { state: string } }[] = [],
) {
  const answer = ({ method, path, body }: Asked, response: Parameters<typeof json>[0]) => {
    const id = /^\/api\/v2\/silence\/(.+)$/.exec(path)?.[1];
    const silence = silences.find((one) => one.id === id);
    if (path === "/api/v2/status") return json(response, recorded("status"));
    if (path === "/api/v2/alerts") return json(response, alerts);
    if (path === "/api/v2/silences" && method === "GET") return json(response, silences);
    if (path === "/api/v2/silences") {
      silences.push({ ...(JSON.parse(body) as object), id: `s-${silences.length}`, status: { state: "active" } });
      return json(response, { silenceID: silences.at(-1)!.id });
    }
    if (silence === undefined) return response.writeHead(404).end();
    if (method === "GET") return json(response, silence);
    silence.status.state = "expired";
    return response.writeHead(200).end();
  };
  const { url, asked } = await anHttpServer(answer);
  return { config: alertmanager.config.parse({ url }), asked, silences };
}

const act = alertmanager.act!;
const clock = { at: Date.parse("2026-11-22T10:43:00Z") };
const aRequest = (changes: Partial<AcknowledgeRequest> = {}): AcknowledgeRequest => ({
  target: { handle: FIRING },
  by: "jane",
  note: "on it: today",
  until: clock.at + 3_600_000,
  idempotencyKey: "k-1",
  ...changes,
});

describe("a poll", () => {
  it("gives all alerts, with handles that are Alertmanager's own fingerprints", async () => {
    const { config } = await anAlertmanager();
    const polled = await alertmanager.poll!(config, undefined, aConnectorIo());
    if (!polled.ok) throw new Error(polled.failure.kind);
    expect(polled.value).toMatchObject({ kind: "snapshot", about: "Alertmanager 0.25.0", ignored: {} });
    const [handMade] = polled.value.reports;
    expect(handMade).toEqual({
      kind: "alert",
      handle: "3a66d23b0a90e8cf",
      name: "HandMade",
      state: "firing",
      severity: "critical",
      labels: { host: "db-1", severity: "critical", team: "db" },
      summary: "posted by hand",
      at: Date.parse("2026-11-22T11:29:28.632Z"),
      mutings: [],
      entity: [],
    });
  });

  it("says who muted an alert, until when and why", async () => {
    const silences = recorded("silences_after_expire") as { id: string; status: { state: string } }[];
    const { config } = await anAlertmanager(recorded("alerts_filter"), silences);
    const polled = await alertmanager.poll!(config, undefined, aConnectorIo());
    const report = polled.ok && polled.value.reports.find((one) => one.kind === "alert" && one.handle === SILENCED);
    expect(report).toMatchObject({
      state: "suppressed",
      mutings: [
        {
          kind: "silence",
          id: BY_KIT,
          by: "kit",
          note: "known, working on it",
          until: Date.parse("2026-11-22T10:42:56.388Z"),
        },
      ],
    });
    const inhibited = await alertmanager.poll!(
      (await anAlertmanager(recorded("alerts_inhibited"))).config,
      undefined,
      aConnectorIo(),
    );
    const suppressed =
      inhibited.ok && inhibited.value.reports.find((one) => one.kind === "alert" && one.state === "suppressed");
    expect(suppressed).toMatchObject({ mutings: [{ kind: "inhibition", id: "6f883905fd37081f" }] });
  });

  it("asks for silences only when some alert has one, and for the version every five minutes", async () => {
    const unsilenced = (recorded("alerts") as Alert[]).filter(({ status }) => status.silencedBy.length === 0);
    const { config, asked } = await anAlertmanager(unsilenced);
    const time = { at: 1e12 };
    const first = await alertmanager.poll!(config, undefined, aConnectorIo({}, time));
    time.at += 299_999;
    await alertmanager.poll!(config, first.ok ? first.value.cursor : "", aConnectorIo({}, time));
    expect(asked.map(({ path }) => path).sort()).toEqual(["/api/v2/alerts", "/api/v2/alerts", "/api/v2/status"]);
  });

  it("of something else is malformed and says so", async () => {
    for (const answer of [
      { alerts: [] },
      [{ labels: { a: 1 } }],
      [{ fingerprint: "x", labels: {}, startsAt: "soon", status: { state: "active" } }],
      null,
    ]) {
      const { config } = await anAlertmanager(answer);
      expect(await alertmanager.poll!(config, undefined, aConnectorIo())).toMatchObject({
        failure: { kind: "malformed", message: { params: { expected: "Alertmanager" } } },
      });
    }
  });
});

describe("an acknowledgement", () => {
  it("is a silence of exactly the alert's labels, with key and note in its comment, and is found again", async () => {
    const { config, silences } = await anAlertmanager();
    const io = aConnectorIo({}, clock);
    expect(await act.find(config, aRequest(), io)).toEqual({ ok: true, value: { state: "absent" } });
    expect(await act.acknowledge(config, aRequest(), io)).toEqual({ ok: true, value: { effectId: "s-0" } });
    const { labels } = (recorded("alerts") as Alert[]).find(({ fingerprint }) => fingerprint === FIRING)!;
    expect(silences[0]).toMatchObject({
      matchers: Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
      endsAt: "2026-11-22T11:43:00.000Z",
      createdBy: "jane",
      comment: "Watchfloor acknowledgement k-1: on it: today",
    });
    expect(Date.parse((silences[0] as unknown as { startsAt: string }).startsAt)).toBeLessThan(clock.at);
    const found = { ok: true, value: { state: "in-force", effectId: "s-0", until: clock.at + 3_600_000 } };
    expect(await act.find(config, aRequest(), io)).toEqual(found);
    expect(await act.find(config, aRequest({ idempotencyKey: "k-2" }), io)).toEqual({
      ok: true,
      value: { state: "absent" },
    });
  });

  it("leaves nothing behind the key where there is no note, and is found again", async () => {
    const { config, silences } = await anAlertmanager();
    const io = aConnectorIo({}, clock);
    await act.acknowledge(config, aRequest({ note: "" }), io);
    expect(silences[0]).toMatchObject({ comment: "Watchfloor acknowledgement k-1" });
    expect(await act.find(config, aRequest(), io)).toMatchObject({ value: { state: "in-force", effectId: "s-0" } });
  });

  it("sees that somebody else was quicker, or that the alert is gone", async () => {
    const silences = [{ ...(recorded("silence_one") as object), id: BY_KIT, status: { state: "active" } }];
    const { config } = await anAlertmanager(recorded("alerts_filter"), silences);
    const io = aConnectorIo({}, clock);
    expect(await act.find(config, aRequest({ target: { handle: SILENCED } }), io)).toEqual({
      ok: true,
      value: {
        state: "someone-else",
        effectId: BY_KIT,
        by: "kit",
        note: "known, working on it",
        until: Date.parse("2026-11-22T10:47:50Z"),
      },
    });
    expect(await act.find(config, aRequest({ target: { handle: "0" } }), io)).toEqual({
      ok: true,
      value: { state: "alert-gone" },
    });
    expect(await act.acknowledge(config, aRequest({ target: { handle: "0" } }), io)).toMatchObject({
      failure: { message: { code: "failure.alertGone" } },
    });
  });

  it("that would end at once is refused before anything is sent", async () => {
    const { config, asked } = await anAlertmanager();
    const io = aConnectorIo({}, clock);
    expect(await act.acknowledge(config, aRequest({ until: clock.at + 999 }), io)).toMatchObject({
      failure: { message: { code: "failure.silenceOver" } },
    });
    expect(asked).toEqual([]);
    expect((await act.acknowledge(config, aRequest({ until: clock.at + 1_000 }), io)).ok).toBe(true);
  });

  it("is undone by expiring the silence, and undoing twice does no harm", async () => {
    const { config, silences, asked } = await anAlertmanager();
    const io = aConnectorIo({}, clock);
    await act.acknowledge(config, aRequest(), io);
    expect(await act.undo(config, "s-0", io)).toEqual({ ok: true, value: { gone: true } });
    expect(silences[0]?.status.state).toBe("expired");
    expect(await act.undo(config, "s-0", io)).toEqual({ ok: true, value: { gone: true } });
    expect(await act.undo(config, "never/was", io)).toEqual({ ok: true, value: { gone: true } });
    expect(asked.filter(({ method }) => method === "DELETE")).toHaveLength(1);
    expect(await act.find(config, aRequest(), io)).toMatchObject({ value: { state: "absent" } });
  });

  it("is not called undone while the server shows the silence", async () => {
    const { url } = await anHttpServer(({ method }, response) =>
      method === "DELETE"
        ? response.writeHead(200).end()
        : json(response, { ...(recorded("silence_one") as object), status: { state: "active" } }),
    );
    const config = alertmanager.config.parse({ url });
    expect(await act.undo(config, "x", aConnectorIo())).toMatchObject({
      failure: { message: { code: "failure.stillSilenced" } },
    });
  });
});

it("makes the same fingerprints as Alertmanager", () => {
  for (const name of ["alerts", "alerts_filter", "alerts_inhibited"]) {
    for (const { fingerprint, labels } of recorded(name) as Alert[])
      expect(fingerprintOf(Object.keys(labels), labels)).toBe(fingerprint);
  }
});
