import { hash } from "node:crypto";
import type { Labels } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import { LIMITED_SERIES_MS, SERIES_MS } from "../store/retention-findings.ts";
import type { WatchedSeries } from "../store/series.ts";

/** Series of all sources: each takes 4 kB in the analysis. */
const MAXIMUM_SERIES = 10_000;
/** How often is looked for series that nobody tells of any more. */
const SWEEP_MS = 60_000;
/** Taken at once at most: each is an entry of the log. */
const SLICE = 50;
const DIGITS = 16;

/** The same name and labels of the same source give the same id. */
export function seriesIdOf(scope: Scope, sourceId: string, name: string, labels: Labels): string {
  const sorted = Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1));
  return `m${hash("sha1", JSON.stringify([scope, sourceId, name, sorted]), "hex").slice(0, DIGITS)}`;
}

/** The watched series that the store has, and up to when each was logged. */
export class SeriesIndex {
  readonly #byId = new Map<string, WatchedSeries>();
  readonly #loggedUpTo = new Map<string, number>();
  readonly #room: number;
  #sweptAt = -Infinity;
  #limitsSweptAt = -Infinity;

  constructor(series: Iterable<WatchedSeries>, room = MAXIMUM_SERIES) {
    this.#room = room;
    for (const each of series) this.#byId.set(each.id, each);
  }

  get(id: string): WatchedSeries | undefined {
    return this.#byId.get(id);
  }

  /** False when there is no room for another; what has no limit and nobody has told of for days makes room. */
  put(series: WatchedSeries): boolean {
    if (!this.#byId.has(series.id) && this.#byId.size >= this.#room) {
      this.#sweep(series.lastAt);
      if (this.#byId.size >= this.#room) return false;
    }
    this.#byId.set(series.id, series);
    return true;
  }

  /** True for a value that is newer than all that were logged of its series; remembers it then. */
  advance(id: string, at: number): boolean {
    if (at <= (this.#loggedUpTo.get(id) ?? -Infinity)) return false;
    this.#loggedUpTo.set(id, at);
    return true;
  }

  /** Forgets the series with a limit that nobody has told of for long, sooner where there is no room for others, and gives them: some at a time. */
  takeSilentLimited(now: number): WatchedSeries[] {
    if (now - this.#limitsSweptAt < SWEEP_MS) return [];
    const spanMs = this.#byId.size >= this.#room ? SERIES_MS : LIMITED_SERIES_MS;
    const silent = [...this.#byId.values()].filter(({ limit, lastAt }) => limit !== null && now - lastAt >= spanMs);
    if (silent.length <= SLICE) this.#limitsSweptAt = now;
    const some = silent.slice(0, SLICE);
    for (const { id } of some) this.#forget(id);
    return some;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now;
    for (const { id, lastAt, limit } of this.#byId.values())
      if (limit === null && now - lastAt >= SERIES_MS) this.#forget(id);
  }

  #forget(id: string): void {
    this.#byId.delete(id);
    this.#loggedUpTo.delete(id);
  }
}
