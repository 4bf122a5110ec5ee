/** Sizes of the worst incident's title in wall units: the longest that fits two lines of about 1,900 units. */
const SIZES = [
  { characters: 19, units: 176, lines: 1 },
  { characters: 26, units: 132, lines: 1 },
  { characters: 58, units: 112, lines: 2 },
] as const;

/** How large a title of so many characters may be. The longest ones are cut after the second line. */
export function titleSize(characters: number): { units: number; lines: number } {
  const { units, lines } = SIZES.find((size) => characters <= size.characters) ?? SIZES[SIZES.length - 1]!;
  return { units, lines };
}
