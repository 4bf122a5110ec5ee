/** Points of a sparkline in px, from the bottom (zero) to the largest value; a flat zero lies on the ground. */
export function sparkPoints(values: readonly number[], width: number, height: number): [number, number][] {
  const margin = 3;
  const largest = Math.max(1, ...values);
  const step = values.length > 1 ? (width - 2 * margin) / (values.length - 1) : 0;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return values.map((value, index) => [
    round(margin + index * step),
    round(height - margin - (Math.max(0, value) / largest) * (height - 2 * margin)),
  ]);
}
