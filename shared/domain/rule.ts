import { z } from "zod";
import { Instant } from "./event.ts";
import { DEFAULT_SCOPE, Scope } from "./scope.ts";

/** Letters, digits and dashes: it stands in explanations and on command lines. */
export const RuleId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][\w.-]*$/);

export const RuleEffect = z.enum(["group", "separate", "suppress"]);
export type RuleEffect = z.infer<typeof RuleEffect>;

/** A `draft` and a `disabled` rule do nothing; a draft has never been in use. */
export const RuleState = z.enum(["draft", "enabled", "disabled"]);
export type RuleState = z.infer<typeof RuleState>;

export const LONGEST_DESCRIPTION = 500;
export const LONGEST_EXPRESSION = 2_000;
export const MAXIMUM_RULES = 500;

/**
 * What an operator says beforehand about grouping. `when`: CEL, over `alert` for `suppress`, over two alerts `a` and `b`, in either
 * order, for `group` and `separate`.
 */
export const Rule = z.strictObject({
  id: RuleId,
  description: z.string().max(LONGEST_DESCRIPTION).default(""),
  effect: RuleEffect,
  when: z.string().min(1).max(LONGEST_EXPRESSION),
  /** Starts of two alerts that `group` joins lie at most so far apart. */
  withinMinutes: z.number().gt(0).max(15).default(5),
  state: RuleState.default("enabled"),
  /** It says nothing about alerts of other scopes. */
  scope: Scope.default(DEFAULT_SCOPE),
});
export type Rule = z.infer<typeof Rule>;

/** An incident that a rule would change. `becomes`: where its alerts are then, the largest share first; none when they are suppressed. */
export const ChangedIncident = z.object({
  id: z.string(),
  headline: z.string(),
  startedAt: Instant,
  alerts: z.int(),
  kind: z.enum(["merged", "split", "shrunk", "suppressed"]),
  becomes: z.array(z.object({ id: z.string(), alerts: z.int(), of: z.int() })),
  suppressed: z.int(),
});
export type ChangedIncident = z.infer<typeof ChangedIncident>;

/** An operator's verdict that the outcome is held against. `before`, `after`: whether it is contradicted without and with the rule. */
export const JudgedVerdict = z.object({
  kind: z.enum(["merge", "split"]),
  incidentId: z.string(),
  otherId: z.string().nullable(),
  by: z.string(),
  at: Instant,
  before: z.boolean(),
  after: z.boolean(),
});
export type JudgedVerdict = z.infer<typeof JudgedVerdict>;

const Outcome = z.object({
  incidents: z.int(),
  suppressed: z.int(),
  /** 1 − incidents ÷ alerts. */
  reduction: z.number(),
  /** Alerts that operators parted and that are together. */
  wrongMerges: z.int(),
  /** Incidents that operators merged and that are apart. */
  missedMerges: z.int(),
});

/** What rules would have done with the cached history. */
export const RuleTest = z.object({
  from: Instant,
  to: Instant,
  alerts: z.int(),
  entries: z.int(),
  /** False when it ended because it had taken as long, or read as much, as it may. */
  complete: z.boolean(),
  before: Outcome,
  after: Outcome,
  /** How often each rule took effect, by id. */
  effects: z.record(z.string(), z.int()),
  changed: z.array(ChangedIncident),
  changedCount: z.int(),
  verdicts: z.array(JudgedVerdict),
});
export type RuleTest = z.infer<typeof RuleTest>;
