import { text } from "../../shared/strings/index.ts";
import type { Source } from "../../shared/domain/source.ts";
import { useNow } from "../ui/index.ts";
import { footerOf } from "./wallFooter.ts";
import { wallSources } from "./wallFreshness.ts";

/** Quiet names while all is fresh; what is stale grows and turns violet. */
export function WallFooter({ sources, widthUnits }: { sources: readonly Source[] | undefined; widthUnits: number }) {
  const now = useNow();
  const { stale, moreStale, fresh, moreFresh } = footerOf(wallSources(sources ?? [], now), widthUnits);
  return (
    <footer className="wall-fresh" aria-label={text("wall.freshness")}>
      {sources?.length === 0 && <div>{text("wall.noSources")}</div>}
      {fresh.map((source) => (
        <div key={source.id} className="cut">
          {source.name}
        </div>
      ))}
      {moreFresh > 0 && <div>{text("wall.moreFresh", { count: moreFresh })}</div>}
      {stale.map((source) => (
        <div key={source.id} className="stale">
          <span className="cut">
            {source.name} <b>{text("wall.stale", { sinceMs: source.sinceMs ?? 0 })}</b>
          </span>
        </div>
      ))}
      {moreStale > 0 && (
        <div className="stale">
          <b>{text("wall.staleMany", { count: moreStale, sinceMs: stale[0]?.sinceMs ?? 0 })}</b>
        </div>
      )}
    </footer>
  );
}
