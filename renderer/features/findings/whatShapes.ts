import type { FindingWhat } from "../../../shared/domain/finding.ts";

/** What a metric or a pattern did, as an outline in a box of 16 × 16: the course of it from left to right. */
export const WHAT_SHAPES: Record<FindingWhat, string> = {
  "spike-up": "M1 12.5h4.5L8 2.5l2.5 10H15",
  "spike-down": "M1 3.5h4.5L8 13.5l2.5-10H15",
  "shift-up": "M1 12.5h6.5v-9H15",
  "shift-down": "M1 3.5h6.5v9H15",
  "spread-up": "M1 8h4l2-4.5 2.5 9.5L12 1.5l1.5 12L15 8",
  "spread-down": "M1 8l1.5-5.5L4.5 14l2-9L8 8h7",
  flat: "M1 10.5 3 5l2 6.5L7 8h8",
  missing: "M1 8h5M8.5 5.5l5 5M13.5 5.5l-5 5",
  new: "M2 3h9M2 8h12M2 13h7M13 1v4M11 3h4",
  vanished: "M2 3h5M2 8h3M2 13h5M9 5.5l5 5M14 5.5l-5 5",
  rate: "M2 13.5V11M6 13.5V9M10 13.5V2M14 13.5V4",
  "runs-out": "M1 12.5 12 4.5M1 2.5h14M12 4.5V2.5M10 13.5h5",
  variable: "M2 4h5M9 4h5M2 8h3M7 8h7M2 12h8M12 12h2",
};
