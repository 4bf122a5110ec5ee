import type { StylesheetJson } from "cytoscape";
import { hatchImage } from "./graphBadge.ts";
import type { TokenReader } from "./tokens.ts";

/** Cytoscape's sheet in the theme's colours. Sizes, badges and curves come from the elements' data. */
export function graphStyle(token: TokenReader): StylesheetJson {
  const font = token("font-sans");
  return [
    {
      selector: "node",
      style: {
        shape: "rectangle",
        width: "data(width)",
        height: "data(height)",
        "background-color": token("panel"),
        "border-width": 1,
        "border-color": token("line-strong"),
        label: "data(label)",
        color: token("text-3"),
        "font-family": font,
        "font-size": 12,
        "text-valign": "center",
        "text-halign": "right",
        "text-margin-x": "data(labelShift)" as unknown as number,
        "text-wrap": "ellipsis",
        "text-max-width": "data(labelWidth)",
        "overlay-opacity": 0,
        "min-zoomed-font-size": 7,
        // Parts of a map come in any order.
        "z-index": 1,
      },
    },
    {
      selector: "node[badge]",
      style: {
        "background-image": "data(badge)",
        "background-width": "18px",
        "background-height": "18px",
        "background-position-x": "5px",
        "background-position-y": "50%",
        "background-image-containment": "over",
        "background-clip": "none",
      },
    },
    { selector: "node.path", style: { "border-color": token("edge"), color: token("text-2") } },
    {
      selector: "node.hit",
      style: {
        "border-color": token("text-2"),
        "border-width": 1.5,
        "background-color": token("raised"),
        color: token("strong"),
        "font-weight": 600,
      },
    },
    {
      selector: "node.cause",
      style: {
        "border-color": token("critical-edge"),
        "border-width": 2,
        "background-color": token("raised"),
        color: token("strong"),
        "font-weight": 600,
      },
    },
    { selector: "node.stale", style: { "border-color": token("stale"), "border-style": "dashed" } },
    {
      selector: "node.group",
      style: { "background-opacity": 0, "text-valign": "top", "text-margin-y": 18, "z-index": 0, events: "no" },
    },
    {
      selector: "node.lane",
      style: {
        "border-width": 0,
        "text-valign": "top",
        "text-margin-y": 22,
        "font-size": 13,
        "font-weight": 600,
        color: token("text"),
        "z-compound-depth": "bottom",
        "min-zoomed-font-size": 5,
        events: "no",
      },
    },
    {
      selector: "node.lane.stale",
      style: {
        "border-width": 1,
        "border-color": token("stale"),
        color: token("stale-text"),
        "background-image": hatchImage(token("stale")),
        "background-repeat": "repeat",
        "background-width": "14px",
        "background-height": "14px",
        "background-image-opacity": 0.15,
      },
    },
    {
      selector: "node.text",
      style: {
        "background-opacity": 0,
        "border-width": 0,
        "font-size": 11,
        "font-weight": 500,
        "z-index": 2,
        events: "no",
      },
    },
    {
      selector: "node.note",
      style: {
        color: token("strong"),
        "text-background-color": token("panel"),
        "text-background-opacity": 1,
        "text-background-padding": "2px",
        "z-index": 10,
      },
    },
    { selector: "node.strong", style: { color: token("text") } },
    { selector: "node.selected", style: { "outline-width": 2, "outline-color": token("focus"), "outline-offset": 2 } },
    {
      selector: "edge",
      style: {
        width: 1,
        "line-color": token("ghost"),
        "target-arrow-color": token("ghost"),
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.6,
        "curve-style": "unbundled-bezier",
        "edge-distances": "endpoints" as unknown as "node-position",
        "control-point-weights": "data(weights)" as unknown as number[],
        "control-point-distances": "data(distances)" as unknown as number[],
        "source-endpoint": "data(source_end)",
        "target-endpoint": "data(target_end)",
        "overlay-opacity": 0,
        events: "no",
      },
    },
    { selector: "edge.inferred", style: { "line-style": "dashed", "line-dash-pattern": [3, 3] } },
    {
      selector: "edge.lit",
      style: {
        width: 2,
        "line-color": token("critical-edge"),
        "target-arrow-color": token("critical-edge"),
        "arrow-scale": 0.8,
        "z-index": 9,
      },
    },
  ];
}
