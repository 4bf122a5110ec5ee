import { afterEach, beforeEach, expect, it } from "vitest";
import { configureRules } from "../../../electron/engine/ingest/configure-rules.ts";
import { Draft } from "../../../electron/engine/ingest/draft.ts";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import { loadRules, putRule } from "../../../electron/engine/store/rules.ts";
import { START } from "../../../shared/domain/position.ts";
import type { Rule } from "../../../shared/domain/rule.ts";
import { aRule } from "../../builders/rule.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const A = aRule({ id: "a", effect: "suppress", when: 'alert.name == "A"' });
const B = aRule({ id: "b", effect: "group", when: "a.name == b.name" });

/** Starts with these rules in the file. @returns what the log says of it */
function start(rules: readonly Rule[]): [id: string, when: string | null][] {
  const before = readEvents(store.db, START, 1_000).length;
  store.db.transaction(() => {
    const draft = new Draft(store.db);
    configureRules(store.db, draft, rules, NOW);
    draft.flush();
  })();
  return readEvents(store.db, START, 1_000)
    .slice(before)
    .flatMap(({ body }) =>
      body.kind === "rule" ? [[body.ruleId, body.rule?.when ?? null] as [string, string | null]] : [],
    );
}

it("logs what is new, other or gone since the last start, and nothing else", () => {
  expect(start([A, B])).toEqual([
    ["a", A.when],
    ["b", B.when],
  ]);
  expect(start([A, B])).toEqual([]);
  expect(start([{ ...A, when: "true" }])).toEqual([
    ["b", null],
    ["a", "true"],
  ]);
});

it("leaves rules of the form alone, and takes the place of one with the same id", () => {
  putRule(store.db, { ...B, origin: "form" }, "ada", NOW);
  expect(start([A])).toEqual([["a", A.when]]);
  expect(start([A, B])).toEqual([["b", B.when]]);
  expect(loadRules(store.db).map(({ id, origin }) => [id, origin])).toEqual([
    ["a", "file"],
    ["b", "file"],
  ]);
});
