import type { Labels } from "../../../shared/domain/event.ts";
import type { AlertTransition } from "../../../shared/domain/log.ts";

/** What a rule may ask about one of two alerts. Texts are masked, as they are stored. */
export class PairFacts {
  name: string;
  severity: string;
  summary: string;
  /** Name and kind of the entity that it is about, as they are known when it begins. */
  entity: string;
  kind: string;
  /** Id of the source that told of it first. */
  source: string;
  labels: Labels;

  constructor(facts: Omit<PairFacts, never>) {
    this.name = facts.name;
    this.severity = facts.severity;
    this.summary = facts.summary;
    this.entity = facts.entity;
    this.kind = facts.kind;
    this.source = facts.source;
    this.labels = facts.labels;
  }
}

/** What a rule may ask about an alert. */
export class AlertFacts extends PairFacts {
  /** By the source's clock. */
  startedAt: Date;

  constructor(facts: Omit<AlertFacts, never>) {
    super(facts);
    this.startedAt = facts.startedAt;
  }
}

/** How long a text a rule over logs looks at. An expression that repeats takes the square of it at worst. */
export const LONGEST_LOG_TEXT = 4_096;

/** OpenTelemetry's severity numbers end at 24. The language's integers are big ones, made once. */
const LEVELS = Array.from({ length: 25 }, (_, level) => BigInt(level));

/** What a rule may ask about a log record. `level`: 9 info, 13 warn, 17 error, 21 fatal (OpenTelemetry's numbers). */
export class LogFacts {
  text: string;
  level: bigint;
  service: string;

  constructor(text: string, level: number, service: string) {
    this.text = text.length > LONGEST_LOG_TEXT ? text.slice(0, LONGEST_LOG_TEXT) : text;
    this.level = LEVELS[level] ?? 0n;
    this.service = service;
  }
}

type Where = { entity: string; kind: string; source: string };

export const factsOf = (
  { name, severity, summary, labels, startedAt }: AlertTransition,
  { entity, kind, source }: Where,
): AlertFacts =>
  new AlertFacts({ name, severity, summary, entity, kind, source, labels, startedAt: new Date(startedAt) });
