import type { EvidenceSeries } from "../connectors/connector.ts";
import type { WritableDb } from "../store/database.ts";
import { evidenceTargets, type EvidenceTarget } from "../store/evidence-targets.ts";
import { putEvidence } from "../store/evidence.ts";
import { once } from "../actions/outbox-runner.ts";
import type { Sources } from "./sources.ts";
import type { WriteQueue } from "./write-queue.ts";

const MAXIMUM_TARGETS = 8;
const MAXIMUM_SERIES = 12;
/** Shown before the first alert, so that normal can be told from not. */
const BEFORE_MS = 30 * 60_000;
const MAXIMUM_SPAN_MS = 24 * 3_600_000;
const POINTS = 240;
const SMALLEST_STEP_MS = 5_000;
/** An open incident's series are fetched again so often. */
const REFRESH_MS = 30_000;
/** An incident that is closed keeps its last series; nothing is fetched for so long after its last change. */
const FORGET_MS = 10 * 60_000;

export type EvidenceParts = {
  db: WritableDb;
  sources: Sources;
  queue: WriteQueue;
  now(): number;
  onError(error: unknown): void;
};

type Wanted = { changedAt: number; fetchedAt: number };

/** Fetches the metrics behind the alerts of open incidents and keeps them with the incident, for the field and for later. */
export class EvidenceCollector {
  readonly #parts: EvidenceParts;
  readonly #wanted = new Map<string, Wanted>();
  #busy = false;

  constructor(parts: EvidenceParts) {
    this.#parts = parts;
  }

  /** An incident opened or changed. */
  want(incidentId: string): void {
    const now = this.#parts.now();
    const known = this.#wanted.get(incidentId);
    if (known) known.changedAt = now;
    else this.#wanted.set(incidentId, { changedAt: now, fetchedAt: 0 });
  }

  /** Takes up one incident that is due; call it every second or so. */
  run(): void {
    if (this.#busy) return;
    const now = this.#parts.now();
    for (const [incidentId, wanted] of this.#wanted) {
      if (now - wanted.fetchedAt < REFRESH_MS) continue;
      if (now - wanted.changedAt > FORGET_MS) this.#wanted.delete(incidentId);
      this.#busy = true;
      wanted.fetchedAt = now;
      void this.#collect(incidentId, now)
        .catch(this.#parts.onError)
        .finally(() => (this.#busy = false));
      return;
    }
  }

  async #collect(incidentId: string, now: number): Promise<void> {
    const { db, queue } = this.#parts;
    const targets = evidenceTargets(db, incidentId, MAXIMUM_TARGETS);
    const from = Math.max(Math.min(...targets.map(({ startedAt }) => startedAt)) - BEFORE_MS, now - MAXIMUM_SPAN_MS);
    let stored = 0;
    for (const target of targets) {
      if (stored >= MAXIMUM_SERIES) return;
      const series = (await this.#fetch(target, from, now)).slice(0, MAXIMUM_SERIES - stored);
      if (series.length === 0) continue;
      stored += series.length;
      await new Promise<void>((resolve, reject) => {
        const write = () => series.forEach((one) => putEvidence(db, incidentId, evidenceRow(target, one, now)));
        queue.add(
          once(
            (draft) => {
              write();
              draft.topics.add("incidents");
            },
            (error) => (error === undefined ? resolve() : reject(error)),
          ),
        );
      });
    }
  }

  async #fetch(
    { sourceId, handle, name, labels }: EvidenceTarget,
    from: number,
    to: number,
  ): Promise<EvidenceSeries[]> {
    const stepMs = Math.max(SMALLEST_STEP_MS, Math.ceil((to - from) / POINTS / 1000) * 1000);
    const result = await this.#parts.sources.evidence(sourceId, { handle, name, labels, from, to, stepMs });
    return result?.ok ? result.value : [];
  }
}

function evidenceRow({ entityId, sourceId }: EvidenceTarget, series: EvidenceSeries, fetchedAt: number) {
  const { label, unit, threshold, points } = series;
  // What is usual is worked out when the incident is read, from the points before it.
  return {
    key: `${sourceId}/${entityId}/${label}`,
    entityId,
    sourceId,
    label,
    unit,
    threshold,
    points,
    expected: null,
    fetchedAt,
  };
}
