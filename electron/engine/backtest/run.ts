import type { LogEntry, NewLogEntry } from "../../../shared/domain/log.ts";
import type { Rule, RuleTest } from "../../../shared/domain/rule.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { ReadableDb } from "../store/database.ts";
import { loadEdges } from "../store/edges.ts";
import { loadEntities } from "../store/entities.ts";
import { logHead, readEvents } from "../store/event-log.ts";
import { positionBefore } from "../store/position-at.ts";
import { BackTest } from "./backtest.ts";

/** `others`: rules in use beside those that are tested. `from`: epoch milliseconds. */
export type TestRequest = { scope: Scope; tested: readonly Rule[]; others: readonly Rule[]; from: number };

/** A test ends here at the latest, and says so. */
export const TEST_LIMITS = { entries: 500_000, ms: 60_000 };

const PORTION = 500;

export type TestEdges = {
  /** Only differences count. */
  monotonicMs(): number;
  /** `share` of the history that it will read, in [0,1]. */
  progress(share: number): void;
};

/** Replays the cached log of one scope with and without rules, as far as the limits go. */
export function runTest(db: ReadableDb, request: TestRequest, edges: TestEdges, limits = TEST_LIMITS): RuleTest {
  const begun = edges.monotonicMs();
  const { scope, tested, others, from } = request;
  const { after: first, isStart } = positionBefore(db, from);
  const head = logHead(db).position;
  const test = new BackTest(tested, others, from);
  if (!isStart) test.prime(knownBefore(db, scope, from));
  let after = first;
  for (;;) {
    const entries = readEvents(db, after, PORTION);
    const last = entries.at(-1);
    if (last === undefined || after.position >= head) return test.result(true);
    test.take(entries.filter((entry) => isOf(entry, scope)));
    after = last.position;
    const elapsed = edges.monotonicMs() - begun;
    if (test.entries >= limits.entries || elapsed >= limits.ms) return test.result(after.position >= head);
    const share = (after.position - first.position) / Math.max(1, head - first.position);
    edges.progress(Math.min(1, Math.max(share, test.entries / limits.entries, elapsed / limits.ms)));
  }
}

const isOf = ({ scope, body }: LogEntry, wanted: Scope): boolean => scope === wanted || body.kind === "tick";

/** Entities and edges as they are now: those that the log told of before it was cut, or before the test begins. */
function knownBefore(db: ReadableDb, wanted: Scope, at: number): NewLogEntry[] {
  const told = { scope: wanted, sourceId: "", at, receivedAt: at };
  const entities = loadEntities(db).filter(({ scope }) => scope === wanted);
  const edges = loadEdges(db).filter(({ scope }) => scope === wanted);
  return [
    ...entities.map(({ id, kind, name, site, group }): NewLogEntry => ({
      ...told,
      body: { kind: "entity", entityId: id, entityKind: kind, name, site, group },
    })),
    ...edges.map(({ from, to, origin, confidence }): NewLogEntry => ({
      ...told,
      body: { kind: "edge", from, to, origin, confidence, present: true },
    })),
  ];
}
