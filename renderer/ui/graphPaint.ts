import type { GraphNode } from "./graphElements.ts";
import type { Viewport } from "./graphFit.ts";
import type { Ink } from "./graphInk.ts";
import type { MarkKind } from "./severity.ts";
import { crosses, linksShown, strokeLinks } from "./graphLinks.ts";
import { areaOf, isWithin, type Scene, type Size } from "./graphScene.ts";

/** Words smaller than this on the screen are left out, px. */
const LEAST_WORDS = 7;
/** Names of lanes smaller than this are written larger than they are. */
const LEAST_LANE_WORDS = 9;
/** Badges are left out below this zoom: they would be dust. */
const LEAST_ZOOM = 0.3;

export type Painted = { scene: Scene; view: Viewport; size: Size; selected: string | null };

/** Draws the part of the map that can be seen; what could not be read at this zoom is left out. */
export function paintScene(context: CanvasRenderingContext2D, painted: Painted, ink: Ink, pixelRatio: number): void {
  const { scene, view, size, selected } = painted;
  const { zoom, pan } = view;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.transform(zoom, 0, 0, zoom, pan.x, pan.y);
  context.textBaseline = "middle";
  const area = areaOf(view, size);
  const seen = (nodes: readonly GraphNode[]): GraphNode[] => nodes.filter((node) => isWithin(node, area));
  for (const lane of seen(scene.lanes)) paintLane(context, lane, ink, zoom);
  for (const frame of seen(scene.frames)) paintFrame(context, frame, ink, zoom);
  strokeLinks(context, linksShown(scene, zoom, selected, area), ink, "ghost", 1, 0.6);
  for (const box of seen(scene.boxes)) paintBox(context, box, ink, zoom, box.id === selected);
  const lit = scene.litLinks.filter((link) => crosses(link, area));
  strokeLinks(context, lit, ink, "critical-edge", 2, 0.8);
  for (const words of seen(scene.words)) paintWords(context, words, ink, zoom);
  if (13 * zoom < LEAST_LANE_WORDS) for (const lane of seen(scene.lanes)) paintFarName(context, lane, ink, zoom);
}

function paintLane(context: CanvasRenderingContext2D, lane: GraphNode, ink: Ink, zoom: number): void {
  const { left, top, width, height } = cornerOf(lane);
  context.fillStyle = ink.colour("panel");
  context.fillRect(left, top, width, height);
  if (lane.stale === true) {
    const hatch = ink.hatch(context);
    if (hatch !== null) {
      context.globalAlpha = 0.15;
      context.fillStyle = hatch;
      context.fillRect(left, top, width, height);
      context.globalAlpha = 1;
    }
    context.strokeStyle = ink.colour("stale");
    context.lineWidth = 1;
    context.strokeRect(left, top, width, height);
  }
  if (13 * zoom >= LEAST_LANE_WORDS) writeLane(context, lane, ink, 1);
}

function writeLane(context: CanvasRenderingContext2D, lane: GraphNode, ink: Ink, scale: number): void {
  const { left, top, width } = cornerOf(lane);
  const colour = lane.stale === true ? "stale-text" : "text";
  const at = { x: left + 12 * scale, y: top + 14 * scale, width: width - 16 * scale, px: 13 * scale };
  write(context, lane, ink, { ...at, weight: 600, colour });
}

/** From afar a lane's name keeps its size on the screen, on a ground of its own over what stands there. */
function paintFarName(context: CanvasRenderingContext2D, lane: GraphNode, ink: Ink, zoom: number): void {
  const { left, top } = cornerOf(lane);
  context.font = ink.font(13 / zoom, 600);
  context.fillStyle = ink.colour("panel");
  context.fillRect(left, top, context.measureText(lane.label).width + 20 / zoom, 24 / zoom);
  writeLane(context, lane, ink, 1 / zoom);
}

function paintFrame(context: CanvasRenderingContext2D, frame: GraphNode, ink: Ink, zoom: number): void {
  const { left, top, width, height } = cornerOf(frame);
  context.strokeStyle = ink.colour(frame.role === "path" ? "edge" : "line-strong");
  context.lineWidth = 1;
  context.strokeRect(left, top, width, height);
  if (12 * zoom < LEAST_WORDS) return;
  const colour = frame.role === "path" ? "text-2" : "text-3";
  const room = width - 12 - (frame.labelEnd ?? 0);
  write(context, frame, ink, { x: left + 8, y: top + 11, width: room, px: 12, weight: 400, colour });
}

