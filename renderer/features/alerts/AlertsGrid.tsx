import { useCallback, useState, type MouseEvent } from "react";
import type { Fingerprint } from "../../../shared/domain/alert.ts";
import { MAXIMUM_PER_ACTION } from "../../../shared/domain/outbox.ts";
import { text } from "../../../shared/strings/index.ts";
import {
  Button,
  Empty,
  Failed,
  Loading,
  panelState,
  StaleNote,
  useEngineLost,
  useKeys,
  VirtualGrid,
} from "../../ui/index.ts";
import { AcknowledgeResult } from "./AcknowledgeResult.tsx";
import { AlertDrawer } from "./AlertDrawer.tsx";
import { alertColumns, AlertRow, LoadingRow } from "./AlertRow.tsx";
import { DEFAULT_VIEW, sameView, type AlertView } from "./alertView.ts";
import { moveTo, NOTHING_CHOSEN, subjectsOf, toggleRow } from "./selection.ts";
import { useAcknowledge } from "./useAcknowledge.ts";
import { useAlertFeed } from "./useAlertFeed.ts";

const ROW_PX = 28;

type AlertsGridProps = { view: AlertView; sourceName(id: string): string; focusSearch(): void };

/** The rows, the keys that move through them, and the details of one. */
export function AlertsGrid({ view, sourceName, focusSearch }: AlertsGridProps) {
  const [selection, setSelection] = useState(NOTHING_CHOSEN);
  const [opened, setOpened] = useState(false);
  const feed = useAlertFeed(view, selection.chosen.size > 0);
  const acknowledging = useAcknowledge();
  const state = panelState(feed.first, { isEmpty: ({ total }) => total === 0 });
  const lostSince = useEngineLost();
  const { total, rowAt } = feed;

  const move = (by: number, extend = false): void =>
    setSelection((now) => moveTo(now, now.cursor + by, total, extend, rowAt));
  const letGo = (): void => setSelection((now) => ({ ...now, chosen: new Map() }));
  const acknowledge = (): void => {
    acknowledging.acknowledge(subjectsOf(selection, rowAt));
    letGo();
  };
  useGridKeys({
    move,
    jump: (index) => setSelection((now) => moveTo(now, index, total, false, rowAt)),
    last: total - 1,
    toggle: () => setSelection((now) => toggleRow(now, now.cursor, rowAt)),
    open: () => setOpened(true),
    letGo,
    acknowledge,
    undo: acknowledging.undo,
    focusSearch,
  });
  const press = (index: number, event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest("a") !== null) return;
    setSelection((now) => {
      if (event.ctrlKey || event.metaKey) return toggleRow(now, index, rowAt);
      return moveTo(now, index, total, event.shiftKey, rowAt);
    });
  };
  const rowKey = useCallback((index: number) => index, []);

  if (state.kind === "loading") return <Loading lines={16} />;
  if (state.kind === "error") return <Failed error={state.error} retry={state.retry} />;
  const shown = opened ? rowAt(selection.cursor) : undefined;
  const staleSince = state.kind === "stale" ? state.since : lostSince;
  return (
    <div className={`alerts-body${shown === undefined ? "" : " with-drawer"}`}>
      <div className={`alerts-list${staleSince === null ? "" : " hatch"}`} aria-busy={acknowledging.busy}>
        <AcknowledgeResult acknowledging={acknowledging} />
        {staleSince !== null && (
          <div className="alert-strip">
            <StaleNote since={staleSince} />
          </div>
        )}
        {selection.chosen.size > 0 && (
          <ChosenStrip
            count={selection.chosen.size}
            changed={feed.changed}
            onAcknowledge={acknowledge}
            onResume={letGo}
          />
        )}
        {state.kind === "empty" ? (
          <NoAlerts filtered={!sameView(view, DEFAULT_VIEW)} />
        ) : (
          <VirtualGrid
            columns={alertColumns()}
            count={total}
            rowHeight={ROW_PX}
            label={text("alerts.grid", { count: total })}
            rowKey={rowKey}
            cursor={selection.cursor}
            isChosen={(index) => isIn(selection.chosen, rowAt(index)?.fingerprint)}
            onPress={press}
            onOpen={() => setOpened(true)}
            onRange={feed.setRange}
            row={(index) => {
              const alert = rowAt(index);
              return alert === undefined ? <LoadingRow /> : <AlertRow alert={alert} sourceName={sourceName} />;
            }}
          />
        )}
      </div>
      {shown !== undefined && (
        <AlertDrawer fingerprint={shown.fingerprint} onClose={() => setOpened(false)} onAcknowledge={acknowledge} />
      )}
    </div>
  );
}

