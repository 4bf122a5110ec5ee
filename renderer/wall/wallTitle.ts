/** Sizes of the worst incident's title in wall units: the longest that fits two lines of about 1,900 units. */
const SIZES = [
  { characters: 19, units: 176, lines: 1 },
  { characters: 26, units: 132, lines: 1 },
  { characters: 54, units: 112, lines: 2 },
  { characters: 90, units: 100, lines: 2, condensed: true },
] as const;

/** Longest titles of a line in full width, and in condensed type. */
const LINE = { normal: 34, condensed: 42 } as const;

/** How the title of a line is set: as it is, condensed, or over two lines. */
export function lineFit(characters: number): "one-line" | "condensed" | "two-lines" {
  if (characters <= LINE.normal) return "one-line";
  return characters <= LINE.condensed ? "condensed" : "two-lines";
}

/** How large a title of so many characters may be. The longest ones are cut after the second line. */
export function titleSize(characters: number): { units: number; lines: number; condensed: boolean } {
  const size = SIZES.find((each) => characters <= each.characters) ?? SIZES[SIZES.length - 1]!;
  return { units: size.units, lines: size.lines, condensed: "condensed" in size };
}
