/** Remembers what was computed last, up to a number of entries; what is forgotten can be computed again. */
export class Recent<T> {
  private readonly limit: number;
  private readonly entries = new Map<string, T>();

  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.entries.size;
  }

  /** The entry of the key, made now when it is not there; the one that was asked for longest ago makes room. */
  get(key: string, make: () => T): T {
    const known = this.entries.get(key);
    const entry = known === undefined ? make() : known;
    this.entries.delete(key);
    this.entries.set(key, entry);
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.limit && !oldest.done) this.entries.delete(oldest.value);
    return entry;
  }
}
