import { z } from "zod";

/** One scale for all sources, mildest first. Stored as the index (0 info … 4 critical). */
export const Severity = z.enum(["info", "warning", "minor", "major", "critical"]);
export type Severity = z.infer<typeof Severity>;

export const rankOf = (severity: Severity): number => Severity.options.indexOf(severity);

/** @throws RangeError for a rank outside the scale. */
export function severityOf(rank: number): Severity {
  const severity = Severity.options[rank];
  if (severity === undefined) throw new RangeError(`no severity has rank ${rank}`);
  return severity;
}

export const worstOf = (severities: Iterable<Severity>): Severity => {
  let worst = 0;
  for (const severity of severities) worst = Math.max(worst, rankOf(severity));
  return severityOf(worst);
};
