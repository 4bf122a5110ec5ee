import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import type { FindingId, FindingSeen, LogExample, LogPattern } from "../../../../shared/domain/finding.ts";
import type { Line, LogEntry } from "../../../../shared/domain/log.ts";
import type { Position } from "../../../../shared/domain/position.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import { LogMiner } from "../logs/miner.ts";
import { type Habit, type LogFinding, PatternWatch, type WatchState } from "../logs/watch.ts";
import { findingIdOf } from "./identity.ts";
import { pack, unpack } from "./packed.ts";
import { mergeCards, moveTo, newCard, noteLine, type PatternCard } from "./patternCard.ts";

const MINUTE_MS = 60_000;
/** What has no end of its own, such as a new pattern, is news for so long. */
const NEWS_MS = 30 * MINUTE_MS;
/** Minutes as usual that end a finding about a rate. */
const CALM_MINUTES = 3;
/** Findings at once in one scope. What is beyond is still in the list of patterns, with when it was first seen. */
const MOST_OPEN = 200;
/** Patterns told of at the end of a minute; the others wait for the next. */
const TOLD_A_MINUTE = 200;
const LONGEST_EXAMPLE = 400;

type Tell = (finding: FindingSeen) => void;
type Open = { finding: FindingSeen; pattern: number; calm: number };
type Saved = {
  minute: number;
  lagMs: number;
  lagMinute: number;
  cards: [number, PatternCard][];
  touched: number[];
  open: [string, Open][];
  accepted: string[];
  watch: Omit<WatchState, "habits"> & { habits: [number, Habit][] };
};

/** Patterns of the log lines of one scope: which there are, how they come, and what is new, gone or changed about that. */
export class LogWatch {
  readonly told: LogPattern[] = [];
  readonly gone: { scope: Scope; id: string }[] = [];
  private readonly scope: Scope;
  private readonly miner: LogMiner;
  private readonly watch = new PatternWatch();
  private readonly cards = new Map<number, PatternCard>();
  /** Patterns that have come since they were last told of. */
  private readonly touched = new Set<number>();
  private readonly open = new Map<string, Open>();
  /** What operators said is none. */
  private readonly accepted = new Set<string>();
  private minute = 0;
  /**
   * How long lines take until they are here: time goes on with that delay while none come. The least of the minute in which lines came
   * last, because a single one may be hours late.
   */
  private lagMs = 0;
  private lagMinute = 0;

  constructor(scope: Scope) {
    this.scope = scope;
    this.miner = new LogMiner({
      merged: (from, into) => this.merge(from, into),
      ended: ({ id }) => this.drop(id),
    });
  }

  /** @throws Error when the checkpoint is of another version */
  static restore(scope: Scope, bytes: Uint8Array): LogWatch {
    const watch = new LogWatch(scope);
    const { header, body } = unpack(inflateRawSync(bytes));
    const saved = header as Saved;
    watch.miner.restore(body);
    watch.watch.restore({ ...saved.watch, habits: new Map(saved.watch.habits) });
    for (const [id, card] of saved.cards) watch.cards.set(id, card);
    for (const id of saved.touched) watch.touched.add(id);
    for (const [key, open] of saved.open) watch.open.set(key, open);
    for (const key of saved.accepted) watch.accepted.add(key);
    watch.minute = saved.minute;
    watch.lagMs = saved.lagMs;
    watch.lagMinute = saved.lagMinute;
    return watch;
  }

  openIds(): FindingId[] {
    return [...this.open.values()].map(({ finding }) => finding.id);
  }

  /** All that is known. Compressed, because patterns repeat themselves: their example, its words, the newest lines. */
  encode(): Uint8Array {
    const { minute, lagMs, lagMinute, cards, touched, open, accepted } = this;
    const { habits, ...watch } = this.watch.saved();
    const saved: Saved = {
      minute,
      lagMs,
      lagMinute,
      cards: [...cards],
      touched: [...touched],
      open: [...open],
      accepted: [...accepted],
      watch: { ...watch, habits: [...habits] },
    };
    return deflateRawSync(pack(saved, this.miner.checkpoint()), { level: constants.Z_BEST_SPEED });
  }

  take({ text, at: saidAt, entityId }: Line, { receivedAt, position }: LogEntry, tell: Tell): void {
    const at = Math.min(saidAt, receivedAt);
    this.noteLag(receivedAt, receivedAt - at);
    this.advance(at, position, tell);
    const bytes = Buffer.from(text);
    const pattern = this.miner.current(this.miner.add(bytes, 0, bytes.length));
    const card = this.cards.get(pattern) ?? newCard(at);
    this.cards.set(pattern, card);
    noteLine(card, { at, entityId, text: text.slice(0, LONGEST_EXAMPLE), position: position.position });
    this.touched.add(pattern);
    const variables = this.miner.variablesOfLast(bytes, bytes.length);
    for (const found of this.watch.note(pattern, at, this.miner.lines, variables)) this.raise(found, position, tell);
  }

  /** Whether time has come to another minute, though no line came. */
  isBehind(now: number): boolean {
    return this.minute > 0 && Math.floor((now - this.lagMs) / MINUTE_MS) > this.minute;
  }

