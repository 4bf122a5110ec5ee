import { expect, it } from "vitest";
import { hrefOf, parseRoute, type Route } from "../../../renderer/ui/route.ts";

it.each<Route>([
  { surface: "incidents" },
  { surface: "incident", id: "INC-2071" },
  { surface: "alerts" },
  { surface: "alerts", incidentId: "INC-2071" },
  { surface: "topology", entityId: "host/db 1?&#" },
  { surface: "wall" },
  { surface: "anomalies" },
  { surface: "anomalies", id: "FND-000000000001", entityId: "db 1&?" },
  { surface: "logs" },
  { surface: "logs", pattern: { scope: "team a/b", id: "p12" } },
  { surface: "sources" },
  { surface: "sources", adding: true },
])("comes back from its own address: %o", (route) => {
  expect(parseRoute(hrefOf(route))).toEqual(route);
});

it.each(["", "#", "#/", "#/nothing", "#/incident/", "#/incident"])("takes %j for the incidents", (hash) => {
  expect(parseRoute(hash)).toEqual({ surface: "incidents" });
});
