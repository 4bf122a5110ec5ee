import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IncidentId } from "../../../shared/domain/incident.ts";
import { describeClosed, significantWords } from "../../../electron/engine/store/incident-features.ts";
import { addNote, recordHistory, setOwner } from "../../../electron/engine/store/incidents.ts";
import { similarIncidents } from "../../../electron/engine/store/read-similar.ts";
import { retentionSlice } from "../../../electron/engine/store/retention.ts";
import { DEFAULT, Estate, MINUTE, NIGHT, scope } from "../../builders/estate.ts";

let estate: Estate;
beforeEach(() => {
  estate = new Estate();
  estate.source("am");
});
afterEach(() => estate.close());

type Seen = { entity: string; name: string; summary?: string };

/** An incident that begins at `at`, with an alert for each of what was seen. */
const open = (id: string, seen: Seen[], at = NIGHT): IncidentId =>
  estate.incident(
    id,
    seen.map((alert) => estate.alert({ ...alert, at })),
    { at },
  );

function closed(id: string, seen: Seen[], at = NIGHT, resolvedAt = at + 10 * MINUTE): IncidentId {
  const incidentId = open(id, seen, at);
  estate.propose([{ kind: "resolve", incidentId, at: resolvedAt }], resolvedAt);
  return incidentId;
}

const similar = (id: IncidentId, limit = 3) => similarIncidents(estate.reader, [DEFAULT], { id, limit });
const idsOf = (id: IncidentId) => similar(id)?.rows.map((row) => row.id as string);
const features = () => estate.db.prepare("SELECT count(*) FROM feature").pluck().get();

const POOL = { entity: "orders-db", name: "PoolExhausted", summary: "connection pool exhausted" };
const LATENCY = { entity: "checkout", name: "HighLatency", summary: "p99 above 2 s" };
const DISK = { entity: "backup-1", name: "DiskFull", summary: "no space left" };

it("puts the likest first and leaves out what has nothing in common", () => {
  closed("INC-BBBB", [POOL, LATENCY]);
  closed("INC-CCCC", [LATENCY]);
  closed("INC-DDDD", [DISK]);
  const id = open("INC-AAAA", [POOL, LATENCY], NIGHT + 60 * MINUTE);
  describeClosed(estate.db, 10);
  expect(similar(id)?.closed).toBe(3);
  expect(idsOf(id)).toEqual(["INC-BBBB", "INC-CCCC"]);
  const [first] = similar(id)!.rows;
  expect(first?.similarity).toBe(1);
  expect(first?.shared.map(({ kind, text }) => `${kind} ${text}`)).toContain("entity orders-db");
  expect(first!.shared.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
});

it("weighs what is rare above what every incident has", () => {
  for (let index = 0; index < 9; index++)
    closed(`INC-EEE${index}`, [LATENCY, { entity: `e${index}`, name: `n${index}` }]);
  closed("INC-BBBB", [{ entity: "payments", name: "CertificateExpired" }]);
  const id = open("INC-AAAA", [LATENCY, { entity: "payments", name: "CertificateExpired" }], NIGHT + 60 * MINUTE);
  describeClosed(estate.db, 100);
  expect(idsOf(id)?.[0]).toBe("INC-BBBB");
});

it("names the newest of those that are equally alike", () => {
  closed("INC-BBBB", [POOL], NIGHT);
  closed("INC-CCCC", [POOL], NIGHT + 30 * MINUTE);
  const id = open("INC-AAAA", [POOL], NIGHT + 90 * MINUTE);
  describeClosed(estate.db, 10);
  expect(idsOf(id)).toEqual(["INC-CCCC", "INC-BBBB"]);
});

it("tells what people did and the last change before the end, not one after it", () => {
  estate.entity("orders-db");
  const before = closed("INC-BBBB", [POOL], NIGHT, NIGHT + 40 * MINUTE);
  estate.change("CHG-1", "orders-db", { at: NIGHT + 30 * MINUTE });
  estate.change("CHG-2", "orders-db", { at: NIGHT + 40 * MINUTE + 1 });
  for (const text of ["first", "second", "pool raised to 200"])
    addNote(estate.db, before, "Ada", text, NIGHT + 39 * MINUTE);
  setOwner(estate.db, before, "Ada", "Ada", NIGHT);
  recordHistory(estate.db, before, { at: NIGHT, kind: "acknowledged", by: "Bo", message: { code: "x", params: {} } });
  const id = open("INC-AAAA", [POOL], NIGHT + 90 * MINUTE);
  describeClosed(estate.db, 10);
  const [found] = similar(id)!.rows;
  expect(found?.resolution).toMatchObject({ owner: "Ada", acknowledgedBy: "Bo", change: { id: "CHG-1" } });
  expect(found?.resolution.notes.map(({ message }) => message.params["text"])).toEqual([
    "pool raised to 200",
    "second",
  ]);
});

it("shows nothing of another scope, neither as the one asked about nor as a similar one", () => {
  const other = scope("other");
  const theirs = estate.alert({ scope: other, entity: "orders-db", name: "PoolExhausted" });
  estate.incident("INC-BBBB", [theirs]);
  estate.propose([{ kind: "resolve", incidentId: "INC-BBBB" as IncidentId, at: NIGHT }], NIGHT);
  const id = open("INC-AAAA", [POOL]);
  describeClosed(estate.db, 10);
  expect(idsOf(id)).toEqual([]);
  expect(similarIncidents(estate.reader, [other], { id, limit: 3 })).toBeUndefined();
});

describe("features of closed incidents", () => {
  it("are written a few at a time and once", () => {
    closed("INC-BBBB", [POOL]);
    closed("INC-CCCC", [DISK]);
    expect([describeClosed(estate.db, 1), describeClosed(estate.db, 5), describeClosed(estate.db, 5)]).toEqual([
      1, 1, 0,
    ]);
  });
  it("go when the incident opens again and come back when it ends", () => {
    const id = closed("INC-BBBB", [POOL]);
    describeClosed(estate.db, 5);
    expect(features()).toBeGreaterThan(3);
    estate.propose([{ kind: "reopen", incidentId: id, at: NIGHT + 11 * MINUTE }], NIGHT + 11 * MINUTE);
    expect(features()).toBe(0);
    estate.propose([{ kind: "resolve", incidentId: id, at: NIGHT + 12 * MINUTE }], NIGHT + 12 * MINUTE);
    expect(describeClosed(estate.db, 5)).toBe(1);
  });
  it("go with the incident when retention removes it", () => {
    closed("INC-BBBB", [POOL]);
    describeClosed(estate.db, 5);
    const later = NIGHT + 40 * 86_400_000;
    while (!retentionSlice(estate.db, { days: 30, maximumBytes: 1e12 }, later).done);
    expect(features()).toBe(0);
  });
  it("are words of three letters and more, in lower case, without what has a digit in it", () => {
    expect(significantWords("P99 of Orders-DB at 10.0.0.7 is über 2 s, orders")).toEqual(["orders", "über"]);
  });
});
