import type { Scope } from "../../../../shared/domain/scope.ts";
import type { Entity } from "../topology.ts";
import { CHANGE_LATE_MS, CHANGE_LEAD_MS } from "../limits.ts";

/** A change that may still be suspected. Times by the source's clock. */
export type KnownChange = {
  readonly scope: Scope;
  readonly changeId: string;
  entity: Entity;
  summary: string;
  by: string | null;
  at: number;
  endedAt: number | null;
};

/** The changes of the last hours, by time. */
export class RecentChanges {
  private readonly byKey = new Map<string, KnownChange>();
  private byTime: KnownChange[] | null = null;

  static keyOf(scope: Scope, changeId: string): string {
    return `${scope}/${changeId}`;
  }

  get size(): number {
    return this.byKey.size;
  }

  get(key: string): KnownChange | undefined {
    return this.byKey.get(key);
  }

  set(change: KnownChange): void {
    this.byKey.set(RecentChanges.keyOf(change.scope, change.changeId), change);
    this.byTime = null;
  }

  delete(key: string): void {
    this.byKey.delete(key);
    this.byTime = null;
  }

  all(): IterableIterator<[string, KnownChange]> {
    return this.byKey.entries();
  }

  /** Those that may have caused what began at `startedAt`, oldest first. */
  before(scope: Scope, startedAt: number): KnownChange[] {
    if (this.byKey.size === 0) return [];
    this.byTime ??= [...this.byKey.values()].sort((left, right) => left.at - right.at || order(left, right));
    const found: KnownChange[] = [];
    for (let index = this.firstAfter(startedAt - CHANGE_LEAD_MS); index < this.byTime.length; index++) {
      const change = this.byTime[index]!;
      if (change.at > startedAt + CHANGE_LATE_MS) break;
      if (change.scope === scope) found.push(change);
    }
    return found;
  }

  private firstAfter(at: number): number {
    let low = 0;
    let high = this.byTime!.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.byTime![middle]!.at < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const order = (left: KnownChange, right: KnownChange): number => (left.changeId < right.changeId ? -1 : 1);
