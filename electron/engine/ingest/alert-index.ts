import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { AlertState, Muting } from "../../../shared/domain/event.ts";
import type { Acknowledgement } from "../../../shared/domain/outbox.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Severity } from "../../../shared/domain/severity.ts";
import type { KnownState } from "../pipeline/dedupe.ts";

/** One source's view of an alert, as last said. */
export type View = {
  handle: string;
  state: AlertState;
  mutings: readonly Muting[];
  /** Recognises an unchanged report without masking or parsing it again. */
  reportHash: string;
  /** The snapshot in which it was last seen: what a newer one lacks has ended. */
  seenIn: number;
};

/** An alert that holds now. Kept small: there may be 50,000 of them. */
export type KnownAlert = Omit<KnownState, "views"> & {
  id: number;
  scope: Scope;
  fingerprint: Fingerprint;
  name: string;
  entityId: EntityId;
  startedAt: number;
  version: number;
  state: AlertState;
  severity: Severity;
  changedAt: number;
  summary: string;
  views: Map<string, View>;
  acknowledgement: Acknowledgement;
  /** The source that confirmed it, as far as is known since the start. */
  acknowledgedThrough?: string;
  /** Repeats that are counted in memory and not yet written. */
  repeats: number;
  lastSeenAt: number;
  /** Of its last transition in the log, encoded. */
  position: number;
};

/** Every alert that holds now, by fingerprint and by each source's handle. */
export class AlertIndex {
  readonly #byFingerprint = new Map<string, KnownAlert>();
  readonly #byHandle = new Map<string, Map<string, KnownAlert>>();

  get size(): number {
    return this.#byFingerprint.size;
  }

  find(scope: Scope, fingerprint: Fingerprint): KnownAlert | undefined {
    return this.#byFingerprint.get(`${scope} ${fingerprint}`);
  }

  findByHandle(sourceId: string, handle: string): KnownAlert | undefined {
    return this.#byHandle.get(sourceId)?.get(handle);
  }

  add(alert: KnownAlert): void {
    this.#byFingerprint.set(`${alert.scope} ${alert.fingerprint}`, alert);
    for (const [sourceId, view] of alert.views) this.#handlesFor(sourceId).set(view.handle, alert);
  }

  /** Replaces a source's view. */
  see(alert: KnownAlert, sourceId: string, view: View): void {
    const before = alert.views.get(sourceId);
    if (before !== undefined && before.handle !== view.handle) this.#byHandle.get(sourceId)?.delete(before.handle);
    alert.views.set(sourceId, view);
    this.#handlesFor(sourceId).set(view.handle, alert);
  }

  remove(alert: KnownAlert): void {
    this.#byFingerprint.delete(`${alert.scope} ${alert.fingerprint}`);
    for (const [sourceId, view] of alert.views) {
      const handles = this.#byHandle.get(sourceId);
      if (handles?.get(view.handle) === alert) handles.delete(view.handle);
    }
  }

  /** Handles under which a source said that alerts hold, but not in snapshot number `snapshot`. */
  unseenIn(sourceId: string, snapshot: number): string[] {
    const unseen: string[] = [];
    for (const [handle, { views }] of this.#byHandle.get(sourceId) ?? []) {
      const view = views.get(sourceId);
      if (view !== undefined && view.state !== "resolved" && view.seenIn !== snapshot) unseen.push(handle);
    }
    return unseen;
  }

  /** Handles under which a source knows alerts. */
  handlesOf(sourceId: string): string[] {
    return [...(this.#byHandle.get(sourceId)?.keys() ?? [])];
  }

  /** Every source that has said something of an alert that holds. */
  sourceIds(): string[] {
    return [...this.#byHandle].flatMap(([sourceId, handles]) => (handles.size > 0 ? [sourceId] : []));
  }

  values(): Iterable<KnownAlert> {
    return this.#byFingerprint.values();
  }

  #handlesFor(sourceId: string): Map<string, KnownAlert> {
    let handles = this.#byHandle.get(sourceId);
    if (handles === undefined) this.#byHandle.set(sourceId, (handles = new Map()));
    return handles;
  }
}
