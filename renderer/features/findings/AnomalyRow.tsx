import type { Finding } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { formatMinute, Tag, useNow } from "../../ui/index.ts";
import { cameWords, expectedWords, isOpen, spanWords, storyWords } from "./findingWords.ts";
import { WhatGlyph } from "./WhatGlyph.tsx";

/** One finding on a metric in two lines: where and what, what came against what was expected, how sure, since when. */
export function AnomalyRow({ finding }: { finding: Finding }) {
  const now = useNow(1000);
  const open = isOpen(finding);
  return (
    <div className={`finding-row${open ? "" : " past"}`}>
      <WhatGlyph what={finding.what} open={open} size={28} />
      <div>
        <div className="title cut" title={finding.entityName ?? ""}>
          {finding.entityName ?? text("common.unknown")}
        </div>
        <div className="sub cut" title={finding.label}>
          {finding.dismissedAt !== null && <Tag>{text("findings.notAnomaly")}</Tag>}
          <b>{finding.label}</b> {storyWords(finding)}
        </div>
      </div>
      <div className="num">
        <div className="fig">{cameWords(finding)}</div>
        <div className="sub">{expectedWords(finding)}</div>
      </div>
      <div className="num">
        <div className="fig">{finding.score?.toFixed(2)}</div>
      </div>
      <div className="num">
        <div className="fig">{spanWords(finding, now)}</div>
        <div className="sub">
          {formatMinute(finding.since)} {text(finding.endedAt === null ? "findings.lasting" : "findings.over")}
        </div>
      </div>
    </div>
  );
}
