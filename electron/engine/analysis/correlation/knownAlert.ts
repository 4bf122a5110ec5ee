import type { Fingerprint } from "../../../../shared/domain/alert.ts";
import type { AlertState } from "../../../../shared/domain/event.ts";
import type { Part } from "./part.ts";

/** An alert that is active, or was until a moment ago. */
export type KnownAlert = {
  readonly fingerprint: Fingerprint;
  /** Order of the lives' beginnings in the log; incidents are joined in it. */
  sequence: number;
  part: Part;
  startedAt: number;
  /** The alert's version when this life began. */
  version: number;
  /** Rank of the severity, 0 info … 4 critical. */
  rank: number;
  state: AlertState;
  /** Log time of the beginning of this life, and of its end (0 while it lasts). */
  placedAt: number;
  resolvedAt: number;
  /** Whether the incident has been told. */
  joined: boolean;
  /** Whether this life belongs to the same incident as the one before it. */
  again: boolean;
};

export const isActive = (alert: KnownAlert): boolean => alert.state !== "resolved";
