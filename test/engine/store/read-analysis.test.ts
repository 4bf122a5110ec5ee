import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { quarantine, saveAnalysisState } from "../../../electron/engine/store/analysis-state.ts";
import { putFinding, saveObservations } from "../../../electron/engine/store/observations.ts";
import { encodePosition } from "../../../electron/engine/store/position.ts";
import { savedAnalysis } from "../../../electron/engine/store/read-analysis.ts";
import { aFinding } from "../../builders/findings.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

/** Writes all that a step leaves, up to a position. */
function apply(upTo: number): void {
  const position = { partition: 0, position: upTo };
  const checkpoints = [{ key: "series/m1", position, state: Buffer.from([upTo]) }];
  store.db.transaction(() => {
    saveAnalysisState(store.db, [{ key: "k", value: String(upTo) }], {
      position: encodePosition(position),
      ordinal: 0,
    });
    saveObservations(store.db, { points: [], patterns: [], gone: [], checkpoints });
    putFinding(store.db, aFinding({ score: upTo }), upTo);
    quarantine(store.db, position, "boom", NOW);
  })();
}

it("reads what one step left, although the next is written in between", () => {
  apply(1);
  const reader = store.reader();
  const { prepare } = reader;
  let upTo = 1;
  vi.spyOn(reader, "prepare").mockImplementation((sql: string) => {
    if (upTo++ > 1) apply(upTo);
    return prepare.call(reader, sql);
  });
  const { openFindings, ...first } = savedAnalysis(reader);
  const position = { partition: 0, position: 1 };
  expect(first).toEqual({
    upTo: position,
    rows: [{ key: "k", value: "1" }],
    checkpoints: [{ key: "series/m1", position, state: Buffer.from([1]) }],
    quarantined: [position],
  });
  expect(openFindings.map(({ score }) => score)).toEqual([1]);
  expect(upTo).toBeGreaterThan(3);
  expect(savedAnalysis(reader).rows).toEqual([{ key: "k", value: String(upTo) }]);
});
