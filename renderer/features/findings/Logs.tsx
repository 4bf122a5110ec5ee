import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { PatternRow } from "../../../shared/contract/findings.ts";
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
  SearchField,
  StaleNote,
  useKeys,
  useRoute,
  VirtualRows,
  type PanelState,
} from "../../ui/index.ts";
import { moveKeys } from "./moveKeys.ts";
import { PatternDetail } from "./PatternDetail.tsx";
import { PatternLine } from "./PatternLine.tsx";
import { keyOf, patternOf } from "./patternKey.ts";
import "./findings.css";

const ROWS = 400;
const ROW_PX = 48;

type PatternPage = { rows: PatternRow[]; total: number; news: number };

/** What is new in the logs: patterns, those with news first, and the chosen one with how it comes and its lines. */
export function Logs() {
  const route = useRoute();
  const openedKey = route.surface === "logs" && route.pattern !== undefined ? keyOf(route.pattern) : null;
  const [words, setWords] = useState("");
  const sought = words.trim();
  const [chosenKey, setChosenKey] = useState<string | null>(openedKey);
  useEffect(() => setChosenKey(openedKey), [openedKey]);
  const search = useRef<HTMLInputElement>(null);
  const query = useQuery({
    ...api.findings.patterns.queryOptions({ input: { limit: ROWS, ...(sought === "" ? {} : { text: sought }) } }),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.rows ?? [];
  const firstKey = rows[0] === undefined ? null : keyOf(rows[0]);
  const selectedKey = chosenKey ?? firstKey;
  // What is shown stays when the order changes.
  useEffect(() => setChosenKey((chosen) => chosen ?? firstKey), [firstKey]);
  useKeys([
    ...moveKeys({
      ids: rows.map(keyOf),
      selected: selectedKey,
      choose: setChosenKey,
      open: (key) => goTo({ surface: "logs", pattern: patternOf(key) }),
      back: () => goTo({ surface: "logs" }),
      words: { next: text("logs.next"), previous: text("logs.previous"), group: text("nav.logs") },
    }),
    {
      keys: "/",
      label: text("logs.focusSearch"),
      run: () => search.current?.focus(),
      bar: { keys: ["/"], label: text("logs.key.search") },
      group: text("nav.logs"),
    },
  ]);
  const state = panelState(query);
  return (
    <div className={`findings${openedKey === null ? "" : " opened"}`}>
      <section className="findings-side" aria-labelledby="logs-title">
        <Head page={query.data} state={state} />
        <div className="findings-filters">
          <SearchField
            ref={search}
            label={text("logs.search")}
            hint={text("logs.searchHint")}
            value={words}
            onSearch={(typed) => {
              setWords(typed);
              return typed;
            }}
          />
        </div>
        <Rows
          state={state}
          filtered={sought !== ""}
          selectedKey={selectedKey}
          onChoose={setChosenKey}
          onOpen={(key) => goTo({ surface: "logs", pattern: patternOf(key) })}
        />
      </section>
      {selectedKey === null ? (
        <div className="findings-none">
          {query.data !== undefined && <Empty title={text("logs.none")} hint={text("logs.noneHint")} />}
        </div>
      ) : (
        <PatternDetail key={selectedKey} pattern={patternOf(selectedKey)} />
      )}
    </div>
  );
}

function Head({ page, state }: { page: PatternPage | undefined; state: PanelState<PatternPage> }) {
  const title = page === undefined ? "logs.title" : page.news === 0 ? "logs.calm" : "logs.news";
  return (
    <ListHead
      id="logs-title"
      title={text(title, { count: page?.news ?? 0 })}
      end={page !== undefined && page.total > page.rows.length && text("logs.first", { shown: page.rows.length })}
    >
      {page !== undefined && <p>{text("logs.total", { count: page.total })}</p>}
      {state.kind === "stale" && <StaleNote since={state.since} />}
    </ListHead>
  );
}

type RowsProps = {
  state: PanelState<PatternPage>;
  filtered: boolean;
  selectedKey: string | null;
  onChoose(key: string): void;
  onOpen(key: string): void;
};

function Rows({ state, filtered, selectedKey, onChoose, onOpen }: RowsProps) {
  if (state.kind === "loading") return <Loading lines={8} />;
  if (state.kind === "error") return <Failed error={state.error} retry={state.retry} />;
  if (state.kind === "empty") return null;
  const { rows } = state.data;
  if (rows.length === 0) {
    if (filtered) return <Empty title={text("logs.emptyFilter")} hint={text("logs.emptyFilterHint")} />;
    const action = <Button onClick={() => goTo({ surface: "sources" })}>{text("findings.addSource")}</Button>;
    return <Empty title={text("logs.empty")} hint={text("logs.emptyHint")} action={action} />;
  }
  return (
    <>
      <div className="pattern-columns label" aria-hidden="true">
        <span>{text("logs.column.template")}</span>
        <span>{text("logs.column.hour")}</span>
        <span className="num">{text("logs.column.lines")}</span>
        <span className="num">{text("logs.column.last")}</span>
      </div>
      <VirtualRows
        count={rows.length}
        rowHeight={ROW_PX}
        label={text("logs.list")}
        className={state.kind === "stale" ? "hatch" : ""}
        row={(index) => <PatternLine pattern={rows[index]!} />}
        rowKey={(index) => (rows[index] === undefined ? index : keyOf(rows[index]))}
        rowId={(index) => `pattern-${rows[index]?.scope}-${rows[index]?.id}`}
        selected={rows.findIndex((row) => keyOf(row) === selectedKey)}
        onSelect={(index) => rows[index] !== undefined && onChoose(keyOf(rows[index]))}
        onOpen={(index) => rows[index] !== undefined && onOpen(keyOf(rows[index]))}
      />
    </>
  );
}
