import { formatTime, text } from "../../../shared/strings/index.ts";
import { iconOfKind, type GraphEdge, type GraphNode, type MarkKind } from "../../ui/index.ts";
import type { MapEdge, MapNode } from "./collapse.ts";
import { edgeKey, isHit, type Impact } from "./impact.ts";
import { NODE, type MapLayout, type PlacedGroup, type PlacedLane } from "./layout.ts";
import { CAUSE_WIDTH, notesOf } from "./mapNotes.ts";
import { ARRIVALS } from "./placement.ts";

export type MapPicture = {
  layout: MapLayout;
  nodes: readonly MapNode[];
  edges: readonly MapEdge[];
  /** Null lights up whatever fires. */
  impact: Impact | null;
  /** Column headings; a map of sites has none. */
  headed: boolean;
};

/** What the drawing shows: lanes behind frames behind places, and words beside what is lit. */
export function elementsOf({ layout, nodes, edges, impact, headed }: MapPicture): {
  nodes: GraphNode[];
  edges: GraphEdge[];
} {
  const shown = new Map(nodes.map((node) => [node.id, node]));
  const lanes = layout.lanes.filter((lane) => lane.ids.some((id) => shown.has(id)));
  const frames = layout.groups.filter((group) => group.ids.some((id) => shown.has(id)));
  return {
    nodes: [
      ...lanes.map((lane) => laneElement(lane, shown)),
      ...(headed ? layout.columns.map((column) => headElement(column)) : []),
      ...frames.map((group) => frameElement(group, shown, impact)),
      ...nodes.flatMap((node) => placeElements(node, layout, impact)),
      ...notesOf(nodes, frames, layout, impact),
    ],
    edges: edges.map((edge) => ({
      id: `edge ${edgeKey(edge.from, edge.to)}`,
      from: edge.from,
      to: edge.to,
      origin: edge.origin,
      lit: impact?.litEdges.has(edgeKey(edge.from, edge.to)) ?? false,
    })),
  };
}

function laneElement(lane: PlacedLane, shown: ReadonlyMap<string, MapNode>): GraphNode {
  const members = lane.ids.flatMap((id) => shown.get(id) ?? []);
  const label =
    lane.site === ARRIVALS ? text("topology.arrivals") : lane.site === "" ? text("topology.noSite") : lane.site;
  return { ...boxOf(lane), id: `lane ${lane.site}`, label, look: "lane", stale: members.every((node) => node.stale) };
}

const headElement = ({ layer, x }: MapLayout["columns"][number]): GraphNode => ({
  id: `head ${layer}`,
  label: text(`topology.layer.${layer}`),
  x: x + 4 + NODE.width / 2,
  y: 12,
  width: NODE.width,
  height: 16,
  look: "text",
  tone: "strong",
});

function frameElement(group: PlacedGroup, shown: ReadonlyMap<string, MapNode>, impact: Impact | null): GraphNode {
  const hit = group.ids.some((id) => shown.has(id) && isLit(shown.get(id)!, impact));
  return {
    ...boxOf(group),
    id: `frame ${group.key}`,
    label: group.title ?? "",
    look: "group",
    role: hit ? "path" : "plain",
    labelEnd: hit ? CAUSE_WIDTH : 0,
  };
}

const isLit = (node: MapNode, impact: Impact | null): boolean =>
  impact === null ? node.severity !== null : node.memberIds.some((id) => isHit(impact, id));

function placeElements(node: MapNode, layout: MapLayout, impact: Impact | null): GraphNode[] {
  const at = layout.positions.get(node.id);
  if (at === undefined) return [];
  const role = roleOf(node, impact);
  const onset = isLit(node, impact) ? onsetOf(node, impact) : null;
  const aside =
    node.memberIds.length > 1 || node.kind === "group"
      ? text("topology.members", { count: node.memberIds.length })
      : null;
  const words = onset === null ? aside : formatTime(onset);
  const place: GraphNode = {
    id: node.id,
    label: node.name === "" ? text("topology.noSite") : node.name,
    ...at,
    width: NODE.width,
    height: NODE.height,
    look: "entity",
    icon: node.kind === "group" ? "other" : iconOfKind(node.kind),
    sev: markOf(node),
    acked: node.acknowledged,
    role,
    stale: node.stale,
  };
  const reserve = words === null ? 0 : onset === null ? 64 : 56;
  return [
    reserve === 0 ? place : { ...place, labelEnd: reserve },
    ...(words === null
      ? []
      : [wordsElement(`words ${node.id}`, words, at.x + NODE.width / 2 - reserve / 2, at.y, reserve, onset !== null)]),
  ];
}

const wordsElement = (id: string, label: string, x: number, y: number, width: number, strong: boolean): GraphNode => ({
  id,
  label,
  x,
  y,
  width,
  height: 14,
  look: "text",
  tone: strong ? "strong" : "quiet",
});

function roleOf(node: MapNode, impact: Impact | null): NonNullable<GraphNode["role"]> {
  if (impact === null) return node.severity === null ? "plain" : "hit";
  const roles = node.memberIds.map((id) => impact.roles.get(id));
  if (roles.includes("cause")) return "cause";
  if (roles.includes("effect")) return "hit";
  return "plain";
}

function onsetOf(node: MapNode, impact: Impact | null): number | null {
  if (impact === null) return node.since;
  const onsets = node.memberIds.flatMap((id) => impact.onset.get(id) ?? []);
  return onsets.length === 0 ? null : Math.min(...onsets);
}

/** Stale says "unknown" only where nothing is known to fire. */
function markOf(node: MapNode): MarkKind | null {
  if (node.severity !== null) return node.severity;
  if (node.suppressed) return "suppressed";
  return node.stale ? "unknown" : null;
}

const boxOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  x: x + width / 2,
  y: y + height / 2,
  width,
  height,
});
