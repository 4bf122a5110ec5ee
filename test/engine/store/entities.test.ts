import { afterEach, beforeEach, expect, it } from "vitest";
import { findAlertById, insertAlert } from "../../../electron/engine/store/alerts.ts";
import { endEdge, loadEdges, putEdge } from "../../../electron/engine/store/edges.ts";
import {
  type EntityRow,
  insertEntity,
  loadAliases,
  loadEntities,
  putAlias,
  replaceEntity,
} from "../../../electron/engine/store/entities.ts";
import { joinEntities } from "../../../electron/engine/store/entity-joins.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import { DEFAULT_SCOPE, type Scope } from "../../../shared/domain/scope.ts";
import { anAlert } from "../../builders/alert.ts";
import { StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const id = (text: string): EntityId => text as EntityId;

const aService = (name: string, more: Partial<EntityRow> = {}): EntityRow => ({
  id: id(name),
  scope: DEFAULT_SCOPE,
  kind: "service",
  name,
  site: null,
  group: null,
  attributes: {},
  ...more,
});

const anEdge = (from: string, to: string, confidence = 1) =>
  ({ scope: DEFAULT_SCOPE, from: id(from), to: id(to), origin: "traces", confidence, sourceId: "otlp" }) as const;

const named = (value: string) => ({ namespace: "name/service", value });
const aliases = () =>
  loadAliases(store.db)
    .map(({ value, entityId }) => `${value} → ${entityId}`)
    .sort();
const edges = () =>
  loadEdges(store.db)
    .map(({ from, to }) => `${from} → ${to}`)
    .sort();
const names = () =>
  loadEntities(store.db)
    .map(({ name }) => name)
    .sort();
const rows = (table: string) => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

it("gives entities, aliases and edges back as they hold", () => {
  const db1 = aService("db-1", {
    kind: "database",
    site: "FRA",
    group: "shop",
    attributes: { "db.system": "postgresql" },
  });
  insertEntity(store.db, db1, 1);
  putAlias(store.db, DEFAULT_SCOPE, named("db-1"), db1.id, 1);
  putEdge(store.db, anEdge("checkout", "db-1"), 2);
  expect(loadEntities(store.db)).toEqual([{ ...db1, reportedAt: 0 }]);
  expect(loadAliases(store.db)).toEqual([{ scope: DEFAULT_SCOPE, ...named("db-1"), entityId: "db-1" }]);
  expect(loadEdges(store.db)).toEqual([{ ...anEdge("checkout", "db-1"), reportedAt: 0 }]);
});

it("keeps the version before when an entity is described anew", () => {
  insertEntity(store.db, aService("db-1"), 1);
  replaceEntity(store.db, aService("db-1", { site: "FRA" }), 5);
  expect(loadEntities(store.db)).toMatchObject([aService("db-1", { site: "FRA" })]);
  expect(store.db.prepare("SELECT from_position, to_position FROM entity ORDER BY from_position").raw().all()).toEqual([
    [1, 5],
    [5, null],
  ]);
  replaceEntity(store.db, aService("db-1", { site: "BER" }), 5);
  expect(loadEntities(store.db)).toMatchObject([aService("db-1", { site: "BER" })]);
});

it("says whether an edge is new, other or the same, and when it ends", () => {
  expect(putEdge(store.db, anEdge("a", "b", 0.5), 1)).toBe("new");
  expect(putEdge(store.db, anEdge("a", "b", 0.5), 2)).toBe("same");
  expect(putEdge(store.db, anEdge("a", "b", 0.7), 3)).toBe("changed");
  expect(endEdge(store.db, anEdge("a", "b"), 4)).toBe(true);
  expect(endEdge(store.db, anEdge("a", "b"), 5)).toBe(false);
  expect(edges()).toEqual([]);
  expect(putEdge(store.db, anEdge("a", "b", 0.7), 6)).toBe("new");
  expect(store.db.prepare("SELECT from_position, to_position FROM edge ORDER BY 1").raw().all()).toEqual([
    [1, 3],
    [3, 4],
    [6, null],
  ]);
});

it("lets a name mean another entity from a position on, and nothing twice", () => {
  putAlias(store.db, DEFAULT_SCOPE, named("db"), id("e1"), 1);
  putAlias(store.db, DEFAULT_SCOPE, named("db"), id("e1"), 2);
  expect(rows("entity_alias")).toBe(1);
  putAlias(store.db, DEFAULT_SCOPE, named("db"), id("e2"), 3);
  putAlias(store.db, "team-b" as Scope, named("db"), id("e3"), 3);
  expect(aliases()).toEqual(["db → e2", "db → e3"]);
  expect(rows("entity_alias")).toBe(3);
});

/** Two names of one database, each with a dependency and an alert of its own. */
function twoOfOne(): { byHost: number; byName: number } {
  insertEntity(store.db, aService("host"), 1);
  insertEntity(store.db, aService("name"), 2);
  putAlias(store.db, DEFAULT_SCOPE, named("10.0.0.1"), id("host"), 1);
  putAlias(store.db, DEFAULT_SCOPE, named("db-1"), id("name"), 2);
  putEdge(store.db, anEdge("checkout", "name"), 3);
  putEdge(store.db, anEdge("host", "disk"), 3);
  putEdge(store.db, anEdge("name", "host"), 3);
  return {
    byHost: insertAlert(store.db, anAlert({ fingerprint: "by-host", entity: "host" })),
    byName: insertAlert(store.db, anAlert({ fingerprint: "by-name", entity: "name" })),
  };
}

it("joins two entities: names, dependencies and alerts go to the kept one, and none depends on itself", () => {
  const { byHost } = twoOfOne();
  joinEntities(store.db, DEFAULT_SCOPE, id("name"), id("host"), 9);
  expect(names()).toEqual(["name"]);
  expect(aliases()).toEqual(["10.0.0.1 → name", "db-1 → name"]);
  expect(edges()).toEqual(["checkout → name", "name → disk"]);
  expect(findAlertById(store.db, byHost)?.entityId).toBe("name");
  expect(() => joinEntities(store.db, DEFAULT_SCOPE, id("name"), id("name"), 10)).toThrow("name");
});
