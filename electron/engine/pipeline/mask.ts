import { createHmac } from "node:crypto";
import type {
  Alias,
  AlertReport,
  ChangeReport,
  EdgeReport,
  EntityReport,
  Labels,
  LinesReport,
  Report,
  SamplesReport,
} from "../../../shared/domain/event.ts";
import { type MaskKind, type Rule, RULES, SECRET_NAME, TRACE_NAME } from "./mask/rules.ts";
import { isSuspect } from "./mask/suspect.ts";

/** The key of the pseudonyms. Its id is written into each, so that keys can be changed without confusion. */
export type MaskKey = { keyId: string; key: string };

export interface Masker {
  /** A text with personal data and secrets replaced. Clean text is given back itself. */
  mask(text: string): string;
  /** A report with all its texts and label values masked, never names of labels. The same object when nothing was found. */
  maskReport<R extends Report>(report: R): R;
  /** How many values were masked since the start, by kind. */
  readonly counts: Readonly<Record<MaskKind, number>>;
}

/** 48 bits: among a million different values two share a pseudonym with a chance of 1 in 500. */
const PSEUDONYM_DIGITS = 12;
const KEY_ID = /^[a-z][a-z0-9]{0,15}$/;
const PSEUDONYM = /(<(?:private-key|password|token|email|iban|card|phone):[a-z][a-z0-9]{0,15}:[0-9a-f]{12}>)/;

/** @throws TypeError for a key id that could not stand in a pseudonym, or an empty key. */
export function createMasker({ keyId, key }: MaskKey): Masker {
  if (!KEY_ID.test(keyId))
    throw new TypeError(`a mask key id is a letter and up to 15 letters and digits, not "${keyId}"`);
  if (key === "") throw new TypeError("the mask key is empty");
  const counts: Record<MaskKind, number> = {
    "private-key": 0,
    password: 0,
    token: 0,
    email: 0,
    iban: 0,
    card: 0,
    phone: 0,
  };

  /** HMAC-SHA-256 (RFC 2104), cut short: equal values keep equal pseudonyms, and without the key nobody can try values out. */
  const pseudonymOf = (kind: MaskKind, value: string): string => {
    counts[kind]++;
    const digest = createHmac("sha256", key).update(`${kind}\0${value}`).digest("hex");
    return `<${kind}:${keyId}:${digest.slice(0, PSEUDONYM_DIGITS)}>`;
  };

  const applyRule = (text: string, { kind, pattern, accepts, canonical }: Rule): string => {
    pattern.lastIndex = 0;
    let masked = "";
    let from = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const { groups } = match;
      const value = groups?.value ?? groups?.quoted ?? groups?.single ?? match[0];
      if (accepts !== undefined && !accepts(value, match)) continue;
      const at = match.index + match[0].lastIndexOf(value);
      masked += text.slice(from, at) + pseudonymOf(kind, canonical?.(value) ?? value);
      from = at + value.length;
    }
    return from === 0 ? text : masked + text.slice(from);
  };

  /** Pseudonyms that are there already are left alone: rules see only what lies between them. */
  const applyBetween = (text: string, rule: Rule): string =>
    text
      .split(PSEUDONYM)
      .map((part, index) => (index % 2 === 1 || part.length < 5 ? part : applyRule(part, rule)))
      .join("");

  /** Masked text is text between pseudonyms, so it is gone over until nothing more is found: masking twice is masking once. */
  const maskSuspect = (text: string): string => {
    const masked = RULES.reduce(applyBetween, text);
    return masked === text ? text : maskSuspect(masked);
  };

  const mask = (text: string): string => (isSuspect(text) ? maskSuspect(text) : text);

  const maskLabel = (name: string, value: string): string => {
    if (SECRET_NAME.test(name) && !isPseudonym(value)) return pseudonymOf("password", value);
    return TRACE_NAME.test(name) ? value : mask(value);
  };

  return { mask, maskReport: (report) => maskEach(report, mask, maskLabel), counts };
}

