import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { EntityId } from "../../../shared/domain/entity.ts";
import { type Incident, type IncidentDetail, IncidentId } from "../../../shared/domain/incident.ts";
import { unpackTopology } from "../../../shared/domain/topology-columns.ts";
import type { Topology } from "../../../shared/domain/topology.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import {
  Button,
  Empty,
  Failed,
  goTo,
  Graph,
  Icon,
  Loading,
  markName,
  panelState,
  StaleNote,
  useEngineLost,
  useKeys,
  useRoute,
  type GraphHandle,
} from "../../ui/index.ts";
import { EntityDrawer } from "./EntityDrawer.tsx";
import { FlyTo } from "./FlyTo.tsx";
import { elementsOf } from "./mapElements.ts";
import { EVERYTHING, GROUPS_ABOVE, type Level } from "./mapFilter.ts";
import { MapFilters } from "./MapFilters.tsx";
import { neighbourOf, type Direction } from "./neighbours.ts";
import { PlaceDrawer } from "./PlaceDrawer.tsx";
import { useMapPicture } from "./useMapPicture.ts";
import "./topology.css";

/** More than this is no map any more; filters by site and kind reach the rest. */
const LIMIT = 10_000;

/** Where it is and what it touches: the map of everything, with the paths of one incident lit. */
export function TopologyMap() {
  const topology = useQuery({
    ...api.topology.get.queryOptions({ input: { limit: LIMIT } }),
    select: unpackTopology,
  });
  const session = useQuery(api.session.get.queryOptions());
  const open = useQuery(api.incidents.list.queryOptions({ input: { limit: 50 } }));
  const route = useRoute();
  const wanted = route.surface === "topology" ? route.incidentId : undefined;
  const [chosen, setChosen] = useState<string | null>(wanted ?? null);
  useEffect(() => setChosen(wanted ?? null), [wanted]);
  const entityId = route.surface === "topology" ? route.entityId : undefined;
  const lit = IncidentId.safeParse(chosen ?? (entityId === undefined ? open.data?.rows[0]?.id : ""));
  const detail = useQuery({
    ...api.incidents.get.queryOptions({ input: { id: lit.data ?? ("" as IncidentId) } }),
    enabled: lit.success,
  });
  const state = panelState(topology, { isEmpty: ({ totalNodes }) => totalNodes === 0 });
  if (state.kind === "loading" || session.data === undefined) return <Loading lines={14} />;
  if (state.kind === "error") return <Failed error={state.error} retry={state.retry} />;
  if (state.kind === "empty") return <NoEntities />;
  return (
    <LoadedMap
      data={state.data}
      staleSince={state.kind === "stale" ? state.since : null}
      detail={lit.success ? (detail.data ?? null) : null}
      incidents={open.data?.rows ?? []}
      lit={lit.success ? lit.data : ""}
      onLit={setChosen}
      flyTo={entityId ?? null}
      memoryKey={session.data.dataFolder ?? String(session.data.demo)}
    />
  );
}

function NoEntities() {
  const connect = (
    <a className="link" href="#/sources">
      {text("topology.emptyAction")}
    </a>
  );
  return <Empty title={text("topology.emptyTitle")} hint={text("topology.emptyHint")} action={connect} />;
}

type MapProps = {
  data: Topology;
  staleSince: number | null;
  detail: IncidentDetail | null;
  incidents: readonly Incident[];
  lit: string;
  onLit(incidentId: string): void;
  flyTo: string | null;
  memoryKey: string;
};

