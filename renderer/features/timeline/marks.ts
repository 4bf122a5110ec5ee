import type { TimelineMark } from "../../../shared/domain/timeline.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { pixelOf, type Range } from "./geometry.ts";

export type PlacedMark = {
  at: number;
  kind: TimelineMark["kind"];
  suspect: boolean;
  /** Empty where there is no room for any. */
  words: string;
  /** The side of the shape on which the words stand. */
  side: "right" | "left";
  /** Two levels of shapes with words; `null` is a tick below them, for a mark that finds no room on either. */
  level: 0 | 1 | null;
};

const LETTER_PX = 6;
const SHAPE_PX = 16;

/** What happened within the width of a shape, the weightiest first. */
type Cluster = { x: number; marks: readonly [TimelineMark, ...TimelineMark[]] };

const WEIGHT: Record<TimelineMark["kind"], number> = { finding: 0, incident: 0, operator: 1, change: 2 };
const weightOf = ({ kind, suspect }: TimelineMark): number => WEIGHT[kind] + (suspect ? 1 : 0);

/**
 * Puts marks on two levels so that nothing covers anything else. Those of one moment share a shape and their words; the
 * weightiest choose first, and change to the left of their shape, to fewer words or to none rather than to be cut.
 */
export function placeMarks(marks: readonly TimelineMark[], range: Range, width: number): PlacedMark[] {
  const taken: [number, number][][] = [[], []];
  const isFree = (level: 0 | 1, from: number, to: number): boolean =>
    from >= -SHAPE_PX / 2 && to <= width && taken[level]!.every(([start, end]) => to <= start || from >= end);
  const clusters = clustersOf(marks, range, width);
  return clusters
    .toSorted((a, b) => weightOf(b.marks[0]) - weightOf(a.marks[0]) || a.x - b.x)
    .map(({ x, marks: [first, ...others] }) => {
      const shared = { at: first.at, kind: first.kind, suspect: first.suspect };
      for (const words of wordings([first, ...others]))
        for (const side of ["right", "left"] as const)
          for (const level of [0, 1] as const) {
            const [from, to] = spanOf(x, words, side);
            if (!isFree(level, from, to)) continue;
            taken[level]!.push([from, to]);
            return { ...shared, words, side, level };
          }
      return { ...shared, words: "", side: "right" as const, level: null };
    })
    .toSorted((a, b) => a.at - b.at);
}

function clustersOf(marks: readonly TimelineMark[], range: Range, width: number): Cluster[] {
  const clusters: { x: number; marks: [TimelineMark, ...TimelineMark[]] }[] = [];
  for (const mark of marks.toSorted((a, b) => a.at - b.at)) {
    if (mark.at < range.from || mark.at > range.to) continue;
    const x = pixelOf(mark.at, width, range);
    const last = clusters.at(-1);
    if (last !== undefined && x - last.x < SHAPE_PX) last.marks.push(mark);
    else clusters.push({ x, marks: [mark] });
  }
  for (const cluster of clusters) cluster.marks.sort((a, b) => weightOf(b) - weightOf(a) || a.at - b.at);
  return clusters;
}

/** All words, then those of the first with how many more there are, then none. */
function wordings(marks: readonly TimelineMark[]): string[] {
  const [first = "", ...others] = new Set(marks.map(({ label }) => textOf(label)));
  if (others.length === 0) return [first, ""];
  return [[first, ...others].join(" · "), text("incident.markMore", { first, count: others.length }), ""];
}

function spanOf(x: number, words: string, side: PlacedMark["side"]): [number, number] {
  const room = words === "" ? SHAPE_PX / 2 : SHAPE_PX + words.length * LETTER_PX;
  return side === "right" ? [x - SHAPE_PX / 2, x + room] : [x - room, x + SHAPE_PX / 2];
}
