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

/**
 * Squared sizes of the Fourier transform of real values, followed by zeros up to `size`: those of the frequencies 0 … size / 2, which
 * the others repeat. Two values make one complex one, so that half as many points are transformed (Sorensen et al., 1987).
 * @param size a power of two, at least 4
 */
export function powerSpectrum(values: Float64Array, size: number): Float64Array {
  const half = size / 2;
  const all = new Float64Array(size);
  all.set(values);
  const { real, imaginary } = paired(all);
  const { cosine, sine } = turnOf(size);
  const spectrum = new Float64Array(half + 1);
  spectrum[0] = (real[0]! + imaginary[0]!) ** 2;
  spectrum[half] = (real[0]! - imaginary[0]!) ** 2;
  for (let k = 1; k < half; k++) {
    const evenReal = (real[k]! + real[half - k]!) / 2;
    const evenImaginary = (imaginary[k]! - imaginary[half - k]!) / 2;
    const oddReal = (imaginary[k]! + imaginary[half - k]!) / 2;
    const oddImaginary = (real[half - k]! - real[k]!) / 2;
    const re = evenReal + oddReal * cosine[k]! + oddImaginary * sine[k]!;
    const im = evenImaginary + oddImaginary * cosine[k]! - oddReal * sine[k]!;
    spectrum[k] = re * re + im * im;
  }
  return spectrum;
}

/**
 * The Fourier transform of values that are the same forwards and backwards, which is real and the same both ways itself.
 * @param values those at 0 … size / 2 @returns the transform at 0 … size / 2
 */
export function transformEven(values: Float64Array): Float64Array {
  const half = values.length - 1;
  const size = 2 * half;
  const all = new Float64Array(size);
  all.set(values);
  for (let at = 1; at < half; at++) all[size - at] = values[at]!;
  const { real, imaginary } = paired(all);
  const { cosine, sine } = turnOf(size);
  const result = new Float64Array(half + 1);
  result[0] = real[0]! + imaginary[0]!;
  result[half] = real[0]! - imaginary[0]!;
  for (let k = 1; k < half; k++) {
    const oddReal = (imaginary[k]! + imaginary[half - k]!) / 2;
    const oddImaginary = (real[half - k]! - real[k]!) / 2;
    result[k] = (real[k]! + real[half - k]!) / 2 + oddReal * cosine[k]! + oddImaginary * sine[k]!;
  }
  return result;
}

/** The transform of half as many points, each of a value at an even place and the one after it. */
function paired(values: Float64Array): { real: Float64Array; imaginary: Float64Array } {
  const half = values.length / 2;
  const real = new Float64Array(half);
  const imaginary = new Float64Array(half);
  for (let k = 0; k < half; k++) {
    real[k] = values[2 * k]!;
    imaginary[k] = values[2 * k + 1]!;
  }
  transform(real, imaginary);
  return { real, imaginary };
}

/** Discrete Fourier transform in place (Cooley and Tukey, 1965). @param real as many as a power of two; so is `imaginary` */
function transform(real: Float64Array, imaginary: Float64Array): void {
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
    const re = real[at]!;
    const im = imaginary[at]!;
    real[at] = real[reversed]!;
    imaginary[at] = imaginary[reversed]!;
    real[reversed] = re;
    imaginary[reversed] = im;
  }
}
