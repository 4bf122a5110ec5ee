import type { CapacityRow as Row } from "../../../shared/contract/capacity.ts";
import { text } from "../../../shared/strings/index.ts";
import { Tag, useNow } from "../../ui/index.ts";
import { chanceWords, leftWords, limitWords, nowWords, trendWords } from "./capacityWords.ts";
import { isShort } from "./capacityList.ts";

/** One limit in two lines: what it is, where it stands, when it is reached and between when, how sure, and what a day does to it. */
export function CapacityRow({ row }: { row: Row }) {
  const now = useNow(1000);
  const { when, range } = leftWords(row, now);
  return (
    <div className={`capacity-row${isShort(row) ? " short" : ""}`}>
      <div>
        <div className="title cut" title={row.entityName ?? ""}>
          {row.entityName ?? text("common.unknown")}
        </div>
        <div className="sub cut" title={row.name}>
          {row.dismissedAt !== null && <Tag>{text("capacity.noProblem")}</Tag>}
          {row.name}
        </div>
      </div>
      <div className="num">
        <div className="fig">{nowWords(row)}</div>
        <div className="sub">{limitWords(row)}</div>
      </div>
      <div className="num">
        <div className="fig left">{when}</div>
        <div className="sub">{range}</div>
      </div>
      <div className="num">
        <div className="fig">{row.reachedAt === null ? chanceWords(row.probability) : ""}</div>
      </div>
      <div className="num">
        <div className="fig">{trendWords(row)}</div>
      </div>
    </div>
  );
}
