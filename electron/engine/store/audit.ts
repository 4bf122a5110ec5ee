import { hash } from "node:crypto";
import type { AuditEntry } from "../../../shared/domain/audit.ts";
import type { ReadableDb, WritableDb } from "./database.ts";
import { statement } from "./statements.ts";

export type NewAuditEntry = Omit<AuditEntry, "sequence" | "hash">;

/** What the first entry follows: SHA-256 of `watchfloor audit`. */
export const GENESIS = hash("sha256", "watchfloor audit");

type Stored = {
  sequence: number;
  at: number;
  by: string;
  scope: string;
  action: string;
  target: string;
  outcome: AuditEntry["outcome"];
  detail: string;
  previousHash: string;
  hash: string;
};

const SELECT = `SELECT sequence, at, by, scope, action, target, outcome, detail, previous_hash AS previousHash, hash FROM audit`;

/** Chains an entry to the last one. Nothing ever changes or removes a row of the audit. */
export function appendAudit(db: WritableDb, entry: NewAuditEntry): AuditEntry {
  const last = statement<[], Stored>(db, `${SELECT} ORDER BY sequence DESC LIMIT 1`).get();
  const { at, by, scope, action, target, outcome } = entry;
  const row = {
    sequence: (last?.sequence ?? 0) + 1,
    at,
    by,
    scope,
    action,
    target,
    outcome,
    detail: canonical(entry.detail),
    previousHash: last?.hash ?? GENESIS,
  };
  const chained = hashOf(row);
  statement(
    db,
    `INSERT INTO audit (sequence, at, by, scope, action, target, outcome, detail, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(row.sequence, at, by, scope, action, target, outcome, row.detail, row.previousHash, chained);
  return { ...entry, sequence: row.sequence, hash: chained };
}

/** SHA-256 over the previous hash and the row as a JSON array, both as UTF-8. */
const hashOf = ({
  previousHash,
  sequence,
  at,
  by,
  scope,
  action,
  target,
  outcome,
  detail,
}: Omit<Stored, "hash">): string =>
  hash("sha256", `${previousHash}\n${JSON.stringify([sequence, at, by, scope, action, target, outcome, detail])}`);

const PAGE = 1000;

export type AuditVerdict = { ok: boolean; entries: number; brokenAt: number | null };

/** Walks the whole chain a page at a time. `brokenAt`: the first sequence that does not follow, or that is missing. */
export function verifyAudit(db: ReadableDb): AuditVerdict {
  const page = statement<[number], Stored>(db, `${SELECT} WHERE sequence > ? ORDER BY sequence LIMIT ${PAGE}`);
  let entries = 0;
  let previous = GENESIS;
  for (let rows = page.all(0); rows.length > 0; rows = page.all(entries)) {
    for (const row of rows) {
      const expected = entries + 1;
      const follows = row.sequence === expected && row.previousHash === previous && row.hash === hashOf(row);
      if (!follows) return { ok: false, entries, brokenAt: expected };
      entries = expected;
      previous = row.hash;
    }
  }
  return { ok: true, entries, brokenAt: null };
}

/** JSON with the keys of every object in order, so that equal content has equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}
