import { afterEach, beforeEach, expect, it } from "vitest";
import { putEvidence } from "../../../electron/engine/store/evidence.ts";
import { EntityId } from "../../../shared/domain/entity.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const stored = (sql: string) => store.db.prepare(sql).get();

it("replaces a metric series of the same key", () => {
  const series = {
    key: "m",
    entityId: EntityId.parse("checkout"),
    sourceId: "prom",
    label: "latency",
    unit: "s",
    threshold: 2,
    expected: { low: 0.1, high: 0.4 },
    fetchedAt: NOW,
  };
  putEvidence(store.db, "INC-AAAA", {
    ...series,
    points: [
      [NOW, 2.5],
      [NOW + 1, null],
    ],
  });
  putEvidence(store.db, "INC-AAAA", { ...series, points: [[NOW, 3]], expected: null, threshold: null });
  putEvidence(store.db, "INC-BBBB", { ...series, points: [] });
  expect(stored("SELECT points, threshold, expected_low AS low FROM evidence WHERE incident_id = 'INC-AAAA'")).toEqual({
    points: `[[${NOW},3]]`,
    threshold: null,
    low: null,
  });
  expect(stored("SELECT expected_high AS high FROM evidence WHERE incident_id = 'INC-BBBB'")).toEqual({ high: 0.4 });
});
