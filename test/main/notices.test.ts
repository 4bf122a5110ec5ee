import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { decideNews, NOTHING_TOLD, STORM_MS, type Told } from "../../electron/main/attention.ts";
import type { WaitingIncident } from "../../shared/contract/shell.ts";
import type { Severity } from "../../shared/domain/severity.ts";
import { system } from "./electron-stand-in.ts";
import { aFreshSystem, itemOf, says, startedShell } from "./started.ts";

vi.mock("electron", () => import("./electron-stand-in.ts"));
aFreshSystem();

const waiting = (id: string, severity: Severity = "major"): WaitingIncident => ({
  id,
  severity,
  headline: { code: `{id} fails`, params: { id } },
});
const ALL: Severity[] = ["critical", "major", "minor"];

/** Plays looks one after the other; what each found to say, as `count worst`. */
function play(looks: readonly { at: number; waiting: WaitingIncident[] }[], notify = ALL): (string | null)[] {
  let told: Told = NOTHING_TOLD;
  return looks.map((look) => {
    const decided = decideNews(told, look.waiting, notify, look.at);
    told = decided.told;
    return decided.news && `${decided.news.count} ${decided.news.worst.id}`;
  });
}

describe("what is news", () => {
  it("is not what was there when the app started", () => {
    expect(play([{ at: 0, waiting: [waiting("a", "critical")] }])).toEqual([null]);
  });

  it("is an incident that is new, once", () => {
    const now = [waiting("a")];
    expect(
      play([
        { at: 0, waiting: [] },
        { at: 1, waiting: now },
        { at: 2, waiting: now },
      ]),
    ).toEqual([null, "1 a", null]);
  });

  it("is an incident that has become worse, not one that became better", () => {
    const looks = ["major", "critical", "minor"].map((severity, index) => ({
      at: index * STORM_MS,
      waiting: [waiting("a", severity as Severity)],
    }));
    expect(play([{ at: -STORM_MS, waiting: [] }, ...looks])).toEqual([null, "1 a", "1 a", null]);
  });

  it("is only what the operator wants to hear of", () => {
    const looks = [
      { at: 0, waiting: [] },
      { at: 1, waiting: [waiting("a", "minor")] },
    ];
    expect(play(looks, ["critical"])).toEqual([null, null]);
  });

  it("names the worst of several", () => {
    const many = [waiting("a", "minor"), waiting("b", "critical"), waiting("c", "critical")];
    expect(
      play([
        { at: 0, waiting: [] },
        { at: 1, waiting: many },
      ]),
    ).toEqual([null, "3 b"]);
  });
});

describe("a storm", () => {
  /** One more incident with each look, `everyMs` apart. */
  const growing = (looks: number, everyMs: number) =>
    Array.from({ length: looks }, (_, index) => ({
      at: index * everyMs,
      waiting: Array.from({ length: index }, (_, id) => waiting(`i${id}`)),
    }));

  it("of two hundred incidents in ten minutes is told once", () => {
    const said = play(growing(200, 3000)).filter((news) => news !== null);
    expect(said).toEqual(["1 i0"]);
  });

  it("ends when nothing came for twenty seconds, to the millisecond", () => {
    expect(play(growing(3, STORM_MS - 1))).toEqual([null, "1 i0", null]);
    expect(play(growing(3, STORM_MS))).toEqual([null, "1 i0", "1 i1"]);
  });

  it("is told again when it brings something worse", () => {
    const looks = [
      { at: 0, waiting: [] },
      { at: 1, waiting: [waiting("a")] },
      { at: 2, waiting: [waiting("a"), waiting("b", "critical")] },
      { at: 3, waiting: [waiting("a"), waiting("b", "critical"), waiting("c", "critical")] },
    ];
    expect(play(looks)).toEqual([null, "1 a", "1 b", null]);
  });
});

describe("on the screen", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const tell = (engine: Awaited<ReturnType<typeof startedShell>>, incidents: WaitingIncident[]) =>
    says(engine, { kind: "incidents", waiting: incidents, count: incidents.length });

  it("a storm makes one notification, and the tray and the badge count on", async () => {
    const engine = await startedShell();
    tell(engine, []);
    for (let count = 1; count <= 40; count += 1) {
      vi.advanceTimersByTime(1000);
      tell(
        engine,
        Array.from({ length: count }, (_, id) => waiting(`INC-${id}`)),
      );
    }
    expect(system.notifications.map(({ options }) => [options.title, options.body])).toEqual([
      ["New incident, major", "INC-0 fails"],
    ]);
    expect(system.tray!.tip).toBe("Watchfloor: 40 incidents wait, worst major");
    expect(system.badge).toBe(40);
  });

  it("a click leads to the incident", async () => {
    const engine = await startedShell();
    tell(engine, []);
    tell(engine, [waiting("INC-7F", "critical")]);
    system.notifications[0]!.emit("click");
    expect(system.windows[0]!.loads.at(-1)).toBe("watchfloor://app/#/incident/INC-7F");
  });

  it("severities can be switched off and on in the menu", async () => {
    const engine = await startedShell();
    tell(engine, []);
    itemOf(system.menu, "major").click!({ checked: false });
    itemOf(system.menu, "warning").click!({ checked: true });
    tell(engine, [waiting("a", "major")]);
    expect(system.notifications).toEqual([]);
    tell(engine, [waiting("a", "major"), waiting("b", "warning")]);
    expect(system.notifications.map(({ options }) => options.title)).toEqual(["New incident, warning"]);
  });
});
