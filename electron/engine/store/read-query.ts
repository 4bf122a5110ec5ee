import type { ReadableDb } from "./database.ts";
import { statement } from "./statements.ts";

/** A value for a `?`, or an object for the names of a query. */
export type Parameter = string | number | null | Record<string, string | number>;

/** All rows of a query. The caller names the shape that its SQL selects. */
export const rowsOf = <Row>(db: ReadableDb, sql: string, ...parameters: Parameter[]): Row[] =>
  statement<Parameter[], Row>(db, sql).all(...parameters);

/** The first row of a query. */
export const rowOf = <Row>(db: ReadableDb, sql: string, ...parameters: Parameter[]): Row | undefined =>
  statement<Parameter[], Row>(db, sql).get(...parameters);

/** The one number that a query selects as `n`; 0 when there is no row. */
export const numberOf = (db: ReadableDb, sql: string, ...parameters: Parameter[]): number =>
  rowOf<{ n: number | null }>(db, sql, ...parameters)?.n ?? 0;

/** A list as one parameter, read in SQL by `json_each(?)`. */
export const listed = (values: readonly (string | number)[]): string => JSON.stringify(values);

/** A LIKE pattern that finds `text` anywhere, whatever wildcards it contains; use with `ESCAPE '\\'`. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

const MAXIMUM_WORDS = 8;

/** The first eight words of a search text. */
export const wordsOf = (text: string | undefined): string[] =>
  (text ?? "")
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, MAXIMUM_WORDS);
