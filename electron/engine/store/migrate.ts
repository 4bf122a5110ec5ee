import type Database from "better-sqlite3";
import { APPLICATION_ID } from "./file.ts";
import { type Migration, migrations } from "./migrations/index.ts";

/** The version that this program writes. */
export const LATEST_VERSION = migrations.length;

/** Runs the migrations that a database lacks, each in a transaction of its own with its version number. */
export function migrate(db: Database.Database, steps: readonly Migration[] = migrations): void {
  const version = Number(db.pragma("user_version", { simple: true }));
  for (const step of steps.slice(version)) {
    db.transaction(() => {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
      db.pragma(`application_id = ${APPLICATION_ID}`);
    }).immediate();
  }
}