const isPseudonym = (value: string): boolean =>
  value.split(PSEUDONYM).every((part, index) => index % 2 === 1 || part === "");

type Mask = (text: string) => string;
type MaskLabel = (name: string, value: string) => string;

function maskEach<R extends Report>(report: R, mask: Mask, maskLabel: MaskLabel): R;
function maskEach(report: Report, mask: Mask, maskLabel: MaskLabel): Report {
  switch (report.kind) {
    case "alert":
      return maskAlert(report, mask, maskLabel);
    case "change":
      return maskChange(report, mask);
    case "entity":
      return maskEntity(report, mask, maskLabel);
    case "edge":
      return maskEdge(report, mask);
    case "samples":
      return maskSamples(report, mask, maskLabel);
    case "lines":
      return maskLines(report, mask);
  }
}

function maskAlert(report: AlertReport, mask: Mask, maskLabel: MaskLabel): AlertReport {
  const name = mask(report.name);
  const summary = mask(report.summary);
  const description = report.description === undefined ? undefined : mask(report.description);
  const labels = maskLabels(report.labels, maskLabel);
  const clean =
    name === report.name &&
    summary === report.summary &&
    description === report.description &&
    labels === report.labels;
  if (clean && report.mutings.length === 0 && report.entity.length === 0) return report;
  const mutings = report.mutings.map(({ by, note, ...muting }) => ({
    ...muting,
    ...(by === undefined ? {} : { by: mask(by) }),
    ...(note === undefined ? {} : { note: mask(note) }),
  }));
  const entity = report.entity.map((hint) => maskAlias(hint, mask));
  const masked = { ...report, name, summary, labels, mutings, entity };
  return description === undefined ? masked : { ...masked, description };
}

function maskChange(report: ChangeReport, mask: Mask): ChangeReport {
  const { detail, by } = report;
  return {
    ...report,
    // Equal ids keep equal pseudonyms, so a repeat is still known for one.
    id: mask(report.id),
    entity: report.entity.map((hint) => maskAlias(hint, mask)),
    summary: mask(report.summary),
    ...(detail === undefined ? {} : { detail: mask(detail) }),
    ...(by === undefined ? {} : { by: mask(by) }),
  };
}

function maskEntity(report: EntityReport, mask: Mask, maskLabel: MaskLabel): EntityReport {
  const { site, group } = report;
  return {
    ...report,
    entity: maskAlias(report.entity, mask),
    aliases: report.aliases.map((alias) => maskAlias(alias, mask)),
    name: mask(report.name),
    attributes: maskLabels(report.attributes, maskLabel),
    ...(site === undefined ? {} : { site: mask(site) }),
    ...(group === undefined ? {} : { group: mask(group) }),
  };
}

const maskEdge = (report: EdgeReport, mask: Mask): EdgeReport => ({
  ...report,
  from: maskAlias(report.from, mask),
  to: maskAlias(report.to, mask),
});

const maskSamples = (report: SamplesReport, mask: Mask, maskLabel: MaskLabel): SamplesReport => ({
  ...report,
  series: report.series.map((series) => ({
    ...series,
    name: mask(series.name),
    labels: maskLabels(series.labels, maskLabel),
    entity: series.entity.map((hint) => maskAlias(hint, mask)),
  })),
});

const maskLines = (report: LinesReport, mask: Mask): LinesReport => ({
  kind: "lines",
  lines: report.lines.map(({ at, entity, text }) => ({
    at,
    entity: entity.map((hint) => maskAlias(hint, mask)),
    text: mask(text),
  })),
});

const maskAlias = <A extends Alias>(alias: A, mask: Mask): A => ({ ...alias, value: mask(alias.value) });

function maskLabels(labels: Labels, maskLabel: MaskLabel): Labels {
  let masked: Labels | undefined;
  for (const name in labels) {
    const value = labels[name]!;
    const without = maskLabel(name, value);
    if (without === value) continue;
    masked ??= { ...labels };
    masked[name] = without;
  }
  return masked ?? labels;
}
