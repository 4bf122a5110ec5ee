import { hash } from "node:crypto";
import type { Report } from "../../../../shared/domain/event.ts";
import { text } from "../../../../shared/strings/index.ts";
import { countReason, type Reasons } from "../reasons.ts";
import { LogRules } from "../../rules/log-rules.ts";
import type { LogRule, OtlpConfig, SpanRule } from "./config.ts";
import { createEdgeLearner, type EdgeLearner } from "./edges.ts";
import { LineFeed } from "./lineFeed.ts";
import { createRuleAlerts, type RuleAlerts } from "./ruleAlerts.ts";
import { describeService, serviceOf, signatureOf } from "./service.ts";
import { SpanFeed } from "./spanFeed.ts";
import { createStatistics, type Statistics } from "./statistics.ts";
import type { Attributes, Batch, LogRecord, Span } from "./telemetry.ts";

const SERVER = 2;
const CONSUMER = 5;
const OLDEST_MS = 60 * 60_000;
const NEWEST_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
const LONGEST_SAMPLE = 200;
const REMEMBERED_BODIES = 256;

export const STATE_LIMITS = { services: 2_000, waiting: 50_000, edges: 10_000, lines: 10_000 };

/** What came of a request: how many of its records were not taken. */
export type Taken = { rejected: number };

/**
 * All that one receiver knows: topology, statistics and the alerts of its rules. Reports wait in `unsent` until they are
 * committed; after a failed commit they go with the next request or poll.
 */
export class OtlpState {
  readonly edges: EdgeLearner;
  readonly statistics: Statistics;
  alerts: RuleAlerts;
  reasons: Reasons = {};
  lastDeliveryAt: number | undefined;
  readonly startedAt: number;
  readonly #config: OtlpConfig;
  readonly #logRules: LogRules<LogRule>;
  readonly #lines: LineFeed;
  readonly #spans: SpanFeed;
  readonly #signatures = new Map<string, string>();
  readonly #failedBodies = new Set<string>();
  readonly #mostLines: number;
  #unsent: Report[] = [];
  #restored = false;
  #told: { reports: Report[]; ignored: Reasons; cursor: string } | undefined;

  constructor(config: OtlpConfig, now: number, limits: typeof STATE_LIMITS = STATE_LIMITS) {
    this.#config = config;
    this.startedAt = now;
    this.#mostLines = limits.lines;
    this.#lines = new LineFeed(config.linesPerMinute);
    this.#spans = new SpanFeed(now);
    this.edges = createEdgeLearner(limits);
    this.statistics = createStatistics(limits.services);
    this.alerts = createRuleAlerts(undefined, () => undefined);
    this.#logRules = new LogRules(config.logRules);
  }

  takeTraces(batches: readonly Batch<Span>[], now: number): Taken {
    let rejected = 0;
    for (const batch of batches) {
      rejected += this.#countMalformed(batch);
      const service = this.#introduce(batch.resource, batch.records.length);
      if (service === undefined) rejected += batch.records.length;
      else for (const span of batch.records) if (!this.#takeSpan(service, span, now)) rejected++;
    }
    return { rejected };
  }

  takeLogs(batches: readonly Batch<LogRecord>[], now: number): Taken {
    let rejected = 0;
    for (const batch of batches) {
      rejected += this.#countMalformed(batch);
      const service = this.#introduce(batch.resource, batch.records.length);
      if (service === undefined) rejected += batch.records.length;
      else for (const record of batch.records) this.#takeLog(service, record, now);
    }
    this.#unsent.push(...this.#lines.take());
    return { rejected };
  }

  /** What must be committed before the sender is told that all is well. `giveBack` when it could not be. */
  collect(): { reports: Report[]; ignored: Reasons } {
    const collected = { reports: this.#unsent, ignored: this.reasons };
    this.#unsent = [];
    this.reasons = {};
    return collected;
  }

  /** What is given back waits; of lines no more than have room, and the others are counted. */
  giveBack({ reports, ignored }: { reports: Report[]; ignored: Reasons }): void {
    let lines = 0;
    this.#unsent = [...reports, ...this.#unsent].filter((report) => {
      if (report.kind !== "lines") return true;
      const hasRoom = lines + report.lines.length <= this.#mostLines;
      if (hasRoom) lines += report.lines.length;
      else countReason(this.reasons, "ignored.linesWaiting", report.lines.length);
      return hasRoom;
    });
    for (const [reason, count] of Object.entries(ignored)) this.reasons[reason] = (this.reasons[reason] ?? 0) + count;
  }

  /** A body whose commit failed will come again: its spans are counted already. */
  rememberFailed(body: Buffer): void {
    if (this.#failedBodies.size >= REMEMBERED_BODIES) {
      const [oldest] = this.#failedBodies;
      if (oldest !== undefined) this.#failedBodies.delete(oldest);
    }
    this.#failedBodies.add(hash("sha1", body));
  }

  /** True once for a body that was remembered. */
  isRepeat(body: Buffer): boolean {
    return this.#failedBodies.size > 0 && this.#failedBodies.delete(hash("sha1", body));
  }

