/** How many reports were left out, by source and reason. */
type Counts = Map<string, Map<string, number>>;

/** What was left out and is not yet told of; follows the transaction under way, so that nothing is told twice or not at all. */
export class Ignored {
  #counts: Counts = new Map();
  /** As it was when the transaction under way first changed it. */
  #before: Counts | undefined;

  count(sourceId: string, reason: string): void {
    this.#keep();
    let reasons = this.#counts.get(sourceId);
    if (reasons === undefined) this.#counts.set(sourceId, (reasons = new Map()));
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }

  /** What was counted for a source since the last call, by reason. */
  take(sourceId: string): Record<string, number> {
    this.#keep();
    const counts = Object.fromEntries(this.#counts.get(sourceId) ?? []);
    this.#counts.delete(sourceId);
    return counts;
  }

  /** The transaction under way is on disk. */
  committed(): void {
    this.#before = undefined;
  }

  /** Nothing of the transaction under way is on disk. */
  rolledBack(): void {
    this.#counts = this.#before ?? this.#counts;
    this.#before = undefined;
  }

  #keep(): void {
    this.#before ??= new Map([...this.#counts].map(([sourceId, reasons]) => [sourceId, new Map(reasons)]));
  }
}