  /** Time passes without a line. `now`: epoch ms of our clock. */
  passTime(now: number, position: Position, tell: Tell): void {
    this.advance(now - this.lagMs, position, tell);
  }

  /** An operator says that this is none, or takes that back. `pattern` as in a finding's subject. */
  accept(pattern: string, what: string, isAccepted: boolean): void {
    const key = `${pattern}/${what}`;
    if (isAccepted) this.accepted.add(key);
    else this.accepted.delete(key);
  }

  private noteLag(receivedAt: number, lagMs: number): void {
    const minute = Math.floor(receivedAt / MINUTE_MS);
    this.lagMs = minute === this.lagMinute ? Math.min(this.lagMs, lagMs) : lagMs;
    this.lagMinute = minute;
  }

  private advance(at: number, position: Position, tell: Tell): void {
    const minute = Math.floor(at / MINUTE_MS);
    if (minute <= this.minute) return;
    this.minute = minute;
    for (const found of this.watch.advance(at)) this.raise(found, position, tell);
    for (const [key, open] of this.open) this.look(key, open, at, tell);
    this.tellPatterns(minute * MINUTE_MS);
  }

  private raise(found: LogFinding, position: Position, tell: Tell): void {
    const pattern = this.miner.current(found.pattern);
    const card = this.cards.get(pattern);
    const subject = subjectOf(pattern);
    const key = `${subject}/${found.kind}`;
    if (card === undefined || this.open.has(key) || this.accepted.has(key) || this.open.size >= MOST_OPEN) return;
    const finding = findingOf(this.scope, subject, found, card.examples, position);
    this.open.set(key, { finding, pattern, calm: 0 });
    tell(finding);
  }

  /** Ends what is over. */
  private look(key: string, open: Open, at: number, tell: Tell): void {
    const { finding, pattern } = open;
    const habit = this.watch.habits.get(pattern);
    const lasts =
      habit !== undefined &&
      (finding.what === "rate"
        ? habit.raised
        : finding.what === "vanished"
          ? habit.gone
          : at - finding.openedAt < NEWS_MS);
    open.calm = lasts ? 0 : open.calm + 1;
    if (lasts || (finding.what === "rate" && open.calm < CALM_MINUTES)) return;
    this.open.delete(key);
    tell({ ...finding, updatedAt: at, endedAt: Math.max(at, finding.openedAt) });
  }

  private tellPatterns(at: number): void {
    if (this.touched.size === 0) return;
    const byId = new Map(this.miner.list().map((pattern) => [pattern.id, pattern]));
    for (const id of [...this.touched].slice(0, TOLD_A_MINUTE)) {
      this.touched.delete(id);
      const card = this.cards.get(id);
      const pattern = byId.get(id);
      if (card === undefined || pattern === undefined) continue;
      moveTo(card, at - 1);
      const { count, firstAt, lastAt, minutes, examples } = card;
      const times = { firstAt, lastAt, lastMinuteAt: card.minute * MINUTE_MS };
      const told = { id: subjectOf(id), scope: this.scope, template: pattern.template.trim(), count, ...times };
      this.told.push({ ...told, minutes: [...minutes], examples });
    }
  }

  private merge(from: number, into: number): void {
    this.watch.merge(from, into);
    this.keepAccepted(from, into);
    const card = this.cards.get(from);
    if (card === undefined) return;
    const other = this.cards.get(into);
    if (other === undefined) this.cards.set(into, card);
    else mergeCards(other, card);
    this.touched.add(into);
    this.forget(from);
  }

  /** What operators said of a pattern goes on for the one that it became part of. */
  private keepAccepted(from: number, into: number): void {
    const prefix = `${subjectOf(from)}/`;
    for (const key of [...this.accepted].filter((each) => each.startsWith(prefix))) {
      this.accepted.delete(key);
      this.accepted.add(`${subjectOf(into)}/${key.slice(prefix.length)}`);
    }
  }

  private drop(pattern: number): void {
    this.watch.end(pattern);
    this.forget(pattern);
  }

  /** Findings about it end with the next minute, because it has no habit any more. */
  private forget(pattern: number): void {
    this.cards.delete(pattern);
    this.touched.delete(pattern);
    const id = subjectOf(pattern);
    this.gone.push({ scope: this.scope, id });
    // What was told in the same step would come after it.
    const told = this.told.findIndex((each) => each.id === id);
    if (told >= 0) this.told.splice(told, 1);
  }
}

const subjectOf = (pattern: number): string => `p${pattern}`;

function findingOf(
  scope: Scope,
  subject: string,
  { kind, at, since, evidence }: LogFinding,
  examples: readonly LogExample[],
  position: Position,
): FindingSeen {
  const isRate = "expected" in evidence;
  return {
    id: findingIdOf(scope, subject, kind, position),
    scope,
    kind: "log",
    what: kind,
    subject,
    entityId: examples.at(-1)?.entityId ?? null,
    score: null,
    since,
    openedAt: at,
    updatedAt: at,
    endedAt: null,
    expected: isRate ? evidence.expected : null,
    low: null,
    high: null,
    found: isRate ? evidence.found : evidence.divergence,
    place: isRate ? null : evidence.place,
    examples: [...examples],
    model: null,
    crossing: null,
  };
}
