import type { KeptLines } from "../../../shared/contract/findings.ts";
import type { Scopes } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "./database.ts";
import { readEvents } from "./event-log.ts";
import { latestEntity } from "./latest-entity.ts";
import { listPartitions } from "./partitions.ts";
import { listed, rowOf, rowsOf } from "./read-query.ts";

export type LinesQuery = { position: number; text: string };

/** Lines shown before and after the wanted one. */
const AROUND = 40;

/** The lines of one log entry around the one with this text; undefined when the log has them no more, or not for these scopes. */
export function keptLines(db: ReadableDb, scopes: Scopes, { position, text }: LinesQuery): KeptLines | undefined {
  const holding = listPartitions(db).find((each) => position >= each.firstPosition && position <= each.lastPosition);
  if (holding === undefined) return undefined;
  const [entry] = readEvents(db, { partition: holding.partition, position: position - 1 }, 1);
  if (entry?.position.position !== position || entry.body.kind !== "lines" || !scopes.includes(entry.scope))
    return undefined;
  const all = entry.body.lines;
  const found = all.findIndex((line) => line.text.startsWith(text));
  const first = Math.max(0, found - AROUND);
  const some = all.slice(first, Math.max(0, found) + AROUND + 1);
  const names = namesOf(db, new Set(some.map(({ entityId }) => entityId)));
  const source = rowOf<{ name: string }>(db, "SELECT name FROM source WHERE id = ?", entry.sourceId);
  return {
    receivedAt: entry.receivedAt,
    sourceName: source?.name ?? entry.sourceId,
    total: all.length,
    lines: some.map((line, index) => ({
      ...line,
      entityName: names.get(line.entityId) ?? null,
      wanted: first + index === found,
    })),
  };
}

const namesOf = (db: ReadableDb, ids: ReadonlySet<string>): Map<string, string> =>
  new Map(
    rowsOf<{ id: string; name: string }>(
      db,
      `SELECT w.value AS id, e.name FROM json_each(?) w JOIN entity e ON ${latestEntity("w.value")}`,
      listed([...ids]),
    ).map(({ id, name }) => [id, name]),
  );
