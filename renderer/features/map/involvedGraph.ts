import type { IncidentDetail, InvolvedEdge, InvolvedEntity } from "../../../shared/domain/incident.ts";
import { text } from "../../../shared/strings/index.ts";
import { iconOfKind, type GraphEdge, type GraphNode } from "../../ui/index.ts";
import { chooseEntities, layersOf, rowsOf } from "./involvedLayout.ts";

const BOX_HEIGHT = 26;
const NARROWEST = 92;
const WIDEST = 168;
const COLUMN_GAP = 26;
/** Between rows: as much as keeps the map within the height of its panel. */
const ROW_GAPS = { least: 22, most: 34, heightPx: 236 };
/** Room that a small map has. */
const ROOM = { room: 16, neighbours: 3 };

export type InvolvedGraph = { nodes: GraphNode[]; edges: GraphEdge[]; hidden: number };

/** Width of a box by its name, about 7 px a letter at 12 px; canvas text is cut beyond the widest. */
const boxWidth = (name: string): number => Math.min(WIDEST, Math.max(NARROWEST, 36 + name.length * 6.4));

/** The entities of an incident in columns of dependency, with the path from the cause to its effects lit. */
export function involvedGraph({
  entities,
  edges,
  causes,
  changes,
}: Pick<IncidentDetail, "entities" | "edges" | "causes" | "changes">): InvolvedGraph {
  const likeliest = causes[0]?.entityId ?? null;
  const shown = chooseEntities(entities, ROOM);
  const layers = layersOf(shown, edges);
  const rows = rowsOf(shown, edges, layers);
  const lit = litEntities(edges);
  const rowStep = BOX_HEIGHT + rowGap(layers);
  const columnX = columnCentres(shown, layers);
  const boxes = shown.map((entity): GraphNode => {
    const layer = layers.get(entity.id) ?? 0;
    return {
      id: entity.id,
      label: entity.name,
      x: columnX.get(layer)?.x ?? 0,
      y: (rows.get(entity.id) ?? 0) * rowStep,
      width: columnX.get(layer)?.width ?? NARROWEST,
      height: BOX_HEIGHT,
      look: "entity",
      icon: iconOfKind(entity.kind),
      sev: entity.severity,
      acked: entity.acknowledged,
      role: roleOf(entity, likeliest, lit),
    };
  });
  const known = new Set(shown.map(({ id }) => id as string));
  return {
    nodes: [...boxes, ...notesOf(shown, boxes, causes, changes)],
    edges: edges
      .filter(({ from, to }) => known.has(from) && known.has(to))
      .map((edge) => ({
        id: `${edge.from}→${edge.to}`,
        from: edge.from,
        to: edge.to,
        origin: edge.origin,
        lit: edge.lit,
      })),
    hidden: entities.length - shown.length,
  };
}

function rowGap(layers: ReadonlyMap<string, number>): number {
  const perColumn = Object.values(Object.groupBy(layers.values(), String)).map((column = []) => column.length);
  const most = Math.max(2, ...perColumn);
  const fitting = (ROW_GAPS.heightPx - most * BOX_HEIGHT) / (most - 1);
  return Math.max(ROW_GAPS.least, Math.min(ROW_GAPS.most, fitting));
}

const litEntities = (edges: readonly InvolvedEdge[]): ReadonlySet<string> =>
  new Set(edges.filter(({ lit }) => lit).flatMap(({ from, to }) => [from, to]));

/** Only the likeliest cause is framed: a frame around every candidate would point at nothing. */
function roleOf(
  entity: InvolvedEntity,
  likeliest: string | null,
  lit: ReadonlySet<string>,
): NonNullable<GraphNode["role"]> {
  if (entity.id === likeliest) return "cause";
  if (entity.severity !== null) return "hit";
  return lit.has(entity.id) ? "path" : "plain";
}

function columnCentres(
  shown: readonly InvolvedEntity[],
  layers: ReadonlyMap<string, number>,
): Map<number, { x: number; width: number }> {
  const widths = new Map<number, number>();
  for (const { id, name } of shown) {
    const layer = layers.get(id) ?? 0;
    widths.set(layer, Math.max(widths.get(layer) ?? 0, boxWidth(name)));
  }
  const centres = new Map<number, { x: number; width: number }>();
  let left = 0;
  for (const [layer, width] of [...widths].toSorted(([a], [b]) => a - b)) {
    centres.set(layer, { x: left + width / 2, width });
    left += width + COLUMN_GAP;
  }
  return centres;
}

/** Words under the cause and over changed entities. */
function notesOf(
  shown: readonly InvolvedEntity[],
  boxes: readonly GraphNode[],
  causes: IncidentDetail["causes"],
  changes: IncidentDetail["changes"],
): GraphNode[] {
  return shown.flatMap((entity, index) => {
    const box = boxes[index];
    if (box === undefined) return [];
    const note = (key: string, label: string, offset: number): GraphNode => ({
      id: `${entity.id} ${key}`,
      label,
      x: box.x,
      y: box.y + offset,
      width: box.width,
      height: 12,
      look: "text",
      tone: "strong",
    });
    const notes: GraphNode[] = [];
    const [cause] = causes;
    if (cause !== undefined && cause.entityId === entity.id) {
      const percent = `${Math.round(cause.probability * 100)} %`;
      notes.push(note("cause", text("incident.mapCause", { percent }), 22));
    }
    const change = changes.find(({ changeId }) => changeId === entity.changeId);
    if (change !== undefined) notes.push(note("change", `◆ ${change.summary}`, -22));
    return notes;
  });
}

/** The map in a sentence, for those who do not see it. */
export function mapSummary({ entities, causes }: Pick<IncidentDetail, "entities" | "causes">): string {
  const affected = entities.filter(({ role }) => role === "effect").map(({ name }) => name);
  return text("incident.mapSummary", {
    count: entities.length,
    cause: causes[0]?.entityName ?? text("common.unknown"),
    affected: affected.join(", "),
  });
}
