import type { EntityId } from "../../../shared/domain/entity.ts";
import type { EdgeOrigin } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { EdgeRow } from "../store/edges.ts";

/** Confidence moves with every trace; only a step of this size is worth a log entry. */
const CONFIDENCE_STEP = 0.1;

export const edgeKey = (scope: Scope, from: EntityId, to: EntityId, origin: EdgeOrigin): string =>
  `${scope} ${from} ${to} ${origin}`;

/** The dependencies that hold now, in memory on the ingest thread, so that a repeated one costs no query. */
export class EdgeIndex {
  readonly #confidence = new Map<string, number>();

  constructor(edges: Iterable<EdgeRow>) {
    for (const { scope, from, to, origin, confidence } of edges)
      this.#confidence.set(edgeKey(scope, from, to, origin), confidence);
  }

  /** True for a new edge and for one whose confidence has moved; remembers it. */
  isNews(key: string, confidence: number): boolean {
    const known = this.#confidence.get(key);
    if (known !== undefined && Math.abs(known - confidence) < CONFIDENCE_STEP) return false;
    this.#confidence.set(key, confidence);
    return true;
  }
}
