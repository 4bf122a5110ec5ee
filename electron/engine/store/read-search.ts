import type { SearchHit } from "../../../shared/contract/search.ts";
import type { EntityKind } from "../../../shared/domain/entity.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import { severityOf } from "../../../shared/domain/severity.ts";
import type { ReadableDb } from "./database.ts";
import { containing, listed, rowsOf } from "./read-query.ts";

export type TextQuery = { text: string; limit: number };

/**
 * Entities by name or any alias, incidents by id, headline or cause, best first: the whole name, then its beginning, then
 * anywhere in it; among equals incidents that are open, then shorter names. Reads every alias, so it runs on the reader worker.
 */
export function findText(db: ReadableDb, scopes: Scopes, { text, limit }: TextQuery): SearchHit[] {
  const wanted = text.trim();
  if (wanted === "") return [];
  const hits = [...findIncidents(db, scopes, wanted, limit), ...findEntities(db, scopes, wanted, limit)];
  return hits
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ hit }) => hit);
}

const boundTo = (scopes: Scopes, text: string, limit: number) => ({
  pattern: containing(text),
  text,
  scopes: listed(scopes),
  limit,
});

/** 0 the whole, 1 its beginning, 2 anywhere. `@pattern` is the pattern of `containing`, `@text` the text itself. */
const rankOf = (column: string): string =>
  `CASE WHEN lower(${column}) = lower(@text) THEN 0 WHEN ${column} LIKE substr(@pattern, 2) ESCAPE '\\' THEN 1 ELSE 2 END`;

type Ranked = { rank: number; hit: SearchHit };

function findEntities(db: ReadableDb, scopes: Scopes, text: string, limit: number): Ranked[] {
  const sql = `
    WITH named AS (
      SELECT id AS entity_id, name AS matched FROM entity
      WHERE scope IN (SELECT value FROM json_each(@scopes)) AND to_position IS NULL AND name LIKE @pattern ESCAPE '\\'
      UNION
      SELECT entity_id, value FROM entity_alias
      WHERE scope IN (SELECT value FROM json_each(@scopes)) AND to_position IS NULL AND value LIKE @pattern ESCAPE '\\')
    SELECT e.id, e.name, e.kind AS entityKind, n.matched, min(${rankOf("n.matched")} * 1000 + length(n.matched)) AS best
    FROM named n JOIN entity e ON e.id = n.entity_id AND e.to_position IS NULL
    GROUP BY e.id ORDER BY best, e.name LIMIT @limit`;
  type Row = { id: string; name: string; entityKind: EntityKind; matched: string; best: number };
  return rowsOf<Row>(db, sql, boundTo(scopes, text, limit)).map(({ best, ...row }) => ({
    rank: best,
    hit: { kind: "entity", ...row },
  }));
}

function findIncidents(db: ReadableDb, scopes: Scopes, text: string, limit: number): Ranked[] {
  const sql = `
    WITH mentions AS (
      SELECT id, id AS mention FROM incident WHERE scope IN (SELECT value FROM json_each(@scopes)) AND state < 2
      UNION ALL
      SELECT i.id, p.value FROM incident i, json_each(i.headline, '$.params') p
      WHERE i.scope IN (SELECT value FROM json_each(@scopes)) AND i.state < 2 AND p.type = 'text'
      UNION ALL
      SELECT i.id, c.value ->> '$.entityName' FROM incident i, json_each(i.causes) c
      WHERE i.scope IN (SELECT value FROM json_each(@scopes)) AND i.state < 2)
    SELECT i.id, i.headline, i.severity, i.state, min(${rankOf("m.mention")}) AS best
    FROM mentions m JOIN incident i ON i.id = m.id WHERE m.mention LIKE @pattern ESCAPE '\\'
    GROUP BY i.id ORDER BY i.state, best, i.priority DESC LIMIT @limit`;
  type Row = { id: string; headline: string; severity: number; state: number; best: number };
  return rowsOf<Row>(db, sql, boundTo(scopes, text, limit)).map((row) => ({
    rank: row.best * 1000 + (row.state === 0 ? 0 : 999),
    hit: {
      kind: "incident",
      id: row.id,
      title: JSON.parse(row.headline) as Message,
      severity: severityOf(row.severity),
      open: row.state === 0,
    },
  }));
}
