import cytoscape, { type CollectionReturnValue, type Core, type ElementDefinition, type NodeSingular } from "cytoscape";
import { iconImage, markImage } from "./graphBadge.ts";
import { curveOf, edgePath, type GraphEdge, type GraphNode } from "./graphElements.ts";
import { graphStyle } from "./graphStyle.ts";
import type { TokenReader } from "./tokens.ts";

/** Cytoscape adds a style element of this id unless there is one; a content security policy would refuse it. */
const STYLESHEET_ID = "__________cytoscape_stylesheet";

/** An empty drawing in a box that is already positioned. */
export function createGraph(container: HTMLElement): Core {
  if (document.getElementById(STYLESHEET_ID) === null) {
    document.head.append(Object.assign(document.createElement("meta"), { id: STYLESHEET_ID }));
  }
  return cytoscape({
    container,
    layout: { name: "preset" },
    minZoom: 0.05,
    maxZoom: 3,
    autoungrabify: true,
    boxSelectionEnabled: false,
    selectionType: "single",
    textureOnViewport: true,
    hideEdgesOnViewport: false,
    pixelRatio: "auto",
  });
}

function badgeOf(node: GraphNode, token: TokenReader, light: boolean): string | undefined {
  if (node.sev) return markImage(node.sev, node.acked ?? false, token);
  if (node.icon === undefined || light) return undefined;
  return iconImage(node.icon, token(node.role === undefined || node.role === "plain" ? "text-3" : "text"));
}

function nodeElement(node: GraphNode, selected: string | null, token: TokenReader, light: boolean): ElementDefinition {
  const indent = node.look === "entity" ? 27 : node.look === "group" ? 8 : node.look === "lane" ? 12 : 0;
  const badge = badgeOf(node, token, light);
  const flags = [
    node.stale === true ? "stale" : "",
    node.tone === undefined || node.tone === "quiet" ? "" : node.tone,
    node.id === selected ? "selected" : "",
  ];
  return {
    group: "nodes",
    data: {
      id: node.id,
      label: node.label,
      width: node.width,
      height: node.height,
      labelShift: indent - node.width,
      labelWidth: `${Math.max(20, node.width - indent - 4 - (node.labelEnd ?? 0))}px`,
      ...(badge === undefined ? {} : { badge }),
    },
    position: { x: node.x, y: node.y },
    pannable: true,
    classes: [node.look, node.role ?? "plain", ...flags].join(" "),
  };
}

function edgeElement(edge: GraphEdge, nodes: ReadonlyMap<string, GraphNode>): ElementDefinition | null {
  const from = nodes.get(edge.from);
  const to = nodes.get(edge.to);
  if (from === undefined || to === undefined) return null;
  const path = edgePath(from, to);
  const { weights, distances } = curveOf(path);
  return {
    group: "edges",
    data: {
      id: edge.id,
      source: edge.from,
      target: edge.to,
      weights,
      distances,
      source_end: path.source,
      target_end: path.target,
    },
    classes: `${edge.origin === "declared" ? "" : "inferred"} ${edge.lit ? "lit" : ""}`,
  };
}

/** What a map drew last, by element id, so that a refresh touches only what is another now. */
export type Drawn = { theme: string | null; elements: ReadonlyMap<string, string> };
export const NOTHING_DRAWN: Drawn = { theme: null, elements: new Map() };

export type Picture = {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  selected: string | null;
  theme: string;
  token: TokenReader;
  /** Icons are left out. */
  light: boolean;
};

/**
 * Brings the drawing to these elements: what stays keeps its place on the screen, what changed is updated, the rest goes.
 * The whole is styled anew only when the theme is another.
 */
export function drawGraph(cy: Core, drawn: Drawn, { nodes, edges, selected, theme, token, light }: Picture): Drawn {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const known = drawn.theme === theme ? drawn.elements : new Map<string, string>();
  const next = new Map<string, string>();
  const added: ElementDefinition[] = [];
  const changed: ElementDefinition[] = [];
  const take = (id: string, key: string, make: () => ElementDefinition | null): void => {
    if (known.get(id) === key) {
      next.set(id, key);
      return;
    }
    const element = make();
    if (element === null) return;
    next.set(id, key);
    (drawn.elements.has(id) ? changed : added).push(element);
  };
  for (const node of nodes) {
    const key = `${JSON.stringify(node)} ${node.id === selected} ${light}`;
    take(node.id, key, () => nodeElement(node, selected, token, light));
  }
  for (const edge of edges) {
    const ends = `${pointOf(byId.get(edge.from))} ${pointOf(byId.get(edge.to))}`;
    take(edge.id, `${JSON.stringify(edge)} ${ends}`, () => edgeElement(edge, byId));
  }
  if (drawn.theme !== theme) cy.style(graphStyle(token));
  cy.batch(() => {
    for (const id of drawn.elements.keys()) if (!next.has(id)) cy.getElementById(id).remove();
    cy.add(added);
    for (const element of changed) update(cy.getElementById(element.data.id ?? ""), element);
  });
  return { theme, elements: next };
}

const pointOf = (node: GraphNode | undefined): string =>
  node === undefined ? "" : `${node.x} ${node.y} ${node.width} ${node.height}`;

function update(known: CollectionReturnValue, element: ElementDefinition): void {
  if (element.data.badge === undefined) known.removeData("badge");
  known.data(element.data);
  known.classes((element.classes as string).split(" ").filter((name) => name !== ""));
  if (element.position !== undefined) (known as NodeSingular).position(element.position);
}
