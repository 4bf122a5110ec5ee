import type { EntityId } from "../../shared/domain/entity.ts";
import type { Incident, IncidentDetail } from "../../shared/domain/incident.ts";
import type { OutboxItem } from "../../shared/domain/outbox.ts";
import { DEFAULT_SCOPE } from "../../shared/domain/scope.ts";
import type { Source } from "../../shared/domain/source.ts";
import type { Timeline } from "../../shared/domain/timeline.ts";
import {
  aCause,
  anIncident,
  anIncidentDetail,
  anInvolvedEdge,
  anInvolvedEntity,
  aReason,
  aSuspectChange,
  said,
} from "../builders/incident.ts";
import { aSource } from "../builders/source.ts";
import { aBar, aMetric, aTimeline, aTimelineMark, aTimelineRow } from "../builders/timeline.ts";

const MINUTE = 60_000;
const id = (name: string): EntityId => name as EntityId;

/** Five open incidents of a retailer's night, the first in full. All times are counted back from `now`. */
export function openIncidents(now: number): Incident[] {
  const at = (minutesAgo: number): number => Math.round(now - minutesAgo * MINUTE);
  const confirmed = (by: string, minutesAgo: number) => ({
    state: "confirmed" as const,
    by,
    at: at(minutesAgo),
    until: at(minutesAgo - 120),
  });
  const cause = (entity: string, what: string, probability: number): Incident["cause"] => ({
    entityId: id(entity),
    entityName: entity,
    what: said(what),
    probability,
  });
  return [
    anIncident({
      ...{
        id: "INC-2071",
        severity: "critical",
        priority: 98,
        version: 7,
        headline: said("Customers cannot pay at checkout"),
      },
      cause: cause("orders-db", "no free connections", 0.78),
      change: { changeId: "CHG-4821", entityName: "payments-api", summary: "CHG-4821", at: at(28) },
      ...{
        alertCount: 3208,
        firingCount: 3102,
        entityCount: 11,
        perMinute: 64,
        trend: "rising",
        spark: [1, 1, 2, 2, 3, 9, 22, 41, 58, 61, 66, 64],
      },
      ...{
        startedAt: at(21.8),
        openedAt: at(19),
        owner: "A. Lindqvist",
        acknowledgement: confirmed("A. Lindqvist", 16.8),
      },
      ...{ sourceIds: ["prometheus", "alertmanager", "elastic"], staleSourceIds: [] },
    }),
    anIncident({
      ...{ id: "INC-2068", severity: "major", priority: 80, headline: said("14 stores in Rotterdam offline") },
      cause: cause("wan-rtm-02", "uplink down", 0.91),
      ...{ alertCount: 611, firingCount: 600, entityCount: 44, spark: [44, 61, 60, 52, 31, 12, 4, 2, 1, 0, 0, 0] },
      ...{ startedAt: at(47), openedAt: at(46), owner: "J. Hofman", acknowledgement: confirmed("J. Hofman", 40) },
      ...{ sourceIds: ["nagios"], staleSourceIds: ["nagios"] },
    }),
    anIncident({
      ...{ id: "INC-2072", severity: "minor", priority: 60, headline: said("Search shows stock up to 40 min old") },
      cause: cause("index-writer", "consumer lag", 0.64),
      ...{
        alertCount: 187,
        firingCount: 187,
        entityCount: 3,
        perMinute: 9,
        trend: "rising",
        spark: [0, 0, 0, 0, 0, 1, 1, 3, 5, 8, 9, 9],
      },
      ...{ startedAt: at(6), openedAt: at(5) },
    }),
    anIncident({
      ...{ id: "INC-2066", severity: "warning", priority: 40, headline: said("Label printers in Leipzig are slow") },
      cause: cause("print-spool-03", "queue length", 0.52),
      ...{
        alertCount: 74,
        firingCount: 31,
        entityCount: 2,
        perMinute: -2,
        trend: "falling",
        spark: [9, 8, 8, 7, 6, 6, 5, 5, 4, 4, 3, 3],
      },
      ...{
        startedAt: at(112),
        openedAt: at(110),
        owner: "S. Adeyemi",
        acknowledgement: { ...confirmed("S. Adeyemi", 90), state: "sent" },
      },
    }),
    anIncident({
      ...{ id: "INC-2065", severity: "warning", priority: 30, headline: said("Backup storage will be full in 31 h") },
      cause: cause("nas-fra-03", "growth of 3 % an hour", 0.44),
      ...{ alertCount: 33, firingCount: 33, perMinute: 0.02, spark: [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2] },
      ...{ startedAt: at(140), openedAt: at(139) },
    }),
  ];
}

