import { afterEach, beforeEach, expect, it } from "vitest";
import {
  loadExternalLabels,
  loadSources,
  putExternalLabels,
  putSource,
  recordFailure,
  recordListening,
  recordPoll,
  removeSource,
  type SourceRow,
} from "../../../electron/engine/store/sources.ts";
import type { Failure } from "../../../shared/domain/source.ts";
import { DEFAULT_SCOPE, type Scope } from "../../../shared/domain/scope.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const aSource = (more: Partial<SourceRow> = {}): SourceRow => ({
  id: "prom",
  scope: DEFAULT_SCOPE,
  kind: "prometheus",
  name: "Prometheus",
  origin: "form",
  enabled: true,
  canAct: false,
  settings: { url: "http://prometheus:9090", password: "env:PASSWORD" },
  intervalMs: 15_000,
  ...more,
});
const aPoll = {
  at: NOW,
  lagMs: 40,
  cursor: "c1",
  about: "Prometheus 2.42.0",
  events: 5,
  ignored: { pending: 2 },
  nextPollAt: NOW + 15_000,
};
const failure: Failure = { kind: "timeout", message: { code: "failure.timeout", params: { timeoutMs: 5 } } };
const only = () => loadSources(store.db)[0];
const ignored = () => store.db.prepare("SELECT reason, count FROM source_ignored ORDER BY reason").raw().all();

it("keeps a source and how its polls went, adding up events and what was left out", () => {
  putSource(store.db, aSource());
  expect(only()).toMatchObject({ ...aSource(), lastGoodAt: null, failure: null, eventsIn: 0, cursor: null });
  recordPoll(store.db, "prom", aPoll);
  recordPoll(store.db, "prom", {
    at: NOW + 1,
    lagMs: null,
    events: 2,
    ignored: { pending: 1, muted: 4 },
    nextPollAt: null,
  });
  expect(only()).toMatchObject({
    lastGoodAt: NOW + 1,
    lagMs: 40,
    cursor: "c1",
    about: "Prometheus 2.42.0",
    eventsIn: 7,
    nextPollAt: null,
  });
  expect(ignored()).toEqual([
    ["muted", 4],
    ["pending", 3],
  ]);
});

it("remembers the first of a row of failures until the next good answer", () => {
  putSource(store.db, aSource());
  recordFailure(store.db, "prom", { at: NOW, failure, nextPollAt: NOW + 1 });
  recordFailure(store.db, "prom", { at: NOW + 9, failure: { ...failure, kind: "refused" }, nextPollAt: NOW + 10 });
  expect(only()).toMatchObject({ failure: { kind: "refused" }, failureSince: NOW, nextPollAt: NOW + 10 });
  recordPoll(store.db, "prom", aPoll);
  expect(only()).toMatchObject({ failure: null, failureSince: null });
});

it("notes where a receiver listens", () => {
  putSource(store.db, aSource());
  recordFailure(store.db, "prom", { at: NOW, failure, nextPollAt: null });
  recordListening(store.db, "prom", "127.0.0.1:4318");
  expect(only()).toMatchObject({ about: "127.0.0.1:4318", failure: null });
});

it("begins anew at the cursor when the settings are others, and only then", () => {
  putSource(store.db, aSource());
  recordPoll(store.db, "prom", aPoll);
  putSource(store.db, aSource({ name: "Main Prometheus", enabled: false }));
  expect(only()).toMatchObject({ cursor: "c1", name: "Main Prometheus", enabled: false });
  putSource(store.db, aSource({ settings: { url: "http://other:9090" } }));
  expect(only()).toMatchObject({ cursor: null, eventsIn: 5 });
});

it("takes a source out of use, once, and back in", () => {
  putSource(store.db, aSource());
  expect(removeSource(store.db, "prom", NOW)).toBe(true);
  expect(removeSource(store.db, "prom", NOW)).toBe(false);
  expect(loadSources(store.db)).toEqual([]);
  putSource(store.db, aSource());
  expect(only()).toMatchObject({ enabled: true });
});

it("knows external labels by scope, of all sources together, and whether they changed", () => {
  expect(putExternalLabels(store.db, DEFAULT_SCOPE, "prom", [])).toBe(false);
  expect(putExternalLabels(store.db, DEFAULT_SCOPE, "prom", ["replica", "cluster", "replica"])).toBe(true);
  expect(putExternalLabels(store.db, DEFAULT_SCOPE, "prom", ["cluster", "replica"])).toBe(false);
  putExternalLabels(store.db, DEFAULT_SCOPE, "prom-2", ["region"]);
  putExternalLabels(store.db, "team-b" as Scope, "prom-3", ["replica"]);
  expect(loadExternalLabels(store.db)).toEqual(
    new Map([
      [DEFAULT_SCOPE, new Set(["cluster", "replica", "region"])],
      ["team-b", new Set(["replica"])],
    ]),
  );
  expect(putExternalLabels(store.db, DEFAULT_SCOPE, "prom", ["cluster"])).toBe(true);
  expect(loadExternalLabels(store.db).get(DEFAULT_SCOPE)).toEqual(new Set(["cluster", "region"]));
});
