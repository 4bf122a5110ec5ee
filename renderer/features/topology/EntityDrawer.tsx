import { useQuery } from "@tanstack/react-query";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { EntityDetail } from "../../../shared/domain/topology.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Drawer, DrawerPart, Failed, goTo, Loading, Mark, panelState, TimeText } from "../../ui/index.ts";
import { EntityLimits } from "./EntityLimits.tsx";

type EntityDrawerProps = { id: EntityId; onClose(): void; onFly(id: string): void };

/** One entity beside the map: its names, what fires there, what it touches, what was changed. */
export function EntityDrawer({ id, onClose, onFly }: EntityDrawerProps) {
  const detail = useQuery(api.topology.entity.queryOptions({ input: { id } }));
  const state = panelState(detail);
  if (state.kind === "loading" || state.kind === "empty") {
    return (
      <Drawer title={id} onClose={onClose}>
        <Loading lines={8} />
      </Drawer>
    );
  }
  if (state.kind === "error") {
    return (
      <Drawer title={id} onClose={onClose}>
        <Failed error={state.error} retry={state.retry} />
      </Drawer>
    );
  }
  const entity = state.data;
  const title = (
    <>
      {entity.severity !== null && <Mark sev={entity.severity} acked={entity.acknowledged} />}
      {entity.name}
    </>
  );
  return (
    <Drawer over={overOf(entity)} title={title} onClose={onClose} foot={<Foot entity={entity} />}>
      <Firing entity={entity} />
      <EntityLimits id={entity.id} />
      <Aliases entity={entity} />
      <Edges
        title={text("topology.entity.usedBy", { count: entity.usedBy.length })}
        edges={entity.usedBy}
        end="from"
        onFly={onFly}
      />
      <Edges
        title={text("topology.entity.uses", { count: entity.uses.length })}
        edges={entity.uses}
        end="to"
        onFly={onFly}
      />
      <Changes entity={entity} />
      <Attributes entity={entity} />
    </Drawer>
  );
}

function overOf({ kind, site, group }: EntityDetail): string {
  const name = text(`topology.kind.${kind}`);
  if (site === null) return text("topology.entity.overNone", { kind: name });
  if (group === null) return text("topology.entity.overSite", { kind: name, site });
  return text("topology.entity.over", { kind: name, site, group });
}

function Foot({ entity }: { entity: EntityDetail }) {
  const [incidentId] = entity.incidentIds;
  return (
    <>
      {incidentId !== undefined && (
        <Button look="primary" keys="Enter" onClick={() => goTo({ surface: "incident", id: incidentId })}>
          {text("topology.entity.openIncident")}
        </Button>
      )}
      <Button onClick={() => goTo({ surface: "alerts", entityId: entity.id })}>
        {text("topology.entity.showAlerts")}
      </Button>
    </>
  );
}

function Firing({ entity }: { entity: EntityDetail }) {
  const firing = entity.alerts.filter((alert) => alert.state === "firing");
  return (
    <DrawerPart title={text("topology.entity.firing", { count: entity.firingCount })}>
      {entity.stale && <p className="stale-words">{text("topology.entity.stale")}</p>}
      {firing.length === 0 && !entity.stale && <p className="t3">{text("topology.entity.calm")}</p>}
      <ul className="entity-alerts">
        {firing.slice(0, 12).map((alert) => (
          <li key={alert.fingerprint}>
            <Mark sev={alert.severity} acked={alert.acknowledgement.state === "confirmed"} size={16} />
            <span>{alert.summary}</span>
            <span className="t3">
              <TimeText at={alert.startedAt} />
            </span>
          </li>
        ))}
      </ul>
      {firing.length < entity.firingCount && (
        <p className="t3">
          {text("topology.entity.more", { count: entity.firingCount - Math.min(12, firing.length) })}
        </p>
      )}
      {entity.suppressedCount > 0 && (
        <p className="t3">{text("topology.entity.suppressed", { count: entity.suppressedCount })}</p>
      )}
    </DrawerPart>
  );
}

function Aliases({ entity }: { entity: EntityDetail }) {
  if (entity.aliases.length === 0) return null;
  return (
    <DrawerPart title={text("topology.entity.knownAs")}>
      <dl className="pairs">
        {entity.aliases.map(({ namespace, value }) => (
          <div key={`${namespace} ${value}`} style={{ display: "contents" }}>
            <dt title={namespace}>{namespace}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
    </DrawerPart>
  );
}

function Attributes({ entity }: { entity: EntityDetail }) {
  const entries = Object.entries(entity.attributes);
  if (entries.length === 0) return null;
  return (
    <DrawerPart title={text("topology.entity.attributes")}>
      <dl className="pairs">
        {entries.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt title={name}>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </DrawerPart>
  );
}

const EDGES_SHOWN = 10;
type EdgesProps = { title: string; edges: EntityDetail["uses"]; end: "from" | "to"; onFly(id: string): void };

function Edges({ title, edges, end, onFly }: EdgesProps) {
  if (edges.length === 0) return null;
  return (
    <DrawerPart title={title}>
      <ul className="entity-edges">
        {edges.slice(0, EDGES_SHOWN).map((edge) => (
          <li key={`${edge.from} ${edge.to} ${edge.origin}`}>
            <button type="button" className="link" onClick={() => onFly(edge[end])}>
              {edge.name}
            </button>
            <span className="t3">
              {text("topology.entity.edge", {
                origin: text(`topology.origin.${edge.origin}`).toLowerCase(),
                confidence: edge.confidence.toFixed(2),
              })}
            </span>
          </li>
        ))}
      </ul>
      {edges.length > EDGES_SHOWN && (
        <p className="t3">{text("topology.entity.more", { count: edges.length - EDGES_SHOWN })}</p>
      )}
    </DrawerPart>
  );
}

function Changes({ entity }: { entity: EntityDetail }) {
  if (entity.changes.length === 0) return null;
  return (
    <DrawerPart title={text("topology.entity.changes")}>
      <ul className="entity-alerts">
        {entity.changes.slice(0, 8).map((change) => (
          <li key={change.id}>
            <span aria-hidden="true">◆</span>
            <span>
              {change.summary}{" "}
              {change.by !== null && <span className="t3">{text("topology.entity.changedBy", { by: change.by })}</span>}
            </span>
            <span className="t3">
              <TimeText at={change.at} />
            </span>
          </li>
        ))}
      </ul>
    </DrawerPart>
  );
}
