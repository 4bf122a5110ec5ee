import { describe, expect, it } from "vitest";
import { changesSince, extend, rowAt, WINDOW, windowsFor } from "../../../../renderer/features/alerts/windows.ts";
import { moveTo, NOTHING_CHOSEN, subjectsOf, toggleRow } from "../../../../renderer/features/alerts/selection.ts";
import { MAXIMUM_PER_ACTION } from "../../../../shared/domain/outbox.ts";
import { anAlertRow } from "../../../builders/alertRow.ts";

const rows = Array.from({ length: 250 }, (_, index) =>
  anAlertRow({ fingerprint: `fingerprint-${index}`, version: index + 1 }),
);
const windows = new Map([0, 100, 200].map((offset) => [offset, rows.slice(offset, offset + WINDOW)]));
const at = (index: number) => rowAt(windows, index);

describe("windowsFor", () => {
  it("asks for the windows of the rows in view, and ahead near an edge", () => {
    expect(windowsFor(0, 40, 50_000)).toEqual([0]);
    expect(windowsFor(60, 99, 50_000)).toEqual([0, 100]);
    expect(windowsFor(49_980, 49_999, 50_000)).toEqual([49_900]);
  });

  it("asks for the first window while the total is unknown, and never beyond the end", () => {
    expect(windowsFor(0, -1, 0)).toEqual([0]);
    expect(windowsFor(0, 500, 100)).toEqual([0]);
    expect(windowsFor(900, 940, 101)).toEqual([100]);
  });
});

describe("a paused feed", () => {
  const frozen = { total: 250, windows };

  it("counts nothing while nothing changed", () => {
    expect(changesSince(frozen, windows, 250)).toBe(0);
  });

  it("counts rows that are new or have another version, and those that went", () => {
    const changed = rows.slice(0, WINDOW).map((row, index) => (index < 2 ? { ...row, version: 999 } : row));
    expect(changesSince(frozen, new Map([[0, changed]]), 250)).toBe(2);
    expect(changesSince(frozen, windows, 240)).toBe(10);
  });

  it("keeps its own rows and takes windows that it never had", () => {
    const small = { total: 250, windows: new Map([[0, rows.slice(0, WINDOW)]]) };
    const live = new Map([
      [0, rows.slice(1, 101)],
      [100, rows.slice(100, 200)],
    ]);
    const grown = extend(small, live);
    expect(rowAt(grown.windows, 0)).toBe(rows[0]);
    expect(rowAt(grown.windows, 150)).toBe(rows[150]);
    expect(extend(grown, live)).toBe(grown);
  });
});

describe("selection", () => {
  it("extends from the anchor to the cursor in both directions", () => {
    const start = moveTo(NOTHING_CHOSEN, 10, 250, false, at);
    expect(moveTo(start, 12, 250, true, at).chosen.size).toBe(3);
    expect(moveTo(start, 8, 250, true, at).chosen.size).toBe(3);
  });

  it("stops at both ends", () => {
    expect(moveTo(NOTHING_CHOSEN, -1, 250, false, at).cursor).toBe(0);
    expect(moveTo(NOTHING_CHOSEN, 250, 250, false, at).cursor).toBe(249);
    expect(moveTo(NOTHING_CHOSEN, 1, 0, false, at).cursor).toBe(0);
  });

  it("chooses and lets go", () => {
    const one = toggleRow(NOTHING_CHOSEN, 3, at);
    expect([...one.chosen]).toEqual([["fingerprint-3", 4]]);
    expect(toggleRow(one, 3, at).chosen.size).toBe(0);
  });

  it("takes no more than one call acknowledges", () => {
    const endless = (index: number) => anAlertRow({ fingerprint: `fingerprint-${index}` });
    expect(moveTo(NOTHING_CHOSEN, 900, 1000, true, endless).chosen.size).toBe(MAXIMUM_PER_ACTION);
  });

  it("acts upon what is chosen, else upon the row at the cursor, with the version that was seen", () => {
    expect(subjectsOf({ ...NOTHING_CHOSEN, cursor: 5 }, at)).toEqual([
      { fingerprint: "fingerprint-5", seenVersion: 6 },
    ]);
    expect(subjectsOf(toggleRow(NOTHING_CHOSEN, 7, at), at)).toEqual([
      { fingerprint: "fingerprint-7", seenVersion: 8 },
    ]);
    expect(subjectsOf(NOTHING_CHOSEN, () => undefined)).toEqual([]);
  });
});
