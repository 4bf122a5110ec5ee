import cytoscape, { type Core, type ElementDefinition } from "cytoscape";
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

function badgeOf(node: GraphNode, token: TokenReader): string | undefined {
  if (node.sev) return markImage(node.sev, node.acked ?? false, token);
  if (node.icon === undefined) return undefined;
  return iconImage(node.icon, token(node.role === undefined || node.role === "plain" ? "text-3" : "text"));
}

function nodeElement(node: GraphNode, selected: string | null, token: TokenReader): ElementDefinition {
  const indent = node.look === "entity" ? 27 : node.look === "group" ? 8 : node.look === "lane" ? 12 : 0;
  const badge = badgeOf(node, token);
  const flags = [
    node.stale === true ? "stale" : "",
    node.tone === "strong" ? "strong" : "",
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

/** Brings the drawing to these elements: what stays keeps its place on the screen, what changed is updated, the rest goes. */
export function drawGraph(
  cy: Core,
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  selected: string | null,
  token: TokenReader,
): void {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const wanted = [
    ...nodes.map((node) => nodeElement(node, selected, token)),
    ...edges.map((edge) => edgeElement(edge, byId)).filter((element) => element !== null),
  ];
  const ids = new Set(wanted.map((element) => element.data.id));
  cy.batch(() => {
    cy.elements()
      .filter((element) => !ids.has(element.id()))
      .remove();
    for (const element of wanted) {
      const known = cy.getElementById(element.data.id ?? "");
      if (known.empty()) {
        cy.add(element);
        continue;
      }
      if (element.data.badge === undefined) known.removeData("badge");
      known.data(element.data);
      known.classes((element.classes as string).split(" ").filter((name) => name !== ""));
      if (element.position !== undefined) (known as cytoscape.NodeSingular).position(element.position);
    }
  });
  cy.style(graphStyle(token));
}
