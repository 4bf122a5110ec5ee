import { afterEach, beforeEach, expect, it } from "vitest";
import {
  countRepeats,
  addIncidentSource,
  endAlert,
  findAlert,
  findAlertById,
  insertAlert,
  loadKnownAlerts,
  putAlertSources,
  setAcknowledgement,
  updateAlert,
} from "../../../electron/engine/store/alerts.ts";
import type { AlertState } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import { anAlert } from "../../builders/alert.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const known = (fingerprint = "checkout-latency") => {
  const row = anAlert({ fingerprint });
  return findAlert(store.db, row.scope, row.fingerprint);
};

it("gives an alert back as it was written, seen once, acknowledged by nobody", () => {
  const row = anAlert({ description: "since the deployment", severity: "critical", state: "suppressed" });
  const id = insertAlert(store.db, row);
  expect(known()).toEqual({ ...row, id, count: 1, incidentId: null, acknowledgement: NOT_ACKNOWLEDGED, sources: [] });
  expect(findAlertById(store.db, id)).toEqual(known());
  expect(findAlertById(store.db, id + 1)).toBeUndefined();
});

it("keeps the same condition of two scopes apart", () => {
  insertAlert(store.db, anAlert());
  insertAlert(store.db, anAlert({ scope: "team-b" as Scope, summary: "theirs" }));
  expect(known()?.summary).not.toBe("theirs");
  expect(() => insertAlert(store.db, anAlert())).toThrow("UNIQUE");
});

it("replaces one source's view and leaves the other's", () => {
  const id = insertAlert(store.db, anAlert());
  const view = { alertId: id, handle: "h1", state: "firing", mutings: [], reportHash: "1" } as const;
  putAlertSources(store.db, [{ ...view, sourceId: "prometheus" }]);
  putAlertSources(store.db, [{ ...view, sourceId: "alertmanager" }]);
  const mutings = [{ kind: "silence" as const, id: "s1", by: "ada" }];
  putAlertSources(store.db, [{ ...view, sourceId: "alertmanager", state: "suppressed", mutings, reportHash: "2" }]);
  expect(known()?.sources).toEqual([
    { sourceId: "alertmanager", handle: "h1", state: "suppressed", mutings, reportHash: "2" },
    { sourceId: "prometheus", handle: "h1", state: "firing", mutings: [], reportHash: "1" },
  ]);
});

it("counts repeats and never moves the last time seen backwards", () => {
  const id = insertAlert(store.db, anAlert());
  countRepeats(store.db, [{ alertId: id, count: 3, lastSeenAt: NOW + 10 }]);
  countRepeats(store.db, [{ alertId: id, count: 1, lastSeenAt: NOW + 5 }]);
  expect(known()).toMatchObject({ count: 5, lastSeenAt: NOW + 10 });
});

it("keeps count and acknowledgement through a transition of the same life", () => {
  const id = insertAlert(store.db, anAlert());
  countRepeats(store.db, [{ alertId: id, count: 2, lastSeenAt: NOW }]);
  const acknowledgement = { state: "confirmed", by: "ada", at: NOW, until: NOW + 9 } as const;
  setAcknowledgement(store.db, id, acknowledgement);
  updateAlert(store.db, id, anAlert({ severity: "critical", version: 2, entity: "cart" }));
  expect(known()).toMatchObject({ severity: "critical", version: 2, entityId: "cart", count: 3, acknowledgement });
});

it("begins a new life when it fires again after it was resolved; its version goes on", () => {
  const id = insertAlert(store.db, anAlert());
  countRepeats(store.db, [{ alertId: id, count: 6, lastSeenAt: NOW + 1 }]);
  setAcknowledgement(store.db, id, { state: "confirmed", by: "ada", at: NOW, until: NOW + 9 });
  updateAlert(store.db, id, anAlert({ state: "resolved", resolvedAt: NOW + 5, version: 2 }));
  expect(known()).toMatchObject({ state: "resolved", count: 7, resolvedAt: NOW + 5 });
  updateAlert(store.db, id, anAlert({ startedAt: NOW + 60, lastSeenAt: NOW + 61, version: 3 }));
  expect(known()).toMatchObject({
    id,
    state: "firing",
    startedAt: NOW + 60,
    resolvedAt: null,
    lastSeenAt: NOW + 61,
    count: 1,
    version: 3,
    acknowledgement: NOT_ACKNOWLEDGED,
  });
});

