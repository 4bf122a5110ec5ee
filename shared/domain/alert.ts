import { z } from "zod";
import { EntityId, EntityKind } from "./entity.ts";
import { AlertState, Instant, Labels, Muting } from "./event.ts";
import { IncidentId } from "./incident.ts";
import { Acknowledgement } from "./outbox.ts";
import { Scope } from "./scope.ts";
import { Severity } from "./severity.ts";

/** Identity of a condition: a hash of scope, name and labels without replica and external labels. */
export const Fingerprint = z.string().min(8).brand<"Fingerprint">();
export type Fingerprint = z.infer<typeof Fingerprint>;

/** One source's view of an alert. Actions go through a source that can act, by its own handle. */
export const AlertSource = z.object({
  sourceId: z.string(),
  sourceName: z.string(),
  handle: z.string(),
  state: AlertState,
  mutings: z.array(Muting),
});
export type AlertSource = z.infer<typeof AlertSource>;

/** A deduplicated condition with a life. Texts and label values are masked. */
export const Alert = z.object({
  fingerprint: Fingerprint,
  scope: Scope,
  name: z.string(),
  state: AlertState,
  severity: Severity,
  summary: z.string(),
  entityId: EntityId,
  entityName: z.string(),
  entityKind: EntityKind,
  site: z.string().nullable(),
  /** Begin of this life by the source's clock. */
  startedAt: Instant,
  resolvedAt: Instant.nullable(),
  lastSeenAt: Instant,
  /** Reports in this life, the first included. */
  count: z.int(),
  /** Grows with each transition; an action names the one that its operator saw. */
  version: z.int(),
  incidentId: IncidentId.nullable(),
  /** Id of the rule that keeps it out of incidents. */
  suppressedBy: z.string().optional(),
  sourceIds: z.array(z.string()),
  acknowledgement: Acknowledgement,
});
export type Alert = z.infer<typeof Alert>;

export const AlertDetail = Alert.extend({
  description: z.string().nullable(),
  labels: Labels,
  sources: z.array(AlertSource),
});
export type AlertDetail = z.infer<typeof AlertDetail>;
