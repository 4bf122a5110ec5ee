import { text } from "../../../shared/strings/index.ts";
import type { GraphNode } from "../../ui/index.ts";
import type { MapNode } from "./collapse.ts";
import type { Impact } from "./impact.ts";
import { NODE, type MapLayout, type PlacedGroup } from "./layout.ts";

/** Room for the share of the cause at the right of a frame's head. */
export const CAUSE_WIDTH = 72;
/** A frame and the gutter beside it: further, and the words would stand over the next column. */
const CHANGE_WIDTH = 262;
const HEIGHT = 14;

/** The probable cause in the head of its frame, suspect changes on the line above theirs: where neither nodes nor names stand. */
export function notesOf(
  nodes: readonly MapNode[],
  frames: readonly PlacedGroup[],
  layout: MapLayout,
  impact: Impact | null,
): GraphNode[] {
  if (impact === null) return [];
  const framed = new Map(frames.flatMap((frame) => frame.ids.map((id) => [id, frame] as const)));
  const changes = new Map<string, { x: number; y: number; words: string[] }>();
  const notes: GraphNode[] = [];
  for (const node of nodes) {
    const box = boxAround(node.id, framed, layout);
    if (box === null) continue;
    const isCause = node.memberIds.some((id) => impact.roles.get(id) === "cause");
    if (isCause && impact.causeShare !== null) {
      const label = text("topology.cause", { causeShare: impact.causeShare });
      notes.push(note(`cause ${node.id}`, label, box.x + box.width - CAUSE_WIDTH, box.y + box.head / 2, CAUSE_WIDTH));
    }
    for (const summary of new Set(node.memberIds.flatMap((id) => impact.changes.get(id) ?? []))) {
      const at = changes.get(box.key) ?? { x: box.x, y: box.y - 8, words: [] };
      changes.set(box.key, { ...at, words: [...at.words, `◆ ${summary}`] });
    }
  }
  for (const [key, { x, y, words }] of changes) notes.push(note(`change ${key}`, words.join("  "), x, y, CHANGE_WIDTH));
  return notes;
}

type Around = { key: string; x: number; y: number; width: number; head: number };

/** The frame of a node; one that stands alone is its own, and its cause stands above it. */
function boxAround(id: string, framed: ReadonlyMap<string, PlacedGroup>, layout: MapLayout): Around | null {
  const frame = framed.get(id);
  if (frame !== undefined) return { key: frame.key, x: frame.x, y: frame.y, width: frame.width, head: 26 };
  const at = layout.positions.get(id);
  if (at === undefined) return null;
  return { key: id, x: at.x - NODE.width / 2, y: at.y - NODE.height / 2, width: NODE.width, head: -16 };
}

const note = (id: string, label: string, left: number, y: number, width: number): GraphNode => ({
  id: `note ${id}`,
  label,
  x: left + width / 2,
  y,
  width,
  height: HEIGHT,
  look: "text",
  tone: "note",
});
