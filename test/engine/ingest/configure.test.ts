import { afterEach, beforeEach, expect, it } from "vitest";
import { connectors, createRegistry } from "../../../electron/engine/connectors/registry.ts";
import { asConfig, configure } from "../../../electron/engine/ingest/configure.ts";
import { Draft } from "../../../electron/engine/ingest/draft.ts";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import { listAudit } from "../../../electron/engine/store/read-audit.ts";
import { loadSources, putSource } from "../../../electron/engine/store/sources.ts";
import { START } from "../../../shared/domain/position.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import type { SourceConfig } from "../../../shared/domain/source.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const aPrometheus = (more: Partial<SourceConfig> = {}): SourceConfig => ({
  id: "prom",
  kind: "prometheus",
  enabled: true,
  settings: { url: "http://127.0.0.1:9090" },
  ...more,
});

/** Configures as at a start. @returns ids of what is in use and what the log got */
function start(sources: SourceConfig[], now = NOW): { used: string[]; logged: string[] } {
  const before = entries().length;
  const draft = new Draft(store.db);
  const used = configure(store.db, draft, createRegistry(connectors), { origin: "file", sources, now });
  draft.flush();
  return { used: used.map(({ id }) => id), logged: entries().slice(before) };
}

const entries = (): string[] =>
  readEvents(store.db, START, 100).flatMap(({ body, sourceId }) =>
    body.kind === "configuration" ? [`${body.what} ${sourceId} ${body.detail}`] : [],
  );
const audited = (): number => listAudit(store.db, [DEFAULT_SCOPE], { offset: 0, limit: 10 }).total;

it("stores the sources of the file, logs and audits them once, and nothing at the next start", () => {
  expect(start([aPrometheus()])).toEqual({ used: ["prom"], logged: ["save-source prom prometheus"] });
  expect(start([aPrometheus()])).toEqual({ used: ["prom"], logged: [] });
  expect(audited()).toBe(1);
});

it("logs what differs from the last start, and removes what the file no longer holds", () => {
  start([aPrometheus(), aPrometheus({ id: "other" })]);
  const changed = aPrometheus({ settings: { url: "http://127.0.0.1:9091" } });
  expect(start([changed])).toEqual({
    used: ["prom"],
    logged: ["remove-source other prometheus", "save-source prom prometheus"],
  });
  expect(loadSources(store.db).map(asConfig)).toMatchObject([{ id: "prom", settings: changed.settings }]);
});

it("leaves the sources of the form in use, unless the file takes their id", () => {
  const ofForm = { scope: DEFAULT_SCOPE, kind: "prometheus", origin: "form", enabled: true, canAct: false } as const;
  for (const id of ["mine", "prom"])
    putSource(store.db, { ...ofForm, id, name: id, settings: { url: "http://127.0.0.1:1" }, intervalMs: 1 });
  expect(start([aPrometheus()]).used).toEqual(["prom", "mine"]);
  expect(loadSources(store.db).map(({ id, origin }) => `${id} ${origin}`)).toEqual(["mine form", "prom file"]);
});

it("stores nothing of a source whose settings do not parse, and keeps it among those to start, which say so", () => {
  expect(start([aPrometheus({ settings: {} })])).toEqual({ used: ["prom"], logged: [] });
  expect(loadSources(store.db)).toEqual([]);
});