const RESOLVED = [
  ["major", "Single sign-on refused staff in Amsterdam", 412, 29, 18, "J. Hofman"],
  ["minor", "Price labels late in 6 stores", 96, 60, 41, "S. Adeyemi"],
  ["warning", "Certificate of mail-gw-01 renewed", 4, 81, 9, null],
  ["minor", "Returns service restarted twice", 57, 103, 12, null],
  ["warning", "Disk of log-fra-11 above 90 %", 11, 131, 6, "A. Lindqvist"],
  ["major", "Card terminals in Utrecht offline", 388, 154, 33, "A. Lindqvist"],
  ["info", "Planned failover of fw-ams-01", 140, 181, 22, null],
  ["warning", "Replica of stock-db behind", 19, 217, 14, "A. Lindqvist"],
  ["minor", "Delivery slots missing in Antwerp", 66, 240, 27, "S. Adeyemi"],
  ["warning", "Queue mail-out above 5,000", 8, 262, 11, null],
  ["major", "Loyalty points not credited", 203, 284, 38, "J. Hofman"],
] as const;

export const resolvedIncidents = (now: number): Incident[] =>
  RESOLVED.map(([severity, headline, alertCount, ago, took, owner], index) =>
    anIncident({
      ...{
        id: `INC-20${50 - index}`,
        severity,
        state: "resolved",
        headline: said(headline),
        alertCount,
        firingCount: 0,
        owner,
      },
      ...{ resolvedAt: Math.round(now - ago * MINUTE), startedAt: Math.round(now - (ago + took) * MINUTE) },
    }),
  );

