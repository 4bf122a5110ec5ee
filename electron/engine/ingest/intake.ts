import type { ChangeReport, Report } from "../../../shared/domain/event.ts";
import type { Masker } from "../pipeline/mask.ts";
import { normalise } from "../pipeline/normalise.ts";
import type { WritableDb } from "../store/database.ts";
import { problemOf } from "../store/problem.ts";
import { loadExternalLabels, putExternalLabels } from "../store/sources.ts";
import { endView } from "./alert-end.ts";
import { countRepeat, takeAlert } from "./alert-intake.ts";
import { type ChangeTaken, takeChange } from "./change-intake.ts";
import type { Delivery, Ending } from "./delivery.ts";
import type { Draft } from "./draft.ts";
import { takeEdge, takeEntity } from "./identity-intake.ts";
import { Ignored } from "./ignored.ts";
import { externalLabelsIn, type IntakeState } from "./intake-state.ts";
import { reportHash } from "./report-hash.ts";
import { takeLines, takeSamples } from "./telemetry-intake.ts";

/** The pipeline: normalise → mask → identify → dedupe → log. Everything a report changes goes into the draft of one transaction. */
export class Intake {
  readonly #db: WritableDb;
  readonly #masker: Masker;
  readonly #ignored = new Ignored();
  #state: IntakeState;
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
    this.#ignored.rolledBack();
  }

  /** The transaction under way is on disk. */
  committed(): void {
    this.#ignored.committed();
  }

  /** What was left out since the last call, by reason; a reason for everything that did not become an event. */
  takeIgnored(sourceId: string): Record<string, number> {
    return this.#ignored.take(sourceId);
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
      this.#ignored.count(delivery.sourceId, "ignored.faulty");
      onFault(error, report);
    }
  }

  take(report: Report, delivery: Delivery, draft: Draft): void {
    this.#moving = false;
    const { sourceId, scope, receivedAt } = delivery;
    const hash = report.kind === "alert" ? reportHash(report, externalLabelsIn(this.#state, scope)) : "";
    if (report.kind === "alert" && countRepeat(this.#state, report, hash, delivery, draft)) return;
    const { report: normal, ignored } = normalise(report, receivedAt);
    for (const reason of ignored) this.#ignored.count(sourceId, reason);
    const reason = this.#takeMasked(this.#masker.maskReport(normal), hash, delivery, draft);
    if (reason !== undefined) this.#ignored.count(sourceId, reason);
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
    if (held !== undefined) endView(this.#db, this.#state, held, ending, draft, at);
  }

  /** Takes in a change that a person reports. */
  takeChange(unmasked: ChangeReport, delivery: Delivery, draft: Draft): ChangeTaken {
    return takeChange(this.#db, this.#state, this.#masker.maskReport(unmasked), delivery, draft);
  }

  /** @returns why the report was ignored, when it was */
  #takeMasked(report: Report, hash: string, delivery: Delivery, draft: Draft): string | undefined {
    this.#moving = true;
    switch (report.kind) {
      case "alert":
        return takeAlert(this.#db, this.#state, report, hash, delivery, draft);
      case "change":
        takeChange(this.#db, this.#state, report, delivery, draft);
        return undefined;
      case "entity":
        takeEntity(this.#db, this.#state, report, delivery, draft);
        return undefined;
      case "edge":
        return takeEdge(this.#db, this.#state, report, delivery, draft) ? undefined : "ignored.selfDependency";
      case "samples":
        takeSamples(this.#db, this.#state, report, delivery, draft, (reason) =>
          this.#ignored.count(delivery.sourceId, reason),
        );
        return undefined;
      case "lines":
        takeLines(this.#db, this.#state, report, delivery, draft);
        return undefined;
    }
  }
}
