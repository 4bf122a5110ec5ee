import type { EntityKind } from "../../../shared/domain/entity.ts";
import type { EntityHint, Labels } from "../../../shared/domain/event.ts";

/**
 * Labels that name the thing an alert is about, best first. Names are OpenTelemetry's resource attributes
 * (https://opentelemetry.io/docs/specs/semconv/resource/) and what Prometheus exporters and rules write in their place.
 */
const NAMING_LABELS: readonly (readonly [label: string, kind: EntityKind])[] = [
  ["k8s.pod.name", "pod"],
  ["k8s_pod_name", "pod"],
  ["pod", "pod"],
  ["pod_name", "pod"],
  ["service.name", "service"],
  ["service_name", "service"],
  ["service", "service"],
  ["app_kubernetes_io_name", "service"],
  ["application", "service"],
  ["app", "service"],
  ["db.namespace", "database"],
  ["database", "database"],
  ["datname", "database"],
  ["messaging.destination.name", "queue"],
  ["queue", "queue"],
  ["topic", "queue"],
  ["host.name", "host"],
  ["host_name", "host"],
  ["hostname", "host"],
  ["host", "host"],
  ["k8s.node.name", "host"],
  ["node", "host"],
  ["nodename", "host"],
  ["instance", "host"],
  ["server", "host"],
  ["device", "device"],
  ["job", "service"],
  ["site", "site"],
  ["datacenter", "site"],
  ["region", "site"],
];

const RANKED = new Map(
  NAMING_LABELS.map(([label, kind], rank) => [label, { rank, kind, namespace: `label/${label}` }] as const),
);

const SITE_LABELS = ["site", "datacenter", "dc", "region"] as const;

/** Kinds that carry the kinds on the left: an alert that names both tells of a dependency. */
const CARRIED_BY: Partial<Record<EntityKind, readonly EntityKind[]>> = {
  pod: ["host"],
  service: ["host"],
  database: ["host"],
  queue: ["host"],
};

/** Every name in the labels, best first; the alert's own name when there is none, so that each alert has an entity. */
export function hintsOf(name: string, labels: Labels): EntityHint[] {
  const found: (EntityHint & { rank: number })[] = [];
  for (const label in labels) {
    const naming = RANKED.get(label);
    const value = labels[label];
    if (naming !== undefined && value !== undefined && value !== "") found.push({ ...naming, value });
  }
  if (found.length === 0) return [{ namespace: "alert/name", value: name, kind: "other" }];
  found.sort((one, other) => one.rank - other.rank);
  return found.map(({ namespace, value, kind }) => ({ namespace, value, kind }));
}

/** The hints that mean the same thing as the first: other names of the same kind in the same labels are other names of it. */
export function sameThing(hints: readonly EntityHint[]): EntityHint[] {
  const [first, ...others] = hints;
  if (first === undefined) return [];
  const alike = others.filter(({ kind }) => kind === first.kind);
  if (alike.length === 0) return [first];
  const name = canonicalName(first);
  return [first, ...alike.filter((hint) => canonicalName(hint) === name)];
}

/** The thing that carries the alert's entity, when the labels name it too: a pod's node, a service's host. */
export function carrierOf(hints: readonly EntityHint[]): EntityHint | undefined {
  const [first] = hints;
  const carriers = first && CARRIED_BY[first.kind];
  return carriers && hints.find((hint) => carriers.includes(hint.kind));
}

export function siteOf(labels: Labels): string | null {
  for (const label of SITE_LABELS) if (labels[label]) return labels[label];
  return null;
}

const PORT = /:\d{1,5}$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//;
/** IPv4, or IPv6 with its two colons at least. */
const ADDRESS = /^\d[\d.]+$|^\[?[0-9a-f]*:[0-9a-f]*:[0-9a-f:]*\]?$/;

/**
 * The name under which tools that know nothing of each other can meet: lower case, without scheme, path and port;
 * of a machine only the first part of its domain name.
 */
export function canonicalName({ kind, value }: Pick<EntityHint, "kind" | "value">): string {
  let name = value.trim().toLowerCase().replace(SCHEME, "");
  if (kind !== "host" && kind !== "device") return name;
  name = name.split("/")[0] ?? name;
  if (!ADDRESS.test(name)) name = name.replace(PORT, "");
  return ADDRESS.test(name) ? name : (name.split(".")[0] ?? name);
}

/** What a person would call it: the reported name without a machine's port. */
export function displayName({ kind, value }: Pick<EntityHint, "kind" | "value">): string {
  return kind === "host" || kind === "device" ? value.replace(PORT, "") : value;
}
