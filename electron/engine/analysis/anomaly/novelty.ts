import { KINDS } from "./kind.ts";
import { BARS, COUNT, REPORT_COUNT, REPORT_SURPRISE, SHARED_BAR, VERDICTS } from "./layout.ts";
import { SETTINGS } from "./settings.ts";

/**
 * From surprise to one score: what has been reported is less new. Each report raises the bar for its own kind, and a little for all,
 * and the bars fall again with age, so that every series, however its tails are shaped, comes to report about equally often (the
 * idea of adaptive conformal inference, Gibbs & Candès 2021, with a rate that falls as the series grows old). For a while after a
 * report only what is worse counts, so an anomaly is reported at its onset and not on each of its rows.
 */
export class Novelty {
  /** The kind that speaks loudest; −1 when none does. */
  kind = -1;

  /** Score of a row in [0, 1]; `surprise` in nats for each kind. */
  score(state: Float64Array, base: number, surprise: Float64Array): number {
    const rows = state[base + COUNT]!;
    const age = Math.min(rows, SETTINGS.horizonRows);
    const shared = state[base + SHARED_BAR]!;
    let most = 0;
    this.kind = -1;
    for (let kind = 0; kind < KINDS.length; kind++) {
      if (surprise[kind] === 0) continue;
      const bar = shared + state[base + BARS + kind]! + SETTINGS.verdictBar * state[base + VERDICTS + kind]!;
      const above = surprise[kind]! - bar;
      if (above > most) {
        most = above;
        this.kind = kind;
      }
    }
    const passed = (rows - state[base + REPORT_COUNT]!) / (SETTINGS.holdShare * age);
    const held = passed >= 1 ? 0 : state[base + REPORT_SURPRISE]! * (1 - passed);
    if (most < held) most = 0;
    if (most > SETTINGS.reportAt) {
      state[base + REPORT_SURPRISE] = most + SETTINGS.worseBy;
      state[base + REPORT_COUNT] = rows;
      state[base + BARS + this.kind]! += SETTINGS.ownBar;
      state[base + SHARED_BAR]! += SETTINGS.sharedBar;
    }
    const fade = Math.max(0, 1 - SETTINGS.barFade / age);
    state[base + SHARED_BAR]! *= fade;
    for (let kind = 0; kind < KINDS.length; kind++) state[base + BARS + kind]! *= fade;
    if (most === 0) this.kind = -1;
    return 1 - 2 ** (-most / SETTINGS.halfScoreAt);
  }
}
