import type { AlertFilter } from "../../../shared/contract/alerts.ts";
import type { ReadableDb } from "./database.ts";
import { containing, numberOf, type Parameter, wordsOf } from "./read-query.ts";

/** A condition on alerts `a` with what to bind. `ids`: it lists the ids of all that can meet it, and they are few. */
export type Condition = { sql: string; parameters: Parameter[]; ids?: true };

/** Words that occur in names of entities: in a few, or in so many that each alert is rather asked for its entity. */
export type Naming = ReadonlyMap<string, "few" | "many">;

const MANY = 100;
/** By the index that holds nothing but names. */
const NAMED = "SELECT id FROM entity INDEXED BY entity_now WHERE to_position IS NULL AND name LIKE ? ESCAPE '\\'";

/** Looked up before, because most words name no entity, and then no alert need be asked for its own. */
export function namingOf(db: ReadableDb, { text }: AlertFilter): Naming {
  const naming = new Map<string, "few" | "many">();
  for (const word of wordsOf(text)) {
    const count = numberOf(db, `SELECT count(*) AS n FROM (${NAMED} LIMIT ${MANY})`, containing(word));
    if (count > 0) naming.set(word, count < MANY ? "few" : "many");
  }
  return naming;
}

const SAYS = "(a.summary LIKE ? ESCAPE '\\' OR a.name LIKE ? ESCAPE '\\')";

/**
 * What all words of the filter ask of an alert, each of its texts or of the name of its entity: conditions of which no alert meets
 * more than one, and none when there are no words. `range`: the state of the alerts as an index says it, of `a`.
 */
export function alternativesOf(filter: AlertFilter, range: string, naming: Naming): Condition[] {
  // What is rarest is asked first, as far as length tells.
  const [first, ...others] = wordsOf(filter.text).toSorted((one, other) => other.length - one.length);
  if (first === undefined) return [];
  const rest = others.map((word) => asked(word, naming));
  if (naming.get(first) !== "few") return [all([asked(first, naming), ...rest])];
  const pattern = containing(first);
  const ofNamed = `SELECT b.id FROM (${NAMED}) e CROSS JOIN alert b ON b.entity_id = e.id AND ${range.replace("a.", "b.")}`;
  const named = { sql: `a.id IN (${ofNamed}) AND NOT ${SAYS}`, parameters: [pattern, pattern, pattern] };
  return [all([{ sql: SAYS, parameters: [pattern, pattern] }, ...rest]), { ...all([named, ...rest]), ids: true }];
}

function asked(word: string, naming: Naming): Condition {
  const pattern = containing(word);
  if (!naming.has(word)) return { sql: SAYS, parameters: [pattern, pattern] };
  return { sql: `(${SAYS} OR a.entity_id IN (${NAMED}))`, parameters: [pattern, pattern, pattern] };
}

const all = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(" AND "),
  parameters: conditions.flatMap(({ parameters }) => parameters),
});
