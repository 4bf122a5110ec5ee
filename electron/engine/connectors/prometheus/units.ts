/** Units by the suffixes that Prometheus' naming practice gives to metrics. */
const UNIT_OF_SUFFIX: readonly [RegExp, string][] = [
  [/_milliseconds(?:_|$)/, "ms"],
  [/_seconds(?:_|$)/, "s"],
  [/_bytes(?:_|$)/, "B"],
  [/_percent(?:age)?(?:_|$)/, "%"],
  [/_ratio(?:_|$)/, "ratio"],
  [/_celsius(?:_|$)/, "°C"],
  [/_volts(?:_|$)/, "V"],
  [/_watts(?:_|$)/, "W"],
];

/** The unit of a plain selector, or of a rate of it; empty when the name does not tell. */
export function unitOf(expression: string): string {
  const metric = /[a-zA-Z_:][\w:]*(?=\{|\[|$|\))/.exec(expression)?.[0] ?? "";
  const unit = UNIT_OF_SUFFIX.find(([suffix]) => suffix.test(metric))?.[1] ?? "";
  if (/[-+*/]/.test(expression.replace(/\{[^}]*\}/g, ""))) return "";
  if (!/^(?:i?rate|irate)\(/.test(expression)) return unit;
  return unit === "s" ? "s/s" : unit === "" ? "/s" : `${unit}/s`;
}
