import { afterEach, beforeEach, expect, it } from "vitest";
import { configureRules } from "../../../electron/engine/ingest/configure-rules.ts";
import { Draft } from "../../../electron/engine/ingest/draft.ts";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import { loadRules, putRule } from "../../../electron/engine/store/rules.ts";
import { listAudit } from "../../../electron/engine/store/read-audit.ts";
import { createMasker } from "../../../electron/engine/pipeline/mask.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { START } from "../../../shared/domain/position.ts";
import type { Rule } from "../../../shared/domain/rule.ts";
import { aRule } from "../../builders/rule.ts";
import { NOW, StoreFile } from "../../builders/store.ts";

let store: StoreFile;
beforeEach(() => void (store = new StoreFile()));
afterEach(() => store.remove());

const MASKER = createMasker({ keyId: "k1", key: Buffer.alloc(32, 7).toString("base64") });
const audited = () => listAudit(store.db, [DEFAULT_SCOPE], { offset: 0, limit: 50 }).rows;

const A = aRule({ id: "a", effect: "suppress", when: 'alert.name == "A"' });
const B = aRule({ id: "b", effect: "group", when: "a.name == b.name" });

/** Starts with these rules in the file. @returns what the log says of it */
function start(rules: readonly Rule[]): [id: string, when: string | null][] {
  const before = readEvents(store.db, START, 1_000).length;
  store.db.transaction(() => {
    const draft = new Draft(store.db);
    configureRules(store.db, draft, rules, { now: NOW, mask: (text) => MASKER.mask(text) });
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

it("masks what a person wrote, before it is stored and before it is compared", () => {
  const personal = { ...A, description: "ask ada@example.com", when: 'alert.labels.owner == "ada@example.com"' };
  expect(start([personal])).toHaveLength(1);
  const [stored] = loadRules(store.db);
  expect(stored).toMatchObject({
    description: MASKER.mask("ask ada@example.com"),
    when: MASKER.mask('alert.labels.owner == "ada@example.com"'),
  });
  expect(JSON.stringify([stored, readEvents(store.db, START, 1_000), audited()])).not.toContain("ada@example.com");
  expect(start([personal])).toEqual([]);
});

it("leaves out one that is too long once it is masked, and says so in the audit", () => {
  const addresses = Array.from({ length: 130 }, (_, number) => `"a${number}@b.de"`).join();
  expect(start([{ ...A, when: `alert.name in [${addresses}]` }, B])).toEqual([["b", B.when]]);
  expect(audited()).toMatchObject([{ target: "b" }, { target: "a", action: "save-rule", outcome: "failed" }]);
});

it("audits both versions of a rule", () => {
  start([A]);
  start([{ ...A, when: "true" }]);
  start([]);
  expect(audited().map(({ action, detail }) => [action, detail])).toEqual([
    ["remove-rule", { before: { ...A, when: "true" }, after: null }],
    ["save-rule", { before: A, after: { ...A, when: "true" } }],
    ["save-rule", { before: null, after: A }],
  ]);
});
