import { type Severity, rankOf } from "./severity.ts";

/** What the priority of an open incident depends on. */
export type Urgency = {
  severity: Severity;
  /** Some alert fires that no source has confirmed as acknowledged. */
  unacknowledged: boolean;
  /** Alerts that belong to it. */
  alerts: number;
  /** Alerts joined within the last five minutes. */
  moving: boolean;
};

const SEVERITY_STEP = 1000;
const UNACKNOWLEDGED = 1500;
const MOVING = 300;
const PER_DECADE = 150;
const WIDEST = 600;

/**
 * Higher is more urgent. One step of severity is 1000. That nobody has it weighs one and a half steps, so an acknowledged
 * critical stands below an unacknowledged major and above an unacknowledged minor. Growth (300) and breadth
 * (150 per factor of ten in alerts, at most 600) order what is equal otherwise and together never outweigh a step.
 */
export function priorityOf({ severity, unacknowledged, alerts, moving }: Urgency): number {
  const breadth = Math.min(WIDEST, PER_DECADE * Math.log10(Math.max(1, alerts)));
  return Math.round(
    SEVERITY_STEP * rankOf(severity) + (unacknowledged ? UNACKNOWLEDGED : 0) + (moving ? MOVING : 0) + breadth,
  );
}
