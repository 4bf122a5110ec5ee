import type { Core } from "cytoscape";
import { drawGraph, NOTHING_DRAWN, type Picture } from "./graphCanvas.ts";
export { createGraph } from "./graphCanvas.ts";
export { panByPicture } from "./graphPan.ts";
import { areaOf, edgesShown, inOrder } from "./graphDetail.ts";

/** Elements that are new to the drawing in one frame. */
const SLICE = 300;
/** A view that rests this long shows the edges between what is in it. */
const REST_MS = 120;

export type GraphSupply = {
  /** Draws this from now on; of a large map a part in each frame. */
  show(picture: Picture): void;
  end(): void;
};

/** Gives cytoscape what can be seen and read of a map, in parts that fit between two frames. */
export function supplyGraph(cy: Core): GraphSupply {
  let drawn = NOTHING_DRAWN;
  let picture: Picture | null = null;
  let waiting: string[] = [];
  const given = new Set<string>();
  let frame = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const area = () => areaOf({ zoom: cy.zoom(), pan: cy.pan() }, { width: cy.width(), height: cy.height() });
  const draw = (): void => {
    cancelAnimationFrame(frame);
    if (picture === null) return;
    for (const id of waiting.splice(0, SLICE)) given.add(id);
    const nodes = picture.nodes.filter(({ id }) => given.has(id));
    drawn = drawGraph(cy, drawn, { ...picture, nodes, edges: edgesShown(picture, cy.zoom(), area()) });
    if (waiting.length > 0) frame = requestAnimationFrame(draw);
  };
  cy.on("viewport", () => {
    clearTimeout(rest);
    rest = setTimeout(draw, REST_MS);
  });
  return {
    show: (next) => {
      picture = next;
      const ids = new Set(next.nodes.map(({ id }) => id));
      for (const id of given) if (!ids.has(id)) given.delete(id);
      waiting = inOrder(next.nodes, area()).flatMap(({ id }) => (given.has(id) ? [] : [id]));
      draw();
    },
    end: () => {
      cancelAnimationFrame(frame);
      clearTimeout(rest);
    },
  };
}
