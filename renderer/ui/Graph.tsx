import type { Core } from "cytoscape";
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import type { GraphEdge, GraphNode } from "./graphElements.ts";
import { readTokens, useTheme } from "./tokens.ts";
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

const PADDING = 8;

/** A cytoscape drawing in the theme's colours. Nodes stand where the caller puts them; cytoscape is loaded with the first map. */
export function Graph(props: GraphProps) {
  const { nodes, edges, selected = null, label, className = "", maximumZoom = 1, still = false, handle } = props;
  const box = useRef<HTMLDivElement>(null);
  const cy = useRef<Core | null>(null);
  const draw = useRef<((core: Core) => void) | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [ready, setReady] = useState(false);
  const theme = useTheme();

  const fit = (): void => fitWithin(cy.current, maximumZoom);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let gone = false;
    const resize = new ResizeObserver(() => {
      cy.current?.resize();
      if (latest.current.still === true) fitWithin(cy.current, latest.current.maximumZoom ?? 1);
    });
    void import("./graphCanvas.ts").then(({ createGraph, drawGraph }) => {
      if (gone) return;
      const core = createGraph(element);
      core.on("tap", (event) => latest.current.onSelect?.(event.target === core ? null : event.target.id()));
      core.on("dbltap", "node", (event) => latest.current.onOpen?.(event.target.id()));
      draw.current = (target) =>
        drawGraph(target, latest.current.nodes, latest.current.edges, latest.current.selected ?? null, readTokens());
      cy.current = core;
      resize.observe(element);
      setReady(true);
    });
    return () => {
      gone = true;
      resize.disconnect();
      cy.current?.destroy();
      cy.current = null;
    };
  }, []);

  useEffect(() => {
    const core = cy.current;
    if (!ready || core === null) return;
    const first = core.elements().empty();
    draw.current?.(core);
    core.userZoomingEnabled(!still);
    core.userPanningEnabled(!still);
    if (first || still) fit();
  }, [ready, nodes, edges, selected, theme, still]);

  useImperativeHandle(handle, () => ({
    fit,
    zoomBy: (factor) => {
      const core = cy.current;
      core?.zoom({ level: core.zoom() * factor, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } });
    },
    flyTo: (id) => {
      const core = cy.current;
      const node = core?.getElementById(id);
      if (core === null || node === undefined || node.empty()) return;
      core.animate({ center: { eles: node }, zoom: Math.max(1, core.zoom()) }, { duration: 160 });
    },
  }));

  return <div ref={box} className={`graph ${className}`} role="img" aria-label={label} />;
}

function fitWithin(core: Core | null, maximumZoom: number): void {
  if (core === null || core.elements().empty()) return;
  core.fit(undefined, PADDING);
  if (core.zoom() > maximumZoom) {
    core.zoom(maximumZoom);
    core.center();
  }
}
