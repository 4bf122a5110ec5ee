import { describe, expect, it } from "vitest";
import { layoutFor, rememberLayout, wordsOf } from "../../../renderer/wall/displayLayout.ts";
import { footerOf } from "../../../renderer/wall/wallFooter.ts";
import type { WallSource } from "../../../renderer/wall/wallFreshness.ts";
import { wallShape } from "../../../renderer/wall/wallShape.ts";
import { titleSize } from "../../../renderer/wall/wallTitle.ts";

const aStore = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    kept,
  };
};
const words = (hash: string, search = "") => wordsOf({ hash, search });

describe("a display", () => {
  it("remembers what its address said, under its own name", () => {
    const store = aStore();
    layoutFor(store, words("#/wall?display=north&theme=light&side=off"));
    expect(layoutFor(store, words("#/wall", "?display=north"))).toEqual({
      display: "north",
      theme: "light",
      zone: "local",
      side: false,
    });
    expect(layoutFor(store, words("#/wall?display=south"))).toMatchObject({ theme: "dark", side: true });
  });

  it("remembers what was changed at it", () => {
    const store = aStore();
    rememberLayout(store, "north", { theme: "contrast", zone: "utc", side: true });
    expect(layoutFor(store, words("#/wall?display=north"))).toMatchObject({ theme: "contrast", zone: "utc" });
  });

  it("begins afresh when its memory cannot be read or the address says nonsense", () => {
    const store = aStore();
    store.kept.set("watchfloor.wall.default", "{");
    expect(layoutFor(store, words("#/wall?theme=pink"))).toMatchObject({ theme: "dark", display: "default" });
  });
});

describe("wallShape", () => {
  it("gives type of 3.5 % of the height on every common display", () => {
    for (const [width, height] of [
      [1920, 1080],
      [3840, 2160],
      [1280, 1024],
      [5120, 1440],
      [1366, 768],
    ] as const) {
      expect((76 * wallShape(width, height, true).unitPx) / height).toBeGreaterThanOrEqual(0.035);
    }
  });

  it("puts the side on a page of its own where it does not fit", () => {
    expect(wallShape(3840, 2160, true).side).toBe("beside");
    expect(wallShape(1280, 1024, true).side).toBe("page");
    expect(wallShape(3840, 2160, false).side).toBe("none");
  });

  it("measures a display on its end by its width", () => {
    expect(wallShape(1152, 3840, true).unitPx).toBeCloseTo(0.5);
  });
});

describe("footerOf", () => {
  const aSourceName = (name: string, sinceMs: number | null = null): WallSource => ({
    id: name,
    name,
    stale: sinceMs !== null,
    sinceMs,
    failing: false,
  });
  const fresh = Array.from({ length: 30 }, (_, index) => aSourceName(`Source ${index}`));

  it("shows all while they fit and counts the others", () => {
    expect(footerOf(fresh.slice(0, 6), 3840)).toMatchObject({ moreFresh: 0, moreStale: 0 });
    const footer = footerOf(fresh, 3840);
    expect(footer.fresh.length + footer.moreFresh).toBe(30);
    expect(footer.fresh.length).toBeLessThan(12);
  });

  it("gives stale ones their room first and never leaves one out silently", () => {
    const footer = footerOf([aSourceName("A", 9), aSourceName("B", 8), aSourceName("C", 7), ...fresh], 3840);
    expect(footer.stale.map((source) => source.name)).toEqual(["A", "B"]);
    expect(footer.moreStale).toBe(1);
  });
});

it("makes longer titles smaller", () => {
  expect([19, 20, 26, 27, 54, 55, 400].map((length) => titleSize(length).units)).toEqual([
    176, 132, 132, 112, 112, 100, 100,
  ]);
});