/** The checkout outage in full. Any other incident gets the same parts, so that every row opens. */
export function detailOf(incident: Incident, now: number): IncidentDetail {
  const at = (minutesAgo: number): number => Math.round(now - minutesAgo * MINUTE);
  if (incident.id !== "INC-2071") {
    const entityName = incident.cause?.entityName ?? "unknown";
    const entities = [anInvolvedEntity({ id: entityName, severity: incident.severity, role: "cause", kind: "device" })];
    return anIncidentDetail({
      ...incident,
      entities,
      causes: incident.cause === null ? [] : [aCause({ ...incident.cause, rank: 1 })],
    });
  }
  const hit = (name: string, severity: Incident["severity"], minutesAgo: number) => ({
    id: name,
    severity,
    firstAlertAt: at(minutesAgo),
  });
  return anIncidentDetail({
    ...incident,
    model: "causes 1",
    causes: [
      aCause({
        reasons: [
          aReason(
            "400 of 400 connections in use since {sinceAt}, {leadMs} before the first failed checkout",
            true,
            0.9,
          ),
          aReason("All 7 affected services reach orders-db within two hops; nothing unaffected does", true, 0.8),
          aReason("Log pattern “remaining connection slots are reserved”: 0 to 1,904 lines in 5 min", true, 0.6),
          aReason("CPU 31 %, disk and replication lag are as expected (Zabbix)", false, 0.3),
        ].map((reason) => ({ ...reason, params: { sinceAt: at(21.8), leadMs: 160_000 } })),
      }),
      aCause({
        rank: 2,
        entityId: id("payments-api"),
        entityName: "payments-api",
        what: said("retries multiply the load"),
        probability: 0.14,
        reasons: [aReason("Alerts began 46 s after orders-db", false)],
      }),
      aCause({
        rank: 3,
        entityId: id("lb-fra-02"),
        entityName: "lb-fra-02",
        what: said("packet loss to the data zone"),
        probability: 0.05,
        reasons: [aReason("No path from it to order-events", false)],
      }),
    ],
    changes: [
      aSuspectChange({
        ...{ at: at(28.4), endedAt: at(24.9), leadMs: 188_000 },
        reasons: [aReason("DB_POOL_MAX 10 to 40: 12 pods × 40 = 480 wanted, orders-db allows 400")],
      }),
      aSuspectChange({ changeId: "CHG-4815", summary: "store-web copy texts", probability: 0.02 }),
    ],
    grouping: [
      {
        ...said("Depend on the same entity: 7 services, 46 pods and 3 hosts reach orders-db within two hops"),
        alerts: 2740,
        share: 0.85,
      },
      { ...said("Started together: onsets within 6 min, in dependency order"), alerts: 3208, share: 1 },
      {
        ...said("Say the same thing: “timeout acquiring connection”, “upstream request timeout”"),
        alerts: 1904,
        share: 0.59,
      },
      {
        ...said("Follow the same change: payments-api 2.14.0 pods raise 71 % of the alerts"),
        alerts: 2277,
        share: 0.71,
      },
    ],
    entities: [
      anInvolvedEntity({ ...hit("checkout-web", "critical", 19.1), alertCount: 610 }),
      anInvolvedEntity({ ...hit("mobile-bff", "warning", 15.9), alertCount: 40 }),
      anInvolvedEntity({ id: "store-web", role: "neighbour" }),
      anInvolvedEntity({ id: "partner-gw", role: "neighbour" }),
      anInvolvedEntity({ ...hit("checkout-api", "critical", 19.9), alertCount: 912 }),
      anInvolvedEntity({ id: "cart-api", role: "neighbour" }),
      anInvolvedEntity({ ...hit("payments-api", "critical", 21), alertCount: 1204, changeId: "CHG-4821" }),
      anInvolvedEntity({ ...hit("order-events", "minor", 16.6), kind: "queue", alertCount: 31 }),
      anInvolvedEntity({ ...hit("orders-db", "critical", 21.8), kind: "database", role: "cause", alertCount: 411 }),
      anInvolvedEntity({ id: "stock-db", kind: "database", role: "neighbour" }),
      anInvolvedEntity({ id: "db-fra-07", kind: "host", role: "neighbour" }),
    ],
    edges: [
      anInvolvedEdge("store-web", "stock-db"),
      anInvolvedEdge("store-web", "checkout-api"),
      anInvolvedEdge("checkout-web", "checkout-api", { lit: true }),
      anInvolvedEdge("mobile-bff", "checkout-api", { lit: true }),
      anInvolvedEdge("mobile-bff", "cart-api"),
      anInvolvedEdge("partner-gw", "cart-api", { origin: "inferred" }),
      anInvolvedEdge("checkout-api", "payments-api", { lit: true }),
      anInvolvedEdge("cart-api", "orders-db", { origin: "traces" }),
      anInvolvedEdge("checkout-api", "order-events", { lit: true, origin: "traces" }),
      anInvolvedEdge("payments-api", "orders-db", { lit: true }),
      anInvolvedEdge("order-events", "orders-db", { lit: true }),
      anInvolvedEdge("orders-db", "db-fra-07"),
    ],
    history: [
      { at: at(19), kind: "opened", by: null, message: said("history.opened", { count: 12 }) },
      { at: at(18.5), kind: "grew", by: null, message: said("history.grew", { count: 640, total: 652 }) },
      {
        at: at(17.9),
        kind: "cause",
        by: null,
        message: said("history.cause", { name: "orders-db", probabilityShare: 0.78 }),
      },
      { at: at(16.8), kind: "acknowledged", by: "A. Lindqvist", message: said("Acknowledged for 2 h") },
      {
        at: at(13.6),
        kind: "note",
        by: "A. Lindqvist",
        message: said("Called the database team. They see normal CPU; asked for the connection count."),
      },
      { at: at(8.9), kind: "note", by: "M. Tanaka", message: said("Proposes to roll payments-api back to 2.13.2.") },
    ],
  });
}

