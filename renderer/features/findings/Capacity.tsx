import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { CapacityRow as Row } from "../../../shared/contract/capacity.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Empty, goTo, panelState, useKeys, useRoute } from "../../ui/index.ts";
import { CapacityDetail } from "./CapacityDetail.tsx";
import { capacityInput, capacityVerdicts, emptyWords, findingOf, headline, type CapacityPage } from "./capacityList.ts";
import { CapacityRow } from "./CapacityRow.tsx";
import { FindingsRows } from "./FindingsRows.tsx";
import { FindingsSplit, NoneChosen } from "./FindingsSplit.tsx";
import { moveKeys } from "./moveKeys.ts";
import { useChosenRow } from "./useChosenRow.ts";
import { useFindingVerdicts, verdictKeys } from "./useFindingVerdicts.ts";
import "./capacity.css";

const ROW_PX = 56;
const idOf = ({ seriesId }: Row): string => seriesId;

/** What runs out, and when: limits by the time that is left at the left, the chosen one with its forecast at the right. */
export function Capacity() {
  const route = useRoute();
  const { id: openedId = null, entityId } = route.surface === "capacity" ? route : {};
  const input = capacityInput(entityId);
  const query = useQuery({ ...api.capacity.list.queryOptions({ input }), placeholderData: keepPreviousData });
  const rows = query.data?.rows ?? [];
  const { selectedId, choose } = useChosenRow(openedId, rows[0]?.seriesId ?? null);
  const chosen = rows.find(({ seriesId }) => seriesId === selectedId);
  const verdicts = useFindingVerdicts(findingOf(chosen), capacityVerdicts());
  const place = entityId === undefined ? {} : { entityId };
  const open = (id: string): void => goTo({ surface: "capacity", id, ...place });
  useKeys([
    ...moveKeys({
      ids: rows.map(idOf),
      selected: selectedId,
      choose,
      open,
      back: () => goTo({ surface: "capacity", ...place }),
      words: { next: text("capacity.next"), previous: text("capacity.previous"), group: text("nav.capacity") },
    }),
    ...verdictKeys(findingOf(chosen), verdicts, text("capacity.keys")),
  ]);
  const none = rows.length > 0 && <Empty title={text("capacity.none")} hint={text("capacity.noneHint")} />;
  return (
    <FindingsSplit
      {...headOf(query.data)}
      isOpened={openedId !== null}
      state={panelState(query)}
      filters={entityId === undefined ? null : <AllEntities />}
      rows={
        <FindingsRows<Row, CapacityPage>
          state={panelState(query)}
          label={text("capacity.list")}
          rowPx={ROW_PX}
          idOf={idOf}
          domIdOf={({ seriesId }) => `capacity-${seriesId}`}
          columns={<Columns />}
          row={(row) => <CapacityRow row={row} />}
          empty={(page) => <Nothing page={page} isOfEntity={entityId !== undefined} />}
          selectedId={selectedId}
          onChoose={choose}
          onOpen={open}
        />
      }
      detail={
        selectedId === null ? (
          <NoneChosen>{none}</NoneChosen>
        ) : (
          <CapacityDetail key={selectedId} id={selectedId} verdicts={verdicts} />
        )
      }
    />
  );
}

function headOf(page: CapacityPage | undefined) {
  const isCut = page !== undefined && page.total > page.rows.length;
  return {
    titleId: "capacity-title",
    title: headline(page),
    total: page !== undefined && page.limited > 0 ? text("capacity.limited", { count: page.limited }) : null,
    cut: isCut ? text("capacity.first", { shown: page.rows.length, count: page.total }) : null,
  };
}

const AllEntities = () => (
  <Button className="small" onClick={() => goTo({ surface: "capacity" })}>
    {text("capacity.allEntities")}
  </Button>
);

function Nothing({ page, isOfEntity }: { page: CapacityPage; isOfEntity: boolean }) {
  const { title, hint, leadsToSources } = emptyWords(page, isOfEntity);
  const action = leadsToSources && (
    <Button onClick={() => goTo({ surface: "sources" })}>{text("capacity.addSource")}</Button>
  );
  return <Empty title={title} hint={hint} action={action} />;
}

const Columns = () => (
  <div className="capacity-columns label" aria-hidden="true">
    <span>{text("capacity.column.what")}</span>
    <span className="num">{text("capacity.column.now")}</span>
    <span className="num">{text("capacity.column.left")}</span>
    <span className="num">{text("capacity.column.sure")}</span>
    <span className="num">{text("capacity.column.trend")}</span>
  </div>
);
