import { text } from "../../shared/strings/index.ts";

/**
 * The figure beside the bars: the last whole bucket, because the one that is filling always looks calmer than it is, until
 * that one has more, which then is the news.
 */
export function rateFigure(counts: readonly number[]): string {
  const [last, filling] = [counts.at(-2) ?? 0, counts.at(-1) ?? 0];
  const shown = Math.max(last, filling).toLocaleString("en-GB");
  return filling > last ? text("wall.rateNow", { count: shown }) : shown;
}
