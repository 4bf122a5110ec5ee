/** First in, first out; taking from the front does not move the rest each time. */
export class Queue<T> {
  private items: T[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  first(): T | undefined {
    return this.items[this.head];
  }

  push(item: T): void {
    // An array that begins with its item is eight times smaller than an empty one that grows, and most queues hold one.
    if (this.items.length === 0) this.items = [item];
    else this.items.push(item);
  }

  take(limit: number): T[] {
    const taken = this.items.slice(this.head, this.head + limit);
    this.head += taken.length;
    if (this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return taken;
  }

  /** Puts an item before all at the end for which `goesBefore` holds. */
  insert(item: T, goesBefore: (other: T) => boolean): void {
    let index = this.items.length;
    while (index > this.head && goesBefore(this.items[index - 1]!)) index--;
    if (index === this.items.length) this.items.push(item);
    else this.items.splice(index, 0, item);
  }

  remove(item: T): void {
    const index = this.items.indexOf(item, this.head);
    if (index >= 0) this.items.splice(index, 1);
  }
}
