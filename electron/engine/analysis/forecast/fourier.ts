/** Cosines and sines of a full turn in as many parts as a transform has points, by that size. */
const turns = new Map<number, { cosine: Float64Array; sine: Float64Array }>();

function turnOf(size: number): { cosine: Float64Array; sine: Float64Array } {
  let turn = turns.get(size);
  if (turn === undefined) {
    const angle = (_: unknown, k: number): number => (2 * Math.PI * k) / size;
    const angles = Float64Array.from({ length: size / 2 }, angle);
    turn = { cosine: angles.map(Math.cos), sine: angles.map(Math.sin) };
    turns.set(size, turn);
  }
  return turn;
}

/** Discrete Fourier transform in place (Cooley and Tukey, 1965). @param real as many as a power of two; so is `imaginary` */
export function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  const { cosine, sine } = turnOf(size);
  swapBitReversed(real, imaginary);
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const upper = start + k;
        const lower = upper + half;
        const c = cosine[k * stride]!;
        const s = sine[k * stride]!;
        const re = real[lower]! * c + imaginary[lower]! * s;
        const im = imaginary[lower]! * c - real[lower]! * s;
        real[lower] = real[upper]! - re;
        imaginary[lower] = imaginary[upper]! - im;
        real[upper]! += re;
        imaginary[upper]! += im;
      }
    }
  }
}

function swapBitReversed(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let at = 1, reversed = 0; at < size; at++) {
    let bit = size >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (at >= reversed) continue;
    [real[at], real[reversed]] = [real[reversed]!, real[at]!];
    [imaginary[at], imaginary[reversed]] = [imaginary[reversed]!, imaginary[at]!];
  }
}
