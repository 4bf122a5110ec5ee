import type { ReadableDb } from "../store/database.ts";
import { staleSourceIds } from "../store/read-sources.ts";
import { loadSources } from "../store/sources.ts";

/** Notices when a source becomes stale or fresh again: nothing else would tell the screens, because nothing arrives. */
export class Staleness {
  readonly #db: ReadableDb;
  readonly #now: () => number;
  #before = "";

  constructor(db: ReadableDb, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** True when the set of stale sources differs from the last call's. */
  changed(): boolean {
    const scopes = [...new Set(loadSources(this.#db).map(({ scope }) => scope))];
    const stale = staleSourceIds(this.#db, scopes, this.#now()).join(" ");
    const changed = stale !== this.#before;
    this.#before = stale;
    return changed;
  }
}
