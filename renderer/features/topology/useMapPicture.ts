import { useEffect, useMemo, useRef, useState } from "react";
import type { IncidentDetail } from "../../../shared/domain/incident.ts";
import type { Topology } from "../../../shared/domain/topology.ts";
import { arrange } from "./arrange.ts";
import { collapseEdges, collapseNodes, placeIds, type MapEdge, type MapNode } from "./collapse.ts";
import { gridLayout } from "./gridLayout.ts";
import { edgeKey, impactOf, type Impact } from "./impact.ts";
import { layersOf } from "./layers.ts";
import type { MapLayout, Placeable } from "./layout.ts";
import {
  countsOf,
  neighbourhoodOf,
  visibleEdges,
  visibleNodes,
  type Level,
  type MapCounts,
  type MapFilter,
} from "./mapFilter.ts";
import { parseRemembered, placeOver } from "./placement.ts";

export type MapView = {
  counts: MapCounts;
  nodes: MapNode[];
  edges: MapEdge[];
  impact: Impact | null;
  layout: MapLayout;
  arrivals: number;
  /** Which place stands for an entity at this level. */
  placeOf: ReadonlyMap<string, string>;
  tidy(): void;
};

/** The map's data, shaped for drawing. Places are remembered under `memoryKey`, so that they hold over restarts too. */
export function useMapPicture(
  data: Topology,
  detail: IncidentDetail | null,
  level: Level,
  filter: MapFilter,
  memoryKey: string,
): MapView {
  const impact = useMemo(() => (detail === null ? null : impactOf(detail)), [detail]);
  const layers = useMemo(() => layersOf(data.nodes, data.edges), [data]);
  const places = useMemo(() => collapseNodes(data.nodes, layers, level), [data, layers, level]);
  const placeOf = useMemo(() => placeIds(places), [places]);
  const { layout, arrivals, tidy } = useLayout(
    useSame(useMemo(() => places.map(placeableOf), [places])),
    useSame(useMemo(() => collapseEdges(data.edges, placeOf).map(({ from, to }) => ({ from, to })), [data, placeOf])),
    level,
    memoryKey,
  );
  const shown = useMemo(() => {
    const touched =
      impact === null
        ? data.nodes.filter((node) => node.severity !== null).map((node) => node.id)
        : [...impact.roles.keys()];
    const visible = visibleNodes(data.nodes, filter, neighbourhoodOf(touched, filter.collapsed ? data.edges : []));
    const visiblePlaces = new Set([...visible].flatMap((id) => placeOf.get(id) ?? []));
    return {
      nodes: places.filter((place) => visiblePlaces.has(place.id)),
      edges: collapseEdges(visibleEdges(data.edges, filter, visible), placeOf),
    };
  }, [data, places, placeOf, filter, impact]);
  const counts = useMemo(() => countsOf(data.nodes, data.edges), [data]);
  return {
    ...shown,
    counts,
    impact: useMemo(() => foldImpact(impact, placeOf), [impact, placeOf]),
    layout,
    arrivals,
    placeOf,
    tidy,
  };
}

/** Lit edges between entities light the edge between the places that stand for them. */
function foldImpact(impact: Impact | null, placeOf: ReadonlyMap<string, string>): Impact | null {
  if (impact === null) return null;
  const litEdges = [...impact.litEdges].map((key) => {
    const [from = "", to = ""] = key.split("\n");
    return edgeKey(placeOf.get(from) ?? from, placeOf.get(to) ?? to);
  });
  return { ...impact, litEdges: new Set(litEdges) };
}

/** The value of before while a refresh brings an equal one, so that what follows from it is not worked out again. */
function useSame<T>(value: T): T {
  const kept = useRef({ value, words: "" });
  return useMemo(() => {
    const words = JSON.stringify(value);
    if (words !== kept.current.words) kept.current = { value, words };
    return kept.current.value;
  }, [value]);
}

type Link = Pick<MapEdge, "from" | "to">;

function useLayout(places: readonly Placeable[], edges: readonly Link[], level: Level, memoryKey: string) {
  const [tidied, setTidied] = useState(0);
  const key = `watchfloor.map.${memoryKey}.${level}`;
  const placement = useMemo(() => {
    if (level === "site")
      return { layout: gridLayout(places.map((place) => place.id).sort()), remembered: [], arrivals: [] };
    return placeOver(parseRemembered(localStorage.getItem(key)), arrange(places, edges));
  }, [places, edges, key, tidied]);
  useEffect(() => {
    if (placement.remembered.length > 0) localStorage.setItem(key, JSON.stringify(placement.remembered));
  }, [placement]);
  const tidy = (): void => {
    localStorage.removeItem(key);
    setTidied((count) => count + 1);
  };
  return { layout: placement.layout, arrivals: placement.arrivals.length, tidy };
}

const placeableOf = ({ id, name, site, group, layer }: MapNode): Placeable => ({ id, name, site, group, layer });
