import { describe, expect, it } from "vitest";
import { decide, type KnownState, type Said } from "../../../electron/engine/pipeline/dedupe.ts";
import type { AlertState } from "../../../shared/domain/event.ts";

const known = (
  more: Partial<KnownState> = {},
  views: Record<string, AlertState> = { prometheus: "firing" },
): KnownState => ({
  state: "firing",
  severity: "major",
  startedAt: 1_000,
  changedAt: 1_000,
  views: Object.entries(views).map(([name, state]) => {
    const [sourceId = "", handle = "h"] = name.split("/");
    return { sourceId, handle, state, mutings: [] };
  }),
  ...more,
});

const said = (more: Partial<Said> = {}): Said => ({
  sourceId: "prometheus",
  handle: "h",
  state: "firing",
  severity: "major",
  at: 1_000,
  complete: true,
  ...more,
});

describe("one source", () => {
  it("opens an alert that nobody knows, in the state that it has", () => {
    expect(decide(undefined, said())).toEqual({ kind: "opened", state: "firing" });
    expect(decide(undefined, said({ state: "suppressed" }))).toEqual({ kind: "opened", state: "suppressed" });
  });

  it("counts a repeat at the same severity and logs a change of it", () => {
    expect(decide(known(), said())).toEqual({ kind: "repeated", state: "firing" });
    expect(decide(known(), said({ severity: "critical" }))).toEqual({ kind: "changed", state: "firing", was: "major" });
  });

  it("tells muting from unmuting", () => {
    expect(decide(known(), said({ state: "suppressed" })).kind).toBe("muted");
    expect(decide(known({ state: "suppressed" }, { prometheus: "suppressed" }), said()).kind).toBe("unmuted");
  });

  it("resolves, and ignores an end without a beginning", () => {
    expect(decide(known(), said({ state: "resolved", at: 2_000 })).kind).toBe("resolved");
    expect(decide(undefined, said({ state: "resolved" }))).toEqual({
      kind: "ignored",
      reason: "ignored.resolveWithoutAlert",
    });
  });

  it("begins a new life when it fires after its end", () => {
    const ended = known({ state: "resolved", changedAt: 5_000 }, { prometheus: "resolved" });
    expect(decide(ended, said({ at: 6_000 })).kind).toBe("opened");
  });
});

describe("reports that come one by one may be late", () => {
  it("ignores a beginning before the known end, to the millisecond", () => {
    const ended = known({ state: "resolved", changedAt: 5_000 }, { prometheus: "resolved" });
    expect(decide(ended, said({ complete: false, at: 4_999 }))).toEqual({
      kind: "ignored",
      reason: "ignored.olderThanKnown",
    });
    expect(decide(ended, said({ complete: false, at: 5_000 })).kind).toBe("opened");
  });

  it("ignores an end before the known beginning", () => {
    expect(decide(known(), said({ complete: false, state: "resolved", at: 999 }))).toEqual({
      kind: "ignored",
      reason: "ignored.olderThanKnown",
    });
    expect(decide(known(), said({ complete: false, state: "resolved", at: 1_000 })).kind).toBe("resolved");
  });

  it("believes a full list about now, whatever its times", () => {
    const ended = known({ state: "resolved", changedAt: 5_000 }, { prometheus: "resolved" });
    expect(decide(ended, said({ at: 1_000 })).kind).toBe("opened");
  });
});

describe("two sources of one alert", () => {
  const both = (other: AlertState, more: Partial<KnownState> = {}) =>
    known(more, { prometheus: "firing", alertmanager: other });

  it("holds while one of them says so", () => {
    expect(decide(both("firing"), said({ state: "resolved", at: 2_000 }))).toEqual({
      kind: "repeated",
      state: "firing",
    });
    expect(decide(both("resolved"), said({ state: "resolved", at: 2_000 })).kind).toBe("resolved");
  });

  it("is muted as soon as one of them mutes it, and not unmuted by the other", () => {
    expect(decide(both("firing"), said({ sourceId: "alertmanager", state: "suppressed" })).kind).toBe("muted");
    expect(decide(both("suppressed", { state: "suppressed" }), said())).toEqual({
      kind: "repeated",
      state: "suppressed",
    });
  });

  it("fires again when the muting source no longer reports it", () => {
    const muted = both("suppressed", { state: "suppressed" });
    expect(decide(muted, said({ sourceId: "alertmanager", state: "resolved", at: 2_000 }))).toEqual({
      kind: "unmuted",
      state: "firing",
    });
  });
});

describe("one source with several handles", () => {
  const muted = (other: AlertState) => known({ state: "firing" }, { "am/h": "firing", "am/other": other });
  const am = (more: Partial<Said> = {}) => said({ sourceId: "am", ...more });

  it("mutes the alert only when all of them that hold are muted", () => {
    expect(decide(muted("firing"), am({ state: "suppressed" })).kind).toBe("repeated");
    expect(decide(muted("suppressed"), am({ state: "suppressed" })).kind).toBe("muted");
    expect(decide(muted("resolved"), am({ state: "suppressed" })).kind).toBe("muted");
  });

  it("resolves the alert only when the last of them has ended", () => {
    expect(decide(muted("firing"), am({ state: "resolved", at: 2_000 })).kind).toBe("repeated");
    expect(decide(muted("suppressed"), am({ state: "resolved", at: 2_000 })).kind).toBe("muted");
    expect(decide(muted("resolved"), am({ state: "resolved", at: 2_000 })).kind).toBe("resolved");
  });

  it("is muted by another source all the same", () => {
    const both = known({}, { "am/h": "firing", "am/other": "firing", "prometheus/h": "firing" });
    expect(decide(both, said({ state: "suppressed" })).kind).toBe("muted");
  });
});
