/** The value below which a share of ascending values lies, between neighbours in proportion (type 7 of Hyndman and Fan, 1996). */
export function quantileOf(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const lower = ascending[below]!;
  const upper = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return lower + (upper - lower) * (place - below);
}
