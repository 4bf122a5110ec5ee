import type { Cause } from "../../../shared/domain/incident.ts";
import type { Message } from "../../../shared/domain/message.ts";
import { SharedKind } from "../../../shared/domain/similar.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { INCIDENT_RESOLVED } from "./scale.ts";
import { arrayStatement, statement, valueStatement } from "./statements.ts";

/** Something by which incidents are compared. An entity and a cause go by the entity's id. */
export type Feature = { kind: SharedKind; text: string };

/** The commonest entities and names of alerts of an incident, and words of it: more would only blur what it is. */
const MAXIMUM_ENTITIES = 8;
const MAXIMUM_NAMES = 8;
const MAXIMUM_WORDS = 10;
/** Members looked at: beyond, the commonest are known. */
const MAXIMUM_MEMBERS = 2_000;
const SHORTEST_WORD = 3;

type Row = { scope: string; headline: string; causes: string; resolvedAt: number | null };

/** What an incident is about, at most 27 features. Undefined for one that is not stored. */
export function featuresOf(db: ReadableDb, incidentId: string): Feature[] | undefined {
  const row = findRow(db, incidentId);
  return row && collect(db, incidentId, row);
}

const findRow = (db: ReadableDb, incidentId: string): Row | undefined =>
  statement<[string], Row>(
    db,
    "SELECT scope, headline, causes, resolved_at AS resolvedAt FROM incident WHERE id = ?",
  ).get(incidentId);

function collect(db: ReadableDb, incidentId: string, { headline, causes }: Row): Feature[] {
  const members = arrayStatement<[string], [string, string]>(
    db,
    `SELECT a.entity_id, a.name FROM (SELECT alert_id FROM incident_alert WHERE incident_id = ? AND left_position IS NULL
       LIMIT ${MAXIMUM_MEMBERS}) m CROSS JOIN alert a ON a.id = m.alert_id`,
  ).all(incidentId);
  const [first] = JSON.parse(causes) as Cause[];
  const { params } = JSON.parse(headline) as Message;
  const said = [params["symptom"], first?.what.params["summary"]].filter((text) => typeof text === "string");
  const of = (kind: SharedKind, texts: readonly string[]): Feature[] => texts.map((text) => ({ kind, text }));
  return [
    ...of("entity", commonest(members.map(([entity]) => entity)).slice(0, MAXIMUM_ENTITIES)),
    ...of("alert", commonest(members.map(([, name]) => name)).slice(0, MAXIMUM_NAMES)),
    ...of("cause", typeof first?.entityId === "string" ? [first.entityId] : []),
    ...of("word", significantWords(said.join(" ")).slice(0, MAXIMUM_WORDS)),
  ];
}

function commonest(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .sort(([left, one], [right, other]) => other - one || (left < right ? -1 : 1))
    .map(([text]) => text);
}

/** The words of a text, each once, in lower case. What has a digit in it names one thing or one moment, so it is left out. */
export function significantWords(text: string): string[] {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return [...new Set(words.filter((word) => word.length >= SHORTEST_WORD && !/\p{N}/u.test(word)))];
}

/**
 * Writes the features of closed incidents that have none yet, the longest closed first, at most `limit` of them, in the
 * caller's transaction. Returns how many. They go by themselves when an incident opens again or is removed.
 */
export function describeClosed(db: WritableDb, limit: number): number {
  const ids = valueStatement<[number], string>(
    db,
    `SELECT id FROM incident WHERE state = ${INCIDENT_RESOLVED} AND described = 0 ORDER BY resolved_at LIMIT ?`,
  ).all(limit);
  for (const id of ids) describe(db, id);
  return ids.length;
}

function describe(db: WritableDb, id: string): void {
  const row = findRow(db, id);
  if (row === undefined) throw new RangeError(`no incident has id ${id}`);
  const add = statement(db, "INSERT INTO feature (scope, kind, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  const post = statement(
    db,
    `INSERT INTO incident_feature (feature_id, resolved_at, incident_id)
     SELECT id, ?, ? FROM feature WHERE scope = ? AND kind = ? AND text = ?`,
  );
  for (const { kind, text } of collect(db, id, row)) {
    const number = SharedKind.options.indexOf(kind);
    add.run(row.scope, number, text);
    post.run(row.resolvedAt, id, row.scope, number, text);
  }
  statement(db, "UPDATE incident SET described = 1 WHERE id = ?").run(id);
}
