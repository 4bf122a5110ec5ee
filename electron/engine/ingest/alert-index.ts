import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { AlertState, Muting } from "../../../shared/domain/event.ts";
import type { Acknowledgement } from "../../../shared/domain/outbox.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Severity } from "../../../shared/domain/severity.ts";
import type { KnownState } from "../pipeline/dedupe.ts";

/** What a source last said of an alert under one handle. */
export type View = {
  sourceId: string;
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
  /** Of a source: what holds, else its last word. */
  views: readonly View[];
  acknowledgement: Acknowledgement;
  /** The source that confirmed it, as far as is known since the start. */
  acknowledgedThrough?: string;
  /** Repeats that are counted in memory and not yet written. */
  repeats: number;
  lastSeenAt: number;
  /** Of its last transition in the log, encoded. */
  position: number;
};

/** What stands behind a handle of a source. */
export type Held = { alert: KnownAlert; view: View };

/** The views once `view` has been taken in: of a source only what holds is kept, or its last word when nothing does. */
export function viewsWith(views: readonly View[], view: View): View[] {
  if (views.every(({ sourceId, handle }) => sourceId === view.sourceId && handle === view.handle)) return [view];
  const ofOthers = views.filter(({ sourceId }) => sourceId !== view.sourceId);
  const holding = views.filter(
    ({ sourceId, handle, state }) => sourceId === view.sourceId && handle !== view.handle && state !== "resolved",
  );
  return view.state === "resolved" && holding.length > 0 ? [...ofOthers, ...holding] : [...ofOthers, ...holding, view];
}

/** Every alert that holds now, by fingerprint and by each source's handle. */
export class AlertIndex {
  /** By scope, so that fingerprints need no longer text beside their own. */
  readonly #byFingerprint = new Map<Scope, Map<Fingerprint, KnownAlert>>();
  readonly #byHandle = new Map<string, Map<string, Held>>();

  get size(): number {
    let size = 0;
    for (const { size: ofScope } of this.#byFingerprint.values()) size += ofScope;
    return size;
  }

  find(scope: Scope, fingerprint: Fingerprint): KnownAlert | undefined {
    return this.#byFingerprint.get(scope)?.get(fingerprint);
  }

  findByHandle(sourceId: string, handle: string): Held | undefined {
    return this.#byHandle.get(sourceId)?.get(handle);
  }

  add(alert: KnownAlert): void {
    let ofScope = this.#byFingerprint.get(alert.scope);
    if (ofScope === undefined) this.#byFingerprint.set(alert.scope, (ofScope = new Map()));
    ofScope.set(alert.fingerprint, alert);
    for (const view of alert.views) this.#handlesFor(view.sourceId).set(view.handle, { alert, view });
  }

  /** Replaces the views of an alert. */
  see(alert: KnownAlert, views: readonly View[]): void {
    this.#forget(alert);
    alert.views = views;
    this.add(alert);
  }

  remove(alert: KnownAlert): void {
    this.#byFingerprint.get(alert.scope)?.delete(alert.fingerprint);
    this.#forget(alert);
  }

  /** Handles under which a source said that alerts hold, but not in snapshot number `snapshot`. */
  unseenIn(sourceId: string, snapshot: number): string[] {
    const unseen: string[] = [];
    for (const [handle, { view }] of this.#byHandle.get(sourceId) ?? []) {
      if (view.state !== "resolved" && view.seenIn !== snapshot) unseen.push(handle);
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

  *values(): Iterable<KnownAlert> {
    for (const ofScope of this.#byFingerprint.values()) yield* ofScope.values();
  }

  #forget(alert: KnownAlert): void {
    for (const { sourceId, handle } of alert.views) {
      const handles = this.#byHandle.get(sourceId);
      if (handles?.get(handle)?.alert === alert) handles.delete(handle);
    }
  }

  #handlesFor(sourceId: string): Map<string, Held> {
    let handles = this.#byHandle.get(sourceId);
    if (handles === undefined) this.#byHandle.set(sourceId, (handles = new Map()));
    return handles;
  }
}
