/** The smallest pivot that is taken for more than rounding; rows are scaled to unit length before. */
const SMALLEST_PIVOT = 1e-10;

/**
 * Solves the normal equations of a regression (Hoerl and Kennard's ridge, 1970) by Cholesky's factors.
 * @param gram the lower triangle of the products of predictors, row by row
 * @param ridge share of each predictor's own square sum that is added to it; > 0 keeps collinear predictors apart
 */
export function solveRidge(gram: Float64Array, right: Float64Array, ridge: number): Float64Array {
  const size = right.length;
  const scale = Float64Array.from({ length: size }, (_, row) => Math.sqrt(gram[row * size + row]!) || 1);
  const factor = factorise(gram, scale, ridge);
  const solution = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let rest = right[row]! / scale[row]!;
    for (let k = 0; k < row; k++) rest -= factor[row * size + k]! * solution[k]!;
    solution[row] = rest / factor[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let rest = solution[row]!;
    for (let k = row + 1; k < size; k++) rest -= factor[k * size + row]! * solution[k]!;
    solution[row] = rest / factor[row * size + row]!;
  }
  for (let row = 0; row < size; row++) solution[row]! /= scale[row]!;
  return solution;
}

function factorise(gram: Float64Array, scale: Float64Array, ridge: number): Float64Array {
  const size = scale.length;
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = gram[row * size + column]! / (scale[row]! * scale[column]!);
      if (row === column) rest += ridge;
      for (let k = 0; k < column; k++) rest -= factor[row * size + k]! * factor[column * size + k]!;
      factor[row * size + column] =
        row === column ? Math.sqrt(Math.max(rest, SMALLEST_PIVOT)) : rest / factor[column * size + column]!;
    }
  }
  return factor;
}
