import fc from "fast-check";
import { expect, it } from "vitest";
import { putAlertSources } from "../../../electron/engine/store/alerts.ts";
import { staleEntityIds } from "../../../electron/engine/store/read-stale.ts";
import { DEFAULT, Estate, NIGHT, scope } from "../../builders/estate.ts";

const SOURCES = ["am", "prom", "traces"];
const ENTITIES = ["cart-api", "db", "web", "quiet"];
const HOUR = 3_600_000;

const spoken = fc.record({
  stale: fc.subarray(SOURCES),
  alerts: fc.array(
    fc.record({
      entity: fc.constantFrom(...ENTITIES),
      sources: fc.subarray(SOURCES, { minLength: 1 }),
      state: fc.constantFrom("firing" as const, "suppressed" as const, "resolved" as const),
      // Whether nobody says so any more.
      withdrawn: fc.boolean(),
    }),
    { maxLength: 8 },
  ),
  edges: fc.uniqueArray(
    fc.record({
      from: fc.constantFrom(...ENTITIES),
      to: fc.constantFrom(...ENTITIES),
      sourceId: fc.constantFrom(...SOURCES),
    }),
    { maxLength: 4, selector: ({ from, to }) => `${from} ${to}` },
  ),
});

/** The alert stands, and no source holds it up. */
function withdraw(estate: Estate, alertId: number, fingerprint: string, sources: readonly string[]): void {
  const rows = sources.map((sourceId) => {
    const handle = `${fingerprint}@${sourceId}`;
    return { alertId, sourceId, handle, state: "resolved", mutings: [], reportHash: "hash" } as const;
  });
  putAlertSources(estate.db, rows);
}

it("names the entities of which stale sources speak and no others, by alerts that hold and by edges", () => {
  fc.assert(
    fc.property(spoken, ({ stale, alerts, edges }) => {
      const estate = new Estate();
      try {
        for (const id of SOURCES) estate.source(id, { lastGoodAt: stale.includes(id) ? NIGHT : NIGHT + HOUR });
        for (const id of ENTITIES) estate.entity(id);
        for (const alert of alerts) {
          const { id, fingerprint } = estate.alert(alert);
          if (alert.withdrawn) withdraw(estate, id, fingerprint, alert.sources);
        }
        for (const { from, to, sourceId } of edges) estate.edge(from, to, { sourceId });
        const speakersOf = (id: string): string[] => [
          ...alerts.flatMap(({ entity, sources, state, withdrawn }) =>
            entity === id && state !== "resolved" && !withdrawn ? sources : [],
          ),
          ...edges.flatMap(({ from, to, sourceId }) => (from === id || to === id ? [sourceId] : [])),
        ];
        const expected = ENTITIES.filter((id) => {
          const speakers = speakersOf(id);
          return speakers.length > 0 && speakers.every((source) => stale.includes(source));
        });
        expect([...staleEntityIds(estate.reader, [DEFAULT], NIGHT + HOUR)].sort()).toEqual(expected.sort());
      } finally {
        estate.close();
      }
    }),
    { numRuns: 40 },
  );
});

it("says nothing of entities whose sources belong to another scope", () => {
  const estate = new Estate();
  try {
    estate.source("am", { lastGoodAt: NIGHT });
    estate.source("theirs", { lastGoodAt: NIGHT, scope: scope("bank") });
    for (const id of ["db", "vault"]) estate.entity(id, { scope: id === "vault" ? scope("bank") : DEFAULT });
    estate.alert({ entity: "db" });
    estate.alert({ entity: "vault", sources: ["theirs"], scope: scope("bank") });
    expect([...staleEntityIds(estate.reader, [DEFAULT], NIGHT + HOUR)]).toEqual(["db"]);
  } finally {
    estate.close();
  }
});
