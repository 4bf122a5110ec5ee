import type {
  Alias,
  AlertReport,
  ChangeReport,
  EdgeReport,
  EntityHint,
  EntityReport,
  Labels,
  LinesReport,
  Muting,
  Report,
  SamplesReport,
} from "../../../shared/domain/event.ts";
import { text } from "../../../shared/strings/index.ts";
import { cleanText, cleanValue, CONTROL, type Note } from "./cleanText.ts";
import { timestampOf } from "./timestamp.ts";

export const LIMITS = {
  name: 200,
  label: 1_024,
  labelName: 128,
  labels: 64,
  summary: 1_000,
  description: 8_000,
  hints: 16,
  mutings: 32,
  line: 4_096,
};

/** A report in order, and a reason of the catalogue for each thing that had to be changed. */
export type Normalised<R extends Report> = { report: R; ignored: string[] };

/**
 * Puts a report in order whatever its source wrote: times in epoch ms, texts and labels within limits, nothing nameless.
 * Pure; a report that is in order is given back itself.
 */
export function normalise<R extends Report>(report: R, receivedAt: number): Normalised<R>;
export function normalise(report: Report, receivedAt: number): Normalised<Report> {
  const ignored: string[] = [];
  const note: Note = (reason) => ignored.push(reason);
  return { report: inOrder(report, receivedAt, note), ignored };
}

function inOrder(report: Report, receivedAt: number, note: Note): Report {
  switch (report.kind) {
    case "alert":
      return alertInOrder(report, receivedAt, note);
    case "change":
      return changeInOrder(report, receivedAt, note);
    case "entity":
      return entityInOrder(report, note);
    case "edge":
      return edgeInOrder(report, note);
    case "samples":
      return samplesInOrder(report, receivedAt, note);
    case "lines":
      return linesInOrder(report, receivedAt, note);
  }
}

function alertInOrder(report: AlertReport, receivedAt: number, note: Note): AlertReport {
  const name = nameInOrder(report.name, note);
  const at = timeInOrder(report.at, receivedAt, note);
  const labels = labelsInOrder(report.labels, note);
  const summary = cleanText(report.summary, LIMITS.summary, note);
  const description =
    report.description === undefined ? undefined : cleanText(report.description, LIMITS.description, note);
  const mutings = report.mutings.length === 0 ? report.mutings : mutingsInOrder(report.mutings, note);
  const entity = report.entity.length === 0 ? report.entity : hintsInOrder(report.entity, note);
  const same =
    name === report.name &&
    at === report.at &&
    labels === report.labels &&
    summary === report.summary &&
    description === report.description &&
    mutings === report.mutings &&
    entity === report.entity;
  if (same) return report;
  const changed = { ...report, name, at, labels, summary, mutings, entity };
  return description === undefined ? changed : { ...changed, description };
}

function changeInOrder(report: ChangeReport, receivedAt: number, note: Note): ChangeReport {
  const { detail, by, endedAt, ...rest } = report;
  return {
    ...rest,
    entity: atLeastOne(hintsInOrder(report.entity, note), report.entity, note),
    summary: cleanText(report.summary, LIMITS.summary, note),
    at: timeInOrder(report.at, receivedAt, note),
    ...(detail === undefined ? {} : { detail: cleanText(detail, LIMITS.description, note) }),
    ...(by === undefined ? {} : { by: cleanText(by, LIMITS.name, note) }),
    ...(endedAt === undefined ? {} : { endedAt: timeInOrder(endedAt, receivedAt, note) }),
  };
}

function entityInOrder(report: EntityReport, note: Note): EntityReport {
  const { site, group, ...rest } = report;
  return {
    ...rest,
    entity: hintInOrder(report.entity, note),
    aliases: report.aliases
      .filter(isNamed)
      .slice(0, LIMITS.labels)
      .map((alias) => aliasInOrder(alias, note)),
    name:
      report.name.trim() === "" ? hintInOrder(report.entity, note).value : cleanText(report.name, LIMITS.name, note),
    attributes: labelsInOrder(report.attributes, note),
    ...(site === undefined ? {} : { site: cleanText(site, LIMITS.name, note) }),
    ...(group === undefined ? {} : { group: cleanText(group, LIMITS.name, note) }),
  };
}

function edgeInOrder(report: EdgeReport, note: Note): EdgeReport {
  const confidence = Math.min(1, Math.max(0, Number.isFinite(report.confidence) ? report.confidence : 0));
  return { ...report, from: hintInOrder(report.from, note), to: hintInOrder(report.to, note), confidence };
}

