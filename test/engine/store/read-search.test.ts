import { afterEach, beforeEach, expect, it } from "vitest";
import { findText } from "../../../electron/engine/store/read-search.ts";
import { DEFAULT, Estate, scope } from "../../builders/estate.ts";

let estate: Estate;
beforeEach(() => void (estate = new Estate()));
afterEach(() => estate.close());

const find = (text: string, limit = 20) =>
  findText(estate.reader, [DEFAULT], { text, limit }).map((hit) =>
    hit.kind === "entity" ? `${hit.id} as ${hit.matched}` : hit.id,
  );

it("puts the whole name before its beginning and that before the middle, and shorter names first", () => {
  for (const id of ["my-db", "db-replica-7", "db-1", "db"]) estate.entity(id);
  expect(find("DB")).toEqual(["db as db", "db-1 as db-1", "db-replica-7 as db-replica-7", "my-db as my-db"]);
  expect(find("db", 2)).toHaveLength(2);
});

it("finds an entity once, by the alias that fits best", () => {
  estate.entity("orders-db", { aliases: ["10.0.0.7:9100", "10.0.0.7"] });
  expect(find("10.0.0.7")).toEqual(["orders-db as 10.0.0.7"]);
});

it("finds incidents by id, headline and cause, and reads wildcards as themselves", () => {
  estate.incident("INC-AAAA", [estate.alert({ entity: "orders-db" })]);
  expect(find("inc-aa")).toEqual(["INC-AAAA"]);
  expect(find("orders")).toEqual(["INC-AAAA"]);
  expect(find("orders%")).toEqual([]);
  expect(find("orders_db")).toEqual([]);
  expect(find("  ")).toEqual([]);
});

it("finds nothing of another scope", () => {
  estate.entity("vault", { scope: scope("bank") });
  estate.incident("INC-BBBB", [estate.alert({ entity: "vault", scope: scope("bank") })]);
  expect(find("vault")).toEqual([]);
  expect(find("INC-")).toEqual([]);
});
