import { z } from "zod";
import { Severity } from "./severity.ts";
import { EntityKind } from "./entity.ts";
import { SeriesLimit } from "./seriesLimit.ts";

export const Labels = z.record(z.string(), z.string());
export type Labels = z.infer<typeof Labels>;

/** Epoch milliseconds. */
export const Instant = z.int();

export const AlertState = z.enum(["firing", "suppressed", "resolved"]);
export type AlertState = z.infer<typeof AlertState>;

/** A name of an entity as one tool writes it: `{ namespace: "prometheus/instance", value: "db-1:9100" }`. */
export const Alias = z.object({ namespace: z.string().min(1), value: z.string().min(1) });
export type Alias = z.infer<typeof Alias>;

export const EntityHint = Alias.extend({ kind: EntityKind });
export type EntityHint = z.infer<typeof EntityHint>;

/** Who muted an alert at its source. `by` and `note` as the source gives them. */
export const Muting = z.object({
  kind: z.enum(["silence", "inhibition", "acknowledgement", "maintenance"]),
  id: z.string(),
  by: z.string().optional(),
  note: z.string().optional(),
  until: Instant.optional(),
});
export type Muting = z.infer<typeof Muting>;

/** A condition that a source reports. `handle` is the source's own id for it, used when acting. */
export const AlertReport = z.object({
  kind: z.literal("alert"),
  handle: z.string(),
  name: z.string(),
  state: AlertState,
  severity: Severity,
  labels: Labels,
  summary: z.string(),
  description: z.string().optional(),
  /** When the condition began (or, for `resolved`, ended), by the source's clock. */
  at: Instant,
  mutings: z.array(Muting).default([]),
  /** Names of the entity that the alert is about, best first; empty when labels must tell. */
  entity: z.array(EntityHint).default([]),
});
export type AlertReport = z.infer<typeof AlertReport>;

/** A deployment or configuration change. `id` is the source's own and makes repeats harmless. */
export const ChangeReport = z.object({
  kind: z.literal("change"),
  id: z.string(),
  entity: z.array(EntityHint).min(1),
  summary: z.string(),
  detail: z.string().optional(),
  by: z.string().optional(),
  at: Instant,
  endedAt: Instant.optional(),
});
export type ChangeReport = z.infer<typeof ChangeReport>;

/** An entity with all names a source knows for it: this is what joins one tool's words to another's. */
export const EntityReport = z.object({
  kind: z.literal("entity"),
  entity: EntityHint,
  aliases: z.array(Alias),
  name: z.string(),
  site: z.string().optional(),
  group: z.string().optional(),
  attributes: Labels.default({}),
});
export type EntityReport = z.infer<typeof EntityReport>;

export const EdgeOrigin = z.enum(["declared", "traces", "inferred"]);
export type EdgeOrigin = z.infer<typeof EdgeOrigin>;

/** `from` depends on `to`. */
export const EdgeReport = z.object({
  kind: z.literal("edge"),
  from: EntityHint,
  to: EntityHint,
  origin: EdgeOrigin,
  confidence: z.number().min(0).max(1),
});
export type EdgeReport = z.infer<typeof EdgeReport>;

/** Metrics to watch: values of some series, for each in the order of their times. */
export const SamplesReport = z.object({
  kind: z.literal("samples"),
  series: z.array(
    z.object({
      /** With the labels what tells series of one source apart. */
      name: z.string(),
      unit: z.string(),
      labels: Labels,
      /** Names of the entity that is measured, best first; empty when labels must tell. */
      entity: z.array(EntityHint),
      points: z.array(z.tuple([Instant, z.number()])),
      /** Where it runs out; absent for one that has no limit. */
      limit: SeriesLimit.optional(),
    }),
  ),
  /** From before the series was watched: forecasts alone learn from it. */
  past: z.literal(true).optional(),
});
export type SamplesReport = z.infer<typeof SamplesReport>;

/** Log lines as they came, oldest first. */
export const LinesReport = z.object({
  kind: z.literal("lines"),
  lines: z.array(z.object({ at: Instant, entity: z.array(EntityHint).min(1), text: z.string() })),
});
export type LinesReport = z.infer<typeof LinesReport>;

/** What a connector says, before masking. */
export const Report = z.discriminatedUnion("kind", [
  AlertReport,
  ChangeReport,
  EntityReport,
  EdgeReport,
  SamplesReport,
  LinesReport,
]);
export type Report = z.infer<typeof Report>;
