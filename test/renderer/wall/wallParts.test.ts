import { describe, expect, it } from "vitest";
import { pixelShift } from "../../../renderer/wall/burnIn.ts";
import { HOLD_MS, newCriticals, PAGE_MS, pagesOf, startRotation, turn } from "../../../renderer/wall/rotation.ts";
import { headlineCounts } from "../../../renderer/wall/stateHeadline.ts";
import { allStaleSince, wallSources } from "../../../renderer/wall/wallFreshness.ts";
import { matrixOf } from "../../../renderer/wall/wallMatrix.ts";
import { REFETCH_AFTER_MS, RELOAD_AFTER_MS, watch } from "../../../renderer/wall/watchdog.ts";
import { aSource } from "../../builders/source.ts";
import { aTopologyNode } from "../../builders/topologyNode.ts";

describe("rotation", () => {
  it("turns after its time, not before, and comes round", () => {
    const start = startRotation(0);
    expect(turn(start, 2, false, PAGE_MS - 1).page).toBe(0);
    const second = turn(start, 2, false, PAGE_MS);
    expect(second.page).toBe(1);
    expect(turn(second, 2, false, 2 * PAGE_MS).page).toBe(0);
  });

  it("stays on trouble when a new critical comes", () => {
    const held = turn({ page: 1, turnedAt: 0, heldUntil: 0 }, 3, true, 5);
    expect(held.page).toBe(0);
    expect(turn(held, 3, false, 5 + HOLD_MS - 1).page).toBe(0);
    expect(turn(held, 3, false, 5 + HOLD_MS).page).toBe(1);
  });

  it("returns to the first page when there are fewer, and stays on the only one", () => {
    expect(turn({ page: 2, turnedAt: 0, heldUntil: 0 }, 2, false, 1).page).toBe(0);
    expect(turn(startRotation(0), 1, false, 10 * PAGE_MS).page).toBe(0);
  });

  it("cuts pages at their size", () => {
    expect(pagesOf([1, 2, 3, 4, 5], 5, 8)).toEqual([[1, 2, 3, 4, 5]]);
    expect(pagesOf([1, 2, 3, 4, 5, 6], 5, 8)).toEqual([[1, 2, 3, 4, 5], [6]]);
    expect(pagesOf([], 5, 8)).toEqual([[]]);
  });

  it("knows a critical that was not there before", () => {
    const first = newCriticals(new Set(), [
      { id: "a", severity: "critical" },
      { id: "b", severity: "major" },
    ]);
    expect(first).toEqual({ ids: new Set(["a"]), fresh: true });
    expect(newCriticals(first.ids, [{ id: "a", severity: "critical" }]).fresh).toBe(false);
    expect(newCriticals(first.ids, []).ids.size).toBe(0);
  });
});

describe("watchdog", () => {
  it("asks again after a minute, not more than once a minute, and reloads after ten", () => {
    expect(watch(true, 0, 0, REFETCH_AFTER_MS - 1)).toBe("none");
    expect(watch(true, 0, 0, REFETCH_AFTER_MS)).toBe("refetch");
    expect(watch(true, 0, REFETCH_AFTER_MS, REFETCH_AFTER_MS + 1)).toBe("none");
    expect(watch(true, 0, 599_000, RELOAD_AFTER_MS)).toBe("reload");
  });

  it("waits while there is no connection, for reloading would lose the picture", () => {
    expect(watch(false, 0, 0, 10 * RELOAD_AFTER_MS)).toBe("none");
  });
});

describe("freshness", () => {
  const live = aSource({ id: "b", name: "B", state: "live" });
  const stale = aSource({ id: "a", name: "A", state: "stale", staleSince: 1_000 });

  it("puts the longest silent first and leaves out what is switched off", () => {
    const older = aSource({ id: "c", name: "C", state: "stale", staleSince: 500 });
    const shown = wallSources([live, stale, older, aSource({ id: "d", state: "disabled" })], 2_000);
    expect(shown.map((source) => [source.id, source.sinceMs])).toEqual([
      ["c", 1_500],
      ["a", 1_000],
      ["b", null],
    ]);
  });

  it("says since when nothing is fresh: since the last one went stale", () => {
    expect(allStaleSince([stale, aSource({ id: "c", state: "stale", staleSince: 500 })])).toBe(1_000);
    expect(allStaleSince([stale, live])).toBeNull();
    expect(allStaleSince([])).toBeNull();
  });
});

describe("matrixOf", () => {
  const nodes = [
    aTopologyNode({ id: "1", site: "FRA", group: "shop" }),
    aTopologyNode({ id: "2", site: "AMS", group: "shop" }),
    aTopologyNode({ id: "3", site: "FRA", group: "pay", severity: "critical", acknowledged: true }),
    aTopologyNode({ id: "4", site: "FRA", group: "pay", severity: "minor" }),
    aTopologyNode({ id: "5", site: "AMS", group: "pay", stale: true }),
  ];
  const groupOf = (node: (typeof nodes)[number]): string => node.group ?? "";

  it("puts trouble first and says which cells are calm, empty or stale", () => {
    const matrix = matrixOf(nodes, groupOf, 6, 4);
    expect(matrix.sites).toEqual(["FRA", "AMS"]);
    expect(matrix.rows.map((row) => row.name)).toEqual(["pay", "shop"]);
    expect(matrix.rows[0]!.cells).toEqual([
      { kind: "firing", severity: "critical", acknowledged: true, stale: false },
      { kind: "calm", stale: true },
    ]);
    expect(matrixOf(nodes.slice(0, 1).concat(nodes[4]!), groupOf, 6, 4).rows[0]!.cells).toContainEqual({
      kind: "none",
    });
  });

  it("says how much does not fit", () => {
    expect(matrixOf(nodes, groupOf, 1, 1)).toMatchObject({ omittedRows: 1, omittedSites: 1 });
  });
});

it("names two severities at most, the worst first", () => {
  expect(headlineCounts({ info: 4, minor: 2, critical: 1, major: 0 })).toEqual([
    { severity: "critical", count: 1 },
    { severity: "minor", count: 2 },
  ]);
  expect(headlineCounts({})).toEqual([]);
});

it("moves the picture by one unit a minute and comes back to where it was", () => {
  const places = Array.from({ length: 9 }, (_, minute) => pixelShift(minute * 60_000));
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(9);
  expect(pixelShift(9 * 60_000)).toEqual(places[0]);
});
