import type { Alert, AlertDetail } from "../../shared/domain/alert.ts";
import type { AuditEntry } from "../../shared/domain/audit.ts";
import type { EntityKind } from "../../shared/domain/entity.ts";
import type { IncidentId } from "../../shared/domain/incident.ts";
import { NOT_ACKNOWLEDGED } from "../../shared/domain/outbox.ts";
import { rankOf, type Severity } from "../../shared/domain/severity.ts";
import type { Source } from "../../shared/domain/source.ts";
import type { EntityDetail, Topology, TopologyEdge, TopologyNode } from "../../shared/domain/topology.ts";
import { anAlertRow } from "../builders/alertRow.ts";
import { aSource } from "../builders/source.ts";
import { aTopologyEdge, aTopologyNode } from "../builders/topologyNode.ts";

const MINUTE = 60_000;

/** `site/group/kind: names`; an entity that fires has `=severity@minutes`, an acknowledged one ends in `!`. */
const ESTATE = `
FRA/edge/device: cdn-eu waf-fra dns-fra
FRA/balancers/device: lb-fra-01 lb-fra-02 fw-fra-a fw-fra-b
FRA/clients/app: pos-bridge partner-gw
FRA/shop/service: store-web checkout-web=critical@19! account-web mobile-bff=warning@16
FRA/gateways/service: api-gw auth-gw img-proxy
FRA/checkout/service: checkout-api=critical@20! cart-api promo-api
FRA/payments/service: payments-api=critical@21! refund-worker=major@18 fraud-score
FRA/catalogue/service: search-api=minor@6 price-api stock-api media-api
FRA/customer/service: account-api loyalty-api=warning@15 mail-out
FRA/data-orders/database: orders-db=critical@22! orders-replica
FRA/data-orders/queue: order-events=minor@17
FRA/data-shop/database: stock-db price-db account-db search-index
FRA/cache/database: redis-cart redis-session
FRA/database hosts/host: db-fra-07 db-fra-08 db-fra-11
FRA/kubernetes/host: k8s-fra-a k8s-fra-b
FRA/network/device: leaf-fra-1 leaf-fra-2 spine-fra
FRA/storage/host: nas-fra-03=warning@140
AMS/edge/device: lb-ams-01 fw-ams-01
AMS/shop/service: store-web-ams checkout-web-ams=critical@19!
AMS/services/service: search-ams=minor@6 stock-ams price-ams
AMS/data/database: orders-ro stock-ro
AMS/kubernetes/host: k8s-ams-a db-ams-02
RTM/stores/site: stores-rtm=major@47!
RTM/store edge/service: pos-gw-rtm
RTM/store services/service: label-rtm
RTM/local data/database: pos-cache-rtm
RTM/wan/device: wan-rtm-01 wan-rtm-02=major@47!
LEJ/warehouse/service: pick-api pack-api
LEJ/printing/service: print-spool-03=warning@112! label-lej
LEJ/warehouse hosts/host: host-lej-01 host-lej-02
`;

const USES = `
lb-fra-01>checkout-web lb-fra-01>store-web lb-fra-02>account-web lb-fra-02>mobile-bff pos-bridge>api-gw partner-gw>api-gw waf-fra>lb-fra-01
cdn-eu>img-proxy checkout-web>checkout-api mobile-bff>checkout-api store-web>search-api store-web>price-api account-web>account-api
api-gw>stock-api auth-gw>account-api img-proxy>media-api mobile-bff>loyalty-api~0.62 checkout-api>payments-api checkout-api>cart-api
cart-api>redis-cart promo-api>price-db checkout-web>promo-api payments-api>orders-db checkout-api>order-events refund-worker>orders-db
payments-api>fraud-score loyalty-api>orders-db~0.71 search-api>search-index price-api>price-db stock-api>stock-db account-api>account-db
account-api>redis-session fraud-score>account-db~0.44 orders-db>db-fra-07 orders-replica>db-fra-08 stock-db>db-fra-11 account-db>db-fra-11
search-index>k8s-fra-a redis-cart>k8s-fra-b redis-session>k8s-fra-b db-fra-07>leaf-fra-1 db-fra-08>leaf-fra-2 mail-out>account-db
lb-ams-01>store-web-ams lb-ams-01>checkout-web-ams checkout-web-ams>checkout-api store-web-ams>search-ams store-web-ams>stock-ams
stock-ams>stock-ro price-ams>stock-ro orders-ro>db-ams-02 stock-ro>db-ams-02 pos-gw-rtm>label-rtm label-rtm>pos-cache-rtm
pos-cache-rtm>wan-rtm-01 stores-rtm>pos-gw-rtm pick-api>pack-api pack-api>label-lej label-lej>print-spool-03 print-spool-03>host-lej-01
`;

