import type { EdgeReport, EntityHint, EntityReport, Labels, Report } from "../../../../shared/domain/event.ts";
import { isService, KIND_OF, type Dependency, type Estate, type EstateEntity } from "./estate.ts";
import { aliasesOf, hintIn, traceAliasOf, type Tool } from "./tools.ts";

/** What a tool knows of the estate itself: the inventory entities and declared edges, the metrics tool the edges of its traces. */
export function topologyReports(estate: Estate, tool: Tool): Report[] {
  if (tool === "inventory") return [...estate.entities.map(entityReport), ...estate.dependencies.flatMap(declared)];
  return tool === "metrics" ? estate.dependencies.flatMap(traced) : [];
}

function entityReport(entity: EstateEntity): EntityReport {
  return {
    kind: "entity",
    entity: hintIn("inventory", entity),
    aliases: aliasesOf(entity),
    name: entity.name,
    site: entity.site,
    group: entity.group,
    attributes: attributesOf(entity),
  };
}

/** In the words of OpenTelemetry's semantic conventions. */
function attributesOf(entity: EstateEntity): Labels {
  const common = { "deployment.environment.name": "prod" };
  if (isService(entity)) return { ...common, "service.name": entity.name, "service.namespace": entity.group };
  if (entity.role === "pod") return { ...common, "k8s.pod.name": entity.name, "k8s.namespace.name": entity.group };
  if (entity.role === "store") return common;
  return { ...common, "host.name": (entity.runsOn ?? entity).name, "host.ip": entity.address };
}

function declared({ from, to, knowledge }: Dependency): EdgeReport[] {
  if (knowledge !== "declared" && knowledge !== "both") return [];
  return [
    { kind: "edge", from: hintIn("inventory", from), to: hintIn("inventory", to), origin: "declared", confidence: 1 },
  ];
}

function traced({ from, to, knowledge, confidence }: Dependency): EdgeReport[] {
  const ends = [traceHint(from), traceHint(to)];
  if ((knowledge !== "traced" && knowledge !== "both") || !ends[0] || !ends[1]) return [];
  return [{ kind: "edge", from: ends[0], to: ends[1], origin: "traces", confidence }];
}

function traceHint(entity: EstateEntity): EntityHint | undefined {
  const alias = traceAliasOf(entity);
  return alias && { ...alias, kind: KIND_OF[entity.role] };
}
