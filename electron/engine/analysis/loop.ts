import type { LogEntry } from "../../../shared/domain/log.ts";
import type { Position } from "../../../shared/domain/position.ts";
import { type Analysis, EntryFault } from "./analysis.ts";
import type { FromAnalysis, ToAnalysis } from "./protocol.ts";

/** Entries read from the log at once. */
const PORTION = 2_000;
/** Entries in one step, and proposals after which it ends: it is applied in one transaction, so this bounds how long that takes. */
const STEP = 250;
const ENOUGH = 100;
/** Steps posted and not yet applied. */
const IN_FLIGHT = 2;

type Reader = Pick<Analysis, "position" | "isBehind" | "read">;

export type LoopEdges = {
  /** Reads entries after a position, oldest first. */
  read(after: Position, limit: number): LogEntry[];
  post(message: FromAnalysis): void;
  /** Ends the thread; whoever started it starts another. */
  end(): void;
};

/** Feeds analysis from the log and hands its steps on, never far ahead of what has been applied. */
export class Loop {
  private readonly analysis: Reader;
  private readonly edges: LoopEdges;
  private readonly skipped = new Set<number>();
  /** Entries up to this position are read one by one. */
  private singleUpTo = 0;
  private portion: LogEntry[] = [];
  private inFlight = 0;
  private ended = false;

  constructor(analysis: Reader, edges: LoopEdges) {
    this.analysis = analysis;
    this.edges = edges;
  }

  receive(message: ToAnalysis): void {
    if (message.kind === "skip") for (const { position } of message.positions) this.skipped.add(position);
    if (message.kind === "single") this.singleUpTo = message.upTo.position;
    if (message.kind === "applied") this.inFlight = Math.max(0, this.inFlight - 1);
    if (message.kind === "restart") return this.end();
    this.pump();
  }

  private end(): void {
    this.ended = true;
    this.edges.end();
  }

  private pump(): void {
    while (!this.ended && this.inFlight < IN_FLIGHT) {
      if (this.portion.length === 0) this.portion = this.edges.read(this.analysis.position, PORTION);
      if (this.portion.length === 0) return;
      const isSingle = this.portion[0]!.position.position <= this.singleUpTo;
      this.step(this.portion.splice(0, isSingle ? 1 : STEP));
    }
  }

  private step(entries: LogEntry[]): void {
    const upTo = entries.at(-1)!.position;
    this.edges.post({ kind: "reading", after: this.analysis.position, upTo, entries: entries.length });
    try {
      const wanted = entries.filter(({ position }) => !this.skipped.has(position.position));
      const step = this.analysis.read(wanted, upTo, ENOUGH);
      const unread = entries.filter(({ position }) => position.position > step.upTo.position);
      if (unread.length > 0) this.portion = [...unread, ...this.portion];
      this.inFlight++;
      this.edges.post({ kind: "step", step, isBehind: this.analysis.isBehind });
    } catch (error) {
      if (!(error instanceof EntryFault)) throw error;
      this.edges.post({ kind: "crashed", position: error.position, error: String(error.cause) });
      this.end();
    }
  }
}
