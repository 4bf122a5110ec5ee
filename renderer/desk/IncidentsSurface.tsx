import { lazy, Suspense, useEffect, useState } from "react";
import type { IncidentOrder } from "../../shared/contract/incidents.ts";
import type { Incident } from "../../shared/domain/incident.ts";
import { text } from "../../shared/strings/index.ts";
import { AlertRate } from "../features/incidents/AlertRate.tsx";
import { IncidentQueue } from "../features/incidents/IncidentQueue.tsx";
import type { QueueFilter } from "../features/incidents/queueQuery.ts";
import { ResolvedList } from "../features/incidents/ResolvedList.tsx";
import { useQueue } from "../features/incidents/useQueue.ts";
import { Empty, goTo, Loading, patiently, useKeys, useRoute } from "../ui/index.ts";
import { neighbourOf } from "./selection.ts";
import "./IncidentsSurface.css";

/** Comes after the queue: its rows are what a person looks for first. */
const IncidentPane = lazy(async () => ({
  default: (await patiently(() => import("./IncidentPane.tsx"))).IncidentPane,
}));

/** The queue at the left, the chosen incident at the right; on a narrow window one or the other. */
export function IncidentsSurface() {
  const route = useRoute();
  const openedId = route.surface === "incident" ? route.id : null;
  const [filter, setFilter] = useState<QueueFilter>("all");
  const [order, setOrder] = useState<IncidentOrder>("priority");
  const [chosenId, setChosenId] = useState<string | null>(openedId);
  const queue = useQueue(filter, order);
  const { rows, touch } = queue.held;
  const selectedId = chosenId ?? rows[0]?.id ?? null;

  useEffect(() => setChosenId(openedId), [openedId]);

  const open = (id: string): void => goTo({ surface: "incident", id });
  const move = (step: 1 | -1): void => {
    const next = neighbourOf(rows, selectedId, step);
    if (next === null) return;
    touch();
    setChosenId(next);
    if (openedId !== null) goTo({ surface: "incident", id: next }, { replace: true });
  };
  const group = text("nav.incidents");
  useKeys([
    {
      keys: "j",
      label: text("incident.next"),
      run: () => move(1),
      bar: { keys: ["j", "k"], label: text("incident.key.move") },
      group,
    },
    { keys: "k", label: text("incident.previous"), run: () => move(-1), group },
    { keys: "ArrowDown", label: text("incident.next"), run: () => move(1), group },
    { keys: "ArrowUp", label: text("incident.previous"), run: () => move(-1), group },
    {
      keys: "Enter",
      label: text("incident.open"),
      run: () => selectedId !== null && open(selectedId),
      bar: { keys: ["Enter"], label: text("incident.open") },
      group,
    },
    { keys: "Escape", label: text("incident.back"), run: () => goTo({ surface: "incidents" }), group },
  ]);

  return (
    <div className={`incidents${openedId === null ? "" : " opened"}`}>
      <div className="queue">
        <IncidentQueue
          queue={queue}
          filter={filter}
          order={order}
          onFilter={setFilter}
          onOrder={setOrder}
          selectedId={selectedId}
          onSelect={({ id }: Incident) => open(id)}
        />
        <ResolvedList />
        <AlertRate />
      </div>
      {selectedId === null ? (
        <div className="incident-none">
          {queue.query.data !== undefined && <Empty title={text("incident.none")} hint={text("incident.noneHint")} />}
        </div>
      ) : (
        <Suspense fallback={<Loading lines={10} />}>
          <IncidentPane key={selectedId} id={selectedId} />
        </Suspense>
      )}
    </div>
  );
}
