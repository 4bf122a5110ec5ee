import type { FindingSeen } from "../../../shared/domain/finding.ts";
import type { ChangeSeen, EntitySeen, LogEntry } from "../../../shared/domain/log.ts";
import type { Position } from "../../../shared/domain/position.ts";
import type { AnalysisStep, Checkpoint, StateRow } from "../../../shared/domain/proposal.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { assess } from "./assess.ts";
import { noteChange } from "./causes/noteChange.ts";
import { judgeSign, noteSign } from "./causes/noteSign.ts";
import type { Group } from "./correlation/group.ts";
import { isOpeningDue, openDue, resolveQuiet, tellJoins } from "./correlation/lifecycle.ts";
import { applyEdge, joinEntities } from "./correlation/mend.ts";
import { retire, revive } from "./correlation/retire.ts";
import { sweep } from "./correlation/sweep.ts";
import { applyTransition } from "./correlation/transition.ts";
import { Findings } from "./findings/findings.ts";
import {
  ASSESSED_ENTITIES_PER_TICK,
  ASSESSED_PER_TICK,
  JOINS_PER_ENTRY,
  JOINS_PER_TICK,
  OPENINGS_PER_ENTRY,
  OPENINGS_PER_TICK,
  SWEEP_MS,
} from "./limits.ts";
import { Proposals } from "./proposals.ts";
import { takeRule } from "./rules/take.ts";
import { decodeState } from "./state/decode.ts";
import { encodeTouched } from "./state/encode.ts";
import type { State } from "./state/state.ts";
import { giveVerdict } from "./verdicts/give.ts";
import { opinionsOn } from "./verdicts/opinions.ts";
import { takeBackVerdict } from "./verdicts/takeBack.ts";

/** An entry that analysis could not take. After it the analysis is no longer usable: restore it, and leave the entry out if it fails again. */
export class EntryFault extends Error {
  readonly position: Position;

  constructor(position: Position, cause: unknown) {
    super(`analysis failed at ${position.partition}:${position.position}: ${String(cause)}`, { cause });
    this.name = "EntryFault";
    this.position = position;
  }
}

/**
 * Reads the event log and proposes incidents. Pure: what it proposes depends on the entries alone, not on how they are cut into
 * batches nor on restarts, because everything that is due in time happens at an entry, and all it knows is in the rows of its steps.
 */
export class Analysis {
  private readonly state: State;
  private readonly findings: Findings;
  private readonly proposals: Proposals;
  private upTo: Position;
  /** The last tick has left something to the next. */
  private isPutOff = false;

  private constructor(state: State, findings: Findings, upTo: Position) {
    this.state = state;
    this.findings = findings;
    this.upTo = upTo;
    this.proposals = new Proposals(upTo);
  }

  /**
   * `rows`: the latest row of every key of all steps up to `upTo`; none for a new log. `checkpoints`: the latest of every key.
   * `openFindings`: those proposed up to there that have not ended. Call `reread` before the first `read` when `rereadAfter` says so.
   */
  static restore(
    rows: readonly StateRow[],
    upTo: Position,
    checkpoints: readonly Checkpoint[] = [],
    openFindings: readonly FindingSeen[] = [],
  ): Analysis {
    return new Analysis(decodeState(rows), Findings.restore(checkpoints, rows, openFindings), upTo);
  }

  /** Checkpoints are older than `position`: after which entry, and up to `position`, to read again. */
  get rereadAfter(): Position | undefined {
    return this.findings.rereadAfter;
  }

  /** Entries that follow `rereadAfter`, in portions; those after `position` are left out. */
  reread(entries: readonly LogEntry[]): void {
    this.findings.reread(entries.filter(({ position }) => position.position <= this.upTo.position));
  }

  get position(): Position {
    return this.upTo;
  }

  /** Whether more is due than one entry may cause: then the next tick should come soon. */
  get isBehind(): boolean {
    return this.isPutOff || this.state.opening.size > 0 || isOpeningDue(this.state);
  }

  /**
   * Takes the entries that follow in the log. `upTo`: how far they go, when entries at the end are left out.
   * `enough`: goes no further than the entry with which there are so many proposals; the step says how far it went.
   * @throws EntryFault naming the entry at fault.
   */
  read(entries: readonly LogEntry[], upTo?: Position, enough = Infinity): AnalysisStep {
    const after = this.upTo;
    for (const entry of entries) {
      try {
        this.take(entry);
      } catch (cause) {
        throw new EntryFault(entry.position, cause);
      }
      if (this.proposals.count + this.findings.weight >= enough) return this.step(after);
    }
    if (upTo !== undefined) this.upTo = upTo;
    return this.step(after);
  }