function LoadedMap(props: MapProps) {
  const data = useDeferredValue(props.data);
  const [level, setLevel] = useState<Level>(data.nodes.length > GROUPS_ABOVE ? "group" : "entity");
  const [filter, setFilter] = useState(EVERYTHING);
  const [selected, setSelected] = useState<string | null>(null);
  const view = useMapPicture(data, props.detail, level, filter, props.memoryKey);
  const picture = useMemo(
    () => elementsOf({ ...view, headed: level !== "site" }),
    [view.nodes, view.edges, view.impact, view.layout, level],
  );
  const graph = useRef<GraphHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const lostSince = useEngineLost();
  const place = view.nodes.find((node) => node.id === selected);

  const fly = (entityId: string): void => {
    const target = level === "entity" ? entityId : (view.placeOf.get(entityId) ?? entityId);
    if (!view.nodes.some((node) => node.id === target)) setFilter(EVERYTHING);
    setSelected(target);
    requestAnimationFrame(() => graph.current?.flyTo(target));
  };
  useEffect(() => {
    if (props.flyTo === null) return;
    const timer = setTimeout(() => fly(props.flyTo!), 300);
    return () => clearTimeout(timer);
  }, [props.flyTo]);
  const step = (direction: Direction): void => {
    const ids = new Set(view.nodes.map((node) => node.id));
    const shown = new Map([...view.layout.positions].filter(([id]) => ids.has(id)));
    const next = selected === null ? (firstOf(view) ?? undefined) : neighbourOf(selected, direction, shown, view.edges);
    if (next === undefined) return;
    setSelected(next);
    graph.current?.flyTo(next);
  };
  const toggleCollapse = (): void => setFilter((now) => ({ ...now, collapsed: !now.collapsed }));
  const openIncident = (id: string | null): void => {
    const incidentId = view.nodes.find((node) => node.id === id)?.incidentId;
    if (incidentId != null) goTo({ surface: "incident", id: incidentId });
  };
  useMapKeys({
    flyTo: () => search.current?.focus(),
    step,
    fit: () => graph.current?.fit(),
    zoom: (factor) => graph.current?.zoomBy(factor),
    collapse: toggleCollapse,
    tidy: view.tidy,
    open: () => openIncident(selected),
  });

  const staleSince = props.staleSince ?? lostSince;
  return (
    <div className={`topology${place === undefined ? "" : " with-drawer"}`}>
      <MapFilters
        counts={view.counts}
        filter={filter}
        onFilter={setFilter}
        level={level}
        onLevel={setLevel}
        incidents={props.incidents}
        lit={props.lit}
        onLit={props.onLit}
      >
        <FlyTo field={search} onFly={fly} />
      </MapFilters>
      <section className="map" aria-labelledby="map-title">
        <header>
          <h1 id="map-title">
            {props.lit === "" ? text("topology.title") : text("topology.impactOf", { id: props.lit })}
          </h1>
          <span className="t2 cut">{countWords(data, view.nodes.length, view.counts.sites.size, level)}</span>
          {staleSince !== null && <StaleNote since={staleSince} />}
          <span className="end">
            <Button keys="c" aria-pressed={filter.collapsed} onClick={toggleCollapse}>
              {text(filter.collapsed ? "topology.expand" : "topology.collapse")}
            </Button>
            <Button keys="t" onClick={view.tidy}>
              {view.arrivals > 0 ? text("topology.tidyNew", { count: view.arrivals }) : text("topology.tidy")}
            </Button>
            <Button keys="0" onClick={() => graph.current?.fit()}>
              {text("topology.fit")}
            </Button>
            <Button aria-label={text("topology.zoomOut")} onClick={() => graph.current?.zoomBy(0.8)}>
              <Icon name="minus" />
            </Button>
            <Button aria-label={text("topology.zoomIn")} onClick={() => graph.current?.zoomBy(1.25)}>
              <Icon name="plus" />
            </Button>
          </span>
        </header>
        <div className={`map-canvas${staleSince === null ? "" : " hatch"}`}>
          {view.nodes.length === 0 ? (
            <Empty
              title={text("topology.filteredTitle")}
              hint={text("topology.filteredHint")}
              action={<Button onClick={() => setFilter(EVERYTHING)}>{text("topology.filteredAction")}</Button>}
            />
          ) : (
            <Graph
              key={`${level} ${filter.collapsed}`}
              {...picture}
              selected={selected}
              onSelect={setSelected}
              onOpen={openIncident}
              label={text("topology.map", { shown: view.nodes.length, edges: view.edges.length })}
              maximumZoom={1.1}
              handle={graph}
            />
          )}
        </div>
        <p className="visually-hidden" aria-live="polite">
          {place !== undefined &&
            (place.severity === null
              ? text("topology.selectedCalm", { name: place.name })
              : text("topology.selected", { name: place.name, state: markName(place.severity) }))}
        </p>
      </section>
      {place !== undefined &&
        (level === "entity" ? (
          <EntityDrawer id={place.id as EntityId} onClose={() => setSelected(null)} onFly={fly} />
        ) : (
          <PlaceDrawer
            place={place}
            members={data.nodes.filter((node) => view.placeOf.get(node.id) === place.id)}
            onClose={() => setSelected(null)}
            onOpen={() => setLevel(level === "site" ? "group" : "entity")}
            onFly={(id) => {
              setLevel("entity");
              setSelected(id);
              setTimeout(() => graph.current?.flyTo(id), 300);
            }}
          />
        ))}
    </div>
  );
}

function countWords(data: Topology, shown: number, sites: number, level: Level): string {
  const total = data.totalNodes;
  if (total > data.nodes.length)
    return text("topology.countsHidden", { shown: data.nodes.length, total, limit: LIMIT });
  return text("topology.counts", { shown: level === "entity" ? shown : data.nodes.length, total, sites });
}

/** Where the keys begin: at what fires, else at the first place. */
const firstOf = (view: { nodes: readonly { id: string; severity: unknown }[] }): string | undefined =>
  (view.nodes.find((node) => node.severity !== null) ?? view.nodes[0])?.id;

type MapKeys = {
  flyTo(): void;
  step(direction: Direction): void;
  fit(): void;
  zoom(factor: number): void;
  collapse(): void;
  tidy(): void;
  open(): void;
};

function useMapKeys(keys: MapKeys): void {
  const group = text("topology.keys.group");
  useKeys([
    { keys: "/", label: text("topology.keys.flyTo"), group, inBar: true, run: keys.flyTo },
    { keys: "h", label: text("topology.keys.left"), group, inBar: true, run: () => keys.step("left") },
    { keys: "j", label: text("topology.keys.down"), group, inBar: true, run: () => keys.step("down") },
    { keys: "k", label: text("topology.keys.up"), group, inBar: true, run: () => keys.step("up") },
    { keys: "l", label: text("topology.keys.right"), group, inBar: true, run: () => keys.step("right") },
    { keys: "Enter", label: text("topology.keys.open"), group, inBar: true, run: keys.open },
    { keys: "0", label: text("topology.keys.fit"), group, inBar: true, run: keys.fit },
    { keys: "c", label: text("topology.keys.collapse"), group, inBar: true, run: keys.collapse },
    { keys: "t", label: text("topology.keys.tidy"), group, run: keys.tidy },
    { keys: "+", label: text("topology.keys.in"), group, run: () => keys.zoom(1.25) },
    { keys: "-", label: text("topology.keys.out"), group, run: () => keys.zoom(0.8) },
  ]);
}
