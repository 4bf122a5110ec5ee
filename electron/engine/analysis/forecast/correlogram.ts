import { powerSpectrum, transformEven } from "./fourier.ts";

/**
 * Autocorrelation of a series about its line of least squares, for lags 0 … `most`. Each lag is scaled by the energy of the two
 * parts that overlap, so a perfect season has 1 at each of its multiples however long it is.
 */
export function correlogram(values: Float64Array, most: number): Float64Array {
  const rest = withoutLine(values);
  const products = lagProducts(rest);
  const energy = new Float64Array(rest.length + 1);
  for (let at = 0; at < rest.length; at++) energy[at + 1] = energy[at]! + rest[at]! ** 2;
  const total = energy[rest.length]!;
  const result = new Float64Array(Math.min(most, rest.length - 1) + 1);
  for (let lag = 0; lag < result.length; lag++) {
    const overlap = Math.sqrt(energy[rest.length - lag]! * (total - energy[lag]!));
    result[lag] = overlap > 0 ? products[lag]! / overlap : 0;
  }
  return result;
}

/** Sums of the products of all values so many steps apart, as the transform of the power spectrum (Wiener and Khinchin). */
function lagProducts(values: Float64Array): Float64Array {
  let size = 4;
  while (size < 2 * values.length) size *= 2;
  const spectrum = powerSpectrum(values, size);
  for (let k = 0; k < spectrum.length; k++) spectrum[k]! /= size;
  return transformEven(spectrum);
}

function withoutLine(values: Float64Array): Float64Array {
  const count = values.length;
  const centre = (count - 1) / 2;
  let sum = 0;
  let moment = 0;
  for (let at = 0; at < count; at++) {
    sum += values[at]!;
    moment += (at - centre) * values[at]!;
  }
  const slope = count > 1 ? (moment * 12) / (count * (count * count - 1)) : 0;
  const mean = sum / count;
  const rest = new Float64Array(count);
  for (let at = 0; at < count; at++) rest[at] = values[at]! - mean - slope * (at - centre);
  return rest;
}