const INCIDENT_OF: Record<string, string> = {
  "stores-rtm": "INC-2068",
  "wan-rtm-02": "INC-2068",
  "search-api": "INC-2072",
  "search-ams": "INC-2072",
  "print-spool-03": "INC-2066",
  "nas-fra-03": "INC-2065",
};

/** The retailer's estate in four sites, of which Rotterdam is stale. */
export function floorTopology(now: number): Topology {
  const nodes = lines(ESTATE).flatMap((line) => {
    const [place = "", names = ""] = line.split(": ");
    const [site = "", group = "", kind = ""] = place.split("/");
    return names.split(" ").map((name) => nodeOf(name, site, group, kind as EntityKind, now));
  });
  const edges = lines(USES).flatMap((line) => line.split(" ").map(edgeOf));
  return { nodes, edges, totalNodes: nodes.length, totalEdges: edges.length };
}

const lines = (block: string): string[] => block.trim().split("\n");

function nodeOf(word: string, site: string, group: string, kind: EntityKind, now: number): TopologyNode {
  const [, id = "", severity, minutes, held] = /^([^=]+)(?:=(\w+)@(\d+)(!)?)?$/.exec(word) ?? [];
  const calm = aTopologyNode({ id, kind, site, group, stale: site === "RTM" });
  if (severity === undefined) return { ...calm, suppressed: id === "cart-api" };
  return {
    ...calm,
    severity: severity as Severity,
    acknowledged: held !== undefined,
    since: now - Number(minutes) * MINUTE - 12_000,
    incidentId: (INCIDENT_OF[id] ?? "INC-2071") as IncidentId,
  };
}

function edgeOf(word: string): TopologyEdge {
  const [ends = "", confidence] = word.split("~");
  const [from = "", to = ""] = ends.split(">");
  if (confidence === undefined) return aTopologyEdge(from, to);
  return aTopologyEdge(from, to, { origin: "traces", confidence: Number(confidence) });
}

/** An estate of any size: `count` services in groups of twenty over six sites, each using the next. */
export function largeTopology(count: number): Topology {
  const nodes = Array.from({ length: count }, (_, index) =>
    aTopologyNode({
      id: `service-${index}`,
      kind: index % 7 === 0 ? "database" : index % 5 === 0 ? "host" : "service",
      site: `S${index % 6}`,
      group: `group-${Math.floor(index / 120)}`,
      severity: index % 97 === 0 ? "major" : null,
    }),
  );
  const edges = nodes.slice(1).map((node, index) => aTopologyEdge(nodes[index]!.id, node.id));
  return { nodes, edges, totalNodes: count, totalEdges: edges.length };
}

const NAMES = [
  ["ConnectionsAtLimit", "400 of 400 connections in use"],
  ["UpstreamTimeout", "Upstream request timeout, 38 % of requests"],
  ["HighLatency", "p99 latency 8.2 s, expected below 0.9 s"],
  ["ClientRefused", "remaining connection slots are reserved, 1,904 lines"],
  ["PodNotReady", "3 of 12 pods are not ready"],
  ["ConsumerLag", "Consumer lag 41 min and growing"],
] as const;

/** `count` alerts over the entities that fire, the worst first, as a list in that order gives them. */
export function floorAlerts(now: number, count: number): Alert[] {
  const firing = floorTopology(now).nodes.filter((node) => node.severity !== null);
  const rows = Array.from({ length: count }, (_, index) => {
    const node = firing[(index * 7) % firing.length]!;
    const [name, summary] = NAMES[index % NAMES.length]!;
    return anAlertRow({
      ...{
        fingerprint: `fingerprint-${index}`,
        name,
        summary,
        entityId: node.id,
        entityName: node.name,
        entityKind: node.kind,
        site: node.site,
      },
      severity: node.severity ?? "info",
      state: index % 19 === 0 ? "suppressed" : "firing",
      startedAt: (node.since ?? now) + (index % 240) * 1000,
      lastSeenAt: now - 4000,
      count: 1 + ((index * 13) % 90),
      incidentId: node.incidentId ?? null,
      sourceIds: index % 3 === 0 ? ["prometheus", "alertmanager"] : ["prometheus"],
      acknowledgement: node.acknowledged
        ? { state: "confirmed", by: "A. Lindqvist", at: now, until: now + 120 * MINUTE }
        : NOT_ACKNOWLEDGED,
    });
  });
  return rows.sort((a, b) => rankOf(b.severity) - rankOf(a.severity) || b.startedAt - a.startedAt);
}