function samplesInOrder(report: SamplesReport, receivedAt: number, note: Note): SamplesReport {
  const series = report.series.map(({ name, unit, labels, entity, points, ...rest }) => {
    const numbers = points.filter(([, value]) => Number.isFinite(value));
    if (numbers.length < points.length) note("ignored.sampleNoNumber");
    return {
      ...rest,
      name: nameInOrder(name, note),
      unit: cleanText(unit, LIMITS.labelName, note),
      labels: labelsInOrder(labels, note),
      entity: hintsInOrder(entity, note),
      points: numbers.map(([at, value]): [number, number] => [timeInOrder(at, receivedAt, note), value]),
    };
  });
  return { ...report, series };
}

function linesInOrder(report: LinesReport, receivedAt: number, note: Note): LinesReport {
  const lines = report.lines.map(({ at, entity, text: line }) => ({
    at: timeInOrder(at, receivedAt, note),
    entity: atLeastOne(hintsInOrder(entity, note), entity, note),
    // A line is one line: what spans several stays readable.
    text: cleanText(line, LIMITS.line, note).replaceAll("\n", " "),
  }));
  return { kind: "lines", lines };
}

function timeInOrder(given: number, receivedAt: number, note: Note): number {
  const { at, problem } = timestampOf(given, receivedAt);
  if (problem !== undefined) note(problem);
  return at;
}

function nameInOrder(name: string, note: Note): string {
  if (name.trim() !== "") return cleanText(name, LIMITS.name, note);
  note("ignored.unnamed");
  return text("failure.unnamedAlert");
}

function labelsInOrder(labels: Labels, note: Note): Labels {
  if (areInOrder(labels)) return labels;
  const kept: Labels = {};
  let count = 0;
  for (const name of Object.keys(labels).sort()) {
    const value = labels[name];
    if (value === undefined || value === "") note("ignored.labelEmpty");
    else if (name.trim() === "" || name.length > LIMITS.labelName || name === "__proto__") note("ignored.labelName");
    else if (count === LIMITS.labels) note("ignored.labelCount");
    else {
      kept[cleanText(name, LIMITS.labelName, note)] = cleanValue(value, LIMITS.label, note);
      count++;
    }
  }
  return kept;
}

const SURROGATE = /[\ud800-\udfff]/;

const isOdd = (text: string): boolean => CONTROL.test(text) || SURROGATE.test(text);

/** The quick look that spares almost every report the slow one. */
function areInOrder(labels: Labels): boolean {
  let count = 0;
  for (const name in labels) {
    const value = labels[name]!;
    if (++count > LIMITS.labels || name.length === 0 || name.length > LIMITS.labelName) return false;
    if (value.length === 0 || value.length > LIMITS.label || isOdd(value) || isOdd(name)) return false;
  }
  return true;
}

function mutingsInOrder(mutings: Muting[], note: Note): Muting[] {
  return mutings.slice(0, LIMITS.mutings).map(({ by, note: remark, until, ...muting }) => ({
    ...muting,
    ...(by === undefined ? {} : { by: cleanText(by, LIMITS.name, note) }),
    ...(remark === undefined ? {} : { note: cleanText(remark, LIMITS.summary, note) }),
    // A silence may end in a far year: only what is no time at all goes.
    ...(until === undefined || !Number.isFinite(until) ? {} : { until: Math.trunc(until) }),
  }));
}

const isNamed = ({ value }: Alias): boolean => value.trim() !== "";

function hintsInOrder(hints: EntityHint[], note: Note): EntityHint[] {
  const named = hints.filter(isNamed);
  if (named.length < hints.length) note("ignored.entityUnnamed");
  return named.slice(0, LIMITS.hints).map((hint) => hintInOrder(hint, note));
}

const atLeastOne = (hints: EntityHint[], given: EntityHint[], note: Note): EntityHint[] =>
  hints.length > 0 ? hints : given.slice(0, 1).map((hint) => hintInOrder(hint, note));

function hintInOrder(hint: EntityHint, note: Note): EntityHint {
  return { ...aliasInOrder(hint, note), kind: hint.kind };
}

function aliasInOrder({ namespace, value }: Alias, note: Note): Alias {
  if (isNamed({ namespace, value })) return { namespace, value: cleanValue(value, LIMITS.label, note) };
  note("ignored.entityUnnamed");
  return { namespace, value: text("failure.unnamedEntity") };
}
