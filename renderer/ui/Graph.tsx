import type { Core } from "cytoscape";
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import { isLarge, type GraphEdge, type GraphNode } from "./graphElements.ts";
import { text } from "../../shared/strings/index.ts";
import { centredOn, fitted, opened } from "./graphFit.ts";
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

/** Time for a frame that says that a drawing is coming. */
const PAINT_MS = 32;

/** A cytoscape drawing in the theme's colours. Nodes stand where the caller puts them; cytoscape is loaded with the first map. */
export function Graph(props: GraphProps) {
  const { nodes, edges, selected = null, label, className = "", maximumZoom = 1, still = false, handle } = props;
  const box = useRef<HTMLDivElement>(null);
  const cy = useRef<Core | null>(null);
  const draw = useRef<((theme: string) => void) | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [ready, setReady] = useState(false);
  const [drawing, setDrawing] = useState(false);
  const theme = useTheme();

  const flight = useRef<string | null>(null);
  const fit = (): void => fitWithin(cy.current, nodes, maximumZoom);
  /** Where it is to go is kept until there is a drawing that can. */
  const fly = (): void => {
    const target = latest.current.nodes.find(({ id }) => id === flight.current);
    const core = cy.current;
    if (core === null || target === undefined) return;
    flight.current = null;
    const size = { width: core.width(), height: core.height() };
    core.animate(centredOn(target, Math.max(1, core.zoom()), size), { duration: 160 });
  };

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let gone = false;
    const resize = new ResizeObserver(() => {
      cy.current?.resize();
      const now = latest.current;
      if (now.still === true) fitWithin(cy.current, now.nodes, now.maximumZoom ?? 1);
    });
    let end = (): void => undefined;
    void import("./graphSupply.ts").then(({ createGraph, supplyGraph, panByPicture }) => {
      if (gone) return;
      const core = createGraph(element);
      const supply = supplyGraph(core);
      const endHand = panByPicture(core, () => isLarge(latest.current.nodes));
      end = () => {
        supply.end();
        endHand();
      };
      core.on("tap", (event) => latest.current.onSelect?.(event.target === core ? null : event.target.id()));
      core.on("dbltap", "node", (event) => latest.current.onOpen?.(event.target.id()));
      draw.current = (shade) => {
        const { nodes, edges, selected = null } = latest.current;
        supply.show({ nodes, edges, selected, theme: shade, token: readTokens(), light: isLarge(nodes) });
      };
      cy.current = core;
      resize.observe(element);
      setReady(true);
    });
    return () => {
      gone = true;
      resize.disconnect();
      end();
      cy.current?.destroy();
      cy.current = null;
    };
  }, []);

  useEffect(() => {
    const core = cy.current;
    if (!ready || core === null) return;
    const first = core.elements().empty();
    core.userZoomingEnabled(!still);
    core.userPanningEnabled(!still);
    const bring = (): void => {
      if (still) fit();
      else if (first) core.viewport(opened(nodes, { width: core.width(), height: core.height() }, maximumZoom));
      draw.current?.(theme);
      setDrawing(false);
      fly();
    };
    if (!first || !isLarge(nodes)) return bring();
    // A large map takes a while to draw: first the frame that says so.
    setDrawing(true);
    const timer = setTimeout(bring, PAINT_MS);
    return () => clearTimeout(timer);
  }, [ready, nodes, edges, selected, theme, still]);

  useImperativeHandle(handle, () => ({
    fit,
    zoomBy: (factor) => {
      const core = cy.current;
      core?.zoom({ level: core.zoom() * factor, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } });
    },
    flyTo: (id) => {
      flight.current = id;
      fly();
    },
  }));

  return (
    <>
      <div ref={box} className={`graph ${className}`} role="img" aria-label={label} aria-busy={drawing} />
      {drawing && <p className="graph-drawing t3">{text("common.drawing")}</p>}
    </>
  );
}

function fitWithin(core: Core | null, nodes: readonly GraphNode[], maximumZoom: number): void {
  if (core === null || nodes.length === 0) return;
  core.viewport(fitted(nodes, { width: core.width(), height: core.height() }, maximumZoom));
}
