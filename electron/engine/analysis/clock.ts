/**
 * The time of the log: it never goes back. When the machine's clock is set back, time goes on from where it was.
 * Milliseconds; compare only with itself.
 */
export class LogClock {
  now: number;
  private offsetMs: number;

  constructor(now = 0, offsetMs = 0) {
    this.now = now;
    this.offsetMs = offsetMs;
  }

  advance(receivedAt: number): void {
    if (receivedAt + this.offsetMs < this.now) this.offsetMs = this.now - receivedAt;
    this.now = receivedAt + this.offsetMs;
  }

  saved(): [now: number, offsetMs: number] {
    return [this.now, this.offsetMs];
  }
}
