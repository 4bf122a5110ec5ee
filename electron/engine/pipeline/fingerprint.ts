import { hash } from "node:crypto";
import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { Labels } from "../../../shared/domain/event.ts";
import type { Scope } from "../../../shared/domain/scope.ts";

/**
 * Labels that are no part of what is wrong: which copy of a monitoring server spoke, and the name, which stands apart.
 * Prometheus' own conventions: `prometheus`, `prometheus_replica` (the operator), `replica` and `__replica__` (Thanos, Cortex).
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "replica",
  "__replica__",
  "prometheus",
  "prometheus_replica",
  "alertname",
]);

/** 120 bits. */
const DIGITS = 20;
const digits = Buffer.alloc(DIGITS);

/**
 * Identity of a condition: the same through every source that reports it.
 * `external` holds the labels that servers add for the outside. Labels are masked already, with pseudonyms that keep equal values equal.
 */
export function fingerprintOf(scope: Scope, name: string, labels: Labels, external: ReadonlySet<string>): Fingerprint {
  const keys = Object.keys(labels);
  keys.sort();
  let canonical = `${scope}\u0000${name}`;
  for (const key of keys) {
    if (LEFT_OUT.has(key) || external.has(key)) continue;
    canonical += `\u0000${key}\u0001${labels[key]}`;
  }
  // Copied, not cut from the whole text: a part of a string keeps the whole in memory, 40 bytes for each alert.
  digits.write(hash("sha1", canonical, "base64url"), 0, DIGITS, "latin1");
  return digits.toString("latin1") as Fingerprint;
}
