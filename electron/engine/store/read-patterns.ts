import type { PatternRow } from "../../../shared/contract/findings.ts";
import type { FindingWhat, LogExample } from "../../../shared/domain/finding.ts";
import type { Scope, Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { containing, listed, numberOf, type Parameter, rowOf, rowsOf, wordsOf } from "./read-query.ts";

export type PatternQuery = { offset: number; limit: number; text?: string | undefined };
export type PatternPage = { rows: PatternRow[]; total: number; news: number };

type Row = Omit<PatternRow, "minutes" | "examples" | "news"> & { minutes: string; examples: string; news: string };

const NEWS = `(SELECT json_group_array(what) FROM (SELECT DISTINCT what FROM finding f
  WHERE f.scope = p.scope AND f.subject = p.id AND f.ended_at IS NULL AND f.dismissed_at IS NULL))`;

const COLUMNS = `p.id, p.scope, p.template, p.count, p.first_at AS firstAt, p.last_at AS lastAt, p.minutes,
  p.last_minute_at AS lastMinuteAt, p.examples, ${NEWS} AS news`;

/** Patterns whose template has all words of `text`; those with news first, then those that came last. */
export function listPatterns(db: ReadableDb, scopes: Scopes, { offset, limit, text }: PatternQuery): PatternPage {
  const conditions = ["p.scope IN (SELECT value FROM json_each(?))"];
  const parameters: Parameter[] = [listed(scopes)];
  for (const word of wordsOf(text)) {
    conditions.push("p.template LIKE ? ESCAPE '\\'");
    parameters.push(containing(word));
  }
  const where = conditions.join(" AND ");
  const rows = rowsOf<Row>(
    db,
    `SELECT ${COLUMNS} FROM log_pattern p WHERE ${where} ORDER BY news = '[]', p.last_minute_at DESC, p.count DESC, p.id LIMIT ? OFFSET ?`,
    ...parameters,
    limit,
    offset,
  );
  const total = numberOf(db, `SELECT count(*) AS n FROM log_pattern p WHERE ${where}`, ...parameters);
  return { rows: rows.map(toPattern), total, news: numberOf(db, WITH_NEWS, listed(scopes)) };
}

const WITH_NEWS = `SELECT count(DISTINCT subject) AS n FROM finding f WHERE f.scope IN (SELECT value FROM json_each(?)) AND f.kind = 'log'
  AND f.ended_at IS NULL AND f.dismissed_at IS NULL`;

/** One pattern of these scopes; undefined when there is none. */
export function findPattern(
  db: ReadableDb,
  scopes: Scopes,
  { scope, id }: { scope: Scope; id: string },
): PatternRow | undefined {
  if (!scopes.includes(scope)) return undefined;
  const row = rowOf<Row>(db, `SELECT ${COLUMNS} FROM log_pattern p WHERE p.scope = ? AND p.id = ?`, scope, id);
  return row && toPattern(row);
}

const toPattern = (row: Row): PatternRow => ({
  ...row,
  minutes: JSON.parse(row.minutes) as number[],
  examples: JSON.parse(row.examples) as LogExample[],
  news: JSON.parse(row.news) as FindingWhat[],
});
