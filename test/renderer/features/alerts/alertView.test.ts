import { describe, expect, it } from "vitest";
import { AlertFilter } from "../../../../shared/contract/alerts.ts";
import {
  DEFAULT_VIEW,
  filterOf,
  sameFilter,
  sameView,
  takeTyped,
  toggleState,
} from "../../../../renderer/features/alerts/alertView.ts";
import { loadViews, storeViews, withoutView, withView } from "../../../../renderer/features/alerts/savedViews.ts";

describe("filterOf", () => {
  it("sends what the contract accepts and nothing for what is not restricted", () => {
    expect(AlertFilter.parse(filterOf(DEFAULT_VIEW))).toEqual(filterOf(DEFAULT_VIEW));
    expect(filterOf({ ...DEFAULT_VIEW, text: "  " })).not.toHaveProperty("text");
    expect(filterOf({ ...DEFAULT_VIEW, text: " pool ", site: "FRA" })).toMatchObject({ text: "pool", site: "FRA" });
  });
});

describe("takeTyped", () => {
  it("makes chips of structured words once they are complete", () => {
    expect(takeTyped(DEFAULT_VIEW, "pool severity:critical site:FRA ").severities).toEqual(["critical"]);
    expect(takeTyped(DEFAULT_VIEW, "pool site:FRA ")).toMatchObject({ text: "pool ", site: "FRA" });
    expect(takeTyped(DEFAULT_VIEW, "site:FRA")).toMatchObject({ text: "site:FRA", site: null });
    expect(takeTyped(DEFAULT_VIEW, 'site:"New York" x')).toMatchObject({ text: "x", site: "New York" });
  });

  it("keeps what it does not understand as a search word", () => {
    expect(takeTyped(DEFAULT_VIEW, "severity:awful x").text).toBe("severity:awful x");
    expect(takeTyped(DEFAULT_VIEW, "is:odd incident:7 ").text).toBe("is:odd incident:7 ");
  });

  it("adds each value once", () => {
    expect(takeTyped(DEFAULT_VIEW, "is:firing source:p source:p is:unacknowledged ")).toMatchObject({
      states: ["firing", "suppressed"],
      sourceIds: ["p"],
      unacknowledged: true,
    });
  });
});

it("never lets the states become empty", () => {
  const one = { ...DEFAULT_VIEW, states: ["firing" as const] };
  expect(toggleState(one, "firing")).toBe(one);
});

describe("saved views", () => {
  const aStore = (initial: string | null) => {
    let stored = initial;
    return { getItem: () => stored, setItem: (_: string, value: string) => void (stored = value) };
  };

  it("come back as they were stored", () => {
    const store = aStore(null);
    const views = withView([], "Night", { ...DEFAULT_VIEW, site: "FRA" });
    storeViews(store, views);
    expect(loadViews(store)).toEqual(views);
  });

  it("lose only the entry that cannot be read", () => {
    const store = aStore(JSON.stringify([{ name: "broken" }, { name: "good", view: DEFAULT_VIEW }]));
    expect(loadViews(store).map((view) => view.name)).toEqual(["good"]);
    expect(loadViews(aStore("{"))).toEqual([]);
  });

  it("hold a name once and refuse an empty one", () => {
    const once = withView(withView([], "a", DEFAULT_VIEW), "a ", { ...DEFAULT_VIEW, site: "AMS" });
    expect(once).toHaveLength(1);
    expect(once[0]!.view.site).toBe("AMS");
    expect(withView(once, "  ", DEFAULT_VIEW)).toHaveLength(1);
    expect(withoutView(once, "a")).toEqual([]);
  });
});

it("calls views the same whatever the order of their lists", () => {
  expect(sameView({ ...DEFAULT_VIEW, states: ["suppressed", "firing"], text: " " }, DEFAULT_VIEW)).toBe(true);
  expect(sameView({ ...DEFAULT_VIEW, order: "newest" }, DEFAULT_VIEW)).toBe(false);
  expect(sameFilter({ ...DEFAULT_VIEW, order: "newest" }, DEFAULT_VIEW)).toBe(true);
  expect(sameFilter({ ...DEFAULT_VIEW, site: "FRA" }, DEFAULT_VIEW)).toBe(false);
});