  /**
   * All alerts that hold now and all that waits to be told. The cursor of the last poll brings alerts back after a restart,
   * and shows whether what that poll told was committed: if not, it is told again.
   */
  poll(cursor: string | undefined, now: number): { reports: Report[]; ignored: Reasons; cursor: string } {
    if (!this.#restored) this.#restore(cursor);
    if (this.#told !== undefined && this.#told.cursor !== cursor) this.giveBack(this.#told);
    const edges = this.edges.settle(now, this.reasons);
    this.#evaluateSpanRules(now);
    this.#unsent.push(...this.#spans.take(this.statistics, now));
    const quietMs = this.#config.quietMinutes * MINUTE_MS;
    const isLogRule = new Set(this.#config.logRules.map(({ name }) => name));
    this.alerts.sweep((alert) => isLogRule.has(alert.rule) && now - alert.lastAt >= quietMs);
    const { reports, ignored } = this.collect();
    const waiting = [...reports.filter(({ kind }) => kind !== "alert"), ...edges];
    this.#told = { reports: waiting, ignored, cursor: this.alerts.toCursor(now) };
    return { reports: [...waiting, ...this.alerts.reports()], ignored, cursor: this.#told.cursor };
  }

  /** Alerts of before the restart, with those that were raised since. */
  #restore(cursor: string | undefined): void {
    this.#restored = true;
    const restored = createRuleAlerts(cursor, (rule, service) => this.#describe(rule, service));
    for (const report of this.alerts.reports()) {
      restored.raise({
        rule: report.name,
        service: report.labels["service.name"] ?? "",
        severity: report.severity,
        lastAt: report.at,
        summary: report.summary,
      });
    }
    this.alerts = restored;
  }

  #describe(name: string, service: string) {
    const logRule = this.#config.logRules.find((rule) => rule.name === name);
    if (logRule)
      return { severity: logRule.severity, summary: text("settings.otlp.logRuleHolds", { service, rule: name }) };
    const spanRule = this.#config.spanRules.find((rule) => rule.name === name);
    return (
      spanRule && { severity: spanRule.severity, summary: text("settings.otlp.spanRuleHolds", { service, rule: name }) }
    );
  }

  #countMalformed({ malformed }: Batch<unknown>): number {
    if (malformed > 0) countReason(this.reasons, "ignored.spanMalformed", malformed);
    return malformed;
  }

  /** The service of a resource; tells of it when it is new or says something new. */
  #introduce(resource: Attributes, records: number): string | undefined {
    const service = serviceOf(resource);
    if (service === undefined) {
      if (records > 0) countReason(this.reasons, "ignored.withoutService", records);
      return undefined;
    }
    const signature = signatureOf(resource);
    const known = this.#signatures.get(service);
    if (known === signature) return service;
    if (known === undefined && this.#signatures.size >= STATE_LIMITS.services) {
      countReason(this.reasons, "ignored.serviceLimit", records);
      return undefined;
    }
    this.#signatures.set(service, signature);
    this.#unsent.push(...describeService(service, resource));
    return service;
  }

  #takeSpan(service: string, span: Span, now: number): boolean {
    if (span.endAt < now - OLDEST_MS || span.endAt > now + NEWEST_MS) {
      countReason(this.reasons, "ignored.spanTime");
      return false;
    }
    this.#unsent.push(...this.edges.learn(service, span, now, this.reasons));
    if (span.kind === SERVER || span.kind === CONSUMER) {
      const room = this.statistics.add(service, span.endAt, span.endAt - span.startAt, span.failed);
      if (!room) countReason(this.reasons, "ignored.serviceLimit");
    }
    return true;
  }

  #takeLog(service: string, record: LogRecord, now: number): void {
    this.#lines.add(service, record, now, this.reasons);
    for (const rule of this.#logRules.matching(record.text, record.severityNumber, service)) {
      const line = sampleOf(record.text);
      const summary = text("settings.otlp.logRuleLine", { service, line });
      this.#raise({ rule: rule.name, service, severity: rule.severity, lastAt: now, summary });
    }
  }

  #raise(alert: Parameters<RuleAlerts["raise"]>[0]): void {
    const raised = this.alerts.raise(alert);
    if (raised === "full") countReason(this.reasons, "ignored.alertLimit");
    else if (raised !== "known") this.#unsent.push(raised);
  }

  #evaluateSpanRules(now: number): void {
    for (const rule of this.#config.spanRules) {
      for (const service of rule.service === undefined ? this.statistics.services() : [rule.service]) {
        this.#evaluate(rule, service, now);
      }
    }
  }

  #evaluate(rule: SpanRule, service: string, now: number): void {
    const { requests, failures, p95Ms } = this.statistics.over(service, now - rule.minutes * MINUTE_MS, now);
    const errorShare = requests === 0 ? 0 : failures / requests;
    const failing = rule.errorShare !== undefined && errorShare > rule.errorShare;
    const slow = rule.latencyMs !== undefined && p95Ms !== null && p95Ms > rule.latencyMs;
    if (requests < rule.atLeastRequests || (!failing && !slow)) {
      // After a start the window is not full yet: what held before goes on until it is.
      if (now - this.startedAt >= rule.minutes * MINUTE_MS) this.alerts.drop(rule.name, service);
      return;
    }
    const summary = failing
      ? text("settings.otlp.failing", { service, errorShare, count: requests })
      : text("settings.otlp.slow", { service, latencyMs: Math.round(p95Ms ?? 0) });
    this.#raise({ rule: rule.name, service, severity: rule.severity, lastAt: now, summary });
  }
}

/** The beginning of a line, cut between words: half an address would not be recognised when it is masked. */
function sampleOf(line: string): string {
  return line.length <= LONGEST_SAMPLE ? line : `${line.slice(0, LONGEST_SAMPLE).replace(/\s\S*$/, "")} …`;
}
