import type { Scope } from "../../../shared/domain/scope.ts";
import type { WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

/** Counts to add. `minute`: epoch ms / 60,000, rounded down; `severity`: rank on the scale, 0 info … 4 critical. */
export type MinuteCount = {
  scope: Scope;
  minute: number;
  sourceId: string;
  severity: number;
  opened: number;
  repeated: number;
  resolved: number;
};

/** Adds to the counts per minute, from which rates are drawn without reading events. */
export function addToMinute(db: WritableDb, rows: readonly MinuteCount[]): void {
  const add = statement(
    db,
    `INSERT INTO alert_minute (scope, minute, source_id, severity, opened, repeated, resolved) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (scope, minute, source_id, severity) DO UPDATE SET opened = opened + excluded.opened,
       repeated = repeated + excluded.repeated, resolved = resolved + excluded.resolved`,
  );
  for (const row of rows) {
    add.run(row.scope, row.minute, row.sourceId, row.severity, row.opened, row.repeated, row.resolved);
  }
}
