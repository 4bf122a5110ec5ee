import type { SourceConfig } from "../../../shared/domain/source.ts";
import type { Registry } from "../connectors/registry.ts";
import { appendAudit } from "../store/audit.ts";
import type { WritableDb } from "../store/database.ts";
import { loadSources, putSource, removeSource, type SourceRow } from "../store/sources.ts";
import type { Draft } from "./draft.ts";
import { sourceRow } from "./source-commands.ts";

export type Configuration = {
  /** Where these sources are written down. */
  origin: "file" | "demo";
  sources: readonly SourceConfig[];
  now: number;
};

/**
 * Makes the sources of the file, or of the demo, those that are in use, beside those of the form; all in the caller's
 * transaction. What differs from the last start is logged, because it changes the outcome, and audited. Returns all in use.
 */
export function configure(
  db: WritableDb,
  draft: Draft,
  registry: Registry,
  configuration: Configuration,
): SourceConfig[] {
  const { origin, sources, now } = configuration;
  const stored = loadSources(db);
  const ids = new Set(sources.map(({ id }) => id));
  const note = (what: "save-source" | "remove-source", { id, scope, kind }: SourceRow): void => {
    appendAudit(db, { at: now, by: origin, scope, action: what, target: id, outcome: "done", detail: { kind } });
    draft.log({ scope, sourceId: id, at: now, receivedAt: now, body: { kind: "configuration", what, detail: kind } });
    draft.topics.add("sources").add("session").add("audit");
  };
  for (const row of stored) {
    if (row.origin === "form" || ids.has(row.id)) continue;
    removeSource(db, row.id, now);
    note("remove-source", row);
  }
  for (const source of sources) {
    const row = sourceRow(registry, source, origin);
    if (!row.ok) continue;
    const before = stored.find(({ id }) => id === source.id);
    putSource(db, row.value);
    if (before === undefined || differs(before, row.value)) note("save-source", row.value);
  }
  return [...sources, ...stored.filter(({ id, origin: of }) => of === "form" && !ids.has(id)).map(asConfig)];
}

const FIELDS = ["scope", "kind", "name", "origin", "enabled", "canAct", "settings", "intervalMs"] as const;

const differs = (before: SourceRow, after: SourceRow): boolean =>
  FIELDS.some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));

export const asConfig = ({ id, kind, name, scope, enabled, settings }: SourceRow): SourceConfig => ({
  id,
  kind,
  name,
  scope,
  enabled,
  settings,
});
