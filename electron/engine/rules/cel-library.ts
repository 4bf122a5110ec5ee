/** What is used of the library. A file of its own, so that `cel.ts` can load it when the first expression asks for it. */
export { Environment, EvaluationError, ParseError, TypeError } from "@marcbachmann/cel-js";
