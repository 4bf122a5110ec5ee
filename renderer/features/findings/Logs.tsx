import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { PatternRow } from "../../../shared/contract/findings.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Empty, goTo, panelState, SearchField, useKeys, useRoute } from "../../ui/index.ts";
import { FindingsRows } from "./FindingsRows.tsx";
import { FindingsSplit, NoneChosen } from "./FindingsSplit.tsx";
import { moveKeys } from "./moveKeys.ts";
import { PatternDetail } from "./PatternDetail.tsx";
import { keyOf, patternOf } from "./patternKey.ts";
import { PatternLine } from "./PatternLine.tsx";
import { useChosenRow } from "./useChosenRow.ts";

const ROWS = 400;
const ROW_PX = 48;

type PatternPage = { rows: PatternRow[]; total: number; news: number };

const open = (key: string): void => goTo({ surface: "logs", pattern: patternOf(key) });

/** What is new in the logs: patterns, those with news first, and the chosen one with how it comes and its lines. */
export function Logs() {
  const route = useRoute();
  const openedKey = route.surface === "logs" && route.pattern !== undefined ? keyOf(route.pattern) : null;
  const [words, setWords] = useState("");
  const sought = words.trim();
  const search = useRef<HTMLInputElement>(null);
  const query = useQuery({
    ...api.findings.patterns.queryOptions({ input: { limit: ROWS, ...(sought === "" ? {} : { text: sought }) } }),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.rows ?? [];
  const { selectedId, choose } = useChosenRow(openedKey, rows[0] === undefined ? null : keyOf(rows[0]));
  const group = text("nav.logs");
  useKeys([
    ...moveKeys({
      ids: rows.map(keyOf),
      selected: selectedId,
      choose,
      open,
      back: () => goTo({ surface: "logs" }),
      words: { next: text("logs.next"), previous: text("logs.previous"), group },
    }),
    {
      keys: "/",
      label: text("logs.focusSearch"),
      run: () => search.current?.focus(),
      bar: { keys: ["/"], label: text("logs.key.search") },
      group,
    },
  ]);
  const onSearch = (typed: string): string => {
    setWords(typed);
    return typed;
  };
  const none = query.data !== undefined && <Empty title={text("logs.none")} hint={text("logs.noneHint")} />;
  return (
    <FindingsSplit
      {...headOf(query.data)}
      isOpened={openedKey !== null}
      state={panelState(query)}
      filters={
        <SearchField
          ref={search}
          label={text("logs.search")}
          hint={text("logs.searchHint")}
          value={words}
          onSearch={onSearch}
        />
      }
      rows={
        <FindingsRows<PatternRow, PatternPage>
          state={panelState(query)}
          label={text("logs.list")}
          rowPx={ROW_PX}
          idOf={keyOf}
          domIdOf={({ scope, id }) => `pattern-${scope}-${id}`}
          columns={<Columns />}
          row={(pattern) => <PatternLine pattern={pattern} />}
          empty={() => <Nothing isFiltered={sought !== ""} />}
          selectedId={selectedId}
          onChoose={choose}
          onOpen={open}
        />
      }
      detail={
        selectedId === null ? (
          <NoneChosen>{none}</NoneChosen>
        ) : (
          <PatternDetail key={selectedId} pattern={patternOf(selectedId)} />
        )
      }
    />
  );
}

function headOf(page: PatternPage | undefined) {
  const title = page === undefined ? "logs.title" : page.news === 0 ? "logs.calm" : "logs.news";
  const isCut = page !== undefined && page.total > page.rows.length;
  return {
    titleId: "logs-title",
    title: text(title, { count: page?.news ?? 0 }),
    total: page === undefined ? null : text("logs.total", { count: page.total }),
    cut: isCut ? text("logs.first", { shown: page.rows.length }) : null,
  };
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <Empty title={text("logs.emptyFilter")} hint={text("logs.emptyFilterHint")} />;
  const action = <Button onClick={() => goTo({ surface: "sources" })}>{text("findings.addSource")}</Button>;
  return <Empty title={text("logs.empty")} hint={text("logs.emptyHint")} action={action} />;
}

const Columns = () => (
  <div className="pattern-columns label" aria-hidden="true">
    <span>{text("logs.column.template")}</span>
    <span>{text("logs.column.hour")}</span>
    <span className="num">{text("logs.column.lines")}</span>
    <span className="num">{text("logs.column.last")}</span>
  </div>
);
