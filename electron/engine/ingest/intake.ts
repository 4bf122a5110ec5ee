import type { Alert } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type {
  AlertReport,
  ChangeReport,
  EdgeReport,
  EntityHint,
  EntityReport,
  Report,
} from "../../../shared/domain/event.ts";
import type { AlertTransition, LogBody } from "../../../shared/domain/log.ts";
import { NOT_ACKNOWLEDGED } from "../../../shared/domain/outbox.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Masker } from "../pipeline/mask.ts";
import { decide, type Decision } from "../pipeline/dedupe.ts";
import { fingerprintOf } from "../pipeline/fingerprint.ts";
import { carrierOf, hintsOf, sameThing, siteOf } from "../pipeline/identify.ts";
import { normalise } from "../pipeline/normalise.ts";
import type { WritableDb } from "../store/database.ts";
import { problemOf } from "../store/problem.ts";
import { findAlert } from "../store/alerts.ts";
import { putEdge } from "../store/edges.ts";
import { compareChange, putChange } from "../store/changes.ts";
import type { AlertIndex, KnownAlert, View } from "./alert-index.ts";
import { acknowledgementIn, writeAcknowledgement } from "./acknowledgement.ts";
import { knownFromRow, newKnown, writeAlert, writeView } from "./alert-rows.ts";
import type { Draft } from "./draft.ts";
import { edgeKey, type EdgeIndex } from "./edge-index.ts";
import type { EntityIndex, IdentityChange } from "./entity-index.ts";
import { logIdentity } from "./identity-log.ts";
import { reportHash } from "./report-hash.ts";

/** Where reports come from and how complete they are. */
export type Delivery = {
  sourceId: string;
  scope: Scope;
  receivedAt: number;
  /** A full list of what holds now, with its number; undefined for reports that come one by one. */
  snapshot: number | undefined;
};

export type IntakeState = {
  alerts: AlertIndex;
  entities: EntityIndex;
  edges: EdgeIndex;
  externalLabels: Map<string, ReadonlySet<string>>;
};

/** What a report did to its alert, when it did anything. */
type Effective = Exclude<Decision, { kind: "ignored" }>;

const NONE: ReadonlySet<string> = new Set();

/** The confidence of a dependency that two labels of one alert tell of. */
const CARRIER_CONFIDENCE = 0.6;

