import type { Alert } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { AlertReport, ChangeReport, Report } from "../../../shared/domain/event.ts";
import { NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Masker } from "../pipeline/mask.ts";
import { decide, type Decision } from "../pipeline/dedupe.ts";
import { fingerprintOf } from "../pipeline/fingerprint.ts";
import { normalise } from "../pipeline/normalise.ts";
import type { WritableDb } from "../store/database.ts";
import { problemOf } from "../store/problem.ts";
import { endAlert, findAlert } from "../store/alerts.ts";
import { compareChange, putChange } from "../store/changes.ts";
import { loadExternalLabels, putExternalLabels } from "../store/sources.ts";
import type { WatchedTime } from "../store/watched-time.ts";
import { noteReported } from "./ageing.ts";
import { type AlertIndex, type KnownAlert, type View, viewsWith } from "./alert-index.ts";
import { mayHaveEnded, settleAcknowledgement } from "./acknowledgement.ts";
import { knownFromRow, newKnown, transitionOf, writeAlert, writeView } from "./alert-rows.ts";
import type { Draft } from "./draft.ts";
import type { EdgeIndex } from "./edge-index.ts";
import type { EntityIndex } from "./entity-index.ts";
import { changedEntity, entityOf, takeEdge, takeEntity } from "./identity-intake.ts";
import { reportHash } from "./report-hash.ts";

/** Where reports come from and how complete they are. */
export type Delivery = {
  sourceId: string;
  scope: Scope;
  receivedAt: number;
  /** A full list of what holds now, with its number; undefined for reports that come one by one. */
  snapshot: number | undefined;
};

/** Who ends an alert, and when. */
type Ending = Pick<Delivery, "sourceId" | "receivedAt">;

export type IntakeState = {
  alerts: AlertIndex;
  entities: EntityIndex;
  edges: EdgeIndex;
  watched: WatchedTime;
  externalLabels: Map<string, ReadonlySet<string>>;
  /** Sources that are in use: what others said before they were removed or switched off is no longer taken in. */
  sources: Set<string>;
};

/** How many reports were left out, by source and reason. */
type Ignored = Map<string, Map<string, number>>;

/** What a report did to its alert, when it did anything. */
type Effective = Exclude<Decision, { kind: "ignored" }>;

const NONE: ReadonlySet<string> = new Set();

/** The pipeline: normalise → mask → identify → dedupe → log. Everything a report changes goes into the draft of one transaction. */
export class Intake {
  readonly #db: WritableDb;
  readonly #masker: Masker;
  #state: IntakeState;
  #ignored: Ignored = new Map();
  /** As it was when the transaction under way first changed it. */
  #ignoredBefore: Ignored | undefined;
  /** A report has begun to change what is remembered. */
  #moving = false;

  constructor(db: WritableDb, masker: Masker, state: IntakeState) {
    this.#db = db;
    this.#masker = masker;
    this.#state = state;
  }

  get state(): IntakeState {
    return this.#state;
  }

  /** After a roll-back memory may be ahead of the disk: starts again from what the disk says. */
  reset(state: IntakeState): void {
    this.#state = state;
    this.#ignored = this.#ignoredBefore ?? this.#ignored;
    this.#ignoredBefore = undefined;
  }

  /** The transaction under way is on disk. */
  committed(): void {
    this.#ignoredBefore = undefined;
  }

