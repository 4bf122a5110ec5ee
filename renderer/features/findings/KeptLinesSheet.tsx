import { useQuery } from "@tanstack/react-query";
import type { KeptLines } from "../../../shared/contract/findings.ts";
import type { LogExample } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { isGone } from "../../api/isGone.ts";
import { Empty, Failed, Loading, panelState, SideSheet, TimeText } from "../../ui/index.ts";

/** The lines that came with one, as the event log keeps them. */
export function KeptLinesSheet({
  example: { position, text: line },
  onClose,
}: {
  example: LogExample;
  onClose(): void;
}) {
  const query = useQuery({
    ...api.findings.lines.queryOptions({ input: { position, text: line } }),
    retry: false,
  });
  const state = panelState(query);
  return (
    <SideSheet title={text("logs.aroundTitle")} onClose={onClose} size={860}>
      {state.kind === "loading" && <Loading lines={12} />}
      {state.kind === "error" &&
        (isGone(state.error) ? (
          <Empty title={text("logs.aroundGone")} hint={text("logs.aroundGoneHint")} />
        ) : (
          <Failed error={state.error} retry={state.retry} />
        ))}
      {(state.kind === "normal" || state.kind === "stale") && <Lines kept={state.data} />}
    </SideSheet>
  );
}

const intoView = (line: HTMLElement | null): void => line?.scrollIntoView({ block: "center" });

const Lines = ({ kept: { sourceName: source, receivedAt, lines, total } }: { kept: KeptLines }) => (
  <>
    <p className="t2">{text("logs.aroundNote", { source, receivedAt, shown: lines.length, total })}</p>
    <ol className="log-lines">
      {lines.map((line, index) => (
        <li
          key={index}
          ref={line.wanted ? intoView : null}
          className={line.wanted ? "wanted" : ""}
          aria-current={line.wanted ? "true" : undefined}
        >
          <span className="t3">
            <TimeText at={line.at} />
          </span>
          <code>{line.text}</code>
          <span className="t3 cut">{line.entityName}</span>
        </li>
      ))}
    </ol>
  </>
);