/** The pipeline: normalise → mask → identify → dedupe → log. Everything a report changes goes into the draft of one transaction. */
export class Intake {
  readonly #db: WritableDb;
  readonly #masker: Masker;
  #state: IntakeState;
  readonly #ignored = new Map<string, Map<string, number>>();

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
    this.#ignored.clear();
  }

  /** What was left out since the last call, by reason; a reason for everything that did not become an event. */
  takeIgnored(sourceId: string): Record<string, number> {
    const counts = Object.fromEntries(this.#ignored.get(sourceId) ?? []);
    this.#ignored.delete(sourceId);
    return counts;
  }

  /** As `take`; a fault of ours costs one report, not its neighbours. Failures of the database are not its matter. */
  takeSafely(
    report: Report,
    delivery: Delivery,
    draft: Draft,
    onFault: (error: unknown, report: Report) => void,
  ): void {
    try {
      this.take(report, delivery, draft);
    } catch (error) {
      if (problemOf(error) !== undefined) throw error;
      this.#ignore(delivery.sourceId, "ignored.faulty");
      onFault(error, report);
    }
  }

  take(report: Report, delivery: Delivery, draft: Draft): void {
    if (report.kind === "alert" && this.#isRepeat(report, delivery, draft)) return;
    const { report: normal, ignored } = normalise(report, delivery.receivedAt);
    for (const reason of ignored) this.#ignore(delivery.sourceId, reason);
    if (normal.kind === "change") return void this.takeChange(normal, delivery, draft);
    const masked = this.#masker.maskReport(normal);
    switch (masked.kind) {
      case "alert":
        return this.#takeAlert(masked, reportHash(report as AlertReport), delivery, draft);
      case "entity":
        return this.#takeEntity(masked, delivery, draft);
      case "edge":
        return this.#takeEdge(masked, delivery, draft);
    }
  }

  /**
   * Handles of alerts that a source said hold and that its full list no longer names; call after its last report.
   * What the list names has not ended, even when its report could not be processed or memory was read anew meanwhile.
   */
  missingFrom({ sourceId, snapshot }: Delivery, reports: readonly Report[]): string[] {
    if (snapshot === undefined) return [];
    const unseen = this.#state.alerts.unseenIn(sourceId, snapshot);
    if (unseen.length === 0) return unseen;
    const named = new Set(reports.flatMap((report) => (report.kind === "alert" ? [report.handle] : [])));
    return unseen.filter((handle) => !named.has(handle));
  }

  /** The source no longer says that its alert of this handle holds. */
  end(handle: string, delivery: Delivery, draft: Draft): void {
    const alert = this.#state.alerts.findByHandle(delivery.sourceId, handle);
    if (alert !== undefined) this.#end(alert, delivery, draft);
  }

  /** A source was removed: it says nothing of any alert any more. */
  forget(delivery: Delivery, draft: Draft): void {
    for (const alert of [...this.#state.alerts.alertsOf(delivery.sourceId)]) this.#end(alert, delivery, draft);
  }

  /** @returns the entity that changed and whether it was unknown before */
  takeChange(unmasked: ChangeReport, delivery: Delivery, draft: Draft): { entityId: EntityId; newEntity: boolean } {
    const report = this.#masker.maskReport(unmasked);
    const changes: IdentityChange[] = [];
    const entityId = this.#state.entities.resolve(delivery.scope, report.entity, null, changes);
    logIdentity(this.#db, changes, delivery, draft);
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
      this.#log(
        draft,
        delivery,
        report.at,
        { kind: "change", changeId: report.id, entityId, summary, by, endedAt },
        (position) => putChange(this.#db, change, position),
      );
      draft.topics.add("changes");
    }
    return { entityId, newEntity: changes.some((change) => change.kind === "new") };
  }

  #isRepeat(report: AlertReport, { sourceId, snapshot, receivedAt, scope }: Delivery, draft: Draft): boolean {
    const known = this.#state.alerts.findByHandle(sourceId, report.handle);
    const view = known?.views.get(sourceId);
    if (known === undefined || view === undefined || view.reportHash !== reportHash(report)) return false;
    if (snapshot !== undefined) view.seenIn = snapshot;
    known.lastSeenAt = receivedAt;
    draft.repeat(known);
    draft.count("repeated", scope, sourceId, known.severity, receivedAt);
    return true;
  }

  #takeAlert(report: AlertReport, hash: string, delivery: Delivery, draft: Draft): void {
    const { scope, sourceId, snapshot } = delivery;
    const external = this.#state.externalLabels.get(scope) ?? NONE;
    const fingerprint = fingerprintOf(scope, report.name, report.labels, external);
    const known = this.#state.alerts.find(scope, fingerprint) ?? this.#remember(scope, fingerprint, draft);
    const other = this.#state.alerts.findByHandle(sourceId, report.handle);
    if (other !== undefined && other.fingerprint !== fingerprint) this.#end(other, delivery, draft);

    const said = {
      sourceId,
      state: report.state,
      severity: report.severity,
      at: report.at,
      complete: snapshot !== undefined,
    };
    const decision = decide(known, said);
    if (decision.kind === "ignored") return this.#ignore(sourceId, decision.reason);
    const view: View = {
      handle: report.handle,
      state: report.state,
      mutings: report.mutings,
      reportHash: hash,
      seenIn: snapshot ?? 0,
    };
    const alert = known ?? newKnown(scope, fingerprint, report, this.#entityOf(report, delivery, draft));
    this.#apply(alert, decision, report, view, delivery, draft);
  }

  /** Moves the alert in memory and puts its rows and log entry into the draft. */
  #apply(
    alert: KnownAlert,
    decision: Effective,
    report: AlertReport,
    view: View,
    delivery: Delivery,
    draft: Draft,
  ): void {
    const { sourceId, scope, receivedAt } = delivery;
    const textChanged = report.state !== "resolved" && alert.summary !== report.summary;
    this.#move(alert, decision, report, view, sourceId);
    if (decision.kind === "resolved") draft.ended(alert);
    alert.lastSeenAt = receivedAt;
    const resolvedAt = decision.kind === "resolved" ? report.at : null;
    const write = (wide: boolean) => {
      if (wide)
        writeAlert(this.#db, alert, { labels: report.labels, description: report.description ?? null, resolvedAt });
      writeView(this.#db, alert, sourceId, view);
      writeAcknowledgement(this.#db, alert, acknowledgementIn(alert, receivedAt));
    };
    if (decision.kind === "repeated") {
      draft.repeat(alert);
      draft.count("repeated", scope, sourceId, alert.severity, receivedAt);
      draft.after(() => write(textChanged));
      draft.topics.add("alerts");
      return;
    }
    alert.version += 1;
    if (decision.kind === "opened" || decision.kind === "resolved")
      draft.count(decision.kind, scope, sourceId, alert.severity, receivedAt);
    this.#log(draft, delivery, report.at, transition(alert, decision.kind, report), (position) => {
      alert.position = position;
      write(true);
    });
    draft.topics.add("alerts").add("incidents").add("topology");
  }

  #move(alert: KnownAlert, decision: Effective, report: AlertReport, view: View, sourceId: string): void {
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
      alert.views.clear();
      alert.views.set(sourceId, view);
      alerts.add(alert);
    } else alerts.see(alert, sourceId, view);
    if (decision.kind === "resolved") alerts.remove(alert);
  }

  /** A source no longer says that the alert holds. */
  #end(alert: KnownAlert, delivery: Delivery, draft: Draft): void {
    const { sourceId, receivedAt } = delivery;
    const view = alert.views.get(sourceId);
    if (view === undefined || view.state === "resolved") return;
    const decision = decide(alert, {
      sourceId,
      state: "resolved",
      severity: alert.severity,
      at: receivedAt,
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
      at: receivedAt,
      mutings: [],
      entity: [],
    };
    this.#apply(alert, decision, report, { ...view, state: "resolved", mutings: [], reportHash: "" }, delivery, draft);
  }

  #remember(scope: Scope, fingerprint: Alert["fingerprint"], draft: Draft): KnownAlert | undefined {
    draft.settle(scope, fingerprint);
    const row = findAlert(this.#db, scope, fingerprint);
    return row && knownFromRow(row);
  }

  #entityOf(report: AlertReport, delivery: Delivery, draft: Draft): EntityId {
    const { scope } = delivery;
    const fromLabels = hintsOf(report.name, report.labels);
    const hints = report.entity.length > 0 ? report.entity : fromLabels;
    const changes: IdentityChange[] = [];
    const site = siteOf(report.labels);
    const entityId = this.#state.entities.resolve(
      scope,
      report.entity.length > 0 ? hints : sameThing(hints),
      site,
      changes,
    );
    const carrier = carrierOf(hints);
    const carrierId = carrier && this.#state.entities.resolve(scope, [carrier], site, changes);
    logIdentity(this.#db, changes, delivery, draft);
    if (carrierId !== undefined && carrierId !== entityId)
      this.#connect(entityId, carrierId, "inferred", CARRIER_CONFIDENCE, delivery, draft);
    return entityId;
  }

  #takeEntity(report: EntityReport, delivery: Delivery, draft: Draft): void {
    const changes: IdentityChange[] = [];
    this.#state.entities.describe(delivery.scope, report, changes);
    for (const change of changes) {
      if (change.kind !== "joined") continue;
      for (const alert of this.#state.alerts.values())
        if (alert.entityId === change.joined) alert.entityId = change.kept;
    }
    logIdentity(this.#db, changes, delivery, draft);
  }

  #takeEdge(report: EdgeReport, delivery: Delivery, draft: Draft): void {
    const changes: IdentityChange[] = [];
    const resolve = (hint: EntityHint) => this.#state.entities.resolve(delivery.scope, [hint], null, changes);
    const from = resolve(report.from);
    const to = resolve(report.to);
    logIdentity(this.#db, changes, delivery, draft);
    if (from === to) return this.#ignore(delivery.sourceId, "ignored.selfDependency");
    this.#connect(from, to, report.origin, report.confidence, delivery, draft);
  }

  #connect(
    from: EntityId,
    to: EntityId,
    origin: EdgeReport["origin"],
    confidence: number,
    delivery: Delivery,
    draft: Draft,
  ): void {
    const { scope, sourceId, receivedAt } = delivery;
    const key = edgeKey(scope, from, to, origin);
    if (!this.#state.edges.isNews(key, confidence)) return;
    this.#log(draft, delivery, receivedAt, { kind: "edge", from, to, origin, confidence, present: true }, (position) =>
      putEdge(this.#db, { scope, from, to, origin, confidence, sourceId }, position),
    );
    draft.topics.add("topology");
  }

  #log(
    draft: Draft,
    { scope, sourceId, receivedAt }: Delivery,
    at: number,
    body: LogBody,
    write?: (position: number) => void,
  ): void {
    draft.log({ scope, sourceId, at, receivedAt, body }, write);
  }

  #ignore(sourceId: string, reason: string): void {
    let reasons = this.#ignored.get(sourceId);
    if (reasons === undefined) this.#ignored.set(sourceId, (reasons = new Map()));
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
}

function transition(alert: KnownAlert, kind: AlertTransition["transition"], report: AlertReport): AlertTransition {
  const { fingerprint, entityId, name, state, severity, summary, startedAt, version } = alert;
  return {
    kind: "alert",
    transition: kind,
    fingerprint,
    entityId,
    name,
    state,
    severity,
    summary,
    labels: report.labels,
    startedAt,
    version,
  };
}
