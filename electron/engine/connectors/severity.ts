import type { Severity } from "../../../shared/domain/severity.ts";

/** What monitoring people write into a `severity` label, on our one scale. The only such table for the Prometheus family. */
const SEVERITY_OF_WORD: ReadonlyMap<string, Severity> = new Map([
  ["critical", "critical"],
  ["crit", "critical"],
  ["page", "critical"],
  ["emergency", "critical"],
  ["fatal", "critical"],
  ["disaster", "critical"],
  ["p1", "critical"],
  ["major", "major"],
  ["high", "major"],
  ["error", "major"],
  ["p2", "major"],
  ["minor", "minor"],
  ["medium", "minor"],
  ["average", "minor"],
  ["p3", "minor"],
  ["warning", "warning"],
  ["warn", "warning"],
  ["low", "warning"],
  ["p4", "warning"],
  ["info", "info"],
  ["information", "info"],
  ["informational", "info"],
  ["notice", "info"],
  ["none", "info"],
  ["debug", "info"],
  ["ok", "info"],
  ["p5", "info"],
]);

/**
 * Our severity for a source's word, in any case. A word that nobody knows, or none at all, is a warning;
 * `known` is false only for a word that is there and not understood, so that the caller can count it.
 */
export function mapSeverity(word: string | undefined): { severity: Severity; known: boolean } {
  if (word === undefined || word === "") return { severity: "warning", known: true };
  const severity = SEVERITY_OF_WORD.get(word) ?? SEVERITY_OF_WORD.get(word.trim().toLowerCase());
  return severity === undefined ? { severity: "warning", known: false } : { severity, known: true };
}
