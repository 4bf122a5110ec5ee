const MM_PER_INCH = 25.4;
/** Height of a 16:9 display by its diagonal. */
const HEIGHT_SHARE = 9 / Math.hypot(16, 9);
/** The wall's smallest type by the display's height, and the height of its capitals by its size. */
const TYPE_SHARE = 76 / 2160;
const CAPITAL_SHARE = 0.698;
/** ISO 9241-303: characters of 1/200 of the viewing distance are comfortable. */
const DISTANCE_PER_HEIGHT = 200;

/** How high the wall's smallest characters are on a display, and from how far they are readable. */
export function legibilityOf(inches: number): { inches: number; millimetres: number; metres: number } {
  const millimetres = inches * MM_PER_INCH * HEIGHT_SHARE * TYPE_SHARE * CAPITAL_SHARE;
  return {
    inches,
    millimetres: Math.round(millimetres),
    metres: Math.round((millimetres * DISTANCE_PER_HEIGHT) / 100) / 10,
  };
}
