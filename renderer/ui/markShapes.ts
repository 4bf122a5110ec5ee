import type { MarkKind } from "./severity.ts";

export type MarkShape = { shape: string; letter: string; letterY: number; letterSize: number; dash?: string };

const disc = (radius: number): string =>
  `M${10 - radius} 10a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;

/** Outlines in a box of 20 × 20, shared by the mark component and the badges that maps and charts draw on canvas. */
export const MARK_SHAPES: Record<MarkKind, MarkShape> = {
  critical: { shape: "M1.5 1.5h17v17h-17Z", letter: "C", letterY: 14, letterSize: 11 },
  major: { shape: "M10 1 19.4 18.5H.6Z", letter: "M", letterY: 16.2, letterSize: 9 },
  minor: { shape: "M10 .2 19.8 10 10 19.8.2 10Z", letter: "N", letterY: 14, letterSize: 11 },
  warning: { shape: disc(9), letter: "W", letterY: 14, letterSize: 11 },
  info: { shape: disc(8.5), letter: "I", letterY: 14, letterSize: 11 },
  ok: { shape: "M5.5 1.5h9L19 10l-4.5 8.5h-9L1 10Z", letter: "O", letterY: 14, letterSize: 11 },
  unknown: { shape: "M10 .8 19.2 10 10 19.2.8 10Z", letter: "U", letterY: 14, letterSize: 11, dash: "3 2.2" },
  suppressed: { shape: "M2 2h16v16H2Z", letter: "S", letterY: 14, letterSize: 11, dash: "2.5 2" },
};

export const TICK = "M14.5 17.8l2.5 2.7 5-6";
