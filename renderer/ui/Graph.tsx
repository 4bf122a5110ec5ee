import { useEffect, useImperativeHandle, useMemo, useRef, type Ref } from "react";
import { GraphCanvas } from "./graphCanvas.ts";
import type { GraphEdge, GraphNode } from "./graphElements.ts";
import { fitted, opened } from "./graphFit.ts";
import { sceneOf } from "./graphScene.ts";
import { useTheme } from "./tokens.ts";
import "./Graph.css";

export type { GraphEdge, GraphNode } from "./graphElements.ts";

/** What a surface may ask of its map. */
export type GraphHandle = {
  fit(): void;
  zoomBy(factor: number): void;
  /** Centres a node, at zoom 1 or nearer. */
  flyTo(id: string): void;
};

export type GraphProps = {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  selected?: string | null;
  onSelect?(id: string | null): void;
  onOpen?(id: string): void;
  /** What the map shows, for those who do not see it. */
  label: string;
  className?: string;
  /** Never larger than this, so that a few nodes do not fill a wall. */
  maximumZoom?: number;
  /** A small map in a panel stands still. */
  still?: boolean;
  handle?: Ref<GraphHandle>;
};

/** A drawing in the theme's colours. Nodes stand where the caller puts them. */
export function Graph(props: GraphProps) {
  const { nodes, edges, selected = null, label, className = "", maximumZoom = 1, still = false, handle } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<GraphCanvas | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const theme = useTheme();
  const scene = useMemo(() => sceneOf(nodes, edges), [nodes, edges]);

  const fit = (): void => fitWithin(canvas.current, latest.current);

  useEffect(() => {
    if (box.current === null) return;
    const drawing = new GraphCanvas(box.current, {
      onTap: (id) => latest.current.onSelect?.(id),
      onOpen: (id) => latest.current.onOpen?.(id),
      onResize: () => latest.current.still === true && fit(),
    });
    canvas.current = drawing;
    return () => {
      drawing.destroy();
      canvas.current = null;
    };
  }, []);

  useEffect(() => {
    const drawing = canvas.current;
    if (drawing === null) return;
    const first = drawing.isEmpty;
    drawing.still = still;
    if (still) fit();
    else if (first && nodes.length > 0) drawing.show(opened(nodes, drawing.size, maximumZoom));
    drawing.draw(scene, selected, theme);
  }, [scene, selected, theme, still]);

  useImperativeHandle(handle, () => ({
    fit,
    zoomBy: (factor) => canvas.current?.zoomBy(factor),
    flyTo: (id) => canvas.current?.flyTo(id),
  }));

  return <div ref={box} className={`graph ${still ? "still" : ""} ${className}`} role="img" aria-label={label} />;
}

function fitWithin(drawing: GraphCanvas | null, { nodes, maximumZoom = 1 }: GraphProps): void {
  if (drawing === null || nodes.length === 0) return;
  drawing.show(fitted(nodes, drawing.size, maximumZoom));
}
