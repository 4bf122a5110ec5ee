import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Finding } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Empty, goTo, panelState, Segments, useKeys, useRoute } from "../../ui/index.ts";
import { AnomalyDetail } from "./AnomalyDetail.tsx";
import { anomaliesInput, emptyWords, STATES, type AnomalyState, type FindingPage } from "./anomalyList.ts";
import { AnomalyRow } from "./AnomalyRow.tsx";
import { FindingsRows } from "./FindingsRows.tsx";
import { FindingsSplit, NoneChosen } from "./FindingsSplit.tsx";
import { moveKeys } from "./moveKeys.ts";
import { useChosenRow } from "./useChosenRow.ts";
import { useFindingVerdicts, verdictKeys } from "./useFindingVerdicts.ts";

const ROW_PX = 56;
const idOf = ({ id }: Finding): string => id;

/** Which metric is not as it should be: the list at the left, the chosen one with its evidence at the right. */
export function Anomalies() {
  const route = useRoute();
  const { id: openedId = null, entityId } = route.surface === "anomalies" ? route : {};
  const [state, setState] = useState<AnomalyState>("open");
  const input = anomaliesInput(state, entityId);
  const query = useQuery({ ...api.findings.list.queryOptions({ input }), placeholderData: keepPreviousData });
  const rows = query.data?.rows ?? [];
  const { selectedId, choose } = useChosenRow(openedId, rows[0]?.id ?? null);
  const chosen = useChosen(rows, selectedId);
  const verdicts = useFindingVerdicts(chosen);
  const place = entityId === undefined ? {} : { entityId };
  const open = (id: string): void => goTo({ surface: "anomalies", id, ...place });
  useKeys([
    ...moveKeys({
      ids: rows.map(idOf),
      selected: selectedId,
      choose,
      open,
      back: () => goTo({ surface: "anomalies", ...place }),
      words: { next: text("findings.next"), previous: text("findings.previous"), group: text("nav.anomalies") },
    }),
    ...verdictKeys(chosen, verdicts, text("findings.keys")),
  ]);
  const none = query.data !== undefined && <Empty title={text("findings.none")} hint={text("findings.noneHint")} />;
  return (
    <FindingsSplit
      {...headOf(query.data)}
      isOpened={openedId !== null}
      state={panelState(query)}
      filters={<Filters state={state} isOfEntity={entityId !== undefined} onState={setState} />}
      rows={
        <FindingsRows<Finding, FindingPage>
          state={panelState(query)}
          label={text("findings.list")}
          rowPx={ROW_PX}
          idOf={idOf}
          domIdOf={({ id }) => `finding-${id}`}
          columns={<Columns />}
          row={(finding) => <AnomalyRow finding={finding} />}
          empty={(page) => <Nothing page={page} state={state} />}
          selectedId={selectedId}
          onChoose={choose}
          onOpen={open}
        />
      }
      detail={
        chosen === undefined ? (
          <NoneChosen>{none}</NoneChosen>
        ) : (
          <AnomalyDetail key={chosen.id} finding={chosen} verdicts={verdicts} />
        )
      }
    />
  );
}

/** What is chosen stays on the screen when it leaves the list, as after a verdict: with what the engine says of it now. */
function useChosen(rows: readonly Finding[], id: string | null): Finding | undefined {
  const listed = rows.find((row) => row.id === id);
  const alone = useQuery({
    ...api.findings.get.queryOptions({ input: { id: id as Finding["id"] } }),
    enabled: id !== null && listed === undefined,
    retry: false,
  });
  return listed ?? (alone.data?.id === id ? alone.data : undefined);
}

function headOf(page: FindingPage | undefined) {
  const isCut = page !== undefined && page.total > page.rows.length;
  return {
    titleId: "anomalies-title",
    title: headline(page),
    total: page === undefined ? null : text("findings.watched", { count: page.watched.series }),
    cut: isCut ? text("findings.first", { shown: page.rows.length, count: page.total }) : null,
  };
}

function headline(page: FindingPage | undefined): string {
  if (page === undefined || page.watched.series === 0) return text("findings.title");
  const { open } = page.watched;
  return open === 0 ? text("findings.calm") : text("findings.open", { count: open });
}

type FiltersProps = { state: AnomalyState; isOfEntity: boolean; onState(state: AnomalyState): void };

const Filters = ({ state, isOfEntity, onState }: FiltersProps) => (
  <>
    <Segments<AnomalyState>
      label={text("findings.filter")}
      value={state}
      options={STATES.map((value) => ({ value, label: text(`findings.filter.${value}`) }))}
      onChange={onState}
    />
    {isOfEntity && (
      <Button className="small" onClick={() => goTo({ surface: "anomalies" })}>
        {text("findings.allEntities")}
      </Button>
    )}
  </>
);

function Nothing({ page, state }: { page: FindingPage; state: AnomalyState }) {
  const { title, hint, leadsToSources } = emptyWords(state, page.watched.series);
  const action = leadsToSources && (
    <Button onClick={() => goTo({ surface: "sources" })}>{text("findings.addSource")}</Button>
  );
  return <Empty title={title} hint={hint} action={action} />;
}

const Columns = () => (
  <div className="finding-columns label" aria-hidden="true">
    <span />
    <span>{text("findings.column.what")}</span>
    <span className="num">{text("findings.column.came")}</span>
    <span className="num">{text("findings.column.score")}</span>
    <span className="num">{text("findings.column.since")}</span>
  </div>
);