it("ends an alert and leaves its texts as they are", () => {
  const row = anAlert({ description: "since the deployment" });
  const id = insertAlert(store.db, row);
  const end = { id, changedAt: NOW + 4, lastSeenAt: NOW + 5, version: 2, position: 9 };
  endAlert(store.db, end, NOW + 4);
  expect(known()).toMatchObject({ ...row, ...end, state: "resolved", resolvedAt: NOW + 4, count: 1 });
  expect(() => endAlert(store.db, { ...end, id: id + 1 }, NOW)).toThrow(`no alert has id ${id + 1}`);
});

it("writes many views in order, so that the last word on one holds", () => {
  const ids = Array.from({ length: 40 }, (_, number) =>
    insertAlert(store.db, anAlert({ fingerprint: `alert-${number}` })),
  );
  const said = (state: AlertState, reportHash: string) =>
    ids.map((alertId) => ({ alertId, sourceId: "am", handle: "h", state, mutings: [], reportHash }));
  putAlertSources(store.db, [...said("firing", "1"), ...said("resolved", "")]);
  const sources = ids.map((id) => findAlertById(store.db, id)?.sources);
  expect(sources).toEqual(
    ids.map(() => [{ sourceId: "am", handle: "h", state: "resolved", mutings: [], reportHash: "" }]),
  );
});

it("makes a source that is told of later one of the incident's, and of no incident when there is none", () => {
  const alone = insertAlert(store.db, anAlert({ fingerprint: "alone" }));
  const member = insertAlert(store.db, anAlert({ fingerprint: "member" }));
  store.db.prepare("UPDATE alert SET incident_id = 'INC-AAAA' WHERE id = ?").run(member);
  for (const id of [alone, member, member]) addIncidentSource(store.db, id, "am");
  expect(store.db.prepare("SELECT * FROM incident_source").all()).toEqual([
    { incident_id: "INC-AAAA", source_id: "am" },
  ]);
});

it("loads every alert that holds, past a page, and none that is resolved", () => {
  store.db.exec("BEGIN");
  for (let number = 0; number < 1001; number++) insertAlert(store.db, anAlert({ fingerprint: `alert-${number}` }));
  insertAlert(store.db, anAlert({ fingerprint: "over-now", state: "resolved", resolvedAt: NOW }));
  insertAlert(store.db, anAlert({ fingerprint: "muted-now", state: "suppressed" }));
  store.db.exec("COMMIT");
  const loaded = [...loadKnownAlerts(store.db)].map(({ fingerprint }) => fingerprint);
  expect(loaded).toHaveLength(1002);
  expect(new Set(loaded).size).toBe(1002);
  expect(loaded).not.toContain("over-now");
});

it("lets the caller write while it walks through the loaded alerts", () => {
  const id = insertAlert(store.db, anAlert());
  for (const alert of loadKnownAlerts(store.db)) {
    countRepeats(store.db, [{ alertId: alert.id, count: 1, lastSeenAt: NOW }]);
  }
  expect(findAlertById(store.db, id)?.count).toBe(2);
});

it("names what is not there and what no alert can be", () => {
  expect(() => updateAlert(store.db, 7, anAlert())).toThrow("no alert has id 7");
  expect(() => setAcknowledgement(store.db, 7, NOT_ACKNOWLEDGED)).toThrow("no alert has id 7");
  const id = insertAlert(store.db, anAlert());
  expect(() => setAcknowledgement(store.db, id, { ...NOT_ACKNOWLEDGED, state: "partial" })).toThrow("partial");
});
