/** Height of the wall in units, and the widths of its two parts: at 3840 × 2160 a unit is a pixel. */
const HEIGHT = 2160;
const LIST = 2304;
const SIDE = 1536;

export type WallShape = {
  unitPx: number;
  /** Beside the list, on a page of its own where there is no room, or not at all. */
  side: "beside" | "page" | "none";
  widthUnits: number;
};

/**
 * The unit and arrangement for a display. Type is at least 76 units, 3.5 % of the height, on anything that is wide enough
 * for the list (16:15); a display on its end is measured by its width instead.
 */
export function wallShape(widthPx: number, heightPx: number, wantsSide: boolean): WallShape {
  const unitPx = Math.min(heightPx / HEIGHT, widthPx / LIST);
  const widthUnits = widthPx / unitPx;
  if (!wantsSide) return { unitPx, side: "none", widthUnits };
  return { unitPx, side: widthUnits >= LIST + SIDE - 1 ? "beside" : "page", widthUnits };
}
