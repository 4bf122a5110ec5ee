import type { SeriesLimit } from "../../../../shared/domain/seriesLimit.ts";
import { pack, unpack } from "../findings/packed.ts";

export const HOUR_MS = 3_600_000;
/** As many as a forecast looks at: eight weeks and a bit. */
const MOST_HOURS = 1_400;
const HOURS_A_DAY = 24;

/** Equal steps, oldest first; NaN where nothing came. The last one is there and ends at `end`, epoch ms. */
export type Steps = { values: Float64Array; end: number };

/**
 * Of each hour of a series the value nearest to its limit: the highest under an upper one, the lowest over a lower one. That is
 * what the question is about, and unlike means or single values it neither hides a short peak nor depends on how often it is measured.
 */
export class Hours {
  readonly #bound: SeriesLimit["bound"];
  /** The hour since 1970 of the first value. */
  #first = 0;
  /** In single precision, so that a checkpoint gives back what was known. */
  #values: number[] = [];

  constructor(bound: SeriesLimit["bound"]) {
    this.#bound = bound;
  }

  /** Takes a value in any order; one from before all that is kept room for changes nothing. @param at epoch ms */
  note(at: number, value: number): void {
    const hour = Math.floor(at / HOUR_MS);
    if (this.#values.length === 0) this.#first = hour;
    const newest = this.#first + this.#values.length - 1;
    if (hour <= newest - MOST_HOURS) return;
    if (hour - newest >= MOST_HOURS) [this.#first, this.#values] = [hour, []];
    if (hour < this.#first) {
      this.#values.unshift(...Array.from({ length: this.#first - hour }, () => Number.NaN));
      this.#first = hour;
    }
    while (this.#first + this.#values.length <= hour) this.#values.push(Number.NaN);
    const tooMany = this.#values.length - MOST_HOURS;
    if (tooMany > 0) {
      this.#values.splice(0, tooMany);
      this.#first += tooMany;
    }
    const place = hour - this.#first;
    const known = this.#values[place]!;
    const isNearer = this.#bound === "upper" ? value > known : value < known;
    if (Number.isNaN(known) || isNearer) this.#values[place] = Math.fround(value);
  }

  /** The hours that are over at `now` (epoch ms), up to the last one with a value; undefined when none has. */
  until(now: number): Steps | undefined {
    return this.#upTo(Math.floor(now / HOUR_MS));
  }

  /** All hours, also the one under way. */
  all(): Steps | undefined {
    return this.#upTo(Infinity);
  }

  #upTo(hour: number): Steps | undefined {
    let count = Math.max(0, Math.min(this.#values.length, hour - this.#first));
    while (count > 0 && Number.isNaN(this.#values[count - 1])) count--;
    if (count === 0) return undefined;
    return { values: Float64Array.from(this.#values.slice(0, count)), end: (this.#first + count) * HOUR_MS };
  }

  encode(): Uint8Array {
    return pack({ first: this.#first, bound: this.#bound }, new Uint8Array(Float32Array.from(this.#values).buffer));
  }

  static restore(bytes: Uint8Array): Hours {
    const { header, body } = unpack(bytes);
    // Only `encode` writes this.
    const { first, bound } = header as { first: number; bound: SeriesLimit["bound"] };
    const hours = new Hours(bound);
    hours.#first = first;
    hours.#values = Array.from(new Float32Array(body.buffer, body.byteOffset, body.byteLength / 4));
    return hours;
  }
}

/** Whole days back from where the hours end, each with the hour nearest to the limit. */
export function daysOf({ values, end }: Steps, bound: SeriesLimit["bound"]): Steps {
  const count = Math.floor(values.length / HOURS_A_DAY);
  const days = new Float64Array(count);
  for (let day = 0; day < count; day++) {
    const from = values.length - (count - day) * HOURS_A_DAY;
    const known = values.subarray(from, from + HOURS_A_DAY).filter((value) => !Number.isNaN(value));
    days[day] = known.length === 0 ? Number.NaN : bound === "upper" ? Math.max(...known) : Math.min(...known);
  }
  return { values: days, end };
}
