import { useSyncExternalStore } from "react";

/** Where the window is. The hash holds it, so that an address can be sent to a colleague. */
export type Route =
  | { surface: "incidents" }
  | { surface: "incident"; id: string }
  | { surface: "alerts"; incidentId?: string; entityId?: string }
  | { surface: "topology"; incidentId?: string; entityId?: string }
  | { surface: "anomalies"; id?: string; entityId?: string }
  | { surface: "capacity"; /** Of a series. */ id?: string; entityId?: string }
  | { surface: "logs"; pattern?: { scope: string; id: string } }
  | { surface: "sources"; /** With the form for another one. */ adding?: true }
  | { surface: "settings" }
  | { surface: "welcome" }
  | { surface: "wall" };

export type SurfaceName = Route["surface"];

const PLAIN = new Set(["incidents", "settings", "welcome", "wall"] as const);
const isPlain = (name: string): name is "incidents" | "settings" | "welcome" | "wall" =>
  (PLAIN as ReadonlySet<string>).has(name);

/** Reads `#/incident/INC-1`, `#/alerts?incident=INC-1`, …; anything unknown is the incidents surface. */
export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [name = "", id, second] = path.split("/").map(decodeURIComponent);
  if (name === "incident" && id !== undefined && id !== "") return { surface: "incident", id };
  if (name === "alerts" || name === "topology") {
    const query = new URLSearchParams(search);
    const incidentId = query.get("incident");
    const entityId = query.get("entity");
    return {
      surface: name,
      ...(incidentId === null ? {} : { incidentId }),
      ...(entityId === null ? {} : { entityId }),
    };
  }
  if (name === "anomalies" || name === "capacity") {
    const entityId = new URLSearchParams(search).get("entity");
    return {
      surface: name,
      ...(id === undefined || id === "" ? {} : { id }),
      ...(entityId === null ? {} : { entityId }),
    };
  }
  if (name === "logs") return { surface: name, ...(id && second ? { pattern: { scope: id, id: second } } : {}) };
  if (name === "sources")
    return { surface: "sources", ...(new URLSearchParams(search).has("add") ? { adding: true } : {}) };
  return { surface: isPlain(name) ? name : "incidents" };
}

/** The address of a route, for links. */
export function hrefOf(route: Route): string {
  if (route.surface === "incident") return `#/incident/${encodeURIComponent(route.id)}`;
  if (route.surface === "anomalies" || route.surface === "capacity") {
    const query = route.entityId === undefined ? "" : `?${new URLSearchParams({ entity: route.entityId })}`;
    return `#/${route.surface}${route.id === undefined ? "" : `/${encodeURIComponent(route.id)}`}${query}`;
  }
  if (route.surface === "logs") {
    const { pattern } = route;
    return pattern === undefined
      ? "#/logs"
      : `#/logs/${encodeURIComponent(pattern.scope)}/${encodeURIComponent(pattern.id)}`;
  }
  if (route.surface === "sources") return route.adding === true ? "#/sources?add" : "#/sources";
  if (route.surface !== "alerts" && route.surface !== "topology") return `#/${route.surface}`;
  const query = new URLSearchParams();
  if (route.incidentId !== undefined) query.set("incident", route.incidentId);
  if (route.entityId !== undefined) query.set("entity", route.entityId);
  return `#/${route.surface}${query.size === 0 ? "" : `?${query}`}`;
}

/** Goes to a route; `replace` leaves no trace in the history, for moves of a selection. */
export function goTo(route: Route, { replace = false } = {}): void {
  if (!replace) {
    location.hash = hrefOf(route);
    return;
  }
  history.replaceState(null, "", hrefOf(route));
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

let last: { hash: string; route: Route } = { hash: "\0", route: { surface: "incidents" } };

function current(): Route {
  if (last.hash !== location.hash) last = { hash: location.hash, route: parseRoute(location.hash) };
  return last.route;
}

export const useRoute = (): Route => useSyncExternalStore(subscribe, current);
