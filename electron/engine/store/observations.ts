import type { FindingSeen, LogPattern } from "../../../shared/domain/finding.ts";
import type { ChartPoint, Checkpoint, Observations } from "../../../shared/domain/proposal.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { decodePosition, encodePosition } from "./position.ts";
import { statement } from "./statements.ts";

/** Points of a series older than this before its newest one go when another comes. */
const POINTS_MS = 2 * 86_400_000;
/** Patterns that are kept in one scope: those seen last. */
const KEPT_PATTERNS = 20_000;

/** A finding as it stands. Who dismissed it stays. */
export function putFinding(
  db: WritableDb,
  { model, examples, crossing, ...finding }: FindingSeen,
  position: number,
): void {
  statement(
    db,
    `INSERT INTO finding (id, scope, kind, what, subject, entity_id, score, since, opened_at, updated_at, ended_at, expected, low, high,
       found, place, model, crossing, examples, position)
     VALUES (@id, @scope, @kind, @what, @subject, @entityId, @score, @since, @openedAt, @updatedAt, @endedAt, @expected, @low, @high,
       @found, @place, @model, @crossing, @examples, @position)
     ON CONFLICT (id) DO UPDATE SET score = excluded.score, updated_at = excluded.updated_at, ended_at = excluded.ended_at,
       expected = excluded.expected, low = excluded.low, high = excluded.high, found = excluded.found, model = excluded.model,
       crossing = excluded.crossing, examples = excluded.examples, position = excluded.position`,
  ).run({
    ...finding,
    model: JSON.stringify(model),
    // One that a checkpoint of an earlier version holds has none.
    crossing: crossing == null ? null : JSON.stringify(crossing),
    examples: JSON.stringify(examples),
    position,
  });
}

/** Findings of all scopes that have not ended, as they were proposed last, whoever has dismissed them since. */
export const loadOpenFindings = (db: ReadableDb): FindingSeen[] =>
  statement<
    [],
    Omit<FindingSeen, "model" | "crossing" | "examples"> & { model: string; crossing: string | null; examples: string }
  >(
    db,
    `SELECT id, scope, kind, what, subject, entity_id AS entityId, score, since, opened_at AS openedAt, updated_at AS updatedAt,
       ended_at AS endedAt, expected, low, high, found, place, model, crossing, examples
     FROM finding INDEXED BY finding_open WHERE ended_at IS NULL ORDER BY position, id`,
  )
    .all()
    .map(({ model, crossing, examples, ...finding }) => ({
      ...finding,
      model: JSON.parse(model) as FindingSeen["model"],
      crossing: crossing === null ? null : (JSON.parse(crossing) as FindingSeen["crossing"]),
      examples: JSON.parse(examples) as FindingSeen["examples"],
    }));

/** Writes what came with a step. Written again it changes nothing. */
export function saveObservations(db: WritableDb, { points, patterns, gone, checkpoints }: Observations): void {
  for (const point of points) putPoint(db, point);
  const remove = statement(db, "DELETE FROM log_pattern WHERE scope = ? AND id = ?");
  for (const { scope, id } of gone) remove.run(scope, id);
  for (const pattern of patterns) putPattern(db, pattern);
  for (const scope of new Set(patterns.map((pattern) => pattern.scope))) boundPatterns(db, scope);
  for (const checkpoint of checkpoints) putCheckpoint(db, checkpoint);
}

function putPoint(db: WritableDb, point: ChartPoint): void {
  statement(
    db,
    `INSERT INTO metric_point (scope, series_id, at, value, expected, low, high, score)
     VALUES (@scope, @seriesId, @at, @value, @expected, @low, @high, @score)
     ON CONFLICT (scope, series_id, at) DO UPDATE SET value = excluded.value, expected = excluded.expected, low = excluded.low,
       high = excluded.high, score = max(score, excluded.score)`,
  ).run(point);
  statement(db, "DELETE FROM metric_point WHERE scope = ? AND series_id = ? AND at < ?").run(
    point.scope,
    point.seriesId,
    point.at - POINTS_MS,
  );
}

function putPattern(db: WritableDb, { minutes, examples, ...pattern }: LogPattern): void {
  statement(
    db,
    `INSERT INTO log_pattern (scope, id, template, count, first_at, last_at, last_minute_at, minutes, examples)
     VALUES (@scope, @id, @template, @count, @firstAt, @lastAt, @lastMinuteAt, @minutes, @examples)
     ON CONFLICT (scope, id) DO UPDATE SET template = excluded.template, count = excluded.count, first_at = excluded.first_at,
       last_at = excluded.last_at, last_minute_at = excluded.last_minute_at, minutes = excluded.minutes, examples = excluded.examples`,
  ).run({ ...pattern, minutes: JSON.stringify(minutes), examples: JSON.stringify(examples) });
}

function boundPatterns(db: WritableDb, scope: string): void {
  statement(
    db,
    `DELETE FROM log_pattern WHERE (scope, id) IN (
       SELECT scope, id FROM log_pattern WHERE scope = ? ORDER BY last_at DESC, id LIMIT -1 OFFSET ${KEPT_PATTERNS})`,
  ).run(scope);
}

function putCheckpoint(db: WritableDb, { key, position, state }: Checkpoint): void {
  if (state === null) statement(db, "DELETE FROM analysis_checkpoint WHERE key = ?").run(key);
  else
    statement(
      db,
      `INSERT INTO analysis_checkpoint (key, position, state) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET position = excluded.position, state = excluded.state`,
    ).run(key, encodePosition(position), state);
}

/** The latest checkpoint of every part. */
export const loadCheckpoints = (db: ReadableDb): Checkpoint[] =>
  statement<[], { key: string; position: number; state: Buffer }>(
    db,
    "SELECT key, position, state FROM analysis_checkpoint",
  )
    .all()
    .map(({ key, position, state }) => ({ key, position: decodePosition(position), state }));
