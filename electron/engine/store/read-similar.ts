import type { Message } from "../../../shared/domain/message.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import { type SharedFeature, SharedKind, type SimilarIncident } from "../../../shared/domain/similar.ts";
import type { ReadableDb } from "./database.ts";
import { type Feature, featuresOf } from "./incident-features.ts";
import { latestEntity } from "./latest-entity.ts";
import { listed, numberOf, rowsOf } from "./read-query.ts";
import { resolutionOf } from "./read-resolution.ts";
import { snapshot } from "./snapshot.ts";
import { arrayStatement, statement } from "./statements.ts";

/** What a feature of each kind is worth beside its rarity: a word says less than a name. Set by judgement. */
const KIND_WEIGHT: Record<SharedKind, number> = { entity: 1, alert: 1, cause: 1, word: 0.5 };
/** Of a feature that more incidents have only the newest are looked at: it tells little, and reading all would take long. */
const POSTINGS = 1_000;
/** Incidents compared in full: those that share most, the newest of equals. */
const COMPARED = 60;
/** Below this likeness two incidents have no more than everyday words in common. */
const LEAST_SIMILARITY = 0.2;
const SHARED_SHOWN = 8;

export type SimilarIncidents = { rows: SimilarIncident[]; closed: number };

type Known = Feature & { id: number | null; weight: number };
type Compared = { id: string; similarity: number; shared: Known[]; resolvedAt: number };

/**
 * The closed incidents most like another one, by the cosine of their features weighted by inverse document frequency
 * (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988); the newest of equals first.
 * `closed`: how many there are to compare with. Undefined when the incident is not in the scopes.
 */
export function similarIncidents(
  db: ReadableDb,
  scopes: Scopes,
  { id, limit }: { id: string; limit: number },
): SimilarIncidents | undefined {
  return snapshot(db, () => {
    const scope = statement<[string, string], { scope: string }>(
      db,
      "SELECT scope FROM incident WHERE id = ? AND scope IN (SELECT value FROM json_each(?))",
    ).get(id, listed(scopes))?.scope;
    const features = scope === undefined ? undefined : featuresOf(db, id);
    if (scope === undefined || features === undefined) return undefined;
    const closed = numberOf(db, "SELECT count(*) AS n FROM incident WHERE described = 1 AND scope = ?", scope);
    const known = weigh(db, scope, features, closed);
    const compared = candidatesOf(db, known, id).map((candidate) => compare(db, known, candidate, closed));
    const best = compared
      .filter(({ similarity }) => similarity >= LEAST_SIMILARITY)
      .sort((left, right) => right.similarity - left.similarity || newerFirst(left, right))
      .slice(0, limit);
    return { rows: describe(db, scopes, best), closed };
  });
}

type Dated = { id: string; resolvedAt: number };
const newerFirst = (left: Dated, right: Dated): number =>
  right.resolvedAt - left.resolvedAt || (left.id < right.id ? -1 : 1);

const weightOf = (kind: SharedKind, incidents: number, closed: number): number =>
  KIND_WEIGHT[kind] * Math.log(1 + closed / Math.max(1, incidents));

function weigh(db: ReadableDb, scope: string, features: readonly Feature[], closed: number): Known[] {
  const find = statement<[string, number, string], { id: number; incidents: number }>(
    db,
    "SELECT id, incidents FROM feature WHERE scope = ? AND kind = ? AND text = ?",
  );
  return features.map(({ kind, text }) => {
    const found = find.get(scope, SharedKind.options.indexOf(kind), text);
    return { kind, text, id: found?.id ?? null, weight: weightOf(kind, found?.incidents ?? 0, closed) };
  });
}

/** The incidents that share the most, by the sum of squared weights. */
function candidatesOf(db: ReadableDb, known: readonly Known[], self: string): Dated[] {
  const postings = arrayStatement<[number], [string, number]>(
    db,
    `SELECT incident_id, resolved_at FROM incident_feature WHERE feature_id = ? ORDER BY resolved_at DESC LIMIT ${POSTINGS}`,
  );
  const sums = new Map<string, Dated & { sum: number }>();
  for (const { id, weight } of known) {
    if (id === null) continue;
    for (const [incidentId, resolvedAt] of postings.all(id)) {
      const before = sums.get(incidentId);
      if (before === undefined) sums.set(incidentId, { id: incidentId, resolvedAt, sum: weight ** 2 });
      else before.sum += weight ** 2;
    }
  }
  sums.delete(self);
  return [...sums.values()].sort((left, right) => right.sum - left.sum || newerFirst(left, right)).slice(0, COMPARED);
}

function compare(db: ReadableDb, known: readonly Known[], { id, resolvedAt }: Dated, closed: number): Compared {
  const own = arrayStatement<[string], [number, number, number]>(
    db,
    "SELECT f.id, f.kind, f.incidents FROM incident_feature p CROSS JOIN feature f ON f.id = p.feature_id WHERE p.incident_id = ?",
  ).all(id);
  const ids = new Set(own.map(([feature]) => feature));
  const shared = known.filter((feature) => feature.id !== null && ids.has(feature.id));
  const norm = own.reduce(
    (sum, [, kind, incidents]) => sum + weightOf(SharedKind.options[kind]!, incidents, closed) ** 2,
    0,
  );
  const lengths = Math.sqrt(norm * squares(known));
  const similarity = lengths === 0 ? 0 : Math.min(1, squares(shared) / lengths);
  return { id, resolvedAt, shared, similarity: Math.round(similarity * 1000) / 1000 };
}

const squares = (features: readonly Known[]): number => features.reduce((sum, { weight }) => sum + weight ** 2, 0);

type Row = {
  id: string;
  severity: number;
  headline: string;
  alertCount: number;
  startedAt: number;
  resolvedAt: number;
  owner: string | null;
};

function describe(db: ReadableDb, scopes: Scopes, best: readonly Compared[]): SimilarIncident[] {
  const row = statement<[string], Row>(
    db,
    `SELECT id, severity, headline, alert_count AS alertCount, started_at AS startedAt, resolved_at AS resolvedAt, owner
     FROM incident WHERE id = ?`,
  );
  return best.flatMap(({ id, similarity, shared }) => {
    const found = row.get(id);
    if (found === undefined) return [];
    const { severity, headline, alertCount, startedAt, resolvedAt } = found;
    return {
      ...{ alertCount, startedAt, resolvedAt },
      id: id as SimilarIncident["id"],
      severity: severityOf(severity),
      headline: JSON.parse(headline) as Message,
      similarity,
      shared: sharesOf(db, shared),
      resolution: resolutionOf(db, scopes, found),
    };
  });
}

/** What both have in common, by what it adds to the likeness; entities by the names that they go by now. */
function sharesOf(db: ReadableDb, shared: readonly Known[]): SharedFeature[] {
  const whole = squares(shared);
  const ids = shared.filter(({ kind }) => kind === "entity" || kind === "cause").map(({ text }) => text);
  const names = new Map(
    rowsOf<{ id: string; name: string }>(
      db,
      `SELECT page.value AS id, e.name FROM json_each(?) page JOIN entity e ON ${latestEntity("page.value")}`,
      listed(ids),
    ).map(({ id, name }) => [id, name]),
  );
  return shared
    .toSorted((left, right) => right.weight - left.weight)
    .slice(0, SHARED_SHOWN)
    .map(({ kind, text, weight }) => ({
      kind,
      text: kind === "entity" || kind === "cause" ? (names.get(text) ?? text) : text,
      share: whole === 0 ? 0 : Math.round((1000 * weight ** 2) / whole) / 1000,
    }));
}
