import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { AlertTransition, LogEntry, NewLogEntry } from "../../../shared/domain/log.ts";
import { START } from "../../../shared/domain/position.ts";
import type { Rule, RuleTest } from "../../../shared/domain/rule.ts";
import { Analysis } from "../analysis/index.ts";
import { changedIncidents } from "./changed.ts";
import { Judgement } from "./judged.ts";
import { type Life, Outcome } from "./outcome.ts";

/** Changed incidents that are named; all are counted. */
const NAMED = 100;

/** Entries that decide what is together. Rules hold as they are now, and what operators said is held against the outcome instead. */
const READ = new Set<LogEntry["body"]["kind"]>(["alert", "change", "entity", "join", "retired", "edge", "tick"]);

/**
 * Reads one history twice at the same time, with the same analysis: without some rules and with them. Pure: the same history gives
 * the same answer.
 */
export class BackTest {
  readonly #before = Analysis.restore([], START);
  readonly #after = Analysis.restore([], START);
  /** The present life of each alert; a resolved one has none. */
  readonly #lives = new Map<Fingerprint, Life>();
  readonly #entityOf = new Map<Life, EntityId>();
  readonly #outcomes: { before: Outcome; after: Outcome };
  readonly #judgement = new Judgement(this.#entityOf);
  #position = 0;
  #alerts = 0;
  #entries = 0;
  #from = 0;
  #to = 0;

  /** `others`: rules that are in use anyway. `at`: log time from which all of them hold. */
  constructor(tested: readonly Rule[], others: readonly Rule[], at: number) {
    this.#outcomes = { before: new Outcome(this.#lives), after: new Outcome(this.#lives) };
    const told = (rules: readonly Rule[]): LogEntry[] =>
      rules.map((rule) => this.#placed({ ...entryOf(rule, at), position: START }));
    const common = told(others);
    this.#before.read(common);
    this.#after.read([...common, ...told(tested.map((rule) => ({ ...rule, state: "enabled" })))]);
  }

  /** Entries read so far, those that were left out not counted. */
  get entries(): number {
    return this.#entries;
  }

  /** What was known before the history begins: entities and edges. */
  prime(entries: readonly NewLogEntry[]): void {
    const placed = entries.map((entry) => this.#placed({ ...entry, position: START }));
    this.#before.read(placed);
    this.#after.read(placed);
  }

  /** Takes the entries that follow. */
  take(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#take(entry);
  }

  result(complete: boolean): RuleTest {
    const { before, after } = this.#outcomes;
    const changed = changedIncidents(before, after);
    const verdicts = this.#judgement.against(before, after);
    const outcome = (of: Outcome, contradicted: "before" | "after"): RuleTest["before"] => {
      const incidents = of.incidents().size;
      const wrong = verdicts.filter((verdict) => verdict[contradicted]);
      return {
        incidents,
        suppressed: of.suppressed,
        reduction: this.#alerts === 0 ? 0 : 1 - incidents / this.#alerts,
        wrongMerges: wrong.filter(({ kind }) => kind === "split").length,
        missedMerges: wrong.filter(({ kind }) => kind === "merge").length,
      };
    };
    return {
      ...{ from: this.#from, to: this.#to, alerts: this.#alerts, entries: this.#entries, complete },
      before: outcome(before, "before"),
      after: outcome(after, "after"),
      effects: Object.fromEntries(after.effects),
      changed: changed.slice(0, NAMED),
      changedCount: changed.length,
      verdicts,
    };
  }

  #take(entry: LogEntry): void {
    const { body, receivedAt } = entry;
    if (body.kind === "verdict") this.#judgement.take(body, receivedAt, this.#outcomes.before);
    if (!READ.has(body.kind)) return;
    if (this.#from === 0) this.#from = receivedAt;
    this.#to = Math.max(this.#to, receivedAt);
    this.#entries++;
    if (body.kind === "alert") this.#live(body);
    const placed = [this.#placed(entry)];
    this.#outcomes.before.take(this.#before.read(placed).proposals);
    this.#outcomes.after.take(this.#after.read(placed).proposals);
  }

  /** The life that ended stays the alert's present one: its incident may be told of it later. */
  #live({ transition, fingerprint, state, entityId }: AlertTransition): void {
    const begins = transition === "opened" || (state !== "resolved" && !this.#lives.has(fingerprint));
    if (!begins) return;
    const life = this.#alerts++;
    this.#lives.set(fingerprint, life);
    this.#entityOf.set(life, entityId);
  }

  /** Positions are given anew: what was known before has none. */
  #placed(entry: LogEntry): LogEntry {
    return { ...entry, position: { partition: 0, position: ++this.#position } };
  }
}

const entryOf = (rule: Rule, at: number): NewLogEntry => ({
  scope: rule.scope,
  sourceId: "operator",
  at,
  receivedAt: at,
  body: { kind: "rule", ruleId: rule.id, rule, by: "" },
});
