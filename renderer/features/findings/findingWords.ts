import type { Finding, FindingWhat } from "../../../shared/domain/finding.ts";
import { formatDuration, text } from "../../../shared/strings/index.ts";

/** The score from which a metric's deviation is told of, and that of a gap, which is told of once. docs/ANALYSIS.md says how rare that is. */
const SHOWN_FROM = { usual: 0.8, missing: 0.5 };

/** Two or three figures, thousands short: `0.31`, `412`, `12.4k`. */
export const figure = (value: number): string =>
  value.toLocaleString("en-GB", {
    maximumSignificantDigits: 3,
    notation: Math.abs(value) >= 10_000 ? "compact" : "standard",
  });

const withUnit = (words: string, unit: string): string => (unit === "" ? words : `${words} ${unit}`);

/** `412 ms`, or that nothing came. */
export const cameWords = ({ found, unit }: Pick<Finding, "found" | "unit">): string =>
  found === null ? text("findings.evidence.nothingCame") : withUnit(figure(found), unit);

/** `90 to 160 ms`, a single figure without a range, or that nothing is known yet. */
export function expectedWords({
  expected,
  low,
  high,
  unit,
}: Pick<Finding, "expected" | "low" | "high" | "unit">): string {
  if (low !== null && high !== null)
    return withUnit(text("findings.evidence.range", { low: figure(low), high: figure(high) }), unit);
  return expected === null
    ? text("findings.evidence.unknown")
    : withUnit(text("findings.evidence.about", { value: figure(expected) }), unit);
}

/** Since when, how long, and until when if it is over. */
export function sinceWords({ since, endedAt }: Pick<Finding, "since" | "endedAt">, now: number): string {
  const forMs = Math.max(0, (endedAt ?? now) - since);
  return endedAt === null
    ? text("findings.evidence.sinceLasting", { sinceAt: since, forMs })
    : text("findings.evidence.sinceOver", { sinceAt: since, forMs, untilAt: endedAt });
}

/** The score with what the threshold means; null for a pattern, which has none. */
export function scoreWords({ score, what }: Pick<Finding, "score" | "what">): string | null {
  if (score === null) return null;
  const shown = score.toFixed(2);
  return what === "missing"
    ? text("findings.evidence.scoreMissing", { score: shown, threshold: SHOWN_FROM.missing })
    : text("findings.evidence.scoreWords", { score: shown, threshold: SHOWN_FROM.usual });
}

/** Version, age, reason and season of the model; null for a pattern. */
export function modelWords({ model }: Pick<Finding, "model">): string | null {
  if (model === null) return null;
  const { version, ageRows, reason, season } = model;
  return text("findings.evidence.modelWords", {
    version,
    ageRows,
    reason: text(`findings.reason.${reason}`),
    season: text(`findings.season.${season}`),
  });
}

/** Whether it is about a pattern of log lines, not a metric. */
export const isAboutPattern = (what: FindingWhat): what is "new" | "vanished" | "rate" | "variable" =>
  what === "new" || what === "vanished" || what === "rate" || what === "variable";

/** What is out of the ordinary, in one line: of a pattern with its figures, of a metric by what it did. */
export function storyWords({ what, since, expected, found, place }: Finding): string {
  if (!isAboutPattern(what)) return text(`findings.what.${what}`);
  return text(`logs.found.${what}`, {
    sinceAt: since,
    expected: expected === null ? "" : figure(expected),
    found: found === null ? "" : figure(found),
    place: (place ?? 0) + 1,
  });
}

/** Age of what lasts, length of what is over. */
export const spanWords = ({ since, endedAt }: Pick<Finding, "since" | "endedAt">, now: number): string =>
  formatDuration(Math.max(0, (endedAt ?? now) - since));

/** Whether it lasts and nobody has said that it is none. */
export const isOpen = ({ endedAt, dismissedAt }: Pick<Finding, "endedAt" | "dismissedAt">): boolean =>
  endedAt === null && dismissedAt === null;
