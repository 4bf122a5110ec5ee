import { setTimeout as pause } from "node:timers/promises";
import type { Message } from "../../../shared/domain/message.ts";
import type { EvidenceSeries, Result } from "../connectors/connector.ts";
import { failed } from "../connectors/failure.ts";
import type { WritableDb } from "../store/database.ts";
import { evidenceTargets, openIncidentIds, type EvidenceTarget } from "../store/evidence-targets.ts";
import { putEvidence, putEvidenceFailure } from "../store/evidence.ts";
import { findIncidentHead } from "../store/incidents.ts";
import { INCIDENT_OPEN } from "../store/scale.ts";
import { once } from "../actions/outbox-runner.ts";
import { maskFailure } from "./mask-failure.ts";
import type { Sources } from "./sources.ts";
import type { WriteQueue } from "./write-queue.ts";

const MAXIMUM_TARGETS = 8;
const MAXIMUM_SERIES = 12;
/** Shown before the first alert, so that normal can be told from not. */
const BEFORE_MS = 30 * 60_000;
const MAXIMUM_SPAN_MS = 24 * 3_600_000;
const POINTS = 240;
const SMALLEST_STEP_MS = 5_000;
/** The series of an incident that changes are fetched again so often … */
const REFRESH_MS = 30_000;
/** … and for so long after its last change. After that an open one is fetched seldom, and a closed one keeps its last series. */
const LIVELY_MS = 10 * 60_000;
const SELDOM_MS = 5 * 60_000;
/** A source that takes longer to answer is left alone until the next time. */
const LIMIT_MS = 20_000;

export type EvidenceParts = {
  db: WritableDb;
  sources: Pick<Sources, "evidence">;
  queue: WriteQueue;
  now(): number;
  /** Names of series are made of labels, which may hold anything. */
  mask(text: string): string;
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
    // Nobody tells again of those that opened before the start.
    for (const id of openIncidentIds(parts.db)) this.want(id);
  }

  /** An incident opened or changed. */
  want(incidentId: string): void {
    const now = this.#parts.now();
    const known = this.#wanted.get(incidentId);
    if (known) known.changedAt = now;
    else this.#wanted.set(incidentId, { changedAt: now, fetchedAt: 0 });
  }

  /** Takes up the incident that has waited longest, if one is due; call it every second or so. */
  run(): void {
    if (this.#busy) return;
    const now = this.#parts.now();
    const next = this.#mostDue(now);
    if (next === undefined) return;
    const [incidentId, wanted] = next;
    this.#busy = true;
    wanted.fetchedAt = now;
    void this.#collect(incidentId, now)
      .catch(this.#parts.onError)
      .finally(() => (this.#busy = false));
  }

  #mostDue(now: number): [string, Wanted] | undefined {
    let most: [string, Wanted] | undefined;
    for (const entry of this.#wanted) {
      const [id, { changedAt, fetchedAt }] = entry;
      const lively = now - changedAt <= LIVELY_MS;
      if (now - fetchedAt < (lively ? REFRESH_MS : SELDOM_MS)) continue;
      if (!lively && findIncidentHead(this.#parts.db, id)?.state !== INCIDENT_OPEN) this.#wanted.delete(id);
      else if (most === undefined || fetchedAt < most[1].fetchedAt) most = entry;
    }
    return most;
  }

  async #collect(incidentId: string, now: number): Promise<void> {
    const { db, queue } = this.#parts;
    const targets = evidenceTargets(db, incidentId, MAXIMUM_TARGETS);
    const from = Math.max(Math.min(...targets.map(({ startedAt }) => startedAt)) - BEFORE_MS, now - MAXIMUM_SPAN_MS);
    const failures = new Map<string, { message: Message; at: number } | null>();
    let stored = 0;
    for (const target of targets) {
      if (stored >= MAXIMUM_SERIES) return;
      const fetched = await this.#fetch(target, from, now);
      if (fetched === undefined) continue;
      const failure = fetched.ok ? null : { message: fetched.failure.message, at: now };
      const series = fetched.ok ? fetched.value.slice(0, MAXIMUM_SERIES - stored) : [];
      stored += series.length;
      const before = failures.get(target.sourceId);
      // Of several questions to one source the failed ones count: what is missing is worth a word.
      if (before === undefined || failure !== null) failures.set(target.sourceId, failure);
      const said = failures.get(target.sourceId) ?? null;
      await new Promise<void>((resolve, reject) => {
        const write = () => {
          series.forEach((one) => putEvidence(db, incidentId, evidenceRow(target, one, now)));
          putEvidenceFailure(db, incidentId, target.sourceId, said);
        };
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

  /** Undefined from a source without metrics. One that fails, throws or hangs says so, and the others are asked all the same. */
  async #fetch(
    { sourceId, handle, name, labels }: EvidenceTarget,
    from: number,
    to: number,
  ): Promise<Result<EvidenceSeries[]> | undefined> {
    const stepMs = Math.max(SMALLEST_STEP_MS, Math.ceil((to - from) / POINTS / 1000) * 1000);
    const { sources, mask, onError } = this.#parts;
    const over = new AbortController();
    try {
      const late = failed("timeout", "failure.hung", { timeoutMs: LIMIT_MS });
      const request = { handle, name, labels, from, to, stepMs };
      const answer = sources.evidence(sourceId, request);
      if (answer === undefined) return undefined;
      const result = await Promise.race([answer, pause(LIMIT_MS, late, { signal: over.signal }).catch(() => late)]);
      if (!result.ok) return { ok: false, failure: maskFailure(result.failure, mask) };
      return { ok: true, value: result.value.map((series) => ({ ...series, label: mask(series.label) })) };
    } catch (error) {
      onError(error);
      return failed("malformed", "failure.fault", { detail: mask(String(error)) });
    } finally {
      over.abort();
    }
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
