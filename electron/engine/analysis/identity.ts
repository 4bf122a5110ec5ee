import { hash } from "node:crypto";
import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { IncidentId } from "../../../shared/domain/incident.ts";
import type { Scope } from "../../../shared/domain/scope.ts";

/** The alert that gives an incident its identity. `version`: of the alert when this life of it began. */
export type Founder = { startedAt: number; fingerprint: Fingerprint; version: number };

/** Crockford's alphabet: no I, L, O, U, so an id can be read out over the phone. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS = 8;

/** Earlier start first, then the smaller fingerprint. */
export function olderFounder(left: Founder, right: Founder): Founder {
  if (left.startedAt !== right.startedAt) return left.startedAt < right.startedAt ? left : right;
  return left.fingerprint <= right.fingerprint ? left : right;
}

/** The same founder gives the same id; a later life of the same alert, even with the same start, gives another; so does a verdict that parts incidents. */
export function incidentIdOf(scope: Scope, founder: Founder, verdictId?: string): IncidentId {
  const parted = verdictId === undefined ? "" : `\n${verdictId}`;
  const content = `${scope}\n${founder.fingerprint}\n${founder.startedAt}\n${founder.version}${parted}`;
  const digest = hash("sha256", content, "buffer");
  let id = "INC-";
  for (let letter = 0; letter < LETTERS; letter++) id += ALPHABET.charAt(fiveBits(digest, letter * 5));
  return id as IncidentId;
}

function fiveBits(digest: Buffer, bit: number): number {
  return (digest.readUInt16BE(bit >> 3) >> (11 - (bit & 7))) & 31;
}
