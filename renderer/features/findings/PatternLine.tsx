import type { PatternRow } from "../../../shared/contract/findings.ts";
import { formatDuration } from "../../../shared/strings/index.ts";
import { Sparkline, useNow } from "../../ui/index.ts";
import { figure } from "./findingWords.ts";
import { NewsTags } from "./NewsTags.tsx";
import { Template } from "./Template.tsx";

/** One pattern: what is new about it, its template, how it came in the last hour, how many lines, how long ago the last. */
export function PatternLine({ pattern }: { pattern: PatternRow }) {
  const now = useNow(1000);
  const { template, minutes, count, lastAt, news } = pattern;
  return (
    <div className={`pattern-row${news.length === 0 ? "" : " news"}`}>
      <div className="cut" title={template}>
        <NewsTags news={news} />
        <Template words={template} />
      </div>
      <div className="spark-cell">
        <Sparkline values={minutes} />
      </div>
      <div className="num">{figure(count)}</div>
      <div className="num">{formatDuration(Math.max(0, now - lastAt))}</div>
    </div>
  );
}
