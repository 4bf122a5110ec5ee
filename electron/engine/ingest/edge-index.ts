import type { EntityId } from "../../../shared/domain/entity.ts";
import type { EdgeOrigin } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { EdgeRow } from "../store/edges.ts";
import { REPORTED_STEP_MS } from "../store/watched-time.ts";

/** Confidence moves with every trace; only a step of this size is worth a log entry. */
const CONFIDENCE_STEP = 0.1;

export const edgeKey = (scope: Scope, from: EntityId, to: EntityId, origin: EdgeOrigin): string =>
  `${scope} ${from} ${to} ${origin}`;

/** As the store has it. `reportedAt`: watched time. */
type Known = { confidence: number; reportedAt: number };

/** The dependencies that hold now, in memory on the ingest thread, so that a repeated one costs no query. */
export class EdgeIndex {
  readonly #edges = new Map<string, Known>();

  constructor(edges: Iterable<EdgeRow & { reportedAt: number }>) {
    for (const { scope, from, to, origin, confidence, reportedAt } of edges)
      this.#edges.set(edgeKey(scope, from, to, origin), { confidence, reportedAt });
  }

  get size(): number {
    return this.#edges.size;
  }

  /**
   * `news` for a new edge and for one whose confidence has moved, `due` when the store should know that it was told of
   * again; remembers either. `at`: watched time.
   */
  take(key: string, confidence: number, at: number): "news" | "due" | "known" {
    const known = this.#edges.get(key);
    if (known === undefined || Math.abs(known.confidence - confidence) >= CONFIDENCE_STEP) {
      this.#edges.set(key, { confidence, reportedAt: at });
      return "news";
    }
    if (at - known.reportedAt < REPORTED_STEP_MS) return "known";
    known.reportedAt = at;
    return "due";
  }

  /** Counts as told of at `at` (watched time). */
  mark(key: string, at: number): void {
    const known = this.#edges.get(key);
    if (known !== undefined) known.reportedAt = at;
  }

  forget(key: string): void {
    this.#edges.delete(key);
  }

  /** Edges of `joined` become those of `kept`, unless it has the same; as `joinEntities` in the store. */
  join(scope: Scope, kept: EntityId, joined: EntityId): void {
    for (const [key, known] of this.#edges) {
      if (!key.startsWith(`${scope} `) || !key.includes(` ${joined} `)) continue;
      this.#edges.delete(key);
      const moved = key.replace(` ${joined} `, ` ${kept} `);
      if (moved.includes(` ${kept} ${kept} `) || this.#edges.has(moved)) continue;
      this.#edges.set(moved, known);
    }
  }
}
