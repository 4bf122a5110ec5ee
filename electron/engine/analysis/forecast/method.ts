/** @property seasons in steps, the shorter first @property horizon steps that are asked for at once */
export type Shape = { seasons: readonly number[]; horizon: number };

/** One way of forecasting; it sees no value at or after `end`. `undefined` when so short a history tells it nothing. */
export type Method = {
  readonly name: string;
  fit(values: Float64Array, end: number, shape: Shape): Model | undefined;
};

/** A fitted method. Neither the ends that it learns until nor the origins that it is asked from ever go back. */
export type Model = {
  /** Takes in what has come before `end`; what is estimated once and for all stays. */
  learn(values: Float64Array, end: number): void;
  /** Fills `into` with the steps from `origin` on, reading only values before it. */
  forecast(values: Float64Array, origin: number, into: Float64Array): void;
};