const isIn = (chosen: ReadonlyMap<Fingerprint, number>, fingerprint: Fingerprint | undefined): boolean =>
  fingerprint !== undefined && chosen.has(fingerprint);

type ChosenStripProps = { count: number; changed: number; onAcknowledge(): void; onResume(): void };

function ChosenStrip({ count, changed, onAcknowledge, onResume }: ChosenStripProps) {
  return (
    <div className="alert-strip" role="status">
      <b>{text("alerts.chosen", { count })}</b>
      <Button look="primary" keys="a" onClick={onAcknowledge}>
        {text("alerts.acknowledge")}
      </Button>
      <span className="t2">
        {count >= MAXIMUM_PER_ACTION && `${text("alerts.chosenMost", { most: MAXIMUM_PER_ACTION })}. `}
        {text("alerts.paused")}
        {changed > 0 && `. ${text("alerts.changed", { count: changed })}`}
      </span>
      <span className="end">
        <Button keys="Esc" onClick={onResume}>
          {text("alerts.resume")}
        </Button>
      </span>
    </div>
  );
}

function NoAlerts({ filtered }: { filtered: boolean }) {
  if (filtered) return <Empty title={text("alerts.noMatchTitle")} hint={text("alerts.noMatchHint")} />;
  const look = (
    <a className="link" href="#/sources">
      {text("alerts.emptyAction")}
    </a>
  );
  return <Empty title={text("alerts.emptyTitle")} hint={text("alerts.emptyHint")} action={look} />;
}

type GridKeys = {
  move(by: number, extend?: boolean): void;
  jump(index: number): void;
  last: number;
  toggle(): void;
  open(): void;
  letGo(): void;
  acknowledge(): void;
  undo(): void;
  focusSearch(): void;
};

function useGridKeys(keys: GridKeys): void {
  const group = text("alerts.keys.group");
  useKeys([
    { keys: "j", label: text("alerts.keys.down"), group, inBar: true, run: () => keys.move(1) },
    { keys: "k", label: text("alerts.keys.up"), group, inBar: true, run: () => keys.move(-1) },
    { keys: "ArrowDown", label: text("alerts.keys.down"), group, run: () => keys.move(1) },
    { keys: "ArrowUp", label: text("alerts.keys.up"), group, run: () => keys.move(-1) },
    { keys: "J", label: text("alerts.keys.extendDown"), group, run: () => keys.move(1, true) },
    { keys: "K", label: text("alerts.keys.extendUp"), group, run: () => keys.move(-1, true) },
    { keys: "PageDown", label: text("alerts.keys.down"), group, run: () => keys.move(20) },
    { keys: "PageUp", label: text("alerts.keys.up"), group, run: () => keys.move(-20) },
    { keys: "Home", label: text("alerts.keys.first"), group, run: () => keys.jump(0) },
    { keys: "End", label: text("alerts.keys.last"), group, run: () => keys.jump(keys.last) },
    { keys: " ", label: text("alerts.keys.toggle"), group, run: keys.toggle },
    { keys: "x", label: text("alerts.keys.toggle"), group, inBar: true, run: keys.toggle },
    { keys: "Enter", label: text("alerts.keys.open"), group, inBar: true, run: keys.open },
    { keys: "a", label: text("alerts.keys.acknowledge"), group, inBar: true, run: keys.acknowledge },
    { keys: "u", label: text("alerts.keys.undo"), group, inBar: true, run: keys.undo },
    { keys: "/", label: text("alerts.keys.search"), group, inBar: true, run: keys.focusSearch },
    { keys: "Escape", label: text("alerts.keys.letGo"), group, run: keys.letGo },
  ]);
}