export function floorAlertDetail(alert: Alert): AlertDetail {
  const muting = {
    kind: "silence" as const,
    id: "3f1c",
    by: "A. Lindqvist",
    note: "Database team is on it",
    until: alert.lastSeenAt + 120 * MINUTE,
  };
  return {
    ...alert,
    description: "The pool of the database is used up: new requests wait for a connection until they time out.",
    labels: {
      alertname: alert.name,
      instance: "orders-0:9187",
      job: "postgres",
      namespace: "shop",
      severity: alert.severity,
      service: alert.entityName,
    },
    sources: alert.sourceIds.map((sourceId) => ({
      ...{
        sourceId,
        sourceName: sourceId === "prometheus" ? "Prometheus" : "Alertmanager",
        handle: `${alert.name}/${alert.fingerprint}`,
      },
      state: alert.state,
      mutings: alert.acknowledgement.state === "confirmed" && sourceId === "alertmanager" ? [muting] : [],
    })),
  };
}

export function floorEntity(now: number, id: string): EntityDetail | undefined {
  const { nodes, edges } = floorTopology(now);
  const node = nodes.find((each) => each.id === id);
  if (node === undefined) return undefined;
  const alerts = floorAlerts(now, 400).filter((alert) => alert.entityId === id);
  const { suppressed, since, incidentId, ...entity } = node;
  const firingCount = since === null ? 0 : 3;
  return {
    ...entity,
    firingCount,
    suppressedCount: suppressed ? 3 : 0,
    incidentIds: incidentId === null ? [] : [incidentId],
    aliases: [
      { namespace: "zabbix/host", value: `${id} / PostgreSQL` },
      { namespace: "prometheus/instance", value: `${id}:9187` },
      { namespace: "k8s.pod.name", value: `${id}-0` },
    ],
    attributes: { "service.version": "2.14.0", owner: "Database team" },
    usedBy: edges.filter((edge) => edge.to === id).map((edge) => ({ ...edge, name: edge.from })),
    uses: edges.filter((edge) => edge.from === id).map((edge) => ({ ...edge, name: edge.to })),
    alerts: alerts.slice(0, firingCount),
    changes: [],
  };
}

/** Eight sources: one stale, one refused, one that nobody has heard yet. */
export function floorSources(now: number): Source[] {
  const source = (id: string, name: string, ageSeconds: number, more: Partial<Source> = {}): Source =>
    aSource({
      id,
      name,
      kind: id,
      lastGoodAt: now - ageSeconds * 1000,
      nextPollAt: now + 9_000,
      eventsIn: 41_130,
      ...more,
    });
  const since = now - 11.6 * MINUTE;
  return [
    source("prometheus", "Prometheus", 4, {
      about: "Prometheus 2.42.0",
      firingAlerts: 2741,
      ignored: { "ignored.pending": 12, "ignored.olderThanKnown": 184 },
      origin: "file",
    }),
    source("alertmanager", "Alertmanager", 6, {
      about: "Alertmanager 0.25.0",
      firingAlerts: 2741,
      canAct: true,
      origin: "file",
    }),
    source("otlp", "Tempo", 9, { about: null, nextPollAt: null, lagMs: 840 }),
    source("elastic", "Elastic", 6, { firingAlerts: 1904 }),
    source("kubernetes", "Kubernetes", 2, { firingAlerts: 611 }),
    source("snow", "ServiceNow", 38, {
      failure: {
        kind: "unauthorised",
        message: { code: "The source answered 401: it does not know this user or password.", params: {} },
      },
      failureSince: now - 2 * MINUTE,
    }),
    source("snmp", "SNMP", 1, { nextPollAt: null, lagMs: 12 }),
    source("nagios", "Nagios", 700, {
      ...{ state: "stale", staleSince: since, failureSince: since, firingAlerts: 611 },
      failure: { kind: "timeout", message: { code: "The source did not answer within 10 s.", params: {} } },
    }),
  ];
}

const ACTIONS = [
  ["alerts.acknowledge", "12 alerts", "done"],
  ["sources.save", "prometheus", "done"],
  ["session.open", "wall", "allowed"],
  ["incidents.setOwner", "INC-2071", "done"],
  ["sources.remove", "nagios", "denied"],
] as const;

export const floorAudit = (now: number, count: number): AuditEntry[] =>
  Array.from({ length: count }, (_, index) => {
    const [action, target, outcome] = ACTIONS[index % ACTIONS.length]!;
    const hash = (0x9e3779b9 * (index + 1)).toString(16).replace(".", "").padEnd(64, "0");
    return {
      sequence: count - index,
      at: now - index * 47_000,
      by: index % 5 === 4 ? "wall" : "A. Lindqvist",
      scope: "default",
      action,
      target,
      outcome,
      detail: {},
      hash,
    };
  });
