import type { LinesReport } from "../../../../shared/domain/event.ts";
import { countReason, type Reasons } from "../reasons.ts";
import { serviceHint } from "./service.ts";
import type { LogRecord } from "./telemetry.ts";

const MINUTE_MS = 60_000;
/** Lines in one report, so that one entry of the log stays small. */
const PORTION = 250;
/** A little more than is stored of a line, so that it is still marked as cut there. */
const LONGEST_LINE = 4_100;

/** Bounds of OpenTelemetry's severity numbers and the words that lines carry for them. */
const LEVELS: readonly [from: number, word: string][] = [
  [21, "FATAL"],
  [17, "ERROR"],
  [13, "WARN"],
  [9, "INFO"],
  [5, "DEBUG"],
  [1, "TRACE"],
];

/** Log records as lines for the patterns, at most so many a minute: each is stored. */
export class LineFeed {
  readonly #perMinute: number;
  #lines: LinesReport["lines"] = [];
  #minute = 0;
  #taken = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** What is beyond the limit is counted, but not when no lines are wanted at all. */
  add(service: string, { at, severityNumber, text }: LogRecord, now: number, reasons: Reasons): void {
    if (this.#perMinute === 0 || text.trim() === "") return;
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#taken = 0;
    }
    if (this.#taken >= this.#perMinute) return countReason(reasons, "ignored.lineLimit");
    this.#taken += 1;
    const level = LEVELS.find(([from]) => severityNumber >= from)?.[1];
    const line = level === undefined || text.includes(level) ? text : `${level} ${text}`;
    this.#lines.push({ at: at > 0 ? Math.round(at) : now, entity: [serviceHint(service)], text: cut(line) });
  }

  /** The lines since the last call, by time. */
  take(): LinesReport[] {
    const lines = this.#lines.sort((left, right) => left.at - right.at);
    this.#lines = [];
    const reports: LinesReport[] = [];
    for (let first = 0; first < lines.length; first += PORTION)
      reports.push({ kind: "lines", lines: lines.slice(first, first + PORTION) });
    return reports;
  }
}

/** A copy of the beginning: a part of a string would keep the whole in memory. */
const cut = (line: string): string =>
  line.length <= LONGEST_LINE ? line : Buffer.from(line.slice(0, LONGEST_LINE)).toString();
