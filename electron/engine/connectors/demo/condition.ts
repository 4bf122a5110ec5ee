import type { Severity } from "../../../../shared/domain/severity.ts";
import type { Estate, EstateEntity } from "./estate.ts";
import type { Fault, Impact } from "./fault.ts";
import { SECOND, type Symptom } from "./faultKind.ts";
import type { Metric } from "./metricNames.ts";
import { between, choose, fingerprintOf, roll } from "./random.ts";
import { labelsIn, nameIn, type Tool } from "./tools.ts";
import { CUSTOMERS } from "./words.ts";

/** Something that one tool finds wrong with one entity. Times in ms since the simulation began. */
export type Condition = {
  /** The tool's own id: the same for the same name and labels, so it survives from poll to poll. */
  handle: string;
  tool: Tool;
  entity: EstateEntity;
  name: string;
  labels: Record<string, string>;
  from: number;
  to: number;
  stages: readonly { at: number; severity: Severity; summary: string }[];
  description: string | null;
  evidence: readonly Metric[];
  pulseMs: { on: number; off: number } | null;
  /** The fault behind it; null for noise. Ground truth: never part of a report. */
  faultId: string | null;
};

/** What the whole simulation says goes through this, so that tests can put other words in its mouth. */
export type Retext = (text: string) => string;

/** The conditions that a fault's impacts show in the tools. */
export function conditionsOf(estate: Estate, fault: Fault, impacts: Impact[], retext: Retext): Condition[] {
  const conditions: Condition[] = [];
  for (const impact of impacts) {
    for (const symptom of fault.kind.symptoms) {
      if (!symptom.roles.includes(impact.entity.role)) continue;
      if (impact.distance < symptom.distance[0] || impact.distance > symptom.distance[1]) continue;
      const luck = (what: string): number =>
        roll(estate.seed, fault.id, symptom.tool, symptom.name, impact.entity.key, what);
      if (luck("shows") >= symptom.probability) continue;
      const entity = symptom.onPod ? estate.pods.get(impact.entity.key)?.[0] : impact.entity;
      if (!entity) continue;
      const from = impact.at + between(symptom.delayMs, luck("delay"));
      const to = fault.to + impact.distance * 15 * SECOND + luck("recovery") * 60 * SECOND;
      if (from < to)
        conditions.push(
          conditionFrom(estate, symptom, entity, impact.via, { key: fault.id, from, to, faultId: fault.id }, retext),
        );
    }
  }
  return conditions;
}

export type Span = { key: string; from: number; to: number; faultId: string | null };

/** Puts a symptom at an entity for a span of time, in the tool's words. */
export function conditionFrom(
  estate: Estate,
  symptom: Symptom,
  entity: EstateEntity,
  via: EstateEntity,
  span: Span,
  retext: Retext,
): Condition {
  const customer = choose(CUSTOMERS, roll(estate.seed, span.key, entity.key, "customer"));
  const words: Record<string, string> = {
    name: nameIn(symptom.tool, entity),
    peer: nameIn(symptom.tool, via),
    site: entity.site,
    ...customer,
  };
  const say = (template: string): string =>
    retext(template.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole));
  const labels = labelsIn(symptom.tool, entity);
  const name = retext(symptom.name);
  return {
    handle: fingerprintOf(symptom.tool, name, JSON.stringify(labels)),
    tool: symptom.tool,
    entity,
    name,
    labels,
    from: Math.round(span.from),
    to: Math.round(span.to),
    stages: symptom.stages.map(({ afterMs, severity, text }) => ({
      at: Math.round(span.from + afterMs),
      severity,
      summary: say(text),
    })),
    description: symptom.description === undefined ? null : say(symptom.description),
    evidence: symptom.evidence ?? [],
    pulseMs: symptom.pulseMs ?? null,
    faultId: span.faultId,
  };
}
