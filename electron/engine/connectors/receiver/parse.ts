import type { AlertReport } from "../../../../shared/domain/event.ts";
import { text, type TextKey } from "../../../../shared/strings/index.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { countReason, type Reasons } from "../reasons.ts";
import { mapSeverity } from "../severity.ts";

/** What is wrong with a delivery: which field, what it should be and what it is. */
export type Mistake = { field: string; expected: TextKey; actual: string };

export type Delivery =
  /** `endsAt[i]` belongs to `reports[i]`: epoch ms at which it ends by itself, 0 when it does not say. */
  { ok: true; reports: AlertReport[]; endsAt: number[]; ignored: Reasons } | { ok: false; mistake: Mistake };

const NO_MUTINGS: AlertReport["mutings"] = [];
const NO_ENTITY: AlertReport["entity"] = [];
/** Go's zero time stands for "not given". */
const ZERO_TIME = "0001-01-01T00:00:00Z";

class MistakeFound {
  readonly mistake: Mistake;
  constructor(field: string, expected: TextKey, value: unknown) {
    this.mistake = { field, expected, actual: nameOf(value) };
  }
}

/**
 * Reads the body of Alertmanager's `POST /api/v2/alerts`. Written by hand, because this is the path of every pushed alert:
 * one walk over each alert checks, copies the labels and makes the fingerprint.
 */
export function readDelivery(body: unknown, now: number): Delivery {
  const reports: AlertReport[] = [];
  const endsAt: number[] = [];
  const ignored: Reasons = {};
  const times = createTimes();
  try {
    if (!Array.isArray(body)) throw new MistakeFound("the body", "failure.delivery.expected.list", body);
    for (let index = 0; index < body.length; index++)
      readAlert(body[index], index, now, times, ignored, reports, endsAt);
  } catch (error) {
    if (error instanceof MistakeFound) return { ok: false, mistake: error.mistake };
    throw error;
  }
  return { ok: true, reports, endsAt, ignored };
}

type Times = (value: unknown, index: number, field: string) => number;

function readAlert(
  alert: unknown,
  index: number,
  now: number,
  times: Times,
  ignored: Reasons,
  reports: AlertReport[],
  endsAt: number[],
): void {
  if (!isObject(alert)) throw new MistakeFound(`[${index}]`, "failure.delivery.expected.object", alert);
  const { labels: given } = alert;
  if (!isObject(given)) throw new MistakeFound(`[${index}].labels`, "failure.delivery.expected.labels", given);
  const labels: Record<string, string> = {};
  const names: string[] = [];
  for (const name in given) {
    const value = given[name];
    if (typeof value !== "string")
      throw new MistakeFound(`[${index}].labels.${name}`, "failure.delivery.expected.text", value);
    if (value === "") continue; // an empty label is no label: Alertmanager drops it too
    names.push(name);
    if (name !== "alertname") labels[name] = value;
  }
  if (names.length === 0) throw new MistakeFound(`[${index}].labels`, "failure.delivery.expected.labels", given);
  const end = times(alert.endsAt, index, "endsAt");
  const start = times(alert.startsAt, index, "startsAt");
  const name = textAt(given.alertname) ?? text("failure.unnamedAlert");
  const { severity, known } = mapSeverity(labels.severity);
  if (!known) countReason(ignored, "ignored.unknownSeverity");
  const over = end !== 0 && end <= now;
  const annotations = readAnnotations(alert.annotations, index);
  const description = textAt(annotations?.description);
  const report: AlertReport = {
    kind: "alert",
    handle: fingerprintOf(names, given as Record<string, string>),
    name,
    state: over ? "resolved" : "firing",
    severity,
    labels,
    summary: textAt(annotations?.summary) ?? textAt(annotations?.message) ?? name,
    at: over ? end : start === 0 ? now : start,
    mutings: NO_MUTINGS,
    entity: NO_ENTITY,
  };
  if (description !== undefined) report.description = description;
  reports.push(report);
  endsAt.push(end);
}

function readAnnotations(value: unknown, index: number): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw new MistakeFound(`[${index}].annotations`, "failure.delivery.expected.object", value);
  for (const name in value) {
    if (typeof value[name] !== "string") {
      throw new MistakeFound(`[${index}].annotations.${name}`, "failure.delivery.expected.text", value[name]);
    }
  }
  return value;
}

/** Reads times and remembers the last of each field: the alerts of one delivery mostly share theirs. 0 for none. */
function createTimes(): Times {
  const last = new Map<string, { text: string; at: number }>();
  return (value, index, field) => {
    if (value === undefined || value === null || value === "" || value === ZERO_TIME) return 0;
    const known = last.get(field);
    if (known?.text === value) return known.at;
    const at = typeof value === "string" && value[10] === "T" && value.length >= 20 ? Date.parse(value) : NaN;
    if (Number.isNaN(at)) throw new MistakeFound(`[${index}].${field}`, "failure.delivery.expected.time", value);
    last.set(field, { text: value as string, at });
    return at;
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textAt = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** What a value is, in words for the sender: never the value itself, which is not masked. */
function nameOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return Object.keys(value).length === 0 ? "an empty object" : "an object";
  return typeof value === "string" ? "another string" : `a ${typeof value}`;
}
