import { loadKnownAlerts } from "../store/alerts.ts";
import type { ReadableDb } from "../store/database.ts";
import { loadEdges } from "../store/edges.ts";
import { loadAliases, loadEntities } from "../store/entities.ts";
import { loadExternalLabels, loadSources } from "../store/sources.ts";
import { loadSeries } from "../store/series.ts";
import { loadWatchedTime } from "../store/watched-time.ts";
import { AlertIndex } from "./alert-index.ts";
import { knownFromRow } from "./alert-rows.ts";
import { EdgeIndex } from "./edge-index.ts";
import { EntityIndex } from "./entity-index.ts";
import type { IntakeState } from "./intake-state.ts";
import { SeriesIndex } from "./series-index.ts";

/** What the pipeline remembers, as the disk has it: at the start, and after a transaction that was rolled back. */
export function loadIntakeState(db: ReadableDb): IntakeState {
  const alerts = new AlertIndex();
  for (const row of loadKnownAlerts(db)) alerts.add(knownFromRow(row));
  return {
    alerts,
    entities: new EntityIndex(loadEntities(db), loadAliases(db)),
    edges: new EdgeIndex(loadEdges(db)),
    series: new SeriesIndex(loadSeries(db)),
    watched: loadWatchedTime(db),
    externalLabels: loadExternalLabels(db),
    sources: new Set(loadSources(db).flatMap(({ id, enabled }) => (enabled ? [id] : []))),
  };
}
