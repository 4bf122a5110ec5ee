import { describe, expect, it } from "vitest";
import { estateOf } from "../../../../../electron/engine/analysis/explain/estate.ts";
import { pathBetween } from "../../../../../electron/engine/analysis/explain/reasons/path.ts";

/** Three lamps of four are known to hang on the fuse box; all four hang on the same dimmer. */
const LAMPS = [0, 1, 2, 3].map((number) => ({ id: `lamp-${number}`, kind: "lamp" }));
const [DIMMER, BOX, METER, SHED] = [4, 5, 6, 7];
const estate = estateOf(
  [
    ...LAMPS,
    { id: "dimmer", kind: "dimmer" },
    { id: "box", kind: "box" },
    { id: "meter", kind: "meter" },
    { id: "shed", kind: "shed" },
  ],
  [
    ...LAMPS.map((_, from) => ({ from, to: DIMMER, kind: "obeys" })),
    ...LAMPS.slice(1).map((_, index) => ({ from: index + 1, to: BOX, kind: "hangs on" })),
    { from: BOX, to: METER, kind: "is fed by" },
  ],
);

describe("the path between a root and an entity", () => {
  it("is itself at the root", () => {
    expect(pathBetween(estate, BOX, BOX)).toMatchObject({ kind: "itself", entities: [BOX], strength: 1 });
  });

  it("goes up what depends on what, with the strength of all edges", () => {
    const { kind, entities, strength, inferred } = pathBetween(estate, METER, 1);
    expect([kind, entities, inferred]).toEqual(["dependency", [METER, BOX, 1], []]);
    expect(strength).toBeCloseTo(0.85 * 0.85, 5);
  });

  it("names edges that were worked out", () => {
    const { entities, inferred } = pathBetween(estate, METER, 0);
    expect(entities).toEqual([METER, BOX, 0]);
    expect(inferred).toMatchObject([{ from: 0, to: BOX }]);
    expect(inferred[0]!.confidence).toBeLessThan(1);
  });

  it("leads to what only the root uses", () => {
    expect(pathBetween(estate, BOX, METER)).toMatchObject({ kind: "part", entities: [BOX, METER] });
  });

  it("is none between what has nothing to do with each other", () => {
    expect(pathBetween(estate, SHED, 1)).toMatchObject({ kind: "beside", strength: 0 });
  });
});