/** Room for the badge, and its side, px. */
const BADGE = { indent: 27, left: 5, side: 18 } as const;

const BOXES = {
  plain: { fill: "panel", line: "line-strong", lineWidth: 1, text: "text-3", weight: 400 },
  path: { fill: "panel", line: "edge", lineWidth: 1, text: "text-2", weight: 400 },
  hit: { fill: "raised", line: "text-2", lineWidth: 1.5, text: "strong", weight: 600 },
  cause: { fill: "raised", line: "critical-edge", lineWidth: 2, text: "strong", weight: 600 },
} as const;

function paintBox(
  context: CanvasRenderingContext2D,
  box: GraphNode,
  ink: Ink,
  zoom: number,
  isSelected: boolean,
): void {
  const { left, top, width, height } = cornerOf(box);
  const look = BOXES[box.role ?? "plain"];
  context.fillStyle = ink.colour(look.fill);
  context.fillRect(left, top, width, height);
  context.strokeStyle = ink.colour(box.stale === true ? "stale" : look.line);
  context.lineWidth = look.lineWidth;
  if (box.stale === true) context.setLineDash([4, 2]);
  context.strokeRect(left, top, width, height);
  if (box.stale === true) context.setLineDash([]);
  if (isSelected) {
    context.strokeStyle = ink.colour("focus");
    context.lineWidth = Math.max(2, 2 / zoom);
    context.strokeRect(left - 3, top - 3, width + 6, height + 6);
  }
  if (zoom < LEAST_ZOOM) return blot(context, box, ink);
  const badge = ink.badge(box);
  if (badge !== undefined) context.drawImage(badge, left + BADGE.left, box.y - BADGE.side / 2, BADGE.side, BADGE.side);
  if (12 * zoom < LEAST_WORDS) return;
  const room = Math.max(20, width - BADGE.indent - 4 - (box.labelEnd ?? 0));
  write(context, box, ink, {
    ...{ x: left + BADGE.indent, y: box.y, width: room },
    ...{ px: 12, weight: look.weight, colour: look.text },
  });
}

/** How much of a box its blot fills: from afar the length tells what the letter tells from near, whoever sees no colours. */
const BLOTS: Readonly<Record<MarkKind, number>> = {
  ...{ critical: 1, major: 0.8, minor: 0.6, warning: 0.45, info: 0.3, suppressed: 0.15, unknown: 0.15, ok: 0 },
};

/** From afar a bar in the colour of the severity stands for its mark; hollow, as that is, where it was acknowledged. */
function blot(context: CanvasRenderingContext2D, box: GraphNode, ink: Ink): void {
  if (!box.sev) return;
  const { left, top, width, height } = cornerOf(box);
  context.fillStyle = ink.colour(box.sev);
  context.fillRect(left, top, width * BLOTS[box.sev], height);
  if (box.acked !== true) return;
  context.fillStyle = ink.colour("raised");
  context.fillRect(left + height / 4, top + height / 4, width * BLOTS[box.sev] - height / 2, height / 2);
}

function paintWords(context: CanvasRenderingContext2D, words: GraphNode, ink: Ink, zoom: number): void {
  if (11 * zoom < LEAST_WORDS) return;
  const { left } = cornerOf(words);
  const colour = words.tone === "strong" ? "text" : words.tone === "note" ? "strong" : "text-3";
  const at = { x: left, y: words.y, width: words.width, px: 11, weight: 500, colour };
  context.font = ink.font(at.px, at.weight);
  if (words.tone === "note") {
    const shown = ink.fitted(context, words.label, at.width, `${at.px} ${at.weight}`);
    context.fillStyle = ink.colour("panel");
    context.fillRect(left - 2, words.y - 9, context.measureText(shown).width + 4, 18);
  }
  write(context, words, ink, at);
}

type Writing = { x: number; y: number; width: number; px: number; weight: number; colour: string };

function write(context: CanvasRenderingContext2D, { label }: GraphNode, ink: Ink, at: Writing): void {
  if (label === "") return;
  context.font = ink.font(at.px, at.weight);
  context.fillStyle = ink.colour(at.colour);
  context.fillText(ink.fitted(context, label, at.width, `${at.px} ${at.weight}`), at.x, at.y + 0.5);
}

const cornerOf = ({ x, y, width, height }: GraphNode) => ({
  ...{ left: x - width / 2, top: y - height / 2, width, height },
});