  /** What was left out since the last call, by reason; a reason for everything that did not become an event. */
  takeIgnored(sourceId: string): Record<string, number> {
    this.#keepIgnored();
    const counts = Object.fromEntries(this.#ignored.get(sourceId) ?? []);
    this.#ignored.delete(sourceId);
    return counts;
  }

  /**
   * As `take`; a fault of ours costs one report, not its neighbours. Failures of the database are not its matter, nor is a
   * fault half way: memory is then ahead of the disk, and only a roll-back of the transaction puts that right.
   */
  takeSafely(
    report: Report,
    delivery: Delivery,
    draft: Draft,
    onFault: (error: unknown, report: Report) => void,
  ): void {
    try {
      this.take(report, delivery, draft);
    } catch (error) {
      if (this.#moving || problemOf(error) !== undefined) throw error;
      this.#ignore(delivery.sourceId, "ignored.faulty");
      onFault(error, report);
    }
  }

  take(report: Report, delivery: Delivery, draft: Draft): void {
    this.#moving = false;
    const hash = report.kind === "alert" ? reportHash(report, this.#external(delivery.scope)) : "";
    if (report.kind === "alert" && this.#isRepeat(report, hash, delivery, draft)) return;
    const { report: normal, ignored } = normalise(report, delivery.receivedAt);
    for (const reason of ignored) this.#ignore(delivery.sourceId, reason);
    if (normal.kind === "change") return void this.takeChange(normal, delivery, draft);
    const masked = this.#masker.maskReport(normal);
    switch (masked.kind) {
      case "alert":
        return this.#takeAlert(masked, hash, delivery, draft);
      case "entity":
        this.#moving = true;
        return takeEntity(this.#db, this.#state, masked, delivery, draft);
      case "edge":
        this.#moving = true;
        if (!takeEdge(this.#db, this.#state, masked, delivery, draft))
          this.#ignore(delivery.sourceId, "ignored.selfDependency");
    }
  }

  /** True for a source that is in use. */
  hears(sourceId: string): boolean {
    return this.#state.sources.has(sourceId);
  }

  /** A source was added or switched on. */
  hear(sourceId: string): void {
    this.#state.sources.add(sourceId);
  }

  /** A source was removed or switched off: it says nothing of any alert any more. `silenceJob` ends what it said. */
  silence(sourceId: string): void {
    this.#state.sources.delete(sourceId);
  }

  /**
   * External labels are no part of an alert's identity, so they are known before the reports that come with them. Alerts that
   * had one of them in their fingerprint end with their next report and go on under the other.
   */
  learnExternalLabels(names: readonly string[], { scope, sourceId, receivedAt }: Delivery, draft: Draft): void {
    if (!putExternalLabels(this.#db, scope, sourceId, names)) return;
    this.#state.externalLabels = loadExternalLabels(this.#db);
    const body = { kind: "configuration", what: "external-labels", detail: names.toSorted().join(" ") } as const;
    draft.log({ scope, sourceId, at: receivedAt, receivedAt, body });
  }

  /**
   * Handles of alerts that a source said hold and that its full list no longer names; call after its last report.
   * What the list names has not ended, even when its report could not be processed or memory was read anew meanwhile;
   * it names `others` beside those of its reports.
   */
  missingFrom({ sourceId, snapshot }: Delivery, reports: readonly Report[], others: readonly string[] = []): string[] {
    if (snapshot === undefined) return [];
    const unseen = this.#state.alerts.unseenIn(sourceId, snapshot);
    if (unseen.length === 0) return unseen;
    const named = new Set(others);
    for (const report of reports) if (report.kind === "alert") named.add(report.handle);
    return unseen.filter((handle) => !named.has(handle));
  }

  /** The source no longer says that its alert of this handle holds. `at`: since when, epoch ms. */
  end(handle: string, ending: Ending, draft: Draft, at = ending.receivedAt): void {
    const held = this.#state.alerts.findByHandle(ending.sourceId, handle);
    if (held !== undefined) this.#end(held, ending, draft, at);
  }

  /** @returns the entity that changed and whether it was unknown before */
  takeChange(unmasked: ChangeReport, delivery: Delivery, draft: Draft): { entityId: EntityId; newEntity: boolean } {
    const report = this.#masker.maskReport(unmasked);
    this.#moving = true;
    const { entityId, newEntity } = changedEntity(this.#db, this.#state, report, delivery, draft);
    const change = {
      id: report.id,
      scope: delivery.scope,
      entityId,
      entityName: this.#state.entities.get(entityId).name,
      summary: report.summary,
      detail: report.detail ?? null,
      by: report.by ?? null,
      at: report.at,
      endedAt: report.endedAt ?? null,
      sourceId: delivery.sourceId,
    };
    draft.flush();
    if (compareChange(this.#db, change) !== "same") {
      const { summary, by, endedAt } = change;
      const { scope, sourceId, receivedAt } = delivery;
      const body = { kind: "change", changeId: report.id, entityId, summary, by, endedAt } as const;
      draft.log({ scope, sourceId, at: report.at, receivedAt, body }, (position) =>
        putChange(this.#db, change, position),
      );
      draft.topics.add("changes");
    }
    return { entityId, newEntity };
  }

  #isRepeat(
    report: AlertReport,
    hash: string,
    { sourceId, snapshot, receivedAt, scope }: Delivery,
    draft: Draft,
  ): boolean {
    const held = this.#state.alerts.findByHandle(sourceId, report.handle);
    if (held === undefined || held.alert.scope !== scope) return false;
    const { alert: known, view } = held;
    if (view.reportHash !== hash || mayHaveEnded(known, sourceId)) return false;
    if (snapshot !== undefined) view.seenIn = snapshot;
    known.lastSeenAt = receivedAt;
    draft.repeat(known);
    draft.count("repeated", scope, sourceId, known.severity, receivedAt);
    return true;
  }

  #takeAlert(report: AlertReport, hash: string, delivery: Delivery, draft: Draft): void {
    const { scope, sourceId, snapshot } = delivery;
    const fingerprint = fingerprintOf(scope, report.name, report.labels, this.#external(scope));
    this.#moving = true;
    const known = this.#state.alerts.find(scope, fingerprint) ?? this.#remember(scope, fingerprint, draft);
    const other = this.#state.alerts.findByHandle(sourceId, report.handle);
    if (other !== undefined && other.alert.fingerprint !== fingerprint)
      this.#end(other, delivery, draft, delivery.receivedAt);

    const said = {
      sourceId,
      handle: report.handle,
      state: report.state,
      severity: report.severity,
      at: report.at,
      complete: snapshot !== undefined,
    };
    const decision = decide(known, said);
    if (decision.kind === "ignored") return this.#ignore(sourceId, decision.reason);
    const view: View = {
      sourceId,
      handle: report.handle,
      state: report.state,
      mutings: report.mutings,
      reportHash: hash,
      seenIn: snapshot ?? 0,
    };
    // A known alert that begins again: what it is about may have retired meanwhile.
    const entity = () => entityOf(this.#db, this.#state, report, delivery, draft);
    const alert = known ?? newKnown(scope, fingerprint, report, entity());
    if (known !== undefined && decision.kind === "opened") known.entityId = entity();
    this.#apply(alert, decision, report, view, delivery, draft);
  }

  /** Moves the alert in memory and puts its rows and log entry into the draft. */
  #apply(
    alert: KnownAlert,
    decision: Effective,
    report: AlertReport,
    view: View,
    { sourceId, receivedAt }: Ending,
    draft: Draft,
  ): void {
    // A source that was moved to another scope ends its alerts where they were.
    const { scope } = alert;
    const textChanged = report.state !== "resolved" && alert.summary !== report.summary;
    const before = alert.views;
    this.#move(alert, decision, report, view);
    if (decision.kind === "resolved") draft.ended(alert);
    alert.lastSeenAt = receivedAt;
    const write = (wide: boolean) => {
      if (decision.kind === "resolved") endAlert(this.#db, alert, report.at);
      else if (wide) writeAlert(this.#db, alert, { labels: report.labels, description: report.description ?? null });
      writeView(this.#db, alert, view, before);
      settleAcknowledgement(this.#db, alert, sourceId, receivedAt);
    };
    if (decision.kind === "repeated") {
      draft.repeat(alert);
      draft.count("repeated", scope, sourceId, alert.severity, receivedAt);
      draft.after(() => write(textChanged));
      draft.topics.add("alerts");
      return;
    }
    alert.version += 1;
    noteReported(this.#db, this.#state, alert.entityId, { sourceId }, draft);
    if (decision.kind === "opened" || decision.kind === "resolved")
      draft.count(decision.kind, scope, sourceId, alert.severity, receivedAt);
    const body = transitionOf(alert, decision.kind, report);
    draft.log({ scope, sourceId, at: report.at, receivedAt, body }, (position) => {
      alert.position = position;
      write(true);
    });
    draft.topics.add("alerts").add("incidents").add("topology");
  }

  #move(alert: KnownAlert, decision: Effective, report: AlertReport, view: View): void {
    const { alerts } = this.#state;
    alert.state = decision.state;
    if (decision.kind !== "repeated") alert.changedAt = report.at;
    if (report.state !== "resolved") {
      alert.severity = report.severity;
      alert.summary = report.summary;
    }
    if (decision.kind === "opened") {
      alert.startedAt = report.at;
      alert.acknowledgement = NOT_ACKNOWLEDGED;
      alert.views = [view];
      alerts.add(alert);
      return;
    }
    const views = viewsWith(alert.views, view);
    if (decision.kind !== "resolved") return alerts.see(alert, views);
    alerts.remove(alert);
    alert.views = views;
  }

  /** A source no longer says under this handle that the alert holds. */
  #end({ alert, view }: { alert: KnownAlert; view: View }, ending: Ending, draft: Draft, since: number): void {
    const { sourceId } = ending;
    if (view.state === "resolved") return;
    const at = Math.max(since, alert.startedAt);
    const decision = decide(alert, {
      sourceId,
      handle: view.handle,
      state: "resolved",
      severity: alert.severity,
      at,
      complete: true,
    });
    if (decision.kind === "ignored") return;
    if (alert.id === 0) draft.flush();
    const stored = findAlert(this.#db, alert.scope, alert.fingerprint);
    const report: AlertReport = {
      kind: "alert",
      handle: view.handle,
      name: alert.name,
      state: "resolved",
      severity: alert.severity,
      labels: stored?.labels ?? {},
      summary: alert.summary,
      ...(stored?.description ? { description: stored.description } : {}),
      at,
      mutings: [],
      entity: [],
    };
    this.#apply(alert, decision, report, { ...view, state: "resolved", mutings: [], reportHash: "" }, ending, draft);
  }

  #remember(scope: Scope, fingerprint: Alert["fingerprint"], draft: Draft): KnownAlert | undefined {
    draft.settle(scope, fingerprint);
    const row = findAlert(this.#db, scope, fingerprint);
    return row && knownFromRow(row);
  }

  #external(scope: Scope): ReadonlySet<string> {
    return this.#state.externalLabels.get(scope) ?? NONE;
  }

  #keepIgnored(): void {
    this.#ignoredBefore ??= new Map([...this.#ignored].map(([sourceId, reasons]) => [sourceId, new Map(reasons)]));
  }

  #ignore(sourceId: string, reason: string): void {
    this.#keepIgnored();
    let reasons = this.#ignored.get(sourceId);
    if (reasons === undefined) this.#ignored.set(sourceId, (reasons = new Map()));
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
}
