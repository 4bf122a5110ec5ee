import type { FindingWhat } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { WHAT_SHAPES } from "./whatShapes.ts";

/** What happened, as a small drawing. It has no hue: an anomaly is a hint, and severity is for alerts. */
export function WhatGlyph({ what, open, size = 20 }: { what: FindingWhat; open: boolean; size?: number }) {
  return (
    <svg
      className={`what-glyph${open ? "" : " past"}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role="img"
      aria-label={text(`findings.what.${what}`)}
    >
      <path d={WHAT_SHAPES[what]} />
    </svg>
  );
}
