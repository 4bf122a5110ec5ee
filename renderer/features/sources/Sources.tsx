import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Source } from "../../../shared/domain/source.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import {
  Button,
  Drawer,
  Empty,
  Failed,
  Loading,
  panelState,
  StaleNote,
  useEngineLost,
  useKeys,
  useRoute,
} from "../../ui/index.ts";
import { SourceDrawer } from "./SourceDrawer.tsx";
import { SourceForm } from "./SourceForm.tsx";
import { orderSources } from "./sourceState.ts";
import { SourcesList } from "./SourcesList.tsx";
import "./sources.css";

type Mode = { kind: "list" } | { kind: "details"; id: string } | { kind: "form"; id: string | null };

/** Do I see everything? Every source's heartbeat, and the form that connects another. */
export function Sources() {
  const list = useQuery(api.sources.list.queryOptions());
  const route = useRoute();
  const adding = route.surface === "sources" && route.adding === true;
  const [mode, setMode] = useState<Mode>(adding ? { kind: "form", id: null } : { kind: "list" });
  const state = panelState(list, { isEmpty: (sources) => sources.length === 0 });
  const lostSince = useEngineLost();
  const poll = useMutation(api.sources.poll.mutationOptions());
  const sources = orderSources(list.data ?? []);
  const chosen = mode.kind === "details" ? sources.find((source) => source.id === mode.id) : undefined;
  const add = (): void => setMode({ kind: "form", id: null });
  const details = (id: string): void => {
    poll.reset();
    setMode({ kind: "details", id });
  };
  const step = (by: number): void => {
    const at = sources.findIndex((source) => source.id === chosen?.id);
    const next = sources[Math.max(0, Math.min(sources.length - 1, at + by))];
    if (next !== undefined) details(next.id);
  };
  useSourcesKeys({
    step,
    add,
    edit: () => chosen?.origin === "form" && setMode({ kind: "form", id: chosen.id }),
    poll: () => chosen !== undefined && poll.mutate({ id: chosen.id }),
  });
  const staleSince = state.kind === "stale" ? state.since : lostSince;
  const aside = mode.kind === "form" || chosen !== undefined;
  return (
    <div className={`sources-surface${aside ? " with-drawer" : ""}`}>
      <section className="sources-main" aria-labelledby="sources-title">
        <header>
          <h1 id="sources-title">{list.data === undefined ? text("sources.title") : summary(list.data)}</h1>
          {staleSince !== null && <StaleNote since={staleSince} />}
          <span className="end">
            <Button look="primary" keys="n" onClick={add}>
              {text("sources.add")}
            </Button>
          </span>
        </header>
        <div className={`sources-scroll${staleSince === null ? "" : " hatch"}`}>
          {state.kind === "loading" && <Loading lines={8} />}
          {state.kind === "error" && <Failed error={state.error} retry={state.retry} />}
          {state.kind === "empty" && (
            <Empty
              title={text("sources.emptyTitle")}
              hint={text("sources.emptyHint")}
              action={<Button onClick={add}>{text("sources.add")}</Button>}
            />
          )}
          {sources.length > 0 && <SourcesList sources={sources} selected={chosen?.id ?? null} onSelect={details} />}
        </div>
      </section>
      {chosen !== undefined && (
        <SourceDrawer
          source={chosen}
          polled={poll.isSuccess}
          onPoll={() => poll.mutate({ id: chosen.id })}
          onEdit={() => setMode({ kind: "form", id: chosen.id })}
          onClose={() => setMode({ kind: "list" })}
        />
      )}
      {mode.kind === "form" && <FormDrawer id={mode.id} sources={sources} onDone={() => setMode({ kind: "list" })} />}
    </div>
  );
}

const summary = (sources: readonly Source[]): string =>
  text("sources.summary", { count: sources.length, live: sources.filter((source) => source.state === "live").length });

function FormDrawer({ id, sources, onDone }: { id: string | null; sources: readonly Source[]; onDone(): void }) {
  const kinds = useQuery(api.sources.kinds.queryOptions());
  const stored = useQuery({
    ...api.sources.config.queryOptions({ input: { id: id ?? "" } }),
    enabled: id !== null,
    staleTime: 0,
  });
  const failed = kinds.isError ? kinds : stored.isError ? stored : null;
  const name = sources.find((source) => source.id === id)?.name ?? id;
  const title = name === null ? text("sources.form.add") : text("sources.form.edit", { name });
  const ready = kinds.data !== undefined && (id === null || stored.data !== undefined);
  return (
    <Drawer title={title} onClose={onDone}>
      {failed !== null && <Failed error={failed.error} retry={() => void failed.refetch()} />}
      {failed === null && !ready && <Loading lines={8} />}
      {failed === null && kinds.data !== undefined && ready && (
        <SourceForm
          kinds={kinds.data}
          takenIds={sources.map((source) => source.id)}
          stored={stored.data ?? null}
          onDone={onDone}
        />
      )}
    </Drawer>
  );
}

function useSourcesKeys(keys: { step(by: number): void; add(): void; edit(): unknown; poll(): unknown }): void {
  const group = text("sources.keys.group");
  useKeys([
    { keys: "j", label: text("sources.keys.down"), group, inBar: true, run: () => keys.step(1) },
    { keys: "k", label: text("sources.keys.up"), group, inBar: true, run: () => keys.step(-1) },
    { keys: "n", label: text("sources.keys.add"), group, inBar: true, run: keys.add },
    { keys: "p", label: text("sources.keys.poll"), group, inBar: true, run: () => void keys.poll() },
    { keys: "e", label: text("sources.keys.edit"), group, run: () => void keys.edit() },
  ]);
}
