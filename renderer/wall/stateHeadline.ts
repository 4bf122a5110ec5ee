import { Severity } from "../../shared/domain/severity.ts";

/** The severities that the headline names, worst first: two at most, so that it reads from six metres. */
export function headlineCounts(bySeverity: Partial<Record<Severity, number>>): { severity: Severity; count: number }[] {
  return Severity.options
    .toReversed()
    .map((severity) => ({ severity, count: bySeverity[severity] ?? 0 }))
    .filter(({ count }) => count > 0)
    .slice(0, 2);
}
