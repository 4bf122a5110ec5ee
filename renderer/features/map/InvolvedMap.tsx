import { useMemo } from "react";
import type { IncidentDetail } from "../../../shared/domain/incident.ts";
import { text } from "../../../shared/strings/index.ts";
import { goTo, Graph, Panel } from "../../ui/index.ts";
import { involvedGraph, mapSummary } from "./involvedGraph.ts";
import "./InvolvedMap.css";

/** Just the entities involved: dependency reads left to right, arrows point at what is depended on. */
export function InvolvedMap({ incident }: { incident: IncidentDetail }) {
  const { entities, edges, causes, changes } = incident;
  const graph = useMemo(() => involvedGraph({ entities, edges, causes, changes }), [entities, edges, causes, changes]);
  const state = { kind: entities.length === 0 ? "empty" : "normal", data: graph } as const;
  const empty = { title: text("incident.mapEmpty"), hint: text("incident.mapEmptyHint") };
  return (
    <Panel
      className="involved"
      title={text("incident.map")}
      note={text("incident.mapNote", { count: entities.length })}
      end={<span className="label">{text("incident.mapLegend")}</span>}
      state={state}
      empty={empty}
    >
      {({ nodes, edges: lines, hidden }) => (
        <>
          <Graph
            nodes={nodes}
            edges={lines}
            label={mapSummary(incident)}
            still
            onOpen={(entityId) => goTo({ surface: "topology", incidentId: incident.id, entityId })}
          />
          <p className="label involved-foot">
            {text("incident.mapFoot")}
            {hidden > 0 && <span>{text("incident.mapMore", { count: hidden })}</span>}
          </p>
        </>
      )}
    </Panel>
  );
}
