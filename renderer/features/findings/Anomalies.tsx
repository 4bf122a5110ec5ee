import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Finding } from "../../../shared/domain/finding.ts";
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
  Segments,
  StaleNote,
  useKeys,
  useRoute,
  VirtualRows,
  type PanelState,
} from "../../ui/index.ts";
import { AnomalyDetail } from "./AnomalyDetail.tsx";
import { AnomalyRow } from "./AnomalyRow.tsx";
import { anomaliesInput, emptyWords, STATES, type AnomalyState, type FindingPage } from "./anomalyList.ts";
import { moveKeys } from "./moveKeys.ts";
import { useFindingVerdicts, verdictKeys } from "./useFindingVerdicts.ts";
import "./findings.css";

const ROW_PX = 56;

/** Which metric is not as it should be: the list at the left, the chosen one with its evidence at the right. */
export function Anomalies() {
  const route = useRoute();
  const { id: openedId = null, entityId } = route.surface === "anomalies" ? route : {};
  const [state, setState] = useState<AnomalyState>("open");
  const [chosenId, setChosenId] = useState<string | null>(openedId);
  useEffect(() => setChosenId(openedId), [openedId]);
  const input = anomaliesInput(state, entityId);
  const query = useQuery({ ...api.findings.list.queryOptions({ input }), placeholderData: keepPreviousData });
  const rows = query.data?.rows ?? [];
  const firstId = rows[0]?.id ?? null;
  const selectedId = chosenId ?? firstId;
  // What is shown stays when another comes before it, and when it leaves the list after a verdict.
  useEffect(() => setChosenId((chosen) => chosen ?? firstId), [firstId]);
  const chosen = useChosen(rows, selectedId);
  const verdicts = useFindingVerdicts(chosen);
  const open = (id: string): void =>
    goTo({ surface: "anomalies", id, ...(entityId === undefined ? {} : { entityId }) });
  const back = (): void => goTo({ surface: "anomalies", ...(entityId === undefined ? {} : { entityId }) });
  useKeys([
    ...moveKeys({
      ids: rows.map(({ id }) => id),
      selected: selectedId,
      choose: setChosenId,
      open,
      back,
      words: { next: text("findings.next"), previous: text("findings.previous"), group: text("nav.anomalies") },
    }),
    ...verdictKeys(chosen, verdicts, text("findings.keys")),
  ]);
  return (
    <div className={`findings${openedId === null ? "" : " opened"}`}>
      <section className="findings-side" aria-labelledby="anomalies-title">
        <Head page={query.data} state={panelState(query)} />
        <div className="findings-filters">
          <Segments<AnomalyState>
            label={text("findings.filter")}
            value={state}
            options={STATES.map((value) => ({
              value,
              label: text(`findings.filter.${value}`),
            }))}
            onChange={setState}
          />
          {entityId !== undefined && (
            <Button className="small" onClick={() => goTo({ surface: "anomalies" })}>
              {text("findings.allEntities")}
            </Button>
          )}
        </div>
        <Rows state={panelState(query)} which={state} selectedId={selectedId} onChoose={setChosenId} onOpen={open} />
      </section>
      {chosen === undefined ? (
        <div className="findings-none">
          {query.data !== undefined && <Empty title={text("findings.none")} hint={text("findings.noneHint")} />}
        </div>
      ) : (
        <AnomalyDetail key={chosen.id} finding={chosen} verdicts={verdicts} />
      )}
    </div>
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

function headline(page: FindingPage | undefined): string {
  if (page === undefined || page.watched.series === 0) return text("findings.title");
  const { open } = page.watched;
  return open === 0 ? text("findings.calm") : text("findings.open", { count: open });
}

function Head({ page, state }: { page: FindingPage | undefined; state: PanelState<FindingPage> }) {
  return (
    <ListHead
      id="anomalies-title"
      title={headline(page)}
      end={
        page !== undefined &&
        page.total > page.rows.length &&
        text("findings.first", { shown: page.rows.length, count: page.total })
      }
    >
      {page !== undefined && <p>{text("findings.watched", { count: page.watched.series })}</p>}
      {state.kind === "stale" && <StaleNote since={state.since} />}
    </ListHead>
  );
}

type RowsProps = {
  state: PanelState<FindingPage>;
  which: AnomalyState;
  selectedId: string | null;
  onChoose(id: string): void;
  onOpen(id: string): void;
};

function Rows({ state, which, selectedId, onChoose, onOpen }: RowsProps) {
  if (state.kind === "loading") return <Loading lines={8} />;
  if (state.kind === "error") return <Failed error={state.error} retry={state.retry} />;
  if (state.kind === "empty") return null;
  const { rows, watched } = state.data;
  if (rows.length === 0) {
    const { title, hint, leadsToSources } = emptyWords(which, watched.series);
    const action = leadsToSources && (
      <Button onClick={() => goTo({ surface: "sources" })}>{text("findings.addSource")}</Button>
    );
    return <Empty title={title} hint={hint} action={action} />;
  }
  return (
    <>
      <div className="finding-columns label" aria-hidden="true">
        <span />
        <span>{text("findings.column.what")}</span>
        <span className="num">{text("findings.column.came")}</span>
        <span className="num">{text("findings.column.score")}</span>
        <span className="num">{text("findings.column.since")}</span>
      </div>
      <VirtualRows
        count={rows.length}
        rowHeight={ROW_PX}
        label={text("findings.list")}
        className={state.kind === "stale" ? "hatch" : ""}
        row={(index) => <AnomalyRow finding={rows[index]!} />}
        rowKey={(index) => rows[index]?.id ?? index}
        rowId={(index) => `finding-${rows[index]?.id ?? index}`}
        selected={rows.findIndex(({ id }) => id === selectedId)}
        onSelect={(index) => rows[index] !== undefined && onChoose(rows[index].id)}
        onOpen={(index) => rows[index] !== undefined && onOpen(rows[index].id)}
      />
    </>
  );
}
