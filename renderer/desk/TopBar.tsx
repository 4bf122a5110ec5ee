import { useQuery } from "@tanstack/react-query";
import { text } from "../../shared/strings/index.ts";
import { api } from "../api/client.ts";
import { Icon, Kbd, Tag } from "../ui/index.ts";
import { Clock } from "./Clock.tsx";
import { SourceStrip } from "./SourceStrip.tsx";

const IS_MAC = typeof navigator !== "undefined" && navigator.userAgent.includes("Mac");

/** Who looks at what, the way to find anything, how fresh it is, and what time it is. */
export function TopBar({ onSearch }: { onSearch(): void }) {
  return (
    <header className="top">
      <div className="brand">
        <svg
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          role="img"
          aria-label={text("app.name")}
        >
          <path d="M2 18.5h20M4.5 15.5 8 6l4 9.5L16 6l3.5 9.5" />
        </svg>
      </div>
      <ScopeName />
      <button type="button" className="search" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" />
        <span className="cut">{text("top.search")}</span>
        <Kbd>{IS_MAC ? "⌘ K" : "Ctrl K"}</Kbd>
      </button>
      <SourceStrip />
      <Clock />
      <Who />
    </header>
  );
}

function ScopeName() {
  const session = useQuery(api.session.get.queryOptions());
  const sources = useQuery(api.sources.list.queryOptions());
  const scopes = session.data?.caller.scopes ?? [];
  const name = scopes.length === 1 ? scopes[0] : text("top.allScopes", { count: scopes.length });
  return (
    <div className="scope">
      <span className="cut">{session.data?.demo === true ? <Tag look="solid">{text("app.demo")}</Tag> : name}</span>
      <small>{sources.data === undefined ? "" : text("top.sources", { count: sources.data.length })}</small>
    </div>
  );
}

function Who() {
  const { data } = useQuery(api.session.get.queryOptions());
  if (data === undefined) return null;
  return (
    <div className="who">
      <span className="cut">{data.caller.name}</span>
      <small>{text(data.caller.permissions.includes("act") ? "top.mayAct" : "top.readOnly")}</small>
    </div>
  );
}
