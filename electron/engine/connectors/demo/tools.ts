import type { Alias, EntityHint, Labels } from "../../../../shared/domain/event.ts";
import { isService, KIND_OF, type EstateEntity } from "./estate.ts";

/** The tools through which the estate is seen, the one that knows all names first. Each has its own names for the same things. */
export const TOOLS = [
  "inventory",
  "metrics",
  "database",
  "logs",
  "kubernetes",
  "deployments",
  "network",
  "uptime",
] as const;
export type Tool = (typeof TOOLS)[number];

/** What answers when the connection is tested. */
export const ABOUT: Record<Tool, string> = {
  metrics: "Prometheus 3.5.0 (simulated)",
  database: "Zabbix 7.0.6 (simulated)",
  logs: "Elasticsearch 9.1.2 (simulated)",
  kubernetes: "Kubernetes 1.34.1 (simulated)",
  deployments: "Argo CD 3.1.4 (simulated)",
  network: "SNMP v2c traps (simulated)",
  uptime: "Uptime checks (simulated)",
  inventory: "CMDB export (simulated)",
};

const EXPORTER_PORT: Partial<Record<EstateEntity["role"], number>> = {
  database: 9187,
  cache: 9121,
  node: 9100,
  databaseHost: 9100,
  balancer: 9101,
};

const camel = (name: string): string => name.replace(/(^|[-. ])(\w)/g, (_, __, letter: string) => letter.toUpperCase());

type Named = readonly [label: string, value: string] | undefined;

/** By tool: the label that names an entity and its value there; undefined when the tool does not know the entity. */
const NATIVE: Record<Tool, (entity: EstateEntity) => Named> = {
  metrics(entity) {
    if (isService(entity)) return ["service", entity.name];
    if (entity.role === "queue" || entity.role === "pod") return [entity.role, entity.name];
    const port = EXPORTER_PORT[entity.role];
    return port === undefined ? undefined : ["instance", `${entity.address}:${port}`];
  },
  database(entity) {
    if (entity.role === "databaseHost") return ["host", entity.name];
    return entity.role === "database" && entity.runsOn ? ["host", `${entity.runsOn.name} / PostgreSQL`] : undefined;
  },
  logs: (entity) => (isService(entity) ? ["app", camel(entity.name)] : undefined),
  kubernetes(entity) {
    if (entity.role === "node") return ["node", entity.name];
    if (entity.role === "pod") return ["pod", `${entity.group}/${entity.name}`];
    return isService(entity) ? ["deployment", `${entity.group}/${entity.name}`] : undefined;
  },
  deployments: (entity) => (isService(entity) ? ["application", `prod-${entity.name}`] : undefined),
  network(entity) {
    const device = KIND_OF[entity.role] === "device";
    return device ? ["device", `${entity.name.toUpperCase()}.corp.example`] : undefined;
  },
  uptime(entity) {
    if (entity.role === "web") return ["url", `https://${entity.name.toLowerCase()}.example.com/`];
    return entity.role === "store" ? ["check", `heartbeat ${entity.name}`] : undefined;
  },
  inventory: (entity) => ["ci", `CI${String(1000 + entity.ordinal * 3).padStart(7, "0")}`],
};

/** Labels beside the name that the tool adds to an alert about an entity. */
const CONTEXT: Record<Tool, (entity: EstateEntity) => Labels> = {
  metrics: (entity) =>
    isService(entity) || entity.role === "pod"
      ? { namespace: entity.group, env: "prod" }
      : { job: JOBS[entity.role] ?? "node", env: "prod" },
  database: (entity) => ({ hostgroup: `Databases ${entity.siteCode}` }),
  logs: (entity) => ({ index: `app-${entity.group}` }),
  kubernetes: (entity) => ({ cluster: `${entity.siteCode.toLowerCase()}-prod` }),
  deployments: (entity) => ({ project: entity.group }),
  network: (entity) => ({ location: entity.siteCode }),
  uptime: (entity) => ({ probe: `${entity.siteCode.toLowerCase()}-probe` }),
  inventory: () => ({}),
};

const JOBS: Partial<Record<EstateEntity["role"], string>> = {
  database: "postgres",
  cache: "redis",
  queue: "rabbitmq",
  balancer: "haproxy",
};

/** The entity as the tool names it, or undefined when the tool does not know it. */
export function aliasIn(tool: Tool, entity: EstateEntity): Alias | undefined {
  const named = NATIVE[tool](entity);
  return named && { namespace: `${tool}/${named[0]}`, value: named[1] };
}

/** @throws RangeError when the tool does not know the entity: a symptom was given to the wrong tool. */
export function hintIn(tool: Tool, entity: EstateEntity): EntityHint {
  const alias = aliasIn(tool, entity);
  if (!alias) throw new RangeError(`tool ${tool} has no name for a ${entity.role} (${entity.key})`);
  return { ...alias, kind: KIND_OF[entity.role] };
}

/** The labels of an alert about the entity: the tool's name for it and the tool's context. */
export function labelsIn(tool: Tool, entity: EstateEntity): Labels {
  const named = NATIVE[tool](entity);
  return named ? { [named[0]]: named[1], ...CONTEXT[tool](entity) } : CONTEXT[tool](entity);
}

/** The tool's word for an entity, or the inventory's when the tool has none. */
export const nameIn = (tool: Tool, entity: EstateEntity): string => aliasIn(tool, entity)?.value ?? entity.name;

/** The name by which traces know a service (`service.name`): kept by the metrics tool with its service graph. */
export const traceAliasOf = (entity: EstateEntity): Alias | undefined =>
  isService(entity) || entity.role === "database" || entity.role === "queue" || entity.role === "cache"
    ? { namespace: "metrics/service_graph", value: entity.name.replaceAll("-", ".").toLowerCase() }
    : undefined;

/** All names of an entity, as the inventory knows them. */
export function aliasesOf(entity: EstateEntity): Alias[] {
  const native = TOOLS.map((tool) => aliasIn(tool, entity));
  return [...native, traceAliasOf(entity)].filter((alias) => alias !== undefined);
}
