import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Report } from "../../../../shared/domain/event.ts";
import { text } from "../../../../shared/strings/index.ts";
import { DEMO_SEED, DemoSettings } from "../../../../electron/engine/connectors/demo/settings.ts";
import { demoSources } from "../../../../electron/engine/connectors/demo/sources.ts";
import { TOOLS } from "../../../../electron/engine/connectors/demo/tools.ts";
import { alertsIn, look, MINUTE, OPENED, SECOND } from "./look.ts";

describe("a first look at the demo", () => {
  it("has one source for each tool, with settings that the connector takes", () => {
    const sources = demoSources(DEMO_SEED, OPENED);
    expect(sources.map(({ id }) => id)).toEqual(TOOLS.map((tool) => `demo-${tool}`));
    for (const { kind, settings } of sources) {
      expect(kind).toBe("demo");
      expect(DemoSettings.parse(settings)).toMatchObject({ seed: DEMO_SEED, startedAt: OPENED - 45 * MINUTE });
    }
  });

  it("tells only reports that the schema takes", async () => {
    const { poll } = look(DEMO_SEED);
    for (const tool of TOOLS) expect(z.array(Report).safeParse((await poll(tool)).reports).error).toBeUndefined();
  });

  it.each([1, 2, 3, DEMO_SEED])("shows what is over, what goes on and what has just begun (seed %i)", async (seed) => {
    const { poll } = look(seed);
    const history = (await Promise.all(TOOLS.map((tool) => poll(tool)))).flatMap(({ reports }) => alertsIn(reports));
    const over = history.filter(({ state, severity }) => state === "resolved" && severity === "critical");
    const open = history.filter(
      ({ handle, state }) => state !== "resolved" && !over.some((ended) => ended.handle === handle),
    );
    expect(over.length).toBeGreaterThan(0);
    expect(open.filter(({ severity }) => severity === "critical").length).toBeGreaterThanOrEqual(4);
    expect(open.some(({ at, severity }) => at > OPENED - 90 * SECOND && severity !== "info")).toBe(true);
    expect(Math.max(...history.map(({ at }) => at))).toBeLessThanOrEqual(OPENED);
  });

  it("begins with the history as an increment and goes on with snapshots", async () => {
    const { poll, time } = look(DEMO_SEED);
    const first = await poll("metrics");
    time.now += 5 * SECOND;
    const second = await poll("metrics", first.cursor);
    expect([first.kind, second.kind]).toEqual(["increment", "snapshot"]);
    expect(alertsIn(second.reports).every(({ state }) => state !== "resolved")).toBe(true);
    expect((await poll("metrics", "not a cursor")).kind).toBe("increment");
    expect((await poll("metrics", `${OPENED}:5`)).kind).toBe("increment");
  });

  it("answers a test with the tool's name and the number of its alerts", async () => {
    const { demo, settingsOf, io, alerts } = look(DEMO_SEED);
    const outcome = await demo.test(settingsOf("database"), io);
    expect(outcome).toEqual({
      ok: true,
      about: "Zabbix 7.0.6 (simulated)",
      alerts: (await alerts("database")).length,
      failure: null,
    });
  });
});

