import type { AcknowledgeRequest } from "../connector.ts";
import type { Muting } from "../../../../shared/domain/event.ts";

/** What the simulated tools keep of an acknowledgement. `until` is epoch ms. */
export type BookEntry = { effectId: string; handle: string; key: string; by: string; note: string; until: number };

/** An operator of the estate holds at most this many at once; beyond it the one that ends first makes room. */
const MAXIMUM_ENTRIES = 5000;

/** The acknowledgements that operators made at the simulated tools. Lives as long as the process, like the tools themselves. */
export class SilenceBook {
  private readonly entries = new Map<string, BookEntry>();
  /** Acknowledgements of colleagues that an operator took back, with their end. */
  private readonly withdrawn = new Map<string, number>();

  /** Enters an acknowledgement; the same key again finds the one that is there. */
  enter(tool: string, { target, by, note, until, idempotencyKey }: AcknowledgeRequest, now: number): BookEntry {
    this.expire(now);
    const known = this.byKey(idempotencyKey, now);
    if (known) return known;
    const entry: BookEntry = {
      effectId: `${tool}-ack-${idempotencyKey}`,
      handle: target.handle,
      key: idempotencyKey,
      by,
      note,
      until,
    };
    this.entries.set(entry.effectId, entry);
    return entry;
  }

  byKey(key: string, now: number): BookEntry | undefined {
    return [...this.entries.values()].find((entry) => entry.key === key && entry.until > now);
  }

  forHandle(handle: string, now: number): BookEntry[] {
    return [...this.entries.values()].filter((entry) => entry.handle === handle && entry.until > now);
  }

  /** Takes an effect back; one that is already gone is as good. `until` bounds how long a colleague's has to be remembered as gone. */
  withdraw(effectId: string, until: number, now: number): void {
    this.expire(now);
    if (!this.entries.delete(effectId)) this.withdrawn.set(effectId, until);
  }

  isWithdrawn(effectId: string): boolean {
    return this.withdrawn.has(effectId);
  }

  get size(): number {
    return this.entries.size + this.withdrawn.size;
  }

  private expire(now: number): void {
    for (const [id, { until }] of this.entries) if (until <= now) this.entries.delete(id);
    for (const [id, until] of this.withdrawn) if (until <= now) this.withdrawn.delete(id);
    if (this.entries.size < MAXIMUM_ENTRIES) return;
    const next = [...this.entries.values()].reduce((soonest, entry) => (entry.until < soonest.until ? entry : soonest));
    this.entries.delete(next.effectId);
  }
}

export const mutingOf = ({ effectId, by, note, until }: Omit<BookEntry, "handle" | "key">): Muting => ({
  kind: "acknowledgement",
  id: effectId,
  by,
  note,
  until,
});
