import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import {
  Button,
  Empty,
  Failed,
  goTo,
  ListHead,
  Loading,
  panelState,
  StaleNote,
  useKeys,
  useRoute,
  VirtualRows,
  type PanelState,
} from "../../ui/index.ts";
import { CapacityDetail } from "./CapacityDetail.tsx";
import { capacityInput, capacityVerdicts, emptyWords, findingOf, headline, type CapacityPage } from "./capacityList.ts";
import { CapacityRow } from "./CapacityRow.tsx";
import { moveKeys } from "./moveKeys.ts";
import { useFindingVerdicts, verdictKeys } from "./useFindingVerdicts.ts";
import "./findings.css";
import "./capacity.css";

const ROW_PX = 56;

/** What runs out, and when: limits by the time that is left at the left, the chosen one with its forecast at the right. */
export function Capacity() {
  const route = useRoute();
  const { id: openedId = null, entityId } = route.surface === "capacity" ? route : {};
  const [chosenId, setChosenId] = useState<string | null>(openedId);
  useEffect(() => setChosenId(openedId), [openedId]);
  const input = capacityInput(entityId);
  const query = useQuery({ ...api.capacity.list.queryOptions({ input }), placeholderData: keepPreviousData });
  const rows = query.data?.rows ?? [];
  const firstId = rows[0]?.seriesId ?? null;
  const selectedId = chosenId ?? firstId;
  // What is shown stays when another comes before it.
  useEffect(() => setChosenId((chosen) => chosen ?? firstId), [firstId]);
  const chosen = rows.find(({ seriesId }) => seriesId === selectedId);
  const verdicts = useFindingVerdicts(findingOf(chosen), capacityVerdicts());
  const place = entityId === undefined ? {} : { entityId };
  const open = (id: string): void => goTo({ surface: "capacity", id, ...place });
  useKeys([
    ...moveKeys({
      ids: rows.map(({ seriesId }) => seriesId),
      selected: selectedId,
      choose: setChosenId,
      open,
      back: () => goTo({ surface: "capacity", ...place }),
      words: { next: text("capacity.next"), previous: text("capacity.previous"), group: text("nav.capacity") },
    }),
    ...verdictKeys(findingOf(chosen), verdicts, text("capacity.keys")),
  ]);
  return (
    <div className={`findings${openedId === null ? "" : " opened"}`}>
      <section className="findings-side capacity-side" aria-labelledby="capacity-title">
        <Head page={query.data} state={panelState(query)} />
        {entityId !== undefined && (
          <div className="findings-filters">
            <Button className="small" onClick={() => goTo({ surface: "capacity" })}>
              {text("capacity.allEntities")}
            </Button>
          </div>
        )}
        <Rows
          state={panelState(query)}
          isOfEntity={entityId !== undefined}
          selectedId={selectedId}
          onChoose={setChosenId}
          onOpen={open}
        />
      </section>
      {selectedId === null ? (
        <div className="findings-none">
          {rows.length > 0 && <Empty title={text("capacity.none")} hint={text("capacity.noneHint")} />}
        </div>
      ) : (
        <CapacityDetail key={selectedId} id={selectedId} verdicts={verdicts} />
      )}
    </div>
  );
}

function Head({ page, state }: { page: CapacityPage | undefined; state: PanelState<CapacityPage> }) {
  const isCut = page !== undefined && page.total > page.rows.length;
  return (
    <ListHead
      id="capacity-title"
      title={headline(page)}
      end={isCut && text("capacity.first", { shown: page.rows.length, count: page.total })}
    >
      {page !== undefined && page.limited > 0 && <p>{text("capacity.limited", { count: page.limited })}</p>}
      {state.kind === "stale" && <StaleNote since={state.since} />}
    </ListHead>
  );
}

type RowsProps = {
  state: PanelState<CapacityPage>;
  isOfEntity: boolean;
  selectedId: string | null;
  onChoose(id: string): void;
  onOpen(id: string): void;
};

function Rows({ state, isOfEntity, selectedId, onChoose, onOpen }: RowsProps) {
  if (state.kind === "loading") return <Loading lines={8} />;
  if (state.kind === "error") return <Failed error={state.error} retry={state.retry} />;
  if (state.kind === "empty") return null;
  const { rows } = state.data;
  if (rows.length === 0) {
    const { title, hint, leadsToSources } = emptyWords(state.data, isOfEntity);
    const action = leadsToSources && (
      <Button onClick={() => goTo({ surface: "sources" })}>{text("capacity.addSource")}</Button>
    );
    return <Empty title={title} hint={hint} action={action} />;
  }
  const idAt = (index: number): string | undefined => rows[index]?.seriesId;
  return (
    <>
      <div className="capacity-columns label" aria-hidden="true">
        <span>{text("capacity.column.what")}</span>
        <span className="num">{text("capacity.column.now")}</span>
        <span className="num">{text("capacity.column.left")}</span>
        <span className="num">{text("capacity.column.sure")}</span>
        <span className="num">{text("capacity.column.trend")}</span>
      </div>
      <VirtualRows
        count={rows.length}
        rowHeight={ROW_PX}
        label={text("capacity.list")}
        className={state.kind === "stale" ? "hatch" : ""}
        row={(index) => <CapacityRow row={rows[index]!} />}
        rowKey={(index) => idAt(index) ?? index}
        rowId={(index) => `capacity-${idAt(index) ?? index}`}
        selected={rows.findIndex(({ seriesId }) => seriesId === selectedId)}
        onSelect={(index) => onChoose(idAt(index) ?? "")}
        onOpen={(index) => onOpen(idAt(index) ?? "")}
      />
    </>
  );
}