describe("one poll after the other", () => {
  it("is the same for the same seed and moment, and another for another seed", async () => {
    const [one, same, other] = await Promise.all([look(5), look(5), look(6)].map(({ poll }) => poll("metrics")));
    expect(one).toEqual(same);
    expect(one!.reports).not.toEqual(other!.reports);
  });

  it("keeps the handle, the labels and the begin of an alert while it lasts", async () => {
    const { poll, time } = look(DEMO_SEED);
    let cursor = (await poll("network")).cursor;
    const seen = new Map<string, { labels: unknown; at: number }>();
    for (let step = 0; step < 60; step++, time.now += 5 * SECOND) {
      const polled = await poll("network", cursor);
      cursor = polled.cursor;
      for (const { handle, labels, at, name } of alertsIn(polled.reports)) {
        if (name === "linkFlapping") continue;
        expect({ labels, at }).toEqual(seen.get(handle) ?? { labels, at });
        seen.set(handle, { labels, at });
      }
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it("never tells one handle twice in a snapshot, over a day", async () => {
    const { alerts, time } = look(DEMO_SEED);
    for (let step = 0; step < 24 * 12; step++, time.now += 5 * MINUTE) {
      for (const tool of TOOLS) {
        if (tool === "network" || tool === "inventory") continue;
        const handles = (await alerts(tool)).map(({ handle }) => handle);
        expect(new Set(handles).size, `${tool} at step ${step}`).toBe(handles.length);
      }
    }
  });

  it("tells each deployment once begun, and its end when it has come", async () => {
    const { poll, time } = look(DEMO_SEED);
    let cursor = (await poll("deployments")).cursor;
    const told = new Map<string, boolean>();
    for (let step = 0; step < 30 * 12; step++, time.now += 5 * SECOND) {
      const polled = await poll("deployments", cursor);
      cursor = polled.cursor;
      for (const report of polled.reports)
        if (report.kind === "change") told.set(report.id, report.endedAt !== undefined);
    }
    expect(told.size).toBeGreaterThan(4);
    expect([...told.values()].filter((ended) => !ended).length).toBeLessThanOrEqual(1);
  });

  it("resolves the opening story's alerts when its fault has ended", async () => {
    const { alerts, time } = look(DEMO_SEED);
    const before = (await alerts("database")).filter(({ severity }) => severity === "critical");
    time.now = OPENED + 40 * MINUTE;
    const after = new Set((await alerts("database")).map(({ handle }) => handle));
    expect(before).toHaveLength(1);
    expect(before.some(({ handle }) => after.has(handle))).toBe(false);
  });

  it("goes on for ever: something new is wrong in each quarter of an hour of a later day", async () => {
    const { alerts, time } = look(DEMO_SEED);
    for (let quarter = 0; quarter < 24; quarter++) {
      time.now = OPENED + 20 * 24 * 60 * MINUTE + quarter * 15 * MINUTE;
      const all = (
        await Promise.all((["metrics", "logs", "kubernetes", "uptime", "database"] as const).map(alerts))
      ).flat();
      expect(all.length, `quarter ${quarter}`).toBeGreaterThan(0);
    }
  });
});

describe("a tool that does not answer", () => {
  it("is never silent in the first five minutes, and is within the first hour, with a time-out in words", async () => {
    const { demo, settingsOf, io, time } = look(DEMO_SEED);
    const silentAfter: number[] = [];
    for (let after = 0; after < 60 * MINUTE; after += 15 * SECOND) {
      time.now = OPENED + after;
      const result = await demo.poll!(settingsOf("network"), undefined, io);
      if (result.ok) continue;
      silentAfter.push(after);
      expect(result.failure.kind).toBe("timeout");
      expect(text("demo.silent", result.failure.message.params)).toContain("SNMP v2c traps (simulated) did not answer");
    }
    expect(silentAfter.length).toBeGreaterThanOrEqual(12);
    expect(Math.min(...silentAfter)).toBeGreaterThan(5 * MINUTE);
  });

  it("is out of reach exactly between the configured moments", async () => {
    const { demo, settingsOf, io, time } = look(DEMO_SEED);
    const settings = settingsOf("metrics", { disconnectAt: OPENED + 1000, reconnectAt: OPENED + 2000 });
    const answers: (string | boolean)[] = [];
    for (const after of [999, 1000, 1999, 2000]) {
      time.now = OPENED + after;
      const result = await demo.poll!(settings, undefined, io);
      answers.push(result.ok || result.failure.kind);
    }
    expect(answers).toEqual([true, "unreachable", "unreachable", true]);
  });
});

it("lets ten minutes happen in one at speed 10, and tells nothing from the future", async () => {
  const { demo, settingsOf, io, time } = look(DEMO_SEED);
  const settings = settingsOf("metrics", { speed: 10, startedAt: OPENED - 4.5 * MINUTE });
  const slow = await demo.poll!(settingsOf("metrics"), undefined, io);
  const fast = await demo.poll!(settings, undefined, io);
  const handles = (result: typeof slow): string[] =>
    result.ok ? alertsIn(result.value.reports).map(({ handle }) => handle) : [];
  expect(handles(fast)).toEqual(handles(slow));
  time.now += MINUTE;
  const later = await demo.poll!(settings, undefined, io);
  expect(later.ok && alertsIn(later.value.reports).every(({ at }) => at <= time.now)).toBe(true);
  expect(handles(later)).not.toEqual(handles(slow));
});
