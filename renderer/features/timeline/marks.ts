import type { TimelineMark } from "../../../shared/domain/timeline.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { pixelOf, type Range } from "./geometry.ts";

export type PlacedMark = {
  at: number;
  kind: TimelineMark["kind"];
  suspect: boolean;
  words: string;
  level: 0 | 1;
  labelled: boolean;
};

const LETTER_PX = 6;
const SHAPE_PX = 16;

/** Puts marks on two levels so that their words do not cover each other; one that fits on neither keeps its shape only. */
export function placeMarks(marks: readonly TimelineMark[], range: Range, width: number): PlacedMark[] {
  const free: [number, number] = [-Infinity, -Infinity];
  return marks
    .filter(({ at }) => at >= range.from && at <= range.to)
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, kind, label, suspect }) => {
      const words = textOf(label);
      const x = pixelOf(at, width, range);
      const end = x + SHAPE_PX + words.length * LETTER_PX;
      const level = x >= free[0] ? 0 : x >= free[1] ? 1 : null;
      const fits = level !== null && end <= width;
      if (level !== null) free[level] = fits ? end : x + SHAPE_PX;
      return { at, kind, suspect, words, level: level ?? 1, labelled: fits };
    });
}
