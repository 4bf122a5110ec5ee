import fc from "fast-check";
import { expect, it } from "vitest";
import { setAcknowledgement } from "../../../electron/engine/store/alerts.ts";
import { troublesOf } from "../../../electron/engine/store/read-troubles.ts";
import { Severity } from "../../../shared/domain/severity.ts";
import { Estate, NIGHT } from "../../builders/estate.ts";

const alert = fc.record({
  severity: fc.constantFrom(...Severity.options),
  state: fc.constantFrom("firing", "suppressed", "resolved"),
  at: fc.integer({ min: 0, max: 3 }),
  acknowledgement: fc.constantFrom("none", "queued", "confirmed", "failed"),
});
const ENTITIES = 150;

/** So many entities that all alerts are grouped, and so few that each is looked up. */
const [MANY, FEW] = [1_000_000, 0];

it("finds the same by looking each entity up, by grouping all alerts, for some alone, and for a moment that is now", () => {
  const estate = new Estate();
  try {
    estate.db.transaction(() => {
      fc.sample(fc.array(alert, { maxLength: 6 }), { numRuns: ENTITIES, seed: 7 }).forEach((alerts, index) => {
        for (const { at, acknowledgement, ...rest } of alerts) {
          const { id } = estate.alert({ ...rest, entity: `entity-${index}`, at: NIGHT + at });
          if (acknowledgement !== "none")
            setAcknowledgement(estate.db, id, { state: acknowledgement, by: "Ada", at: NIGHT, until: null });
        }
      });
    })();
    const troubles = (
      ids: readonly string[] | undefined,
      entities: number,
      moment?: { at: number; position: number },
    ) => new Map([...troublesOf(estate.reader, ids, moment, entities)].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const now = { at: NIGHT + 9, position: 1_000_000 };
    const all = troubles(undefined, MANY);
    expect(all.size).toBeGreaterThan(ENTITIES / 2);
    expect(troubles(undefined, FEW)).toEqual(all);
    expect(troubles(undefined, FEW, now)).toEqual(all);
    const some = ["entity-1", "nobody", ...Array.from({ length: 40 }, (_, index) => `entity-${2 * index}`)];
    const ofSome = new Map([...all].filter(([id]) => some.includes(id)));
    expect(troubles(some, FEW)).toEqual(ofSome);
    expect(troubles(some, FEW, now)).toEqual(ofSome);
  } finally {
    estate.close();
  }
});

it("tells of the worst alert, nobody's before acknowledged ones, and the earliest of those", () => {
  const estate = new Estate();
  try {
    const held = estate.alert({ severity: "major", at: NIGHT + 1 });
    estate.alert({ severity: "major", at: NIGHT + 3 });
    const foremost = estate.alert({ severity: "major", at: NIGHT + 2 });
    estate.alert({ severity: "info", at: NIGHT });
    setAcknowledgement(estate.db, held.id, { state: "confirmed", by: "Ada", at: NIGHT, until: null });
    estate.incident("INC-AAAA", [foremost]);
    for (const entities of [MANY, FEW]) {
      expect(troublesOf(estate.reader, undefined, undefined, entities).get("orders-db")).toEqual({
        severity: 3,
        acknowledged: false,
        suppressed: false,
        since: NIGHT + 2,
        incidentId: "INC-AAAA",
      });
    }
  } finally {
    estate.close();
  }
});
