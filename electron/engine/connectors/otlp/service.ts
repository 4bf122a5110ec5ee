import type { EdgeReport, EntityHint, EntityReport } from "../../../../shared/domain/event.ts";
import type { Attributes } from "./telemetry.ts";

export const serviceHint = (name: string): EntityHint => ({ namespace: "service.name", value: name, kind: "service" });

/** The service that a resource is, or undefined when nobody named it: SDKs then write `unknown_service:…`. */
export function serviceOf(resource: Attributes): string | undefined {
  const name = resource["service.name"];
  return name === undefined || name === "" || name.startsWith("unknown_service") ? undefined : name;
}

const KEPT = ["service.version", "service.namespace", "deployment.environment.name", "telemetry.sdk.language"] as const;

/** What a resource says of its service, without what differs between instances: two equal texts say the same. */
export const signatureOf = (resource: Attributes): string =>
  [...KEPT, "host.name", "k8s.pod.name", "k8s.node.name"].map((name) => resource[name] ?? "").join("\n");

/** The service as an entity, and what it runs on. A resource is authoritative about both. */
export function describeService(name: string, resource: Attributes): (EntityReport | EdgeReport)[] {
  const service = serviceHint(name);
  const attributes = Object.fromEntries(
    KEPT.flatMap((key) => (resource[key] === undefined ? [] : [[key, resource[key]]])),
  );
  const group = resource["service.namespace"];
  const entity: EntityReport = {
    kind: "entity",
    entity: service,
    aliases: [{ namespace: "service.name", value: name }],
    name,
    attributes,
    ...(group === undefined || group === "" ? {} : { group }),
  };
  const pod = hintOf("k8s.pod.name", "pod", resource);
  const host = hintOf("k8s.node.name", "host", resource) ?? hintOf("host.name", "host", resource);
  const edges: EdgeReport[] = [];
  if (pod) edges.push(runsOn(service, pod));
  if (host) edges.push(runsOn(pod ?? service, host));
  return [entity, ...edges];
}

function hintOf(namespace: string, kind: "pod" | "host", resource: Attributes): EntityHint | undefined {
  const value = resource[namespace];
  return value === undefined || value === "" ? undefined : { namespace, value, kind };
}

const runsOn = (from: EntityHint, to: EntityHint): EdgeReport => ({
  kind: "edge",
  from,
  to,
  origin: "traces",
  confidence: 0.9,
});
