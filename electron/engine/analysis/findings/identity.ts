import { hash } from "node:crypto";
import type { FindingId } from "../../../../shared/domain/finding.ts";
import type { Position } from "../../../../shared/domain/position.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";

const DIGITS = 12;

/** The same log entry begins the same finding about the same thing. */
export function findingIdOf(scope: Scope, subject: string, what: string, position: Position): FindingId {
  const content = `${scope}\n${subject}\n${what}\n${position.position}`;
  return `FND-${hash("sha256", content, "hex").slice(0, DIGITS).toUpperCase()}` as FindingId;
}
