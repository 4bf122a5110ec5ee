import { useMutation, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { AuditEntry } from "../../../shared/domain/audit.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, errorText, Panel, panelState, TimeText, VirtualRows } from "../../ui/index.ts";
import { auditWords } from "./auditWords.ts";

const WINDOW = 100;

/** What was done, by whom, with what outcome; and whether the record is whole. */
export function AuditPanel() {
  const session = useQuery(api.session.get.queryOptions());
  if (session.data !== undefined && !session.data.caller.permissions.includes("audit")) {
    return (
      <Panel title={text("settings.audit")}>
        <p className="settings-body t2">{text("settings.audit.notAllowed")}</p>
      </Panel>
    );
  }
  return <AuditList />;
}

function AuditList() {
  const [offsets, setOffsets] = useState([0]);
  const optionsAt = (offset: number) => api.audit.list.queryOptions({ input: { offset, limit: WINDOW } });
  const first = useQuery(optionsAt(0));
  const pages = useQueries({ queries: offsets.map(optionsAt) });
  const verify = useMutation(api.audit.verify.mutationOptions());
  const rowAt = (index: number): AuditEntry | undefined => {
    const page = offsets.indexOf(Math.floor(index / WINDOW) * WINDOW);
    return pages[page]?.data?.rows[index % WINDOW];
  };
  const onRange = useCallback((from: number, to: number) => {
    const start = Math.floor(from / WINDOW);
    setOffsets(Array.from({ length: Math.floor(to / WINDOW) - start + 1 }, (_, index) => (start + index) * WINDOW));
  }, []);
  const total = first.data?.total;
  return (
    <Panel
      className="settings-audit"
      title={text("settings.audit")}
      note={total === undefined ? undefined : text("settings.auditNote", { count: total })}
      state={panelState(first, { isEmpty: (page) => page.total === 0 })}
      empty={{ title: text("settings.audit.emptyTitle"), hint: text("settings.audit.emptyHint") }}
      end={
        <>
          <VerifyOutcome verify={verify} />
          <Button disabled={verify.isPending} onClick={() => verify.mutate({})}>
            {text(verify.isPending ? "settings.audit.verifying" : "settings.audit.verify")}
          </Button>
        </>
      }
    >
      {(page) => (
        <VirtualRows
          count={page.total}
          rowHeight={24}
          label={text("settings.audit.rows")}
          onRange={onRange}
          row={(index) => {
            const entry = rowAt(index);
            return entry === undefined ? null : <AuditRow entry={entry} />;
          }}
        />
      )}
    </Panel>
  );
}

type Verified = { data: { ok: boolean; entries: number; brokenAt: number | null } | undefined; error: unknown };

function VerifyOutcome({ verify: { data, error } }: { verify: Verified }) {
  if (error !== null) return <span role="alert">{errorText(error)}</span>;
  if (data === undefined) return null;
  if (data.ok) return <span role="status">{text("settings.audit.whole", { count: data.entries })}</span>;
  return (
    <b role="alert" className="field-error">
      {text("settings.audit.broken", { sequence: data.brokenAt ?? 0 })}
    </b>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  return (
    <div className="audit-row">
      <span className="num t3">{entry.sequence}</span>
      <TimeText at={entry.at} />
      <span className="cut">{entry.by}</span>
      <span className="cut">{auditWords(entry.action)}</span>
      <span className="cut t2">{entry.target}</span>
      <span className={entry.outcome === "denied" || entry.outcome === "failed" ? "audit-bad" : "t3"}>
        {text(`settings.audit.outcome.${entry.outcome}`)}
      </span>
      <span className="mono cut t3">{entry.hash.slice(0, 16)}</span>
    </div>
  );
}