  private step(after: Position): AnalysisStep {
    const { observations, state } = this.findings.step(this.upTo, this.state.clock.now);
    const rows = [...encodeTouched(this.state), ...state];
    return { after, upTo: this.upTo, proposals: this.proposals.take(), state: rows, observations };
  }

  private take(entry: LogEntry): void {
    const { state, proposals } = this;
    if (entry.position.position <= this.upTo.position) throw new RangeError("the entry has been read before");
    proposals.causedBy(entry.position);
    state.clock.advance(entry.receivedAt);
    const isTick = entry.body.kind === "tick";
    const opened = openDue(state, proposals, isTick ? OPENINGS_PER_TICK : OPENINGS_PER_ENTRY);
    this.apply(entry);
    this.findings.take(
      entry,
      (finding) => {
        proposals.add({ kind: "finding", finding });
        noteSign(state, finding);
      },
      (proposal) => proposals.add(proposal),
    );
    tellJoins(state, proposals, isTick ? JOINS_PER_TICK : JOINS_PER_ENTRY);
    for (const group of opened) if (group.into === null) this.assess(group);
    if (isTick) this.tick();
    this.upTo = entry.position;
  }

  private apply(entry: LogEntry): void {
    const { state, proposals } = this;
    const { body, scope } = entry;
    switch (body.kind) {
      case "alert":
        return applyTransition(state, proposals, entry, body);
      case "edge":
        return applyEdge(state, proposals, scope, body);
      case "join":
        return joinEntities(state, proposals, scope, body);
      case "retired":
        return retire(state, scope, body.entityId);
      case "entity":
        return this.describe(scope, body);
      case "change":
        return this.noteChange(entry, body);
      case "verdict":
        if (body.act === "given") return giveVerdict(state, proposals, scope, body);
        return takeBackVerdict(state, proposals, body.verdictId, body.by);
      case "rule":
        for (const alert of takeRule(state, scope, body)) applyTransition(state, proposals, alert, alert.body);
        return;
      case "operator":
        if (body.action === "not-an-anomaly") judgeSign(state, body.subject, true);
        if (body.action === "an-anomaly") judgeSign(state, body.subject, false);
        return;
      case "tick":
      case "configuration":
      case "samples":
      case "past":
      case "limit":
      case "lines":
        return;
    }
  }

  private describe(scope: Scope, { entityId, entityKind, name }: EntitySeen): void {
    const entity = this.state.entity(scope, entityId);
    Object.assign(entity, { kind: entityKind, name });
    revive(this.state, entity);
    this.state.touched.entities.add(entity);
    for (const { group } of entity.parts) this.state.noteNews(group);
  }

  private noteChange({ scope, at }: LogEntry, { changeId, entityId, summary, by, endedAt }: ChangeSeen): void {
    noteChange(this.state, { scope, changeId, entity: this.state.entity(scope, entityId), summary, by, at, endedAt });
  }

  private tick(): void {
    const { state, proposals } = this;
    const someQuiet = resolveQuiet(state, proposals);
    const someNews = this.assessNews();
    this.isPutOff = someQuiet || someNews;
    if (state.clock.now - state.sweptAt < SWEEP_MS) return;
    if (sweep(state)) this.isPutOff = true;
    else state.sweptAt = state.clock.now;
  }

  /** Incidents with news, in the order in which it came, as far as one tick may go. @returns whether some were put off */
  private assessNews(): boolean {
    let entities = 0;
    const groups = [...this.state.news].sort((left, right) => left.newsSequence - right.newsSequence);
    for (const [assessed, group] of groups.entries()) {
      if (assessed >= ASSESSED_PER_TICK || entities >= ASSESSED_ENTITIES_PER_TICK) return true;
      entities += group.parts.length;
      this.assess(group);
    }
    return false;
  }

  private assess(group: Group): void {
    const { state, proposals } = this;
    state.news.delete(group);
    group.newsSequence = 0;
    state.touched.groups.add(group.number);
    const knowledge = {
      recent: state.changes,
      signs: state.signs.values(),
      opinions: opinionsOn(state, group),
      at: state.clock.now,
    };
    proposals.add(assess(group, group.incident!, knowledge));
  }
}
