import type { SourceConfig } from "../../../shared/domain/source.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { databaseFile } from "../../engine/config/data-folder.ts";
import { openReader, problemOf } from "../../engine/store/database.ts";
import { inspectFile } from "../../engine/store/file.ts";
import { findDamage, integrityCheck } from "../../engine/store/integrity.ts";
import { LATEST_VERSION } from "../../engine/store/migrate.ts";
import { listPartitions } from "../../engine/store/partitions.ts";
import { databaseFacts } from "../../engine/store/read-facts.ts";
import { loadSources } from "../../engine/store/sources.ts";
import { lockWriter } from "../../engine/store/writer-lock.ts";
import { bad, badMessage, good, type Finding } from "./finding.ts";

/** `sources`: those of the form, which are kept in the database. */
export type DatabaseCheck = { findings: Finding[]; newestAt: number | null; sources: SourceConfig[] };

const without = (finding: Finding): DatabaseCheck => ({ findings: [finding], newestAt: null, sources: [] });

/** The database of a folder: its version, whether it is whole, and who writes it. Changes nothing. */
export function checkDatabase(folder: string, now: number, full: boolean): DatabaseCheck {
  const file = databaseFile(folder);
  try {
    const state = inspectFile(file);
    if (state.kind === "absent") return without(good("databaseNone", { file }));
    if (state.kind === "foreign") return without(bad("databaseForeign", { file }));
    if (state.kind === "damaged") return without(bad("databaseDamaged", { file, detail: state.detail }));
    if (state.version > LATEST_VERSION)
      return without(bad("databaseNewer", { file, version: String(state.version), known: String(LATEST_VERSION) }));
    return checkOwn(folder, file, now, full);
  } catch (error) {
    const problem = problemOf(error, file);
    if (problem === undefined) throw error;
    return without(
      badMessage({
        code: "commandLine.doctor.databaseUnreadable",
        params: { file, reason: textOf(problem.message) },
      }),
    );
  }
}

function checkOwn(folder: string, file: string, now: number, full: boolean): DatabaseCheck {
  const db = openReader(file);
  try {
    const damage = full ? fullCheck(db) : findDamage(db);
    const { eventCount, databaseBytes } = databaseFacts(db);
    const size = `${(databaseBytes / 1024 ** 2).toFixed(1)} MB`;
    const health =
      damage === undefined
        ? good(full ? "databaseWhole" : "databaseQuick", { file, events: eventCount, size })
        : bad("databaseDamaged", { file, detail: damage });
    const newest = listPartitions(db).flatMap(({ lastAt }) => (lastAt === null ? [] : [lastAt]));
    return {
      findings: [health, checkWriter(folder, now)],
      newestAt: newest.length === 0 ? null : Math.max(...newest),
      sources: damage === undefined ? loadSources(db).filter(({ origin }) => origin === "form") : [],
    };
  } finally {
    db.close();
  }
}

function fullCheck(db: Parameters<typeof integrityCheck>[0]): string | undefined {
  for (const { table, problems } of integrityCheck(db))
    if (problems[0] !== undefined) return `${table}: ${problems[0]}`;
  return undefined;
}

function checkWriter(folder: string, now: number): Finding {
  const taken = lockWriter(folder, now);
  if ("holder" in taken) return good("writer", { pid: String(taken.holder?.pid ?? "?") });
  taken.lock.release();
  return good("writerNone");
}