/** Deterministic noise in [0, 1) (mulberry32, T. Ettinger 2017). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function timelineOf(incident: Incident, now: number): Timeline {
  const at = (minutesAgo: number): number => Math.round(now - minutesAgo * MINUTE);
  if (incident.id !== "INC-2071") {
    const row = aTimelineRow(
      incident.cause?.entityName ?? "unknown",
      "what it says",
      [aBar(incident.startedAt, incident.resolvedAt, { severity: incident.severity })],
      "cause",
    );
    return aTimeline({ from: incident.startedAt - 10 * MINUTE, to: now, rows: [row] });
  }
  const random = noise(7);
  const points = (value: (minute: number) => number): [number, number][] =>
    Array.from({ length: 125 }, (_, index) => [at(31 - index / 4), value(index / 4)]);
  return aTimeline({
    ...{ from: at(31), to: now },
    rows: [
      aTimelineRow("payments-api", "rollout 2.14.0", [aBar(at(28.4), at(24.9), { severity: "info" })], "change"),
      aTimelineRow("orders-db", "connections 100 %", [aBar(at(21.8))], "cause"),
      aTimelineRow("payments-api", "p99 latency", [aBar(at(21), at(19.6), { severity: "major" }), aBar(at(19.6))]),
      aTimelineRow("checkout-api", "upstream time-outs", [aBar(at(19.9))]),
      aTimelineRow("checkout-web", "5xx 41 %", [aBar(at(19.1))]),
      aTimelineRow("order-events", "consumer lag", [aBar(at(16.6), null, { severity: "minor" })]),
      aTimelineRow("mobile-bff", "slow responses", [aBar(at(15.9), null, { severity: "warning" })]),
      aTimelineRow("refund-worker", "queue length", [aBar(at(15.2), at(9), { severity: "major" })]),
      aTimelineRow("partner-gw", "slow responses", [
        aBar(at(14.1), null, { severity: "warning", state: "suppressed" }),
      ]),
    ],
    marks: [
      aTimelineMark(at(28.4), "CHG-4821 starts", "change", true),
      aTimelineMark(at(19), "INC-2071 opened", "incident"),
      aTimelineMark(at(16.8), "A. Lindqvist acknowledged"),
      aTimelineMark(at(13.6), "A. Lindqvist: note"),
      aTimelineMark(at(8.9), "M. Tanaka: note"),
      aTimelineMark(at(2.5), "J. Hofman: note"),
    ],
    metrics: [
      aMetric({
        points: points((minute) =>
          minute < 3
            ? 118 + random() * 16
            : minute < 9.3
              ? Math.min(398, 118 + (minute - 3) * 45 + random() * 12)
              : 399 + random(),
        ),
        expected: { low: 90, high: 160 },
        threshold: 380,
        band: null,
      }),
      aMetric({
        ...{
          key: "checkout-api p99",
          entityId: id("checkout-api"),
          entityName: "checkout-api",
          label: "p99 latency",
          unit: "s",
        },
        points: points((minute) =>
          minute < 10 ? 0.55 + random() * 0.22 : Math.min(8.3, 0.55 + (minute - 10) * 2.1) + random() * 0.7,
        ),
        expected: { low: 0.3, high: 0.9 },
      }),
    ],
  });
}

export function sources(now: number): Source[] {
  const source = (name: string, ageSeconds: number, more: Partial<Source> = {}): Source =>
    aSource({ id: name.split(" ")[0]!.toLowerCase(), name, lastGoodAt: now - ageSeconds * 1000, ...more });
  return [
    source("Prometheus", 4, { about: "Prometheus 2.42.0", firingAlerts: 2100 }),
    source("Alertmanager", 11, { canAct: true, kind: "alertmanager" }),
    source("Elastic logs", 6, { canAct: true, kind: "otlp" }),
    source("Tempo", 9, { kind: "otlp" }),
    source("Nagios stores", 700, { state: "stale", staleSince: now - 655_000, failureSince: now - 655_000 }),
  ];
}

export function outboxItem(now: number, more: Partial<OutboxItem> = {}): OutboxItem {
  return {
    id: "out-1",
    scope: DEFAULT_SCOPE,
    kind: "acknowledge",
    state: "queued",
    fingerprint: "fingerprint-0",
    alertSummary: "orders-db: 400 of 400 connections in use",
    sourceId: "alertmanager",
    sourceName: "Alertmanager",
    seenVersion: 3,
    by: "A. Lindqvist",
    note: "",
    createdAt: now - 60_000,
    updatedAt: now - 60_000,
    until: now + 7_200_000,
    effectId: null,
    attempts: 1,
    nextAttemptAt: now + 5_000,
    outcome: null,
    ...more,
  };
}
